"""Hand-over, plans and monthly reports at the desk, a form each."""

from datetime import date, timedelta
from typing import Any

from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _lazy

from congress.errors import WrongState
from deputies.desk import FormPage, person
from outreach.projects.building import forms, services
from outreach.projects.building.models import Milestone, Plan, ProgressReport
from outreach.projects.building.rules import last_day, month_of, next_month
from outreach.projects.building.selectors import announced_on, plan_in_force
from outreach.projects.building.services.reports import EARLY_DAYS
from outreach.projects.building.states import PlanState, ReportState
from outreach.projects.building.views.pages import CLERK, WRITERS, OfPart, OfProject
from outreach.projects.models import Project, ProjectYear
from outreach.projects.selectors import get_year_for
from outreach.projects.states import ProjectState


class HandOverView(FormPage):
    """交办: chosen projects of a year with one document."""

    roles = CLERK
    root = (_lazy("实施进度"), "outreach:project-board")
    form_class = forms.HandOverForm
    heading, send = _lazy("交办项目"), _lazy("交办")
    target: ProjectYear

    def find(self) -> ProjectYear:
        return get_year_for(person(self.request), self.kwargs["uid"], on=localdate())

    def get_form_kwargs(self) -> dict[str, Any]:
        projects = Project.objects.filter(year=self.target, state=ProjectState.CHOSEN).select_related("unit")
        return {**super().get_form_kwargs(), "projects": projects.order_by("number")}

    def get_initial(self) -> dict[str, Any]:
        chosen = list(Project.objects.filter(year=self.target, state=ProjectState.CHOSEN))
        began = announced_on(chosen[0]) if chosen else None
        return {**super().get_initial(), "projects": [row.pk for row in chosen], "announced": began}

    def act(self, target: ProjectYear, data: dict[str, Any]) -> Any:
        return services.hand_over(target, data.pop("projects"), **data, actor=person(self.request), at=now())

    def get_success_message(self) -> str:
        return str(_lazy("已交办 %(n)d 个项目，责任单位收到了通知。") % {"n": len(self.result)})


class PlanView(OfProject):
    """报送实施方案."""

    roles = WRITERS
    form_class = forms.PlanForm
    template_name = "outreach/desk/project_plan_form.html"
    heading, send = _lazy("报送实施方案"), _lazy("报送")
    done = _lazy("已报送，等人大机关审核后公布。")

    def get_initial(self) -> dict[str, Any]:
        last = self.target.plans.order_by("revision").last()
        found = super().get_initial()
        if last is not None:
            found |= forms.PlanForm.values_of(last, last.milestones.all())
            if last.state != PlanState.PUBLISHED:
                found["version"] = last.version
        return found

    def act(self, target: Project, data: dict[str, Any]) -> Plan:
        return services.submit_plan(
            target, self.bound().draft(), actor=person(self.request), at=now(), version=data["version"]
        )


class PublishPlanView(OfPart):
    """公布实施方案."""

    roles = CLERK
    model, form_class = Plan, forms.StepForm
    heading, send = _lazy("公布实施方案"), _lazy("公布")
    service = staticmethod(services.publish_plan)
    done = _lazy("已公布。")


class ReturnPlanView(OfPart):
    """退回实施方案."""

    roles = CLERK
    model, form_class = Plan, forms.ReasonForm
    heading, send = _lazy("退回实施方案"), _lazy("退回")
    service = staticmethod(services.return_plan)
    done = _lazy("已退回。")


class ReportView(OfProject):
    """报送月报."""

    roles = WRITERS
    form_class = forms.ReportForm
    heading, send = _lazy("报送月报"), _lazy("报送")
    has_files = True
    done = _lazy("已报送，等人大机关审核后公布。")

    def find(self) -> Project:
        project = super().find()
        self.plan = plan_in_force(project, on=localdate())
        if self.plan is None or project.state != ProjectState.BUILDING:
            raise WrongState("not_building", str(_lazy("项目不在实施中，或实施方案还没有公布。")))
        self.public = set(project.reports.filter(state=ReportState.PUBLISHED).values_list("month", flat=True))
        self.sent = {row.month: row for row in project.reports.exclude(state=ReportState.PUBLISHED)}
        if not self.months():
            raise WrongState(
                "no_month", str(_lazy("现在没有可以报送的月份；待审核的月报可以从项目页面修改。"))
            )
        return project

    def months(self) -> list[date]:
        """Those that may be reported now, the oldest first; of those that wait only the one that is opened."""
        assert self.plan is not None  # noqa: S101 - find() has seen to it
        on, month, found = localdate(), month_of(self.plan.starts_on), []
        report = self.wanted()
        opened = report.month if report else None
        while on >= last_day(month) - timedelta(days=EARLY_DAYS):
            if month not in self.public and (month not in self.sent or month == opened):
                found.append(month)
            month = next_month(month)
        return found

    def wanted(self) -> ProgressReport | None:
        """The report that is to be sent again: the one named in the address, else the oldest that came back."""
        given = self.request.GET.get("month", "")
        known = next((row for month, row in self.sent.items() if month.isoformat() == given), None)
        back = sorted(month for month, row in self.sent.items() if row.state == ReportState.RETURNED)
        return known or (self.sent[back[0]] if back else None)

    def get_form_kwargs(self) -> dict[str, Any]:
        steps = Milestone.objects.filter(plan=self.plan, done_on=None)
        return {**super().get_form_kwargs(), "months": self.months(), "steps": steps}

    def get_initial(self) -> dict[str, Any]:
        found, report = super().get_initial(), self.wanted()
        if report is not None:
            names = ("percent", "done", "obstacles", "next_steps", "correction", "version")
            found |= {name: getattr(report, name) for name in names}
            return found | {"month": report.month.isoformat(), "spent": forms.wan_of(report.spent_fen)}
        return found

    def act(self, target: Project, data: dict[str, Any]) -> ProgressReport:
        known = self.sent.get(data["month"])
        version = data["version"] if known is not None else None
        return services.submit_report(
            target, self.bound().draft(), actor=person(self.request), at=now(), version=version
        )


class PublishReportView(OfPart):
    """公布月报."""

    roles = CLERK
    model, form_class = ProgressReport, forms.StepForm
    template_name = "outreach/desk/project_report_publish.html"
    heading, send = _lazy("公布月报"), _lazy("公布")
    service = staticmethod(services.publish_report)
    done = _lazy("已公布。")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        photos = self.target.photos.select_related("attachment")
        return super().get_context_data(report=self.target, photos=photos, **kwargs)


class ReturnReportView(OfPart):
    """退回月报."""

    roles = CLERK
    model, form_class = ProgressReport, forms.ReasonForm
    heading, send = _lazy("退回月报"), _lazy("退回")
    service = staticmethod(services.return_report)
    done = _lazy("已退回。")
