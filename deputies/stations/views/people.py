"""找代表: which deputies answer for my village, and who a deputy is. They stand above the roster: stations belong to it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.generic import View

from congress.errors import NotFound
from congress.paging import keyset_page
from congress.regions.selectors import counties, find_region, townships
from congress.web import PortalMixin
from deputies.roster.models import Deputy
from deputies.roster.states import Level
from deputies.stations.directory import Card, cards, cells_of, days_of, deputies_of_town, find_deputies
from deputies.stations.models import GridCell
from deputies.stations.selectors import stations_of

PAGE = 24


class DeputyListView(PortalMixin, View):
    """County, township, village, one after the other; or a name. Without either it only asks."""

    def get(self, request: HttpRequest) -> HttpResponse:
        wanted = {
            name: request.GET.get(name, "").strip()[:40] for name in ("q", "county", "town", "cell", "level")
        }
        on = localdate()
        county = find_region(wanted["county"]) if wanted["county"] else None
        town = find_region(wanted["town"]) if wanted["town"] else None
        if town is not None and county is not None and not town.code.startswith(county.code):
            # The county was changed and the old township came along.
            town = None
        cells = cells_of(town.code) if town else []
        cell = next((row for row in cells if str(row.pk) == wanted["cell"]), None)
        context: dict[str, Any] = {
            "wanted": wanted,
            "county": county,
            "town": town,
            "cell": cell,
            "cells": cells,
            "counties": counties(),
            "towns": townships(county.code) if county else [],
            "levels": Level.choices,
        }
        if wanted["q"] or (county and not town) or wanted["level"]:
            context |= self._list(wanted, county.code if county else "")
        elif town:
            people = cards(deputies_of_town(town.code, on=on)[:200], on=on)
            context |= _grouped(people, cells, cell, on=on)
        return render(request, "deputies/portal/deputies.html", context)

    def _list(self, wanted: dict[str, str], county: str) -> dict[str, Any]:
        on = localdate()
        rows = find_deputies(on=on, text=wanted["q"], level=wanted["level"], county=county)
        page = keyset_page(
            rows, ("pk",), self.request.GET.get("cursor", ""), PAGE, cap=1000, name="public-deputies"
        )
        return {"page": page, "people": cards(page.rows, on=on)}


def _grouped(people: list[Card], cells: list[GridCell], cell: GridCell | None, *, on: Any) -> dict[str, Any]:
    """Who answers for the village first, then all others of the township."""
    answers_for: dict[int, list[str]] = {}
    for row in cells:
        if row.deputy_id:
            answers_for.setdefault(row.deputy_id, []).append(row.name)
    known = {card.deputy.pk for card in people}
    # A village may be the care of somebody who lives at a station elsewhere.
    outside = [row.deputy for row in cells if row.deputy and row.deputy_id not in known]
    people = people + cards({person.pk: person for person in outside}.values(), on=on)
    for card in people:
        if card.deputy.pk in answers_for:
            card.note = _("联系：%(villages)s") % {"villages": "、".join(answers_for[card.deputy.pk])}
    mine = [card for card in people if cell is not None and cell.deputy_id == card.deputy.pk]
    others = [card for card in people if card not in mine]
    return {"mine": mine, "people": others, "station": cell.station if cell else None}


class DeputyView(PortalMixin, View):
    """One deputy: what the law makes public, the days at the station, how to leave a message."""

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        deputy = Deputy.objects.select_related("photo").filter(uid=uid).first()
        if deputy is None:
            raise NotFound("not_found", _("没有找到这位代表。"))
        on = localdate()
        card = next(iter(cards([deputy], on=on)), None)
        ended = None
        if card is None:
            ended = deputy.mandates.filter(ends_on__lt=on).order_by("-ends_on").first()
            if ended is None:
                # Elected, but not in office yet: nothing of it is public.
                raise NotFound("not_found", _("没有找到这位代表。"))
        last = (
            deputy.assignments.select_related("station__organisation").order_by("-starts_on", "-pk").first()
        )
        return render(
            request,
            "deputies/portal/deputy.html",
            {
                "deputy": deputy,
                "card": card,
                "ended": ended,
                "last_station": last.station if last else None,
                "stations": stations_of(deputy, on=on) if card else [],
                "cells": list(deputy.cells.select_related("region").order_by("name")) if card else [],
                "days": days_of(deputy, on=on) if card else [],
                "today": on,
                "crumbs": [(_("找代表"), reverse("deputies:deputies")), (deputy.name, "")],
            },
        )
