"""The work log, for the audit administrator: to read, and nothing else."""

import json
from functools import cached_property
from typing import Any

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from congress.admin_site import SeparatedAdmin
from congress.audit.labels import label_of
from congress.audit.models import AuditEvent
from congress.people.roles import Role
from congress.registry import verbs

COUNTED = 10_000


class CappedPaginator(Paginator):
    """Counts no further than somebody would page: the log has millions of rows."""

    @cached_property
    def count(self) -> int:
        return self.object_list.order_by()[:COUNTED].count()


class VerbFilter(admin.SimpleListFilter):
    title = _("事项")
    parameter_name = "verb"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return sorted(((name, str(verb.label)) for name, verb in verbs.items()), key=lambda pair: pair[0])

    def queryset(self, request: HttpRequest, queryset: QuerySet[AuditEvent]) -> QuerySet[AuditEvent]:
        return queryset.filter(verb=self.value()) if self.value() else queryset


@admin.register(AuditEvent)
class AuditEventAdmin(SeparatedAdmin):
    readers = frozenset({Role.AUDIT_ADMIN})
    list_display = ["seq", "at", "actor_name", "organisation", "what", "target_label", "address"]
    list_filter = [VerbFilter]
    search_fields = ["=actor_name", "=target_id", "=target_label", "=request_id", "=address"]
    search_help_text = _("按操作人姓名、对象、请求编号或来源地址查找，须完整输入。")
    ordering = ["-seq"]
    paginator = CappedPaginator
    fields = [
        "seq",
        "at",
        "actor_name",
        "organisation",
        "what",
        "verb",
        "target_type",
        "target_id",
        "target_label",
        "address",
        "request_id",
        "content",
        "before",
        "digest",
    ]

    @admin.display(description=_("事项"))
    def what(self, event: AuditEvent) -> str:
        return label_of(event.verb)

    @admin.display(description=_("内容"))
    def content(self, event: AuditEvent) -> SafeString:
        return format_html("<pre>{}</pre>", json.dumps(event.facts, ensure_ascii=False, indent=2))

    @admin.display(description=_("上一条校验值"))
    def before(self, event: AuditEvent) -> str:
        return bytes(event.previous).hex()

    @admin.display(description=_("校验值"))
    def digest(self, event: AuditEvent) -> str:
        return bytes(event.hash).hex()
