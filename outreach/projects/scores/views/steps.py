"""The steps of the scores at the desk, a form each."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from congress.people.roles import Role
from deputies.desk import FormPage, person
from deputies.roster.models import Mandate
from outreach.projects.models import Project, ProjectYear
from outreach.projects.scores import forms, services
from outreach.projects.scores.models import Assessment, AssessmentItem, Rectification, ResidentSurvey
from outreach.projects.scores.rules import votes_needed
from outreach.projects.scores.selectors import (
    finished_projects_for,
    get_assessment_for,
    get_item_for,
    get_survey_for,
    get_task_for,
    rule_of,
    turn_of,
)
from outreach.projects.scores.services.publishing import demands_from
from outreach.projects.scores.states import Grade
from outreach.projects.scores.views.desk import ROOT, differing_lines
from outreach.projects.selectors import get_project_for, get_year_for
from outreach.projects.states import ProjectState


class _Page(FormPage):
    root = ROOT

    def get_form(self, form_class: Any = None) -> Any:
        self.bound = super().get_form(form_class)
        return self.bound


class _OfYear(_Page):
    target: ProjectYear

    def find(self) -> ProjectYear:
        return get_year_for(person(self.request), self.kwargs["uid"], on=localdate())

    def get_back(self) -> tuple[str, str]:
        return str(self.target), reverse("outreach:score-year", args=[self.target.uid])


def deputies_of(year: ProjectYear) -> int:
    """How many sit in the year's congress today, as a help beside the number that is typed."""
    return Mandate.objects.in_office(localdate()).filter(term=year.term, state="active").count()


class RuleView(_OfYear):
    """测评办法."""

    form_class = forms.RuleForm
    heading, send = _lazy("测评办法"), _lazy("保存")
    success_message = _lazy("已保存。")

    def get_initial(self) -> dict[str, Any]:
        return forms.RuleForm.values_of(rule_of(self.target))

    def act(self, target: ProjectYear, data: dict[str, Any]) -> Any:
        values = {name: value for name, value in data.items() if name != "version"}
        return services.set_rule(
            target, values, version=data["version"], actor=person(self.request), at=now()
        )


class PlanView(_OfYear):
    """安排测评."""

    form_class = forms.PlanForm
    heading, send = _lazy("安排满意度测评"), _lazy("安排")

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), **forms.plan_initial(localdate())}

    def get_form_kwargs(self) -> dict[str, Any]:
        ready = finished_projects_for(person(self.request), on=localdate()).filter(
            Q(state=ProjectState.ACCEPTED) | Q(state=ProjectState.RECTIFYING), year=self.target
        )
        return {**super().get_form_kwargs(), "projects": ready, "deputies": deputies_of(self.target)}

    def act(self, target: ProjectYear, data: dict[str, Any]) -> Assessment:
        return services.plan_assessment(
            target, self.bound.plan(), list(data["projects"]), actor=person(self.request), at=now()
        )

    def get_success_url(self) -> str:
        return reverse("outreach:assessment", args=[self.result.uid])


class _OfAssessment(_Page):
    target: Assessment
    service: Any = None

    def find(self) -> Assessment:
        return get_assessment_for(person(self.request), self.kwargs["uid"], on=localdate())

    def get_back(self) -> tuple[str, str]:
        return str(self.target), reverse("outreach:assessment", args=[self.target.uid])

    def act(self, target: Assessment, data: dict[str, Any]) -> Any:
        return type(self).service(target, actor=person(self.request), at=now(), **data)


class ChangeView(_OfAssessment):
    """修改."""

    form_class = forms.PlanForm
    heading, send = _lazy("修改满意度测评"), _lazy("保存")

    def get_initial(self) -> dict[str, Any]:
        names = ("title", "assessors", "means", "meets_on", "members")
        kept = {name: getattr(self.target, name) for name in names}
        mine = list(self.target.items.values_list("project", flat=True))
        return {**super().get_initial(), **kept, "projects": mine}

    def get_form_kwargs(self) -> dict[str, Any]:
        ready = finished_projects_for(person(self.request), on=localdate()).filter(
            Q(state=ProjectState.ACCEPTED) | Q(state=ProjectState.RECTIFYING), year=self.target.year
        )
        deputies = deputies_of(self.target.year)
        return {**super().get_form_kwargs(), "projects": ready, "deputies": deputies}

    def act(self, target: Assessment, data: dict[str, Any]) -> Assessment:
        return services.change_assessment(
            target, self.bound.plan(), list(data["projects"]), version=data["version"],
            actor=person(self.request), at=now(),
        )  # fmt: skip


class CancelView(_OfAssessment):
    """取消."""

    form_class = forms.ReasonForm
    heading, send = _lazy("取消满意度测评"), _lazy("取消测评")
    service = staticmethod(services.cancel_assessment)


class HoldView(_OfAssessment):
    """登记到会."""

    form_class = forms.HoldForm
    heading, send = _lazy("登记到会人数"), _lazy("开始计票")
    service = staticmethod(services.hold_assessment)


class CountView(_OfAssessment):
    """录入票数. The page shows no number of this turn, whoever looks."""

    form_class = forms.CountForm
    heading, send = _lazy("录入测评票数"), _lazy("确认录入")
    template_name = "outreach/desk/assessment_count.html"

    def _items(self) -> list[AssessmentItem]:
        if not hasattr(self, "_kept"):
            self._kept = list(self.target.items.select_related("project").order_by("position"))
        return self._kept

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "turn": self.target.round}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "items": self._items()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        turn = turn_of(self.target)
        return super().get_context_data(
            turn=turn,
            differing=differing_lines(turn, self._items()),
            needed=votes_needed(self.target.members, half_inclusive=self.target.half_inclusive),
            **kwargs,
        )

    def act(self, target: Assessment, data: dict[str, Any]) -> services.Counted:
        counted = services.enter_count(
            target, self.bound.sheet(), turn=data["turn"], actor=person(self.request), at=now()
        )
        if counted.outcome == "differed":
            messages.warning(
                self.request,
                _("两个人录入的票数不一致，不一致的地方显示在下面。请重新点票，两个人都重新录入。"),
            )
        elif counted.outcome == "waiting":
            messages.success(self.request, _("已录入，等另一个人录入后比对。"))
        else:
            messages.success(self.request, _("两次录入一致，测评结果已得出。"))
        return counted


class RecountView(_OfAssessment):
    """重新计票."""

    form_class = forms.ReasonForm
    heading, send = _lazy("重新计票"), _lazy("重新计票")
    service = staticmethod(services.recount)


class PublishView(_OfAssessment):
    """公布结果: the totals are frozen, projects move on."""

    form_class = forms.PublishForm
    heading, send = _lazy("公布测评结果"), _lazy("公布")
    template_name = "outreach/desk/assessment_publish.html"
    success_message = _lazy("已公布。")

    def get_form_kwargs(self) -> dict[str, Any]:
        poor = self.target.items.filter(grade=Grade.POOR).select_related("project").order_by("position")
        return {**super().get_form_kwargs(), "poor": poor}

    def act(self, target: Assessment, data: dict[str, Any]) -> Assessment:
        return services.publish_assessment(
            target, demands_from(data), version=data["version"], actor=person(self.request), at=now()
        )


class CompletionView(_Page):
    """目标完成 of one project of an assessment."""

    form_class = forms.CompletionForm
    heading, send = _lazy("目标完成"), _lazy("保存")
    target: AssessmentItem

    def find(self) -> AssessmentItem:
        return get_item_for(person(self.request), self.kwargs["uid"], self.kwargs["position"], on=localdate())

    def get_back(self) -> tuple[str, str]:
        return str(self.target.assessment), reverse("outreach:assessment", args=[self.target.assessment.uid])

    def get_initial(self) -> dict[str, Any]:
        return {"completion": self.target.completion, "note": self.target.completion_note}

    def act(self, target: AssessmentItem, data: dict[str, Any]) -> AssessmentItem:
        return services.set_completion(target, actor=person(self.request), at=now(), **data)


class RemarksView(_OfAssessment):
    """录入改进意见."""

    form_class = forms.RemarksForm
    heading, send = _lazy("录入改进意见"), _lazy("保存")
    success_message = _lazy("已保存。")

    def get_form_kwargs(self) -> dict[str, Any]:
        mine = Project.objects.filter(assessment_items__assessment=self.target).order_by("number", "pk")
        return {**super().get_form_kwargs(), "projects": mine}

    def act(self, target: Assessment, data: dict[str, Any]) -> Any:
        return services.copy_remarks(
            target, data["project"], texts=data["texts"], actor=person(self.request), at=now()
        )


class SurveyView(_Page):
    """录入居民抽样."""

    form_class = forms.SurveyForm
    heading, send = _lazy("录入居民抽样"), _lazy("保存")
    target: Project

    def find(self) -> Project:
        return get_project_for(person(self.request), self.kwargs["uid"], on=localdate())

    def get_back(self) -> tuple[str, str]:
        return str(self.target), reverse("outreach:score-project", args=[self.target.uid])

    def act(self, target: Project, data: dict[str, Any]) -> ResidentSurvey:
        return services.enter_survey(target, actor=person(self.request), at=now(), **data)


class WithdrawSurveyView(_Page):
    """撤下居民抽样."""

    form_class = forms.ReasonForm
    heading, send = _lazy("撤下居民抽样"), _lazy("撤下")
    target: ResidentSurvey

    def find(self) -> ResidentSurvey:
        return get_survey_for(person(self.request), self.kwargs["pk"], on=localdate())

    def get_back(self) -> tuple[str, str]:
        return str(self.target.project), reverse("outreach:score-project", args=[self.target.project.uid])

    def act(self, target: ResidentSurvey, data: dict[str, Any]) -> ResidentSurvey:
        return services.withdraw_survey(target, reason=data["reason"], actor=person(self.request), at=now())


class _OfTask(_Page):
    target: Rectification
    service: Any = None

    def find(self) -> Rectification:
        return get_task_for(person(self.request), self.kwargs["uid"], on=localdate())

    def get_back(self) -> tuple[str, str]:
        return str(self.target.project), reverse("outreach:score-task", args=[self.target.uid])

    def act(self, target: Rectification, data: dict[str, Any]) -> Any:
        return type(self).service(target, actor=person(self.request), at=now(), **data)


class TaskReportView(_OfTask):
    """报告整改情况."""

    roles = (Role.CLERK, Role.HANDLER)
    form_class = forms.ReportForm
    heading, send = _lazy("报告整改情况"), _lazy("报告")
    service = staticmethod(services.report_task)


class TaskReturnView(_OfTask):
    """退回整改."""

    form_class = forms.ReasonForm
    heading, send = _lazy("退回整改"), _lazy("退回")
    service = staticmethod(services.return_task)


class TaskUrgeView(_OfTask):
    """催办."""

    form_class = forms.UrgeForm
    heading, send = _lazy("催办整改"), _lazy("催办")
    service = staticmethod(services.urge_task)
