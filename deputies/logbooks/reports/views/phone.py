"""A deputy's own duty reports on the phone: write, save, submit, see what came of it. Works without script."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.generic import View

from congress.errors import NotFound
from congress.web.faces import PhoneMixin
from congress.web.steps import StepView
from deputies.desk import person
from deputies.logbooks.reports import forms, services
from deputies.logbooks.reports.models import DutyReport
from deputies.logbooks.reports.rules import GRADE_BASIS
from deputies.logbooks.reports.selectors import get_report_for, reports_for, tally_of
from deputies.logbooks.reports.states import REPORT_FLOW
from deputies.logbooks.reports.views.desk import topics_of
from deputies.roster.models import Deputy
from deputies.roster.selectors import deputy_of

_ROOT = "/m/reports/"
MOST = 40


def _mine(request: HttpRequest, uid: UUID) -> DutyReport:
    user = person(request)
    report = get_report_for(user, uid, on=localdate())
    if report.deputy.user_id != user.pk:
        raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
    return report


class MyReportsView(PhoneMixin, View):
    """All years, newest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        user = person(request)
        rows = reports_for(user, on=localdate()).filter(deputy__user=user).order_by("-year", "-pk")
        return render(request, "deputies/phone/reports.html", {"rows": list(rows[:MOST]), "back": "/m/"})


class MyReportView(PhoneMixin, View):
    """One report and its result."""

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        report = _mine(request, uid)
        return render(
            request,
            "deputies/phone/report.html",
            {
                "report": report,
                "topics": topics_of(report),
                "tally": tally_of(report),
                "grade_basis": GRADE_BASIS,
                "steps": {step.name for step in REPORT_FLOW.available(report.state, {"deputy"})},
                "back": _ROOT,
            },
        )


class _Form(PhoneMixin, StepView):
    """A form on a page of the phone."""

    template_name = "deputies/phone/form.html"
    heading: Any = ""
    send: Any = ""
    back = _ROOT

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(heading=self.heading, send=self.send, back=self.back, **kwargs)

    def get_success_url(self) -> str:
        return f"{_ROOT}{self.result.uid}/"


class MyWriteView(_Form):
    """写述职报告: saved as a draft first."""

    form_class = forms.NewTextForm
    heading, send = _lazy("写述职报告"), _lazy("保存草稿")

    def find(self) -> Deputy:
        deputy = deputy_of(person(self.request)) if self.request.user.is_authenticated else None
        if deputy is None:
            raise NotFound("not_found", _("没有您的代表资格登记，请联系代表工委。"))
        return deputy

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "on": localdate()}

    def get_initial(self) -> dict[str, Any]:
        initial = super().get_initial()
        # The deputy's own version is no report's.
        initial.pop("version", None)
        return initial

    def get_form(self, form_class: Any = None) -> forms.NewTextForm:
        self.bound: forms.NewTextForm = super().get_form(form_class)
        return self.bound

    def act(self, target: Deputy, data: dict[str, Any]) -> DutyReport:
        return services.write_report(
            target, self.bound.text(), year=data["year"], actor=person(self.request), at=now(),
            uid=data["client_uuid"],
        )  # fmt: skip


class _MyStep(_Form):
    """A step of a report of one's own."""

    form_class = forms.StepForm
    service: Any = None
    target: DutyReport

    def find(self) -> DutyReport:
        report = _mine(self.request, self.kwargs["uid"])
        self.back = f"{_ROOT}{report.uid}/"
        return report

    def act(self, target: DutyReport, data: dict[str, Any]) -> DutyReport:
        return type(self).service(target, actor=person(self.request), at=now(), **data)


class MySaveView(_MyStep):
    """修改."""

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


class MySubmitView(_MyStep):
    """提交."""

    heading, send = _lazy("提交述职报告"), _lazy("提交给站点")
    service = staticmethod(services.submit_report)


class MyTakeBackView(_MyStep):
    """撤回修改."""

    heading, send = _lazy("撤回述职报告"), _lazy("撤回修改")
    service = staticmethod(services.take_back_report)
