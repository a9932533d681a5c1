"""Stations for everybody: map and list, one station, the code on its wall."""

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.generic import View

from congress.limits import hit
from congress.paging import keyset_page
from congress.people.lockout import client_address
from congress.regions.mapping import MapValue
from congress.regions.selectors import counties, current_organisation, townships
from congress.web import PortalMixin
from congress.web.page_cache import public_page
from congress.web.qr import qr_svg
from deputies.stations.directory import (
    UNKNOWN_FAR,
    Near,
    cards,
    find_stations,
    kinds,
    stations_by_county,
)
from deputies.stations.duty import station_rota
from deputies.stations.models import Station
from deputies.stations.selectors import assignments_at, get_public_station
from deputies.stations.services import count_scan
from deputies.stations.standing import standing_of, star_rule
from deputies.stations.states import SERVING, StationState

PAGE = 20
# One phone that opens the same wall's code again and again counts so often an hour.
SCANS_AN_HOUR = 3


@method_decorator(public_page, name="dispatch")
class StationListView(PortalMixin, View):
    """站点: the county map, then the list, nearest first where the phone says where it is."""

    def get(self, request: HttpRequest) -> HttpResponse:
        wanted = {
            name: request.GET.get(name, "").strip()[:40] for name in ("q", "county", "town", "type", "near")
        }
        near = Near.from_text(wanted["near"])
        on = localdate()
        if not wanted["town"].startswith(wanted["county"]):
            wanted["town"] = ""
        rows = find_stations(
            text=wanted["q"], county=wanted["county"], town=wanted["town"], kind=wanted["type"], near=near
        )
        page = keyset_page(
            rows,
            ("metres", "pk") if near else ("region_code", "pk"),
            request.GET.get("cursor", ""),
            PAGE,
            cap=1000,
            name=f"stations:{near}",
        )
        numbers = _numbers()
        response = render(
            request,
            "deputies/portal/stations.html",
            {
                "page": page,
                "rows": [_row(station, on.isoweekday()) for station in page.rows],
                "wanted": wanted,
                "near": near,
                "is_filtered": any(wanted[name] for name in ("q", "county", "town", "type")),
                "places": _map_values(numbers),
                "total": sum(numbers.values()),
                "counties": counties(),
                "towns": townships(wanted["county"]) if wanted["county"] else [],
                "kinds": kinds(),
            },
        )
        if near:
            # Where somebody is stays out of every cache.
            response["Cache-Control"] = "no-store"
        return response


def _numbers() -> dict[str, int]:
    numbers = cache.get("portal:stations")
    if numbers is None:
        numbers = stations_by_county()
        cache.set("portal:stations", numbers, 60)
    return numbers


def _map_values(numbers: dict[str, int]) -> list[MapValue]:
    address = reverse("deputies:stations")
    return [
        MapValue(
            county.code,
            numbers.get(county.code, 0),
            _("%(count)d 个站点") % {"count": numbers.get(county.code, 0)},
            f"{address}?county={county.code}",
        )
        for county in counties()
    ]


def _row(station: Station, weekday: int) -> dict[str, Any]:
    metres = getattr(station, "metres", UNKNOWN_FAR)
    return {
        "station": station,
        "far": "" if metres == UNKNOWN_FAR else far_text(metres),
        "today": [hours for hours in station.hours.all() if hours.weekday == weekday],
    }


def far_text(metres: int) -> str:
    """About how far: the place is known to a kilometre only."""
    if metres < 1500:
        return _("约 1 公里内")
    return _("约 %(km)d 公里") % {"km": round(metres / 1000)}


class StationView(PortalMixin, View):
    """One station: where, when, who, for which villages; a closed one says where to go."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        station = get_public_station(code)
        on = localdate()
        serves = station.state in SERVING
        rows = list(assignments_at(station, on=on).select_related("deputy__photo")) if serves else []
        found = {card.deputy.pk: card for card in cards([row.deputy for row in rows], on=on)}
        return render(
            request,
            "deputies/portal/station.html",
            {
                "station": station,
                "serves": serves,
                "successor": _successor(station),
                "hours": _by_hours(station),
                "receptions": station_rota(station, on=on) if serves else [],
                "people": [(row, found[row.deputy_id]) for row in rows if row.deputy_id in found],
                "cells": list(station.cells.select_related("deputy").order_by("name")) if serves else [],
                "standing": standing_of(station),
                "star_rule": star_rule(station) if station.stars else None,
                "is_scanned": "scan" in request.GET,
                "today": on,
                "qr": qr_svg(scan_address(request, station)),
                "address": scan_address(request, station),
                "crumbs": [(_("站点"), reverse("deputies:stations")), (station.organisation.short_name, "")],
            },
        )


def scan_address(request: HttpRequest, station: Station) -> str:
    """What the code on the wall holds."""
    return request.build_absolute_uri(reverse("deputies:scan", args=[station.public_token]))


def _successor(station: Station) -> Station | None:
    """Where to go instead, over several mergers."""
    if station.state != StationState.MERGED or station.organisation.successor_id is None:
        return None
    last = current_organisation(station.organisation.successor, on=localdate())
    return Station.objects.select_related("organisation").filter(pk=last.pk).first()


def _by_hours(station: Station) -> list[tuple[str, list[int]]]:
    """The week in as few lines as there are different hours: (09:00–17:00, [1, 2, 3])."""
    week: dict[str, list[int]] = {}
    for row in station.hours.all():
        week.setdefault(f"{row.opens:%H:%M}–{row.closes:%H:%M}", []).append(row.weekday)
    return list(week.items())


class ScanView(PortalMixin, View):
    """The code on the wall was opened. Counted without the person; a code that is not ours is explained."""

    def get(self, request: HttpRequest, token: str) -> HttpResponse:
        station = (
            Station.objects.select_related("organisation")
            .exclude(state=StationState.PREPARING)
            .filter(public_token=token)
            .first()
        )
        if station is None:
            return render(request, "deputies/portal/scan_unknown.html", status=404)
        if hit(f"scan:{station.pk}:{client_address(request)}", SCANS_AN_HOUR, 3600).allowed:
            count_scan(station, on=localdate())
        return redirect(f"{reverse('deputies:station', args=[station.organisation.code])}?scan=1")
