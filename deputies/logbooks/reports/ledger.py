"""The ledger of duty reports (domain paper E2, book 5): one row a report."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from deputies.logbooks.reports.models import DutyReport
from deputies.logbooks.reports.rules import TOPICS

HEADS = (
    (_("序号"), 6), (_("届次"), 26), (_("述职代表"), 12), (_("年度"), 8), (_("站点"), 22), (_("状态"), 12),
    (_("述职日期"), 12), (_("地点"), 20), (_("主持"), 10), (_("应到"), 8), (_("实到"), 8),
    (_("出席会议"), 30), (_("提出建议"), 30), (_("联系群众"), 30), (_("参加活动"), 30), (_("遵纪守法"), 30),
    (_("询问与回答"), 30), (_("发出票"), 8), (_("收回票"), 8), (_("有效票"), 8), (_("满意"), 8), (_("基本满意"), 10),
    (_("不满意"), 8), (_("结果"), 10), (_("整改要求"), 24), (_("公示日期"), 12),
)  # fmt: skip
_COUNTED = ("issued", "returned", "valid", "good", "fair", "poor")


def ledger_rows(reports: Iterable[DutyReport]) -> Iterator[list[Any]]:
    """Numbered from 1; counts only where two people agreed."""
    for number, report in enumerate(reports, start=1):
        entry = report.entry
        vote = entry.vote if entry is not None else None
        final = (
            next((c for c in vote.counts.all() if c.round == vote.round), None)
            if vote and vote.grade
            else None
        )
        published_at = vote.published_at if vote else None
        yield [
            number,
            str(report.mandate.term),
            report.deputy.name,
            report.year,
            report.station.organisation.name,
            str(report.get_state_display()),
            report.meets_on,
            report.place,
            report.host,
            report.entitled,
            vote.present if vote else None,
            *(getattr(report, name) for name in TOPICS),
            entry.details.get("questions", "") if entry is not None else "",
            *(getattr(final, name) if final else None for name in _COUNTED),
            str(vote.get_grade_display()) if vote else "",
            vote.improvement if vote else "",
            localdate(published_at) if published_at else None,
        ]
