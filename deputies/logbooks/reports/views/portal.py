"""The public result of a duty report: numbers and grade. No text of the report, no voter, nobody who counted."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from congress.web.faces import PortalMixin
from deputies.logbooks.reports.rules import GRADE_BASIS
from deputies.logbooks.reports.selectors import get_published_report, tally_of


class PublicReportView(PortalMixin, View):
    """One result. Name and result are public by law and the paper; photo and phone, which need consent, are not here."""

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        report = get_published_report(uid)
        station = report.station
        return render(
            request,
            "deputies/portal/report.html",
            {
                "report": report,
                "station": station,
                "tally": tally_of(report),
                "grade_basis": GRADE_BASIS,
                "crumbs": [
                    (
                        station.organisation.short_name,
                        reverse("deputies:station", args=[station.organisation.code]),
                    ),
                    (_("述职结果"), ""),
                ],
            },
        )
