"""The logbooks at the desk: the books, one entry, what waits to be verified, print and workbook."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from congress.attachments.export import Column
from congress.attachments.models import Attachment
from congress.audit.services import record
from congress.paging import keyset_page
from congress.people.roles import Role
from congress.people.rules import grants_of, holds, roles_of
from congress.web import DeskMixin
from deputies.desk import person, sheet, uuids_in, workbook
from deputies.logbooks.cells import heads, rows_of
from deputies.logbooks.kinds import BOOKS, WRITTEN
from deputies.logbooks.matters import matter_desk
from deputies.logbooks.models import LogEntry
from deputies.logbooks.paper import book_pdf
from deputies.logbooks.reading import IMPORTED
from deputies.logbooks.rules import roles_on
from deputies.logbooks.selectors import entries_for, get_entry_for, search_entries
from deputies.logbooks.services import verify_entries
from deputies.logbooks.states import ENTRY_FLOW, EntryState
from deputies.stations.models import Station
from deputies.stations.selectors import stations_for

READERS = (Role.CLERK, Role.SUPERVISOR, Role.LEADER, Role.STATION_OFFICER)
WRITERS = {str(Role.CLERK), str(Role.STATION_OFFICER)}
MOST_PRINTED, MOST_ROWS, MOST_STATIONS = 600, 50_000, 600


class _BookPage(DeskMixin):
    """Which book, and narrowed to what: read from the address, nonsense narrows nothing."""

    roles = READERS
    request: HttpRequest

    def read_address(self, given: Any) -> None:
        self.book = WRITTEN.get(given.get("book", ""), WRITTEN["activity"])
        self.wanted = {
            name: given.get(name, "").strip()[:40] for name in ("station", "state", "since", "until", "q")
        }

    def rows(self) -> QuerySet[LogEntry]:
        wanted = self.wanted
        rows = entries_for(person(self.request), on=localdate()).filter(kind=self.book.code)
        if wanted["station"]:
            rows = rows.filter(station__organisation__code=wanted["station"])
        if wanted["state"] in EntryState.values:
            rows = rows.filter(state=wanted["state"])
        elif not wanted["state"]:
            rows = rows.exclude(state__in=[EntryState.CORRECTED, EntryState.WITHDRAWN])
        for name, lookup in (("since", "happened_on__gte"), ("until", "happened_on__lte")):
            day = _day(wanted[name])
            if day is not None:
                rows = rows.filter(**{lookup: day})
        if wanted["q"]:
            rows = search_entries(rows, wanted["q"])
        return rows.prefetch_related("deputies__deputy", "voices")

    def kept(self) -> dict[str, str]:
        return {name: value for name, value in self.wanted.items() if value}


def _day(text: str) -> Any:
    try:
        return parse_date(text)
    except ValueError:
        return None


class LogbooksView(_BookPage, TemplateView):
    """五簿: a tab a book; newest first."""

    template_name = "deputies/desk/logbooks.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.read_address(self.request.GET)
        user, on = person(self.request), localdate()
        page = keyset_page(
            self.rows(),
            ("-happened_on", "-pk"),
            self.request.GET.get("cursor", ""),
            cap=1000,
            name=f"logbook:{self.book.code}",
        )
        stations = list(stations_for(user, on=on).order_by("organisation__code")[:MOST_STATIONS])
        return super().get_context_data(
            book=self.book,
            tabs=self._tabs(),
            page=page,
            rows=page.rows,
            wanted=self.wanted,
            is_filtered=bool(self.kept()),
            stations=stations,
            states=EntryState.choices,
            own_station=stations[0] if len(stations) == 1 else None,
            query=urlencode({"book": self.book.code, **self.kept()}),
            is_clerk=holds(user, Role.CLERK, on=on),
            import_at=self._import_at(stations),
            **kwargs,
        )

    def _import_at(self, stations: list[Station]) -> str:
        """The station whose old book may be brought in here: the chosen one, or the only one."""
        if self.book.code not in IMPORTED or not roles_of(person(self.request), on=localdate()) & WRITERS:
            return ""
        codes = [station.organisation.code for station in stations]
        chosen = self.wanted["station"]
        return chosen if chosen in codes else codes[0] if len(codes) == 1 else ""

    def _tabs(self) -> list[dict[str, Any]]:
        kept = {name: value for name, value in self.kept().items() if name != "state"}
        tabs = []
        for book in BOOKS.values():
            query = urlencode({"book": book.code, **kept})
            address = f"{reverse('deputies:logbooks')}?{query}"
            if not book.is_written:
                # The fourth book is a ledger of petitions; by its name, since they stand above.
                station = next((value for name, value in kept.items() if name == "station"), "")
                address = f"{reverse('petitions:issue-book')}?{urlencode({'station': station})}"
            tabs.append({"label": book.label, "url": address, "current": book is self.book})
        return tabs


class LogbookPrintView(_BookPage, View):
    """A book on A4 across, in the form that inspectors know; or as a workbook. Both are exports and recorded."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        self.read_address(request.POST)
        user, on = person(request), localdate()
        form = {"xlsx": "xlsx", "pdf": "pdf"}.get(request.POST.get("as", ""), "print")
        as_workbook = form == "xlsx"
        rows = self.rows().order_by("happened_on", "pk").select_related("vote")
        rows = rows.prefetch_related("vote__counts", "deputies__deputy__mandates__term")
        limit = MOST_ROWS if as_workbook else MOST_PRINTED
        entries = rows[:limit]
        with transaction.atomic():
            record(
                "deputies.logbook.exported",
                None,
                actor=user,
                book=self.book.code,
                filters=self.kept(),
                rows=rows.count(),
                form=form,
            )
        if as_workbook:
            columns = [Column(head, 18) for head in heads(self.book)]
            return workbook(user, str(self.book.label), columns, rows_of(self.book, entries), at=now())
        lines, at = list(rows_of(self.book, entries)), now()
        station = next((row.station for row in entries[:1] if self.wanted["station"]), None)
        office = grants_of(user, on=on)[0].organisation.name
        if form == "pdf":
            content = book_pdf(
                self.book,
                heads(self.book),
                lines,
                station=station,
                office=office,
                wanted=self.wanted,
                user=user,
                at=at,
            )
            return sheet(str(self.book.label), content, at=at)
        return render(
            request,
            "deputies/desk/logbook_print.html",
            {
                "book": self.book,
                "heads": heads(self.book),
                "rows": lines,
                "wanted": self.wanted,
                "station": station,
                "office": office,
                "printed_at": at,
                "back": f"{reverse('deputies:logbooks')}?{urlencode({'book': self.book.code, **self.kept()})}",
            },
        )


class EntryView(DeskMixin, View):
    """One entry with where it came from, when it was, when it was written and when it came."""

    roles = READERS

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        user, on = person(request), localdate()
        entry = get_entry_for(user, uid, on=on)
        voices = list(entry.voices.all())
        desk = matter_desk()
        numbers = [voice.matter_number for voice in voices if voice.matter_number]
        held = roles_on(user, entry, on=on)
        book = WRITTEN[entry.kind]
        return render(
            request,
            "deputies/desk/entry.html",
            {
                "entry": entry,
                "book": book,
                "parts": list(entry.deputies.select_related("deputy")),
                "details": [
                    (column.label, dict(column.choices).get(value, value))
                    for column in book.columns
                    if (value := entry.details.get(column.key))
                ],
                "subkind": dict(book.subkinds).get(entry.subkind, ""),
                "voices": [
                    {"voice": voice, "status": statuses.get(voice.matter_number)}
                    for statuses in [desk.statuses(numbers) if desk and numbers else {}]
                    for voice in voices
                ],
                "files": list(Attachment.objects.of(entry)),
                "steps": [step.name for step in ENTRY_FLOW.available(entry.state, held)],
                "newer": LogEntry.objects.filter(corrects=entry).first(),
                "may_verify": "clerk" in held and entry.recorded_by_id != user.pk,
                "crumbs": [
                    (str(book.label), f"{reverse('deputies:logbooks')}?book={book.code}"),
                    (entry.title, ""),
                ],
            },
        )


class VerifyView(DeskMixin, View):
    """待核: what phones and stations brought, oldest first; looked through and verified together."""

    roles = (Role.CLERK,)

    def get(self, request: HttpRequest) -> HttpResponse:
        rows = (
            entries_for(person(request), on=localdate())
            .filter(state=EntryState.PENDING)
            .prefetch_related("deputies__deputy")
        )
        page = keyset_page(
            rows, ("received_at", "pk"), request.GET.get("cursor", ""), cap=1000, name="verify"
        )
        return render(request, "deputies/desk/logbook_verify.html", {"page": page, "rows": page.rows})

    def post(self, request: HttpRequest) -> HttpResponse:
        user = person(request)
        picked = uuids_in(request.POST.getlist("pick")[:200])
        entries = entries_for(user, on=localdate()).filter(uid__in=picked)
        done, refused = verify_entries(entries, actor=user, at=now())
        if done:
            messages.success(request, _("已核实 %(n)d 条。") % {"n": len(done)})
        for sentence in refused[:10]:
            messages.warning(request, sentence)
        if not picked:
            messages.warning(request, _("请先勾选要核实的记录。"))
        return redirect("deputies:logbook-verify")
