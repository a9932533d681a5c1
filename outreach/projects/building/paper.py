"""The month's progress table (月进度表): the same rows on paper and in a workbook."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from congress.attachments.export import Column
from congress.models import User
from congress.printing import pdf, widths
from outreach.projects.building.selectors import Standing, lights_of
from outreach.projects.building.states import Light
from outreach.templatetags.money import wan


def title_of(month: date) -> str:
    """What the sheet and the file are called."""
    return _("民生实事项目 %(year)d 年 %(month)d 月进度表") % {"year": month.year, "month": month.month}


def columns() -> list[Column]:
    """The columns, with their widths in the workbook."""
    return [
        Column(_("序号"), 6), Column(_("区划"), 14), Column(_("项目"), 30), Column(_("责任单位"), 18),
        Column(_("总投资（万元）"), 14), Column(_("累计支出（万元）"), 14), Column(_("计划进度（%）"), 12),
        Column(_("形象进度（%）"), 12), Column(_("状态"), 10), Column(_("节点"), 12), Column(_("存在问题"), 36),
        Column(_("月报"), 12),
    ]  # fmt: skip


def _wan(fen: int) -> Decimal:
    return (Decimal(fen) / 1_000_000).quantize(Decimal("0.01"), ROUND_HALF_UP)


def rows_of(rows: Sequence[Standing], month: date) -> list[list[Any]]:
    """One line a project. A project without the month's report says so instead of showing an older one's problem."""
    found = []
    for number, row in enumerate(rows, 1):
        reached = sum(step.done_on is not None for step in row.milestones)
        is_there = row.month == month
        if is_there:
            note = _("已报")
        elif month in row.overdue:
            note = _("逾期未报")
        else:
            is_owed = row.plan is not None and row.light not in {Light.DONE, Light.STOPPED, Light.NONE}
            note = _("未报") if is_owed else "—"
        found.append(
            [
                number,
                row.project.region.name,
                row.project.title,
                row.project.unit.name if row.project.unit else "",
                _wan(row.project.cost_fen),
                _wan(row.spent_fen),
                row.planned,
                row.percent,
                str(Light(row.light).label),
                f"{reached}/{len(row.milestones)}" if row.milestones else "—",
                row.report.obstacles if is_there and row.report else "",
                note,
            ]
        )
    return found


def table_pdf(
    rows: Sequence[Standing], month: date, *, office: str, user: User, on: date, at: datetime
) -> bytes:
    """The table on A4 across, with the number of each light and places to sign."""
    heads = [str(column.title) for column in columns()]
    lines = rows_of(rows, month)
    counted = "，".join(f"{Light(light).label} {n}" for light, n in lights_of(rows).items() if n)
    return pdf(
        "logbook",
        {
            "title": title_of(month),
            "facts": [
                office,
                _("截至：%(day)s") % {"day": on.isoformat()},
                _("共 %(n)d 个项目") % {"n": len(rows)},
            ],
            "heads": heads,
            # A state of three characters stands on one line.
            "widths": [max(width, 7) for width in widths(heads, lines)],
            "rows": lines,
            "total": _("合计：总投资 %(cost)s 万元，累计支出 %(spent)s 万元。%(lights)s")
            % {
                "cost": wan(sum(row.project.cost_fen for row in rows)),
                "spent": wan(sum(row.spent_fen for row in rows)),
                "lights": counted,
            },
            "signatures": [_("制表："), _("审核："), _("日期：　　　　年　　月　　日")],
            "foot": _("打印：%(name)s %(at)s")
            % {"name": user.name, "at": f"{timezone.localtime(at):%Y-%m-%d %H:%M}"},
        },
    )
