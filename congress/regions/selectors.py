"""Divisions from memory, organisations from the database."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

from django.conf import settings
from django.db.models import Q, QuerySet

from congress.editions.shelf import Shelf
from congress.regions.models import Organisation, OrganisationKind, Region, RegionLevel, RegionMap

# Bodies to which a matter can be handed.
HANDLER_KINDS = (
    OrganisationKind.GOVERNMENT,
    OrganisationKind.DEPARTMENT,
    OrganisationKind.FINANCE,
    OrganisationKind.UTILITY,
)
# A chain of successors longer than this is a loop in the data.
MAX_SUCCESSIONS = 8


class _HasGrants(Protocol):
    grants: Any


@dataclass
class _Divisions:
    by_code: dict[str, Region]
    by_parent: dict[str, list[Region]]


def _read(_mark: str) -> _Divisions:
    by_code = {region.code: region for region in Region.objects.order_by("code")}
    by_parent: dict[str, list[Region]] = {}
    for region in by_code.values():
        if region.parent_id:
            # Fills the field's cache: `region.parent` costs no query.
            region.parent = by_code[region.parent_id]
            if region.is_active:
                by_parent.setdefault(region.parent_id, []).append(region)
    return _Divisions(by_code, by_parent)


_divisions = Shelf("regions", _read)


def forget_regions() -> None:
    """Read the divisions anew at the next call in this process."""
    _divisions.forget()


def region(code: str) -> Region:
    """The division with this code, active or not; else LookupError. A shared object: do not save it."""
    try:
        return _divisions.get().by_code[code]
    except KeyError:
        raise LookupError(f"no division with code {code!r}") from None


def find_region(code: str) -> Region | None:
    """Like `region`, with None for an unknown code: for what came from outside."""
    return _divisions.get().by_code.get(code)


def children_of(code: str) -> list[Region]:
    """The active divisions right below this one, in the order of their codes."""
    return list(_divisions.get().by_parent.get(code, ()))


def public_phones() -> list[str]:
    """The numbers that organisations have published themselves, as they typed them."""
    texts = Organisation.objects.exclude(public_phones="").values_list("public_phones", flat=True)
    return [line.strip() for text in texts for line in text.splitlines() if line.strip()]


def counties(city_code: str = "") -> list[Region]:
    """The active county-level units of the city, by code; of the office's own city when no code is given.

    For an office of a county it is that county alone.
    """
    home = region(city_code or settings.HOME_REGION)
    return [home] if home.level == RegionLevel.COUNTY else children_of(home.code)


def townships(county_code: str) -> list[Region]:
    """The active township-level units of a county, by pinyin: people look for a name."""
    return sorted(children_of(county_code), key=lambda place: (place.pinyin or place.name, place.code))


def place_name(code: str) -> str:
    """The place as one says it inside the city: 隆回县 桃花坪街道. Empty for an unknown code."""
    names: list[str] = []
    place = find_region(code)
    while place is not None and (place.level in (RegionLevel.TOWNSHIP, RegionLevel.COUNTY) or not names):
        names.append(place.name)
        place = place.parent
    return " ".join(reversed(names))


def region_map(city_code: str = "", *, public: bool) -> RegionMap | None:
    """The sketch of the city's counties; for the public only one that was approved. One query."""
    maps = RegionMap.objects.filter(city_id=city_code or settings.HOME_REGION)
    return (maps.exclude(approval="") if public else maps).first()


def organisations_in_service(*, on: date | None = None) -> QuerySet[Organisation]:
    """The organisations that exist that day; without a day, those without an end."""
    if on is None:
        return Organisation.objects.filter(valid_to__isnull=True)
    return Organisation.objects.filter(
        Q(valid_from__isnull=True) | Q(valid_from__lte=on), Q(valid_to__isnull=True) | Q(valid_to__gte=on)
    )


def _read_organs(_mark: str) -> dict[str, Organisation]:
    oldest_last = Organisation.objects.filter(
        kind=OrganisationKind.CONGRESS_ORGAN, valid_to__isnull=True
    ).order_by("-pk")
    return {organ.region_id: organ for organ in oldest_last.select_related("region")}


_organs = Shelf("bodies", _read_organs)


def congress_organ(region_code: str) -> Organisation | None:
    """The working organ of the congress of a county or city, from memory: of several, the oldest. Do not save it."""
    return _organs.get().get(region_code)


def handlers_for(user: _HasGrants | None, *, on: date | None = None) -> QuerySet[Organisation]:
    """The bodies to which this person can hand a matter: those of the divisions of his organisations.

    For a township or a station these are the bodies of its county. None (the system): all of them.
    """
    handlers = (
        organisations_in_service(on=on)
        .filter(kind__in=HANDLER_KINDS)
        .select_related("region")
        .order_by("region_id", "code")
    )
    if user is None:
        return handlers
    codes = set(user.grants.values_list("organisation__region_id", flat=True))
    return handlers.filter(_inside(Region(code=code[:6]).prefix for code in codes))


def _inside(prefixes: Iterable[str]) -> Q:
    inside = Q(pk__in=[])
    for prefix in prefixes:
        inside |= Q(region__code__startswith=prefix)
    return inside


def current_organisation(organisation: Organisation, *, on: date) -> Organisation:
    """The organisation itself, or the one that carries on its work that day when it has ended."""
    for _step in range(MAX_SUCCESSIONS):
        if organisation.valid_to is None or organisation.valid_to >= on or organisation.successor is None:
            return organisation
        organisation = organisation.successor
    return organisation
