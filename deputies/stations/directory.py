"""What the public finds: stations by place, the deputies of a village, who is at a station next. No phone unless agreed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from math import cos, radians
from typing import Any

from django.db.models import (
    Count,
    Exists,
    F,
    FloatField,
    IntegerField,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Cast, Coalesce, Left, Power, Sqrt
from django.utils.translation import gettext as _

from congress.search.selectors import matching
from deputies.roster.models import Deputy, Mandate
from deputies.roster.selectors import search_deputies, with_mandates
from deputies.stations.models import (
    DutyShift,
    GridCell,
    OpeningHours,
    Station,
    StationAssignment,
)
from deputies.stations.selectors import assigned, main_stations, serving_stations
from deputies.stations.states import ShiftState, StationType

METRES_A_DEGREE = 111_195
# Stands for "no one knows how far": such stations come last.
UNKNOWN_FAR = 9_999_999
# How many receptions of a station the public sees ahead.
SHIFTS_AHEAD = 4


@dataclass(frozen=True, slots=True)
class Near:
    """Roughly where the visitor is: two decimals, about a kilometre."""

    latitude: float
    longitude: float

    @classmethod
    def from_text(cls, text: str) -> "Near | None":
        """From "27.25,111.47"; None for anything else."""
        try:
            latitude, longitude = (round(float(part), 2) for part in text[:30].split(","))
        except ValueError:
            return None
        if not (-90 <= latitude <= 90 and -180 <= longitude <= 180):
            return None
        return cls(latitude, longitude)


def by_distance(stations: QuerySet[Station], near: Near) -> QuerySet[Station]:
    """Annotated with `metres`, on a flat earth: right to a few metres within a province."""
    east = METRES_A_DEGREE * cos(radians(near.latitude))

    def degrees(name: str, centre: float) -> Any:
        return Cast(F(name), FloatField()) - Value(centre)

    squared = Power(degrees("latitude", near.latitude) * Value(float(METRES_A_DEGREE)), 2) + Power(
        degrees("longitude", near.longitude) * Value(east), 2
    )
    return stations.annotate(metres=Coalesce(Cast(Sqrt(squared), IntegerField()), Value(UNKNOWN_FAR)))


def find_stations(
    *, text: str = "", county: str = "", town: str = "", kind: str = "", near: Near | None = None
) -> QuerySet[Station]:
    """The stations that serve, narrowed; with `near` each has `metres`."""
    rows = serving_stations()
    place = town or county
    if place:
        rows = rows.filter(region_code__startswith=place)
    if kind == "legislative":
        rows = rows.filter(is_legislative_point=True)
    elif kind:
        rows = rows.filter(type=kind)
    if text:
        rows = matching(rows, text, text_field="search_text", gram_field="search_grams", need=1001)
    rows = rows.prefetch_related(Prefetch("hours", OpeningHours.objects.order_by("weekday", "opens")))
    return by_distance(rows, near) if near else rows


def stations_by_county() -> dict[str, int]:
    """How many serve in each county. One query."""
    rows = serving_stations().order_by().values(county=Left("region_code", 6)).annotate(number=Count("pk"))
    return {row["county"]: row["number"] for row in rows}


def kinds() -> list[tuple[str, Any]]:
    """What a visitor can narrow the list to."""
    return [*StationType.choices, ("legislative", _("基层立法联系点"))]


@dataclass(slots=True)
class Reception:
    """A published reception with those who come."""

    shift: DutyShift
    deputies: list[Deputy] = field(default_factory=list)


def days_of(deputy: Deputy, *, on: date, most: int = SHIFTS_AHEAD) -> list[DutyShift]:
    """The published receptions at which a deputy will be. One query."""
    places = Q(places__deputy=deputy, places__left_at__isnull=True)
    return list(
        DutyShift.objects.filter(places, on__gte=on, state__in=[ShiftState.PUBLISHED, ShiftState.OPEN])
        .select_related("station__organisation")
        .order_by("on", "starts_at")[:most]
    )


# ---- deputies ----


@dataclass(slots=True)
class Card:
    """What the law makes public of a deputy (Deputies Law, art. 58), and what he or she agreed to."""

    deputy: Deputy
    mandates: list[Mandate]
    station: Station | None = None
    note: str = ""

    @property
    def phone(self) -> str:
        """In clear, with consent only."""
        if self.deputy.publish_phone and self.deputy.phone:
            return str(self.deputy.phone.reveal())
        return ""

    @property
    def photo(self) -> str:
        """The key of the public copy of the photo, with consent only."""
        photo = self.deputy.photo if self.deputy.publish_photo and self.deputy.photo_id else None
        return str(photo.pk) if photo is not None and photo.is_public else ""


def sitting(*, on: date, level: str = "", county: str = "") -> QuerySet[Deputy]:
    """The deputies in office that day, of one level, elected in one county."""
    held = Mandate.objects.in_office(on).filter(deputy=OuterRef("pk"))
    if level:
        held = held.filter(level=level)
    if county:
        held = held.filter(constituency__region__code__startswith=county)
    return Deputy.objects.filter(Exists(held)).select_related("photo")


def find_deputies(*, on: date, text: str = "", level: str = "", county: str = "") -> QuerySet[Deputy]:
    """The public search, by name, employer or post."""
    rows = sitting(on=on, level=level, county=county)
    return search_deputies(rows, text) if text else rows


def cards(deputies: Iterable[Deputy], *, on: date) -> list[Card]:
    """With mandates and main stations; those without a mandate that day are left out. Two queries."""
    people = list(deputies)
    mandates, stations = with_mandates(people, on=on), main_stations(people, on=on)
    return [
        Card(person, mandates[person.pk], stations.get(person.pk))
        for person in people
        if person.pk in mandates
    ]


def cells_of(town: str) -> list[GridCell]:
    """The villages of a township, with their station and deputy. One query."""
    return list(
        GridCell.objects.filter(region_id=town)
        .select_related("station__organisation", "deputy__photo")
        .order_by("name", "pk")
    )


def deputies_of_town(town: str, *, on: date) -> QuerySet[Deputy]:
    """Those at the stations of a township, and those whom its voters elected."""
    at_station = StationAssignment.objects.filter(
        assigned(on), deputy=OuterRef("pk"), station__region_code=town
    )
    elected = Mandate.objects.in_office(on).filter(deputy=OuterRef("pk"), constituency__region_id=town)
    return sitting(on=on).filter(Exists(at_station) | Exists(elected)).order_by("pk")
