"""Plain functions that make the rows of deputies. What is not said gets a plain value."""

import secrets
from datetime import date
from itertools import count
from typing import Any

from congress.people.models import User
from congress.regions.models import Organisation, OrganisationKind, Region
from deputies.models import Constituency, Deputy, Mandate, Station, StationAssignment, Term
from deputies.roster.states import Level
from deputies.stations.states import StationState
from tests.factories import make_organisation, make_region

_numbers = count(1)


def make_term(level: str = Level.CITY, region_code: str = "430500", ordinal: int = 17, **fields: Any) -> Term:
    """The term with this level, division and ordinal, made if it is not there yet."""
    defaults = {
        "body_name": "邵阳市人民代表大会",
        "starts_on": date(2022, 1, 1),
        "ends_on": date(2026, 12, 31),
        **fields,
    }
    return Term.objects.get_or_create(
        level=level, region_code=region_code, ordinal=ordinal, defaults=defaults
    )[0]


def make_constituency(term: Term | None = None, name: str = "隆回县选举单位", **fields: Any) -> Constituency:
    """A constituency or electing body."""
    term = term or make_term()
    region = fields.pop("region", None) or make_region(term.region_code)
    return Constituency.objects.create(
        term=term, code=fields.pop("code", f"{next(_numbers):03d}"), name=name, region=region, **fields
    )


def make_deputy(name: str = "", *, user: User | None = None, **fields: Any) -> Deputy:
    """A person without a mandate."""
    return Deputy.objects.create(name=name or f"代表{next(_numbers)}", user=user, **fields)


def make_mandate(deputy: Deputy | None = None, *, term: Term | None = None, **fields: Any) -> Mandate:
    """A mandate that began with the term and goes on."""
    term = term or make_term()
    constituency = fields.pop("constituency", None) or make_constituency(term)
    return Mandate.objects.create(
        deputy=deputy or make_deputy(),
        term=term,
        level=term.level,
        region_code=term.region_code,
        constituency=constituency,
        starts_on=fields.pop("starts_on", term.starts_on),
        **fields,
    )


def make_station(
    organisation: Organisation | None = None, *, region: Region | None = None, **fields: Any
) -> Station:
    """An open station; its organisation is made where none is given."""
    number = next(_numbers)
    if organisation is None:
        region = region or make_region("430524001", "桃花坪街道", parent=make_region("430524", "隆回县"))
        organisation = make_organisation(
            f"{region.code}-ZD{number}", f"第{number}联络站", region=region, kind=OrganisationKind.STATION
        )
    return Station.objects.create(
        organisation=organisation,
        region_code=organisation.region_id,
        state=fields.pop("state", StationState.OPEN),
        address=fields.pop("address", "文化路 1 号"),
        door_secret=secrets.token_bytes(32),
        public_token=secrets.token_hex(10),
        **fields,
    )


def assign(deputy: Deputy, station: Station, **fields: Any) -> StationAssignment:
    """The deputy lives in this station from 2022 on."""
    return StationAssignment.objects.create(
        station=station, deputy=deputy, starts_on=fields.pop("starts_on", date(2022, 1, 1)), **fields
    )
