"""The inbox at the desk and on the phone, and the page of the `outbox` text-message backend."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views import View
from django.views.generic import TemplateView

from congress.notices.selectors import Item, get_notice_for, inbox_of, outbox_texts, unread_count
from congress.notices.services import mark_all_read, mark_read
from congress.paging import Key, keyset_page
from congress.people.roles import ADMIN_ROLES, Role
from congress.web.faces import DeskMixin, PhoneMixin, PortalMixin

SIZE = 30


class InboxView(DeskMixin, TemplateView):
    """Unread ones first: that tab opens as long as there are any; the other one has everything, newest first."""

    roles = frozenset(Role) - ADMIN_ROLES
    template_name = "desk/notices/inbox.html"
    http_method_names = ["get", "head"]
    address = "notices"
    read_address = "notices-read"
    open_address = "notice-open"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, at = self.request.user, now()
        unread = unread_count(user, at=at)
        show = self.request.GET.get("show")
        unread_only = show == "unread" or (show != "all" and unread > 0)

        def fetch(after: Key | None, size: int) -> list[Item]:
            return inbox_of(user, at=at, before=after, limit=size + 1, unread_only=unread_only)

        page = keyset_page(
            fetch,
            lambda item: (item.notice.not_before, item.notice.pk),
            self.request.GET.get("cursor", ""),
            SIZE,
            name=f"inbox-{'unread' if unread_only else 'all'}",
        )
        here = reverse(self.address)
        tabs = [
            {
                "label": _("未读"),
                "url": f"{here}?show=unread",
                "current": unread_only,
                "count": unread,
                "hot": unread > 0,
            },
            {"label": _("全部"), "url": f"{here}?show=all", "current": not unread_only, "count": None},
        ]
        return super().get_context_data(
            page=page, tabs=tabs, unread=unread, unread_only=unread_only, open_address=self.open_address,
            read_address=self.read_address, **kwargs,
        )  # fmt: skip


class OpenNoticeView(DeskMixin, View):
    """Mark one as read, and go where it leads. By POST, so that no link checker reads somebody's messages."""

    roles = frozenset(Role) - ADMIN_ROLES
    http_method_names = ["post"]
    address = "notices"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        notice = get_notice_for(request.user, pk, at=now())
        mark_read(notice, user=request.user)
        stays = "stay" in request.POST or not url_has_allowed_host_and_scheme(notice.link, allowed_hosts=None)
        return HttpResponseRedirect(reverse(self.address) if stays else notice.link)


class ReadAllView(DeskMixin, View):
    """Mark everything as read that the inbox shows."""

    roles = frozenset(Role) - ADMIN_ROLES
    http_method_names = ["post"]
    address = "notices"

    def post(self, request: HttpRequest) -> HttpResponse:
        count = mark_all_read(user=request.user, at=now())
        messages.success(
            request, ngettext("已将 %d 条消息标为已读。", "已将 %d 条消息标为已读。", count) % count
        )
        return HttpResponseRedirect(reverse(self.address))


class PhoneInboxView(PhoneMixin, InboxView):
    """The same for deputies."""

    roles = frozenset({Role.DEPUTY})
    template_name = "phone/notices/inbox.html"
    address = "phone-notices"
    read_address = "phone-notices-read"
    open_address = "phone-notice-open"


class OutboxView(PortalMixin, TemplateView):
    """What the `outbox` backend was asked to send. No sign-in: citizens read their codes here. 404 for other backends."""

    template_name = "portal/notices/outbox.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if settings.SMS_BACKEND != "outbox":
            raise Http404
        texts = [
            {"phone": text.phone, "words": text.text.reveal() if text.text else "", "at": text.sent_at}
            for text in outbox_texts()
        ]
        return super().get_context_data(texts=texts, **kwargs)
