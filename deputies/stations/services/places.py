"""Stations are opened, changed, merged. Their codes never change; a closed one says where to go."""

import secrets
from dataclasses import dataclass, fields
from datetime import date, time
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput, Stale, WrongState
from congress.models import Organisation, OrganisationKind, Region
from congress.people.actors import Actor
from congress.search.grams import grams, normalise
from deputies.stations.followers import tell_merge_followers
from deputies.stations.models import OpeningHours, Station, StationAssignment
from deputies.stations.rules import require_keeper, require_office
from deputies.stations.services.shifts import cancel_later_shifts
from deputies.stations.states import StationLevel, StationState, StationType

# Hunan lies within; a point outside is a typing error (latitude and longitude swapped, most often).
SOUTH, NORTH, WEST, EAST = Decimal("24.5"), Decimal("30.2"), Decimal("108.7"), Decimal("114.3")


@dataclass(frozen=True, slots=True)
class StationDraft:
    """A station as the office describes it. `hours`: (weekday 1-7, opens, closes)."""

    name: str
    address: str
    level: str = StationLevel.STUDIO
    type: str = StationType.GENERAL
    is_legislative_point: bool = False
    directions: str = ""
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    phone: str = ""
    responsible: str = ""
    liaison: str = ""
    services: str = ""
    area: int | None = None
    is_accessible: bool = False
    group_name: str = ""
    group_size: int | None = None
    hours: tuple[tuple[int, time, time], ...] = ()


@transaction.atomic
def open_station(
    draft: StationDraft,
    *,
    region: Region,
    code: str = "",
    actor: Actor,
    on: date,
    opened_on: date | None = None,
) -> Station:
    """Open a station in a township or county. Its organisation is made, or taken over where the code exists."""
    require_office(actor, region.code, on=on)
    _check(draft)
    county = Organisation.objects.filter(code=f"{region.code[:6]}-RD").first()
    code = code or _next_code(region)
    organisation, _made = Organisation.objects.get_or_create(
        code=code,
        defaults={
            "name": draft.name.strip(),
            "short_name": draft.name.strip()[:60],
            "kind": OrganisationKind.STATION,
            "region": region,
            "parent": county,
            "valid_from": opened_on or on,
        },
    )
    if Station.objects.filter(organisation=organisation).exists():
        raise BadInput("code_taken", _("这个站点代码已被使用。"), field="code")
    station = Station(
        organisation=organisation,
        region_code=region.code,
        state=StationState.OPEN,
        door_secret=secrets.token_bytes(32),
        public_token=secrets.token_urlsafe(12),
    )
    _fill(station, draft)
    station.save(force_insert=True)
    _write_hours(station, draft)
    record(
        "deputies.station.opened", organisation, actor=actor, code=code, name=draft.name, region=region.code
    )
    return station


@transaction.atomic
def change_station(station: Station, draft: StationDraft, *, version: int, actor: Actor, on: date) -> Station:
    """Correct a station's data. A new name keeps the old one among the former names."""
    station = (
        Station.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=station.pk)
    )
    require_keeper(actor, station, on=on)
    _check(draft)
    if station.version != version:
        raise Stale("stale", _("站点资料刚被修改，请刷新后再试。"))
    before = _facts(station)
    organisation = station.organisation
    if draft.name.strip() != organisation.name:
        station.former_names = "、".join(filter(None, [station.former_names, organisation.name]))[:200]
        organisation.name, organisation.short_name = draft.name.strip(), draft.name.strip()[:60]
        organisation.save(update_fields=["name", "short_name"])
    _fill(station, draft)
    station.version += 1
    station.save()
    _write_hours(station, draft)
    after = _facts(station)
    changed = {name: [before[name], after[name]] for name in after if before[name] != after[name]}
    record("deputies.station.changed", organisation, actor=actor, changed=changed)
    return station


@transaction.atomic
def close_station(
    station: Station, *, successor: Station | None, reason: str, actor: Actor, on: date
) -> Station:
    """Close a station or merge it into another: deputies, villages and open matters go to the successor.

    Its later receptions fall out.
    """
    # In the order of keys: two merges that cross wait for one another instead of dying.
    keys = sorted(filter(None, [station.pk, successor.pk if successor else None]))
    locked = {row.pk: row for row in Station.objects.select_for_update(of=("self",)).filter(pk__in=keys)}
    station = locked[station.pk]
    require_office(actor, station.region_code, on=on)
    if not reason.strip():
        raise BadInput("no_reason", _("请写明撤并或停用的原因。"), field="reason")
    if station.state == StationState.MERGED:
        raise WrongState("already_closed", _("该站点已经撤并。"))
    if successor is not None:
        successor = locked[successor.pk]
        if successor.pk == station.pk or successor.state in {StationState.MERGED, StationState.PAUSED}:
            raise BadInput("bad_successor", _("请选择一个正在运行的承继站点。"), field="successor")
    station.state = StationState.MERGED if successor else StationState.PAUSED
    station.version += 1
    station.save(update_fields=["state", "version", "updated_at"])
    moved = 0
    if successor is not None:
        organisation = station.organisation
        organisation.valid_to, organisation.successor_id = on, successor.pk
        organisation.save(update_fields=["valid_to", "successor"])
        station.cells.update(station=successor, deputy=None)
        moved = _move_deputies(station, successor, on=on)
        tell_merge_followers(station, successor, actor=actor, on=on)
    cancelled = cancel_later_shifts(station, after=on, reason=reason.strip(), actor=actor)
    record(
        "deputies.station.closed",
        station.organisation,
        actor=actor,
        successor=successor.organisation.code if successor else None,
        reason=reason.strip(),
        deputies=moved,
        shifts=cancelled,
    )
    return station


def _move_deputies(station: Station, successor: Station, *, on: date) -> int:
    """Their time here ends today; tomorrow begins at the successor. Guests there already only end here."""
    tomorrow = date.fromordinal(on.toordinal() + 1)
    leaving = list(station.assignments.filter(ends_on__isnull=True).order_by("pk"))
    there = set(successor.assignments.filter(ends_on__isnull=True).values_list("deputy_id", flat=True))
    station.assignments.filter(pk__in=[row.pk for row in leaving]).update(ends_on=on)
    coming = [
        StationAssignment(
            station=successor, deputy_id=row.deputy_id, role=row.role, is_main=row.is_main, starts_on=tomorrow
        )
        for row in leaving
        if row.deputy_id not in there
    ]
    StationAssignment.objects.bulk_create(coming)
    return len(coming)


def _check(draft: StationDraft) -> None:
    if not draft.name.strip() or len(draft.name.strip()) > 60:
        raise BadInput("bad_name", _("请填写站点名称，不超过 60 个字。"), field="name")
    if not draft.address.strip() or len(draft.address.strip()) > 120:
        raise BadInput("bad_address", _("请填写地址，不超过 120 个字。"), field="address")
    if (draft.latitude is None) != (draft.longitude is None):
        raise BadInput("half_point", _("经度和纬度要一起填写。"), field="latitude")
    point = (draft.latitude or SOUTH, draft.longitude or WEST)
    if not (SOUTH <= point[0] <= NORTH and WEST <= point[1] <= EAST):
        raise BadInput("far_point", _("坐标不在本省范围内，请检查经度和纬度是否填反。"), field="latitude")
    for weekday, opens, closes in draft.hours:
        if not 1 <= weekday <= 7 or closes <= opens:
            raise BadInput("bad_hours", _("开放时间不对：关门要晚于开门。"), field="hours")


def _fill(station: Station, draft: StationDraft) -> None:
    for field in fields(draft):
        if field.name in {"name", "hours"}:
            continue
        value = getattr(draft, field.name)
        setattr(station, field.name, value.strip() if isinstance(value, str) else value)
    text = normalise(f"{draft.name} {station.former_names} {station.address} {station.services}")
    station.search_text, station.search_grams = text, grams(text)


def _write_hours(station: Station, draft: StationDraft) -> None:
    station.hours.all().delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(station=station, weekday=weekday, opens=opens, closes=closes)
        for weekday, opens, closes in sorted(set(draft.hours))
    )


def _facts(station: Station) -> dict[str, object]:
    facts: dict[str, object] = {"name": station.organisation.name}
    for field in fields(StationDraft):
        if field.name not in {"name", "hours"}:
            value = getattr(station, field.name)
            facts[field.name] = str(value) if isinstance(value, Decimal) else value
    facts["hours"] = [str(row) for row in station.hours.all()]
    return facts


def _next_code(region: Region) -> str:
    """The township's code and a running number: 430524001-ZD, 430524001-ZD2, …"""
    taken = set(
        Organisation.objects.filter(code__startswith=f"{region.code}-ZD").values_list("code", flat=True)
    )
    number = 1
    while (code := f"{region.code}-ZD{number if number > 1 else ''}") in taken:
        number += 1
    return code
