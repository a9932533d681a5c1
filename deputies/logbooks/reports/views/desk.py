"""Duty reports at the desk: the list, one report with its meeting, sheets for the filing cabinet, the ledger."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from congress.attachments.export import Column
from congress.audit.services import record
from congress.errors import NotFound
from congress.paging import keyset_page
from congress.people.roles import Role
from congress.people.rules import roles_of
from congress.web import DeskMixin
from deputies.desk import person, workbook
from deputies.logbooks.reports.ledger import HEADS, ledger_rows
from deputies.logbooks.reports.models import DutyReport
from deputies.logbooks.reports.rules import GRADE_BASIS, QUORUM_BASIS, TOPICS, publishable_from, roles_on
from deputies.logbooks.reports.selectors import get_report_for, reports_for, tally_of
from deputies.logbooks.reports.states import REPORT_FLOW, ReportState
from deputies.stations.selectors import stations_for

READERS = (Role.CLERK, Role.SUPERVISOR, Role.LEADER, Role.STATION_OFFICER)
WRITERS = {str(Role.CLERK), str(Role.STATION_OFFICER)}
# The steps that bring a report on; sending back, putting off and opening again stand beside them.
FORWARD = {"submit", "plan", "hold", "count", "publish"}
MOST_ROWS, MOST_STATIONS = 20_000, 600
# Steps of a draft are the writer's page; the others are a page each.
PAGES = {
    "save": "report-save", "submit": "report-submit", "return": "report-return", "plan": "report-plan",
    "postpone": "report-postpone", "hold": "report-hold", "count": "report-count", "publish": "report-publish",
    "correct": "report-correct",
}  # fmt: skip


class _Narrowed(DeskMixin):
    """The list, narrowed by what the address says; nonsense narrows nothing."""

    roles = READERS
    request: HttpRequest

    def read(self, given: Any) -> None:
        self.wanted = {name: given.get(name, "").strip()[:40] for name in ("state", "year", "station")}

    def rows(self) -> QuerySet[DutyReport]:
        rows = reports_for(person(self.request), on=localdate())
        wanted = self.wanted
        if wanted["state"] in ReportState.values:
            rows = rows.filter(state=wanted["state"])
        if wanted["year"].isascii() and wanted["year"].isdigit() and len(wanted["year"]) == 4:
            rows = rows.filter(year=int(wanted["year"]))
        if wanted["station"]:
            rows = rows.filter(station__organisation__code=wanted["station"])
        return rows


class ReportsView(_Narrowed, TemplateView):
    """代表述职: what moved last stands first."""

    template_name = "deputies/desk/reports.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.read(self.request.GET)
        user, on = person(self.request), localdate()
        cursor = self.request.GET.get("cursor", "")
        page = keyset_page(self.rows(), ("-updated_at", "-pk"), cursor, cap=1000, name="reports")
        stations = list(stations_for(user, on=on).order_by("organisation__code")[:MOST_STATIONS])
        codes = [station.organisation.code for station in stations]
        chosen = self.wanted["station"] if self.wanted["station"] in codes else ""
        writes = bool(roles_of(user, on=on) & WRITERS)
        return super().get_context_data(
            page=page,
            rows=page.rows,
            wanted=self.wanted,
            is_filtered=any(self.wanted.values()),
            states=ReportState.choices,
            years=[on.year, on.year - 1, on.year - 2, on.year - 3],
            stations=stations,
            write_at=(chosen or (codes[0] if len(codes) == 1 else "")) if writes else "",
            **kwargs,
        )


class LedgerView(_Narrowed, View):
    """The ledger as a workbook; an export, and recorded."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        self.read(request.POST)
        user = person(request)
        rows = self.rows().order_by("station_id", "year", "pk").prefetch_related("entry__vote__counts")
        reports = list(rows[:MOST_ROWS])
        filters = {name: value for name, value in self.wanted.items() if value}
        with transaction.atomic():
            record(
                "deputies.report.printed", None, actor=user, filters=filters, rows=len(reports), form="xlsx"
            )
        columns = [Column(str(head), width) for head, width in HEADS]
        return workbook(user, _("代表述职台账"), columns, ledger_rows(reports), at=now())


class ReportView(DeskMixin, View):
    """One report: its text, its meeting, its result, and what can be done with it now."""

    roles = READERS

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        user, on = person(request), localdate()
        report = get_report_for(user, uid, on=on)
        tally = tally_of(report)
        steps = REPORT_FLOW.available(report.state, roles_on(user, report, on=on))
        mine = tally is not None and tally.waiting is not None and tally.waiting.by_id == user.pk
        return render(
            request,
            "deputies/desk/report.html",
            {
                "report": report,
                "topics": topics_of(report),
                "tally": tally,
                "counted_by_me": mine,
                "steps": [
                    (
                        step.label,
                        reverse(f"deputies:{PAGES[step.name]}", args=[uid]),
                        "btn-main" if step.name in FORWARD else "",
                    )
                    for step in steps
                    if step.name in PAGES and not (step.name == "count" and mine)
                ],
                "publishable_from": publishable_from(report),
                "grade_basis": GRADE_BASIS,
                "quorum_basis": QUORUM_BASIS,
                "list_query": urlencode({"station": report.station.organisation.code}),
                "crumbs": [(_("代表述职"), reverse("deputies:reports")), (str(report), "")],
            },
        )


def topics_of(report: DutyReport) -> list[tuple[str, str]]:
    """The five topics with their names."""
    return [(str(DutyReport._meta.get_field(name).verbose_name), getattr(report, name)) for name in TOPICS]


class SheetView(DeskMixin, View):
    """On A4: the report (`report`), or the sheet on which the ballots are counted (`count`).

    The count sheet is blank until two people agreed: it is what each of them counts on.
    """

    roles = READERS
    http_method_names = ["post"]

    def post(self, request: HttpRequest, uid: UUID, what: str) -> HttpResponse:
        user = person(request)
        report = get_report_for(user, uid, on=localdate())
        tally = tally_of(report)
        if what not in {"report", "count"} or (what == "count" and tally is None):
            raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
        with transaction.atomic():
            record("deputies.report.printed", report, actor=user, form=what)
        return render(
            request,
            f"deputies/desk/report_{what}_print.html",
            {
                "report": report,
                "topics": topics_of(report),
                "tally": tally,
                "grade_basis": GRADE_BASIS,
                "printed_at": now(),
                "back": reverse("deputies:report", args=[uid]),
            },
        )
