"""民生实事年度 at the desk: the years, one year's board, its phases, its candidates, the formal list."""

from typing import Any
from uuid import UUID

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views import View
from django.views.generic import TemplateView

from congress.errors import NotAllowed
from congress.models import Organisation, OrganisationKind
from congress.paging import keyset_page
from congress.people.roles import Role
from congress.people.rules import grants_of, region_prefixes
from congress.web import DeskMixin
from deputies.desk import FormPage, person
from outreach.projects import services as years
from outreach.projects.gathering import forms, services
from outreach.projects.models import Project, ProjectYear
from outreach.projects.pages import ProjectStep, YearStep
from outreach.projects.rules import is_office_of
from outreach.projects.selectors import get_year_for, years_for
from outreach.projects.states import PHASES, ProjectState, YearState

READERS = (Role.CLERK, Role.SUPERVISOR, Role.LEADER)
_ROOT = (_lazy("民生实事年度"), "outreach:project-years")


class YearsView(DeskMixin, TemplateView):
    """The years of the own divisions, newest first."""

    roles = READERS
    template_name = "outreach/desk/project_years.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, on = person(self.request), localdate()
        source = years_for(user, on=on).annotate(many=Count("projects"))
        page = keyset_page(source, ("-year", "pk"), self.request.GET.get("cursor", ""), name="project-years")
        writes = bool(region_prefixes(user, [Role.CLERK], on=on))
        return super().get_context_data(page=page, rows=page.rows, writes=writes, **kwargs)


class YearView(DeskMixin, View):
    """One year: where it stands, its plan of dates, its projects, its method."""

    roles = READERS

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        """The board."""
        user, on = person(request), localdate()
        year = get_year_for(user, uid, on=on)
        here = PHASES.index(year.state)
        planned = {row.phase: row for row in year.phases.all()}
        projects = list(year.projects.select_related("unit", "region").order_by("number", "pk"))
        is_office = is_office_of(user, year, on=on)
        return render(
            request,
            "outreach/desk/project_year.html",
            {
                "year": year,
                "stages": [
                    {
                        "label": str(YearState(phase).label),
                        "state": "done" if place < here else "now" if place == here else "",
                        "note": f"{planned[phase].opens_on:%m-%d}" if phase in planned else "",
                    }
                    for place, phase in enumerate(PHASES)
                ],
                "late": year.state in planned and planned[year.state].closes_on < on,
                "closes_on": planned[year.state].closes_on if year.state in planned else None,
                "projects": projects,
                "counts": [
                    (state.label, sum(row.state == state for row in projects))
                    for state in ProjectState
                    if any(row.state == state for row in projects)
                ],
                "is_office": is_office,
                "can_add": is_office and here <= PHASES.index(YearState.NOTICING),
                "can_fix": is_office
                and year.state in {YearState.NOTICING, YearState.VOTING}
                and any(row.state == ProjectState.INITIAL for row in projects),
                "can_hand_over": is_office and any(row.state == ProjectState.CHOSEN for row in projects),
                "crumbs": [(_("民生实事年度"), reverse("outreach:project-years")), (year.title, "")],
            },
        )


class OpenYearView(FormPage):
    """建立年度."""

    root = _ROOT
    form_class = forms.YearForm
    heading, send = _lazy("建立民生实事年度"), _lazy("建立")

    def get_form_kwargs(self) -> dict[str, Any]:
        user, on = person(self.request), localdate()
        return {**super().get_form_kwargs(), "prefixes": region_prefixes(user, [Role.CLERK], on=on), "on": on}

    def act(self, target: Any, data: dict[str, Any]) -> ProjectYear:
        user, term = person(self.request), data["term"]
        office = next(
            (
                grant.organisation
                for grant in grants_of(user, on=localdate())
                if grant.role == Role.CLERK and term.region_code.startswith(grant.organisation.region.prefix)
            ),
            None,
        )
        if office is None:
            raise NotAllowed("not_allowed", _("您没有办理该事项的权限。"))
        own = Organisation.objects.filter(region_id=term.region_code, kind=OrganisationKind.CONGRESS_ORGAN)
        return years.open_year(
            term, data["year"], office=own.order_by("code").first() or office, actor=user, at=now()
        )

    def get_success_url(self) -> str:
        return reverse("outreach:project-year", args=[self.result.uid])


class DatesView(YearStep):
    """调整阶段日期."""

    form_class = forms.DatesForm
    heading, send = _lazy("调整阶段日期"), _lazy("保存")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "year": self.target}

    def get_form(self, form_class: Any = None) -> forms.DatesForm:
        self.bound: forms.DatesForm = super().get_form(form_class)
        return self.bound

    def act(self, target: ProjectYear, data: dict[str, Any]) -> ProjectYear:
        return years.set_dates(target, self.bound.dates(), actor=person(self.request), at=now())


class PhaseView(YearStep):
    """进入下一阶段."""

    form_class = forms.PhaseForm
    heading, send = _lazy("进入下一阶段"), _lazy("进入")

    def get_initial(self) -> dict[str, Any]:
        here = PHASES.index(self.target.state)
        return {**super().get_initial(), "phase": PHASES[min(here + 1, len(PHASES) - 1)]}

    def act(self, target: ProjectYear, data: dict[str, Any]) -> ProjectYear:
        return years.enter_phase(
            target,
            data["phase"],
            actor=person(self.request),
            at=now(),
            version=data["version"],
            reason=data["reason"],
        )


class AddView(YearStep):
    """添加候选项目."""

    form_class = forms.CandidateForm
    heading, send = _lazy("添加候选项目"), _lazy("保存")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "year": self.target}

    def get_form(self, form_class: Any = None) -> forms.CandidateForm:
        self.bound: forms.CandidateForm = super().get_form(form_class)
        return self.bound

    def act(self, target: ProjectYear, data: dict[str, Any]) -> Project:
        return services.add_candidate(target, self.bound.draft(), actor=person(self.request), at=now())


class FixView(YearStep):
    """确定正式候选名单."""

    form_class = forms.ListForm
    heading, send = _lazy("确定正式候选名单"), _lazy("确定名单")

    def get_form_kwargs(self) -> dict[str, Any]:
        projects = list(self.target.projects.filter(state=ProjectState.INITIAL).order_by("pk")[:200])
        return {**super().get_form_kwargs(), "projects": projects}

    def get_form(self, form_class: Any = None) -> forms.ListForm:
        self.bound: forms.ListForm = super().get_form(form_class)
        return self.bound

    def act(self, target: ProjectYear, data: dict[str, Any]) -> list[Project]:
        return services.fix_list(target, self.bound.order(), actor=person(self.request), at=now())

    def form_refused(self, form: Any, refused: Any) -> HttpResponse:
        # The field is the list as a whole.
        refused.field = None
        return super().form_refused(form, refused)


class EditView(ProjectStep):
    """修改候选项目."""

    form_class = forms.CandidateForm
    heading, send = _lazy("修改候选项目"), _lazy("保存")

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), **forms.initial_of(self.target)}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "year": self.target.year}

    def get_form(self, form_class: Any = None) -> forms.CandidateForm:
        self.bound: forms.CandidateForm = super().get_form(form_class)
        return self.bound

    def act(self, target: Project, data: dict[str, Any]) -> Project:
        return services.edit_candidate(
            target, self.bound.draft(), actor=person(self.request), at=now(), version=data["version"]
        )


class DropView(ProjectStep):
    """不列入."""

    form_class = forms.ReasonForm
    heading, send = _lazy("不列入候选"), _lazy("不列入")

    def act(self, target: Project, data: dict[str, Any]) -> Project:
        return services.drop_candidate(target, reason=data["reason"], actor=person(self.request), at=now())


class TakeUpView(ProjectStep):
    """重新列入."""

    form_class = forms.ReasonForm
    heading, send = _lazy("重新列入候选"), _lazy("列入")

    def act(self, target: Project, data: dict[str, Any]) -> Project:
        return services.take_up_candidate(target, reason=data["reason"], actor=person(self.request), at=now())
