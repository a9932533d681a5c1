"""What did not get out, for the system administrator: how it went, never what it says or to whom."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congress.admin_site import SeparatedAdmin
from congress.notices.models import Notice
from congress.notices.services import retry
from congress.notices.states import State
from congress.people.roles import Role


@admin.register(Notice)
class NoticeAdmin(SeparatedAdmin):
    readers = frozenset({Role.SYSTEM_ADMIN})
    list_display = [
        "id",
        "template",
        "channel",
        "state",
        "attempts",
        "next_attempt_at",
        "last_error",
        "created_at",
    ]
    list_display_links = None
    list_filter = ["state", "channel"]
    ordering = ["-id"]
    actions = ["try_again"]
    fields = list_display

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Notice]:
        """Only what waits or was given up: the delivered ones are millions and nobody's business here."""
        unfinished = super().get_queryset(request).filter(state__in=[State.PENDING, State.PARKED])
        return unfinished.defer("context", "address", "secrets", "subject", "body", "link")

    @admin.action(description=gettext_lazy("再次发送"))
    def try_again(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        count = retry(queryset, actor=request.user, at=now())
        messages.success(request, _("已重新排队 %(count)d 条。") % {"count": count})
