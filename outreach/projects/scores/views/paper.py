"""Paper to take away: ballots and count sheets, the year's report."""

from uuid import UUID

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.generic import View

from congress.audit.services import record
from congress.errors import NotFound
from congress.web import DeskMixin
from deputies.desk import person, sheet, workbook
from outreach.projects.scores.paper import YearReport, ballot_pdf, columns
from outreach.projects.scores.selectors import get_assessment_for
from outreach.projects.scores.views.desk import OFFICE
from outreach.projects.selectors import get_year_for


class AssessmentPaperView(DeskMixin, View):
    """满意度测评票 or 计票单 as a PDF."""

    roles = OFFICE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, uid: UUID, what: str) -> HttpResponse:
        user, at = person(request), now()
        assessment = get_assessment_for(user, uid, on=localdate(at))
        titles = {"ballot": _("满意度测评票"), "count": _("满意度测评计票单")}
        if what not in titles:
            raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
        items = list(assessment.items.select_related("project__unit").order_by("position"))
        with transaction.atomic():
            record("outreach.assessment.printed", assessment, actor=user, form=what)
        return sheet(titles[what], ballot_pdf(assessment, items, what=what, user=user, at=at), at=at)


class YearReportView(DeskMixin, View):
    """年度总结 as a PDF, or its table as a workbook."""

    roles = OFFICE
    http_method_names = ["post"]

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        user, at = person(request), now()
        year = get_year_for(user, uid, on=localdate(at))
        as_workbook = request.POST.get("as") == "xlsx"
        report = YearReport(year, on=localdate(at))
        with transaction.atomic():
            record("outreach.project_year.reported", year, actor=user, form="xlsx" if as_workbook else "pdf")
        if as_workbook:
            return workbook(user, report.title, columns(), report.rows(), at=at)
        return sheet(report.title, report.pdf(user=user, at=at), at=at)
