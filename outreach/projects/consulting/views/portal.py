"""候选项目公示 on the portal: the sheets, what was said and answered, a form for one's own word."""

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.generic import View

from congress.errors import DomainError
from congress.limits import require_within
from congress.paging import keyset_page
from congress.people.actors import CITIZEN
from congress.people.lockout import client_address
from congress.web import PortalMixin
from outreach.projects.consulting.forms import CommentForm
from outreach.projects.consulting.models import PublicNotice
from outreach.projects.consulting.rules import is_noticing
from outreach.projects.consulting.selectors import answered_comments, candidates_of, get_public_notice
from outreach.projects.consulting.services import comment

# From one address in an hour; a village hall shares one.
COMMENTS = 30


class NoticeView(PortalMixin, View):
    """One page: what is planned, and what people say of it."""

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        """The notice."""
        notice = get_public_notice(uid, on=localdate())
        form = CommentForm(projects=candidates_of(notice.year), initial={"client_uuid": uuid4()})
        return self._show(notice, form)

    def _show(self, notice: PublicNotice, form: CommentForm, *, status: int = 200) -> HttpResponse:
        request, year = self.request, notice.year
        page = keyset_page(
            answered_comments(notice), ("-pk",), request.GET.get("cursor", ""), name=f"notice-{notice.pk}"
        )
        listed = list(candidates_of(year)) or list(
            year.projects.exclude(state="dropped").select_related("unit", "region").order_by("number", "pk")
        )
        context: dict[str, Any] = {
            "notice": notice, "year": year, "form": form, "page": page, "rows": page.rows, "projects": listed,
            "is_open": is_noticing(year, notice, on=localdate()),
            "crumbs": [
                (_("民生实事"), "/projects/"),
                (year.title, f"/projects/{year.uid}/"),
                (_("候选项目公示"), ""),
            ],
        }  # fmt: skip
        return render(request, "outreach/portal/notice.html", context, status=status)

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        """Take a comment."""
        notice = get_public_notice(uid, on=localdate())
        form = CommentForm(request.POST, projects=candidates_of(notice.year))
        if not form.is_valid():
            return self._show(notice, form, status=422)
        try:
            require_within(f"notice:{client_address(request) or ''}", COMMENTS, 3600)
            comment(
                notice.year,
                form.draft(),
                actor=CITIZEN,
                at=now(),
                client_uuid=form.cleaned_data["client_uuid"],
            )
        except DomainError as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
            return self._show(notice, form, status=refused.status)
        messages.success(request, _("收到了。您的意见会和答复一起公布在这里，不带姓名。"))
        return redirect(f"{reverse('outreach:public-notice', args=[uid])}#comments")
