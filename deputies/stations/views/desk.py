"""Stations at the desk: the list and one station with everything that hangs on it."""

from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from congress.paging import keyset_page
from congress.people.roles import Role
from congress.people.rules import holds
from congress.regions.selectors import counties
from congress.search.selectors import matching
from congress.web import DeskMixin
from congress.web.qr import qr_svg
from deputies.desk import person
from deputies.stations.exports import TABLES
from deputies.stations.models import StarRating, Station, StationAssignment
from deputies.stations.rules import is_office_of, is_officer_of
from deputies.stations.selectors import assigned, assignments_at, get_station_for, stations_for
from deputies.stations.standing import standing_of, with_photos
from deputies.stations.states import StationState
from deputies.stations.views.portal import scan_address

READERS = (Role.CLERK, Role.SUPERVISOR, Role.LEADER, Role.STATION_OFFICER)


class StationListView(DeskMixin, TemplateView):
    """站点: with deputies, voters, the haves and stars; what lacks something stands out."""

    roles = READERS
    template_name = "deputies/desk/station_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, on = person(self.request), localdate()
        wanted = wanted_of(self.request.GET)
        rows = narrowed_stations(stations_for(user, on=on), wanted)
        page = keyset_page(
            rows, ("region_code", "pk"), self.request.GET.get("cursor", ""), cap=1000, name="stations"
        )
        return super().get_context_data(
            page=page,
            rows=_with_numbers(page.rows, on=on),
            wanted=wanted,
            is_filtered=any(wanted.values()),
            is_clerk=is_clerk(user, on),
            counties=counties(),
            states=StationState.choices,
            tables=TABLES,
            **kwargs,
        )


def wanted_of(data: Any) -> dict[str, str]:
    """The filters as they stand in an address or a form."""
    return {name: data.get(name, "").strip()[:40] for name in ("q", "county", "state", "lack")}


def narrowed_stations(rows: QuerySet[Station], wanted: dict[str, str]) -> QuerySet[Station]:
    """The list's filters; the export takes the same."""
    if wanted["county"]:
        rows = rows.filter(region_code__startswith=wanted["county"])
    if wanted["state"]:
        rows = rows.filter(state=wanted["state"])
    if wanted["lack"] == "haves":
        rows = rows.exclude(standard_met__gte=1, standard_met=F("standard_of"))
    elif wanted["lack"] == "grid":
        rows = rows.filter(cells__deputy__isnull=True, cells__isnull=False).distinct()
    elif wanted["lack"] == "point":
        rows = rows.filter(latitude__isnull=True)
    if wanted["q"]:
        rows = matching(rows, wanted["q"], text_field="search_text", gram_field="search_grams", need=1001)
    return rows


def is_clerk(user: Any, on: Any) -> bool:
    """Does the account hold the clerk's role?"""
    return holds(user, Role.CLERK, on=on)


def _with_numbers(stations: list[Station], *, on: Any) -> list[dict[str, Any]]:
    """Deputies and voters of each. Two queries."""
    keys = [station.pk for station in stations]
    people = dict(
        Station.objects.filter(pk__in=keys)
        .annotate(n=Count("assignments", filter=Q(assignments__in=_rows_on(on))))
        .values_list("pk", "n")
    )
    voters = {
        row["pk"]: row
        for row in Station.objects.filter(pk__in=keys)
        .values("pk")
        .annotate(
            voters=Sum("cells__voters"),
            free=Count("cells", filter=Q(cells__deputy__isnull=True, cells__isnull=False)),
        )
    }
    return [
        {
            "station": station,
            "deputies": people.get(station.pk, 0),
            "voters": voters[station.pk]["voters"] or 0,
            "free": voters[station.pk]["free"],
        }
        for station in stations
    ]


def _rows_on(on: Any) -> Any:
    return StationAssignment.objects.filter(assigned(on)).values("pk")


class StationPageView(DeskMixin, View):
    """One station: data, deputies, grid, the haves, stars, the code for the wall."""

    roles = READERS

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        user, on = person(request), localdate()
        station = get_station_for(user, code, on=on)
        cells = list(station.cells.select_related("deputy", "region").order_by("name"))
        office = is_office_of(user, station.region_code, on=on)
        return render(
            request,
            "deputies/desk/station.html",
            {
                "station": station,
                "hours": list(station.hours.all()),
                "people": list(assignments_at(station, on=on)),
                "past": list(
                    station.assignments.filter(ends_on__lt=on)
                    .select_related("deputy")
                    .order_by("-ends_on")[:20]
                ),
                "cells": cells,
                "voters": sum(cell.voters for cell in cells),
                "households": sum(cell.households for cell in cells),
                "standing": with_photos(standing_of(station)),
                "ratings": list(StarRating.objects.filter(station=station)[:6]),
                "is_office": office,
                "is_keeper": office or is_officer_of(user, station, on=on),
                "is_closed": station.state in {StationState.MERGED, StationState.PAUSED},
                "qr": qr_svg(scan_address(request, station)),
                "address": scan_address(request, station),
                "today": on,
                "crumbs": [
                    (_("站点"), reverse("deputies:desk-stations")),
                    (station.organisation.short_name, ""),
                ],
            },
        )
