"""The progress board: every project with its light, what is overdue, the month's table to take away."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from congress.audit.services import record
from congress.errors import DomainError, NotAllowed, NotFound
from congress.people.roles import Role
from congress.people.rules import holds, roles_of
from congress.web import DeskMixin
from congress.workdays.selectors import working_calendar
from deputies.desk import person, sheet, workbook
from outreach.projects.building import paper
from outreach.projects.building.rules import month_of, report_due
from outreach.projects.building.selectors import Standing, board_projects, lights_of, standings
from outreach.projects.building.services import chase_report
from outreach.projects.building.states import TONES, Light
from outreach.projects.models import Project, ProjectYear
from outreach.projects.selectors import get_project_for, years_for
from outreach.projects.states import ProjectState

OFFICE = (Role.CLERK, Role.SUPERVISOR, Role.LEADER)
ALL = (*OFFICE, Role.HANDLER)
EACH = 40
# The worst first.
_ORDER = (Light.STALLED, Light.BEHIND, Light.WARNING, Light.NORMAL, Light.NONE, Light.DONE, Light.STOPPED)
_ONLY = ("overdue", "waiting", "urged")


class _Narrowed(DeskMixin):
    """The projects of a year, narrowed by what the address says; nonsense narrows nothing."""

    roles = ALL
    request: HttpRequest

    def read(self, given: Any) -> None:
        self.wanted = {name: given.get(name, "").strip()[:40] for name in ("year", "light", "only", "region")}
        self.wanted["light"] = self.wanted["light"] if self.wanted["light"] in Light.values else ""
        self.wanted["only"] = self.wanted["only"] if self.wanted["only"] in _ONLY else ""

    def years(self) -> list[int]:
        projects = board_projects(person(self.request), on=localdate())
        return list(projects.order_by("-year__year").values_list("year__year", flat=True).distinct())

    def projects(self, years: list[int]) -> QuerySet[Project]:
        projects = board_projects(person(self.request), on=localdate()).order_by(
            "year__region_id", "number", "pk"
        )
        year = self.wanted["year"]
        self.year = (
            int(year) if year.isascii() and year.isdigit() and int(year) in years else next(iter(years), 0)
        )
        projects = projects.filter(year__year=self.year)
        code = self.wanted["region"]
        if code.isascii() and code.isdigit() and len(code) >= 6:
            projects = projects.filter(year__region=code)
        return projects

    def keep(self, rows: list[Standing]) -> list[Standing]:
        if self.wanted["light"]:
            rows = [row for row in rows if row.light == self.wanted["light"]]
        match self.wanted["only"]:
            case "overdue":
                rows = [row for row in rows if row.overdue]
            case "waiting":
                rows = [row for row in rows if row.waiting]
            case "urged":
                rows = [row for row in rows if row.urgings_open]
        return rows


class BoardView(_Narrowed, TemplateView):
    """实施进度: the office sees its division, a department its own."""

    template_name = "outreach/desk/project_board.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.read(self.request.GET)
        user, on = person(self.request), localdate()
        years = self.years()
        every = standings(self.projects(years), on=on)
        rows = sorted(
            self.keep(every), key=lambda row: (_ORDER.index(row.light), -len(row.overdue), -row.lag)
        )
        page = Paginator(rows, EACH).get_page(self.request.GET.get("page"))
        counted = lights_of(every)
        seen = {row.project.year.region_id: row.project.year.region.name for row in every}
        return super().get_context_data(
            page=page,
            rows=[(row, TONES[row.light], Light(row.light).label) for row in page],
            lights=[(light, light.label, TONES[light], counted[light]) for light in _ORDER],
            total=len(every),
            overdue=sum(bool(row.overdue) for row in every),
            waiting=sum(bool(row.waiting) for row in every),
            urged=sum(bool(row.urgings_open) for row in every),
            years=years,
            year=self.year,
            wanted=self.wanted,
            is_filtered=bool(self.wanted["light"] or self.wanted["only"] or self.wanted["region"]),
            regions=sorted(seen.items()) if len(seen) > 1 or self.wanted["region"] else [],
            months=self.months(on),
            is_office=bool(roles_of(user, on=on) & {str(role) for role in OFFICE}),
            to_hand_over=self.to_hand_over(on),
            **kwargs,
        )

    def months(self, on: date) -> list[date]:
        """The months of the year for which a table makes sense, the newest first."""
        last = min(month_of(on), date(self.year, 12, 1)) if self.year else month_of(on)
        return (
            [date(last.year, month, 1) for month in range(last.month, 0, -1)]
            if last.year == self.year
            else []
        )

    def to_hand_over(self, on: date) -> list[ProjectYear]:
        """Years with chosen projects that nobody has handed over yet, for who may do it."""
        user = person(self.request)
        if not holds(user, Role.CLERK, on=on):
            return []
        return list(years_for(user, on=on).filter(projects__state=ProjectState.CHOSEN).distinct()[:20])


class TableView(_Narrowed, View):
    """The month's table as PDF or workbook; an export, and recorded."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        self.read(request.POST)
        user, at = person(request), now()
        today = localdate(at)
        try:
            month = month_of(date.fromisoformat(request.POST.get("month", "")))
        except ValueError:
            raise NotFound("no_month", _("请选择月份。")) from None
        if month > month_of(today):
            raise NotFound("no_month", _("这个月还没有到。"))
        projects = self.projects(self.years())
        # As it stood when the reports of the month were due, or as it stands today.
        on = min(today, report_due(month, working_calendar()) + timedelta(days=1))
        rows = self.keep(standings(projects, on=on, month=month))
        form = "pdf" if request.POST.get("form") == "pdf" else "xlsx"
        filters = {name: value for name, value in self.wanted.items() if value}
        with transaction.atomic():
            record(
                "outreach.project_report.exported", None, actor=user, month=month.isoformat(), rows=len(rows),
                form=form, filters=filters,
            )  # fmt: skip
        title = paper.title_of(month)
        if form == "xlsx":
            return workbook(user, title, paper.columns(), paper.rows_of(rows, month), at=at)
        office = rows[0].project.year.office.name if rows else ""
        content = paper.table_pdf(rows, month, office=office, user=user, on=on, at=at)
        return sheet(title, content, at=at)


class ChaseView(DeskMixin, View):
    """催报: a button of the board and of the project's page."""

    roles = (Role.CLERK, Role.SUPERVISOR)
    http_method_names = ["post"]

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        user, at = person(request), now()
        project = get_project_for(user, uid, on=localdate(at))
        try:
            made = chase_report(project, actor=user, at=at)
        except (NotAllowed, NotFound):
            raise
        except DomainError as refused:
            messages.warning(request, refused.message)
        else:
            said = _("已催报。") if made else _("今天已经催过了。")
            messages.success(request, said)
        return redirect("outreach:project", uid=uid)
