"""Figures at the desk: five years, places, categories, and the records behind each number."""

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.generic import TemplateView, View

from congress.attachments.export import Column
from congress.audit.services import record
from congress.models import RegionLevel
from congress.paging import keyset_page
from congress.regions.selectors import children_of, counties, find_region
from congress.web import DeskMixin
from deputies.desk import person, workbook
from outreach.projects.scores.built import built_lines
from outreach.projects.scores.figures import Scope, counted_projects, heard_lines, lines, vote_lines, whole
from outreach.projects.scores.states import Grade
from outreach.projects.scores.views.desk import OFFICE, crumb
from outreach.projects.states import CHOSEN_STATES, Category, ProjectState

LEVELS = (RegionLevel.CITY, RegionLevel.COUNTY, RegionLevel.TOWNSHIP)
FEN_TO_WAN = Decimal(1_000_000)
MOST_ROWS = 20_000
HEADS = (
    (_lazy("年度"), 8), (_lazy("人大"), 30), (_lazy("序号"), 6), (_lazy("项目"), 40), (_lazy("类别"), 12),
    (_lazy("实施地"), 18), (_lazy("责任单位"), 20), (_lazy("状态"), 10), (_lazy("总投资（万元）"), 14),
    (_lazy("本级财政（万元）"), 14), (_lazy("受益人数"), 10), (_lazy("测评结果"), 10),
)  # fmt: skip


class FiguresView(DeskMixin, TemplateView):
    """统计. Filters stand in the address; every number leads to its records."""

    roles = OFFICE
    template_name = "outreach/desk/figures.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, on = person(self.request), localdate()
        scope = Scope.from_address(self.request.GET, on=on)
        rows = counted_projects(user, scope, on=on)
        years = lines(rows, "year", scope)
        tables = [
            ("year", _("按年度"), years),
            ("level", _("按层级"), lines(rows, "level", scope)),
            ("county", _("按县市区"), lines(rows, "county", scope)),
            ("category", _("按类别"), lines(rows, "category", scope)),
        ]
        if scope.region:
            tables.insert(3, ("town", _("按乡镇街道"), lines(rows, "town", scope)))
        return super().get_context_data(
            scope=scope,
            all=whole(rows, scope),
            tables=tables,
            built=built_lines(user, scope, on=on),
            votes=vote_lines(user, scope, on=on),
            heard=heard_lines(user, scope, on=on),
            chart=[(line.label, line.n("finished"), line.n("chosen") - line.n("finished")) for line in years],
            chart_names=[_("已验收"), _("未验收")],
            choices={
                "counties": [(place.code, place.name) for place in counties()],
                "levels": [(level.value, level.label) for level in LEVELS],
                "categories": Category.choices,
            },
            towns=_towns(scope),
            crumbs=[crumb(), (_("统计"), "")],
            **kwargs,
        )


def _towns(scope: Scope) -> list[tuple[str, str]]:
    county = find_region(scope.region[:6]) if scope.region else None
    if county is None or county.level != RegionLevel.COUNTY:
        return []
    return [(place.code, place.name) for place in children_of(county.code)]


class RecordsView(DeskMixin, TemplateView):
    """The projects behind a number."""

    roles = OFFICE
    template_name = "outreach/desk/figures_records.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, on = person(self.request), localdate()
        scope = Scope.from_address(self.request.GET, on=on)
        what = self.request.GET.get("what", "")
        rows = _narrowed(counted_projects(user, scope, on=on), what)
        page = keyset_page(rows, ("-pk",), self.request.GET.get("cursor", ""), cap=5000, name="projects")
        place = find_region(scope.region) if scope.region else None
        return super().get_context_data(
            scope=scope,
            what=what,
            what_label=WHAT.get(what, WHAT["listed"]),
            place=place,
            page=page,
            rows=page.rows,
            grades=dict(Grade.choices),
            category=dict(Category.choices).get(scope.category, ""),
            crumbs=[crumb(), (_("统计"), ""), (_("项目"), "")],
            **kwargs,
        )


WHAT = {
    "listed": _lazy("正式候选"), "chosen": _lazy("票决确定"), "finished": _lazy("已验收"), "stopped": _lazy("终止"),
    "good": _lazy("测评满意"), "fair": _lazy("测评基本满意"), "poor": _lazy("测评不满意"),
}  # fmt: skip


def _narrowed(rows: Any, what: str) -> Any:
    match what:
        case "chosen":
            return rows.filter(state__in=CHOSEN_STATES)
        case "finished":
            return rows.filter(
                state__in=[ProjectState.ACCEPTED, ProjectState.EVALUATED, ProjectState.RECTIFYING]
            )
        case "stopped":
            return rows.filter(state=ProjectState.STOPPED)
        case "good" | "fair" | "poor":
            return rows.filter(newest_grade=what)
    return rows


class WorkbookView(DeskMixin, View):
    """The records as a workbook; an export, and recorded."""

    roles = OFFICE
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        user, on = person(request), localdate()
        scope = Scope.from_address(request.POST, on=on)
        what = request.POST.get("what", "")
        rows = _narrowed(counted_projects(user, scope, on=on), what)
        found = list(rows.order_by("year__year", "year_id", "number", "pk")[:MOST_ROWS])
        with transaction.atomic():
            record("outreach.project_figures.printed", None, actor=user, filters=scope.query(), what=what,
                   rows=len(found), form="xlsx")  # fmt: skip
        columns = [Column(str(head), width) for head, width in HEADS]
        return workbook(user, _("民生实事项目"), columns, map(cells_of, found), at=now())


def cells_of(project: Any) -> list[Any]:
    """One line of a workbook."""
    return [
        project.year.year, str(project.year), project.number, project.title, str(project.get_category_display()),
        project.region.name, project.unit.name if project.unit else "", str(project.get_state_display()),
        Decimal(project.cost_fen) / FEN_TO_WAN, Decimal(project.own_money_fen) / FEN_TO_WAN, project.beneficiaries,
        str(Grade(project.newest_grade).label) if project.newest_grade else "",
    ]  # fmt: skip
