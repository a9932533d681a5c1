"""候选项目说明表: one page for each candidate, for the deputies' hands (domain paper B8)."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from congress.printing import pdf
from outreach.projects.models import Project, ProjectPlace, ProjectYear


def candidate_sheets(year: ProjectYear, projects: Sequence[Project], *, at: datetime) -> bytes:
    """A PDF with a page for each, in the given order."""
    places: dict[int, list[str]] = {}
    for place in ProjectPlace.objects.filter(project__in=projects).select_related("region").order_by("pk"):
        places.setdefault(place.project_id, []).append(place.region.name)
    # The reverse relation: proposals stand above this package.
    merged = Counter(
        Project.objects.filter(pk__in=[row.pk for row in projects], proposals__isnull=False).values_list(
            "pk", flat=True
        )
    )
    return pdf(
        "candidate_sheets",
        {
            "title": _("候选项目说明表"),
            "subtitle": year.title,
            "foot": f"{year.office.name} {localtime(at):%Y-%m-%d}",
            "pages": [
                _page(place, row, places.get(row.pk, []), merged[row.pk])
                for place, row in enumerate(projects, start=1)
            ],
        },
    )


def _page(place: int, row: Project, places: Sequence[str], merged: int) -> dict[str, Any]:
    money = _("%(all).2f 万元，其中本级财政 %(own).2f 万元") % {
        "all": row.cost_fen / 1_000_000, "own": row.own_money_fen / 1_000_000,
    }  # fmt: skip
    people = _("%(n)d 人") % {"n": row.beneficiaries} if row.beneficiaries else ""
    return {
        "number": row.number or place,
        "name": row.title,
        "lines": [
            [_("类别"), row.get_category_display()],
            [_("责任单位"), row.unit.name if row.unit else ""],
            [_("责任人"), row.head],
            [_("实施地点"), "、".join(places) or row.region.name],
            [_("要解决的问题"), row.problem],
            [_("群众提案"), _("并入 %(n)d 件") % {"n": merged} if merged else ""],
            [_("建设内容"), row.content],
            [_("受益对象"), " ".join(part for part in (people, row.beneficiaries_note) if part)],
            [_("总投资"), money],
            [_("资金来源"), row.sources],
            [_("年度目标"), row.year_goal],
            [_("风险与对策"), row.risk],
            [_("专门委员会意见"), ""],
        ],
    }
