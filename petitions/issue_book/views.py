"""The fourth logbook as a page, a sheet and a workbook."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.generic import View

from congress.attachments.export import Column
from congress.audit.services import record
from congress.paging import keyset_page
from congress.people.rules import grants_of
from congress.web import DeskMixin
from deputies.desk import person, sheet, workbook
from deputies.logbooks.kinds import BOOKS, ISSUES
from deputies.logbooks.paper import book_pdf
from deputies.logbooks.views.desk import MOST_PRINTED, MOST_ROWS, MOST_STATIONS, READERS
from deputies.stations.selectors import stations_for
from petitions.issue_book.selectors import HEADS, issues_for, rows_of


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


class IssueBookView(DeskMixin, View):
    """选民反映问题转办反馈记录簿: rows of the cases themselves, so nothing is typed twice."""

    roles = READERS

    def _narrow(self, given: Any) -> None:
        self.wanted = {name: given.get(name, "").strip()[:40] for name in ("station", "since", "until")}
        self.cases = issues_for(
            person(self.request),
            on=localdate(),
            station=self.wanted["station"],
            since=_day(self.wanted["since"]),
            until=_day(self.wanted["until"]),
        )

    def get(self, request: HttpRequest) -> HttpResponse:
        self._narrow(request.GET)
        page = keyset_page(
            self.cases, ("-received_on", "-pk"), request.GET.get("cursor", ""), cap=1000, name="issue-book"
        )
        return render(
            request,
            "petitions/desk/issue_book.html",
            {
                "book": ISSUES,
                "tabs": self._tabs(),
                "page": page,
                "heads": HEADS,
                "rows": rows_of(page.rows),
                "wanted": self.wanted,
                "is_filtered": any(self.wanted.values()),
                "stations": stations_for(person(request), on=localdate()).order_by("organisation__code")[
                    :MOST_STATIONS
                ],
            },
        )

    def _tabs(self) -> list[dict[str, Any]]:
        kept = {name: value for name, value in self.wanted.items() if value}
        return [
            {
                "label": book.label,
                "url": f"{reverse('petitions:issue-book')}?{urlencode(kept)}"
                if book is ISSUES
                else f"{reverse('deputies:logbooks')}?{urlencode({'book': book.code, **kept})}",
                "current": book is ISSUES,
            }
            for book in BOOKS.values()
        ]

    def post(self, request: HttpRequest) -> HttpResponse:
        """Print or workbook: an export, recorded."""
        self._narrow(request.POST)
        user, at = person(request), now()
        form = {"xlsx": "xlsx", "pdf": "pdf"}.get(request.POST.get("as", ""), "print")
        as_workbook = form == "xlsx"
        cases = self.cases.order_by("received_on", "pk")[: MOST_ROWS if as_workbook else MOST_PRINTED]
        with transaction.atomic():
            record(
                "deputies.logbook.exported",
                None,
                actor=user,
                book=ISSUES.code,
                filters={name: value for name, value in self.wanted.items() if value},
                rows=self.cases.count(),
                form=form,
            )
        rows = [[number, *row] for number, row in enumerate(rows_of(cases), start=1)]
        heads = [_("序号"), *(str(head) for head in HEADS)]
        if as_workbook:
            return workbook(user, str(ISSUES.label), [Column(head, 16) for head in heads], rows, at=at)
        station = stations_for(user, on=localdate()).filter(organisation__code=self.wanted["station"]).first()
        office = grants_of(user, on=localdate())[0].organisation.name
        if form == "pdf":
            content = book_pdf(
                ISSUES, heads, rows, station=station, office=office, wanted=self.wanted, user=user, at=at
            )
            return sheet(str(ISSUES.label), content, at=at)
        return render(
            request,
            "deputies/desk/logbook_print.html",
            {
                "book": ISSUES,
                "heads": heads,
                "rows": rows,
                "wanted": self.wanted,
                "station": station,
                "office": office,
                "printed_at": at,
                "back": f"{reverse('petitions:issue-book')}?{urlencode(self.wanted)}",
            },
        )
