"""Take events out of the system, walk the chain, tell the audit administrators."""

import csv
import io
import logging
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime

from django.core.cache import cache
from django.db import transaction
from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from congress.audit.models import AuditEvent
from congress.audit.selectors import audit_health, check_chain
from congress.audit.services import record
from congress.errors import BadInput
from congress.notices.services import Posting, post_notices
from congress.oversight.selectors import LAST_WALK, Search, Walk, events_for
from congress.people.models import Grant, User
from congress.people.roles import Role
from congress.people.rules import require_role

logger = logging.getLogger(__name__)

EXPORT_LIMIT = 50_000
# What a spreadsheet program would take for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
COLUMNS = ("序号", "时间", "操作人", "单位", "事项", "对象", "内容", "来源地址", "请求编号", "校验值")


def export_events(search: Search, *, actor: User, on: date) -> Iterator[str]:
    """The events as lines of CSV, oldest first; that they were taken out is an event itself.

    Raises NotAllowed for anybody but an audit administrator, BadInput beyond EXPORT_LIMIT.
    """
    require_role(actor, Role.AUDIT_ADMIN, on=on)
    with transaction.atomic():
        events = events_for(search)
        count = events.order_by()[: EXPORT_LIMIT + 1].count()
        if count > EXPORT_LIMIT:
            raise BadInput("export_too_large", _("一次最多导出5万条，请缩小日期范围。"), field="since")
        last = record(
            "congress.audit.exported", None, actor=actor, rows=count,
            **{name: value for name, value in asdict(search).items() if value},
        )  # fmt: skip
    return _lines(events.filter(seq__lt=last.seq).order_by("seq")[:EXPORT_LIMIT])


def _lines(events: QuerySet[AuditEvent]) -> Iterator[str]:
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    # The mark tells spreadsheet programs that this is UTF-8.
    buffer.write("\ufeff")
    writer.writerow(COLUMNS)
    for event in events.iterator(chunk_size=2000):
        writer.writerow(_safe(cell) for cell in _row(event))
        yield buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
    yield buffer.getvalue()


def _row(event: AuditEvent) -> list[str]:
    facts = "；".join(f"{name}：{value}" for name, value in event.facts.items())
    return [
        str(event.seq),
        f"{localtime(event.at):%Y-%m-%d %H:%M:%S}",
        event.actor_name,
        event.organisation,
        event.verb_label,
        event.target_label,
        facts,
        event.address,
        event.request_id,
        bytes(event.hash).hex(),
    ]


def _safe(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def walk_chain(*, at: datetime) -> Walk:
    """Check the chain and its guards. What is wrong goes into the operator's log and to every audit administrator.

    The head of a whole chain goes into the operator's log too, where a change of the database cannot reach it.
    """
    report = check_chain()
    problems = audit_health()
    if report.broken:
        problems.append(f"{report.broken.kind} at event {report.broken.seq}: {report.broken.detail}")
    for problem in problems:
        logger.error("the work log: %s", problem)
    if problems:
        _tell_administrators(at)
    else:
        logger.info("the work log holds up to %s:%s", report.last.seq, report.last.hash)
    walk = Walk(at, report.count, tuple(problems))
    cache.set(LAST_WALK, walk, None)
    return walk


def _tell_administrators(at: datetime) -> None:
    holders = Grant.objects.filter(role=Role.AUDIT_ADMIN, user__is_active=True).values("user")
    with transaction.atomic():
        post_notices(
            Posting(
                "audit_broken",
                to=user,
                key=f"audit-broken:{localtime(at).date()}:{user.pk}",
                link="/desk/audit/",
            )
            for user in User.objects.filter(pk__in=holders)
        )
