"""缺项清单: what an inspector will miss in the five books, station by station; on paper and as a workbook, too."""

from typing import Any
from urllib.parse import urlencode

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
from congress.paging import keyset_page
from congress.people.roles import Role
from congress.people.rules import grants_of
from congress.regions.selectors import counties
from congress.web import DeskMixin
from deputies.desk import person, workbook
from deputies.logbooks.gaps import gap_heads, gaps_of
from deputies.stations.models import Station
from deputies.stations.selectors import stations_for
from deputies.stations.states import SERVING

READERS = (Role.CLERK, Role.SUPERVISOR, Role.LEADER, Role.STATION_OFFICER)
MOST_STATIONS, YEARS = 1000, 5


class _GapsPage(DeskMixin):
    roles = READERS
    request: HttpRequest

    def read_address(self, given: Any) -> None:
        """Year, county and station; nonsense means this year and all."""
        on = localdate()
        year = given.get("year", "")
        years = range(on.year, on.year - YEARS, -1)
        self.year = int(year) if year in {str(n) for n in years} else on.year
        self.wanted = {name: given.get(name, "").strip()[:40] for name in ("county", "station")}

    def stations(self) -> QuerySet[Station]:
        """The serving ones that the account sees, narrowed."""
        rows = stations_for(person(self.request), on=localdate()).filter(state__in=SERVING)
        if self.wanted["county"]:
            rows = rows.filter(region_code__startswith=self.wanted["county"])
        if self.wanted["station"]:
            rows = rows.filter(organisation__code=self.wanted["station"])
        return rows

    def query(self) -> str:
        kept = {name: value for name, value in self.wanted.items() if value}
        return urlencode({"year": self.year, **kept})


class GapsView(_GapsPage, TemplateView):
    """The list on the screen, a page of stations at a time."""

    template_name = "deputies/desk/logbook_gaps.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.read_address(self.request.GET)
        on = localdate()
        page = keyset_page(
            self.stations(), ("region_code", "pk"), self.request.GET.get("cursor", ""), cap=1000, name="gaps"
        )
        stations = stations_for(person(self.request), on=on).filter(state__in=SERVING)
        return super().get_context_data(
            page=page,
            rows=gaps_of(page.rows, self.year, on=on),
            heads=gap_heads(),
            year=self.year,
            years=range(on.year, on.year - YEARS, -1),
            wanted=self.wanted,
            is_filtered=any(self.wanted.values()),
            counties=counties(),
            stations=list(stations.order_by("organisation__code")[:MOST_STATIONS]),
            **kwargs,
        )


class GapsPrintView(_GapsPage, View):
    """All stations of the list on A4 across, or as a workbook. Both are exports and recorded."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        self.read_address(request.POST)
        user, on, at = person(request), localdate(), now()
        stations = list(self.stations().order_by("region_code", "pk")[:MOST_STATIONS])
        as_workbook = request.POST.get("as") == "xlsx"
        with transaction.atomic():
            record(
                "deputies.logbook.gaps_listed", None, actor=user, year=self.year, rows=len(stations),
                filters={name: value for name, value in self.wanted.items() if value},
                form="xlsx" if as_workbook else "print",
            )  # fmt: skip
        rows = gaps_of(stations, self.year, on=on)
        title = _("%(year)d 年台账缺项清单") % {"year": self.year}
        if as_workbook:
            columns = [Column(_("站点"), 28), *(Column(head, 26) for head in gap_heads())]
            lines = (
                [row.station.organisation.name, *("；".join(cell) or _("齐全") for cell in row.cells)]
                for row in rows
            )
            return workbook(user, title, columns, lines, at=at)
        context = {
            "title": title,
            "heads": gap_heads(),
            "rows": rows,
            "complete": sum(row.is_complete for row in rows),
            "office": grants_of(user, on=on)[0].organisation.name,
            "printed_at": at,
            "back": f"{reverse('deputies:logbook-gaps')}?{self.query()}",
        }
        return render(request, "deputies/desk/logbook_gaps_print.html", context)
