"""The steps of a duty report at the desk, a form each."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from congress.people.roles import Role
from deputies.desk import FormPage, person
from deputies.logbooks.reports import forms, services
from deputies.logbooks.reports.models import DutyReport
from deputies.logbooks.reports.selectors import get_report_for, paper_deputies, tally_of
from deputies.roster.models import Deputy
from deputies.stations.models import Station
from deputies.stations.selectors import get_station_for

_ROOT = (_lazy("代表述职"), "deputies:reports")
_KEEPERS = (Role.CLERK, Role.STATION_OFFICER)


class ReportStep(FormPage):
    """A step of a report that exists: `service` gets the cleaned data as its arguments."""

    roles = _KEEPERS
    root = _ROOT
    target: DutyReport
    service: Any = None

    def find(self) -> DutyReport:
        return get_report_for(person(self.request), self.kwargs["uid"], on=localdate())

    def get_back(self) -> tuple[str, str]:
        return str(self.target), reverse("deputies:report", args=[self.target.uid])

    def act(self, target: DutyReport, data: dict[str, Any]) -> DutyReport:
        return type(self).service(target, actor=person(self.request), at=now(), **data)


class WriteView(FormPage):
    """代填: what a deputy without an account wrote on paper."""

    roles = _KEEPERS
    root = _ROOT
    form_class = forms.PaperForm
    heading, send = _lazy("代填述职报告"), _lazy("保存草稿")
    target: Station

    def find(self) -> Station:
        return get_station_for(person(self.request), self.kwargs["code"], on=localdate())

    def people(self) -> QuerySet[Deputy]:
        return paper_deputies(self.target, on=localdate())

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "on": localdate(), "people": self.people()}

    def get_form(self, form_class: Any = None) -> forms.PaperForm:
        self.bound: forms.PaperForm = super().get_form(form_class)
        return self.bound

    def act(self, target: Station, data: dict[str, Any]) -> DutyReport:
        return services.write_report(
            data["deputy"], self.bound.text(), year=data["year"], actor=person(self.request), at=now(),
            uid=data["client_uuid"],
        )  # fmt: skip

    def get_success_url(self) -> str:
        return reverse("deputies:report", args=[self.result.uid])


class SaveView(ReportStep):
    """修改 what the station typed."""

    form_class = forms.TextForm
    heading, send = _lazy("修改述职报告"), _lazy("保存")

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), **forms.initial_of(self.target)}

    def get_form(self, form_class: Any = None) -> forms.TextForm:
        self.bound: forms.TextForm = super().get_form(form_class)
        return self.bound

    def act(self, target: DutyReport, data: dict[str, Any]) -> DutyReport:
        return services.save_report(
            target, self.bound.text(), version=data["version"], actor=person(self.request), at=now()
        )


class SubmitView(ReportStep):
    """提交 what the station typed."""

    form_class = forms.StepForm
    heading, send = _lazy("提交述职报告"), _lazy("提交")
    service = staticmethod(services.submit_report)


class ReturnView(ReportStep):
    """退回."""

    form_class = forms.ReasonForm
    heading, send = _lazy("退回述职报告"), _lazy("退回")
    service = staticmethod(services.return_report)


class PlanView(ReportStep):
    """安排测评会."""

    form_class = forms.PlanForm
    heading, send = _lazy("安排测评会"), _lazy("确定")
    service = staticmethod(services.plan_meeting)


class PostponeView(ReportStep):
    """改期."""

    form_class = forms.PostponeForm
    heading, send = _lazy("测评会改期"), _lazy("改期")
    service = staticmethod(services.postpone_meeting)

    def get_initial(self) -> dict[str, Any]:
        report = self.target
        kept = {"meets_on": report.meets_on, "meets_at": report.meets_at, "place": report.place}
        return {**super().get_initial(), **kept}


class HoldView(ReportStep):
    """登记会议: written into the fifth book."""

    form_class = forms.HoldForm
    heading, send = _lazy("登记测评会"), _lazy("登记")
    service = staticmethod(services.hold_meeting)


class CountView(ReportStep):
    """录入票数. The page shows no number of this round, whoever looks."""

    form_class = forms.CountForm
    heading, send = _lazy("录入票数"), _lazy("确认录入")
    template_name = "deputies/desk/report_count.html"

    def get_initial(self) -> dict[str, Any]:
        tally = tally_of(self.target)
        return {**super().get_initial(), "turn": tally.vote.round if tally else 1}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(tally=tally_of(self.target), **kwargs)

    def get_form(self, form_class: Any = None) -> forms.CountForm:
        self.bound: forms.CountForm = super().get_form(form_class)
        return self.bound

    def act(self, target: DutyReport, data: dict[str, Any]) -> services.Counted:
        counted = services.enter_count(
            target, self.bound.ballots(), turn=data["turn"], actor=person(self.request), at=now()
        )
        if counted.outcome == "differed":
            messages.warning(
                self.request, _("两个人录入的票数不一致，都显示在下面。请重新点票，两个人都重新录入。")
            )
        elif counted.outcome == "waiting":
            messages.success(self.request, _("已录入，等另一个人录入后比对。"))
        else:
            messages.success(self.request, _("两次录入一致，测评结果已得出。"))
        return counted


class PublishView(ReportStep):
    """公示."""

    roles = (Role.CLERK,)
    form_class = forms.PublishForm
    heading, send = _lazy("公示述职结果"), _lazy("公示")
    service = staticmethod(services.publish_report)


class CorrectView(ReportStep):
    """更正测评: the result leaves the public page, two people count again."""

    roles = (Role.CLERK,)
    form_class = forms.CorrectForm
    heading, send = _lazy("更正测评"), _lazy("撤下结果，重新计票")
    service = staticmethod(services.correct_rating)

    def get_initial(self) -> dict[str, Any]:
        tally = tally_of(self.target)
        return {**super().get_initial(), "present": tally.vote.present if tally else None}
