"""What pages and other concepts read about stations."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.utils.translation import gettext as _

from congress.errors import NotFound
from congress.models import User
from congress.people.roles import Role
from congress.people.rules import organisations_of, region_prefixes
from deputies.roster.models import Deputy
from deputies.stations.models import CheckAnswer, Station, StationAssignment
from deputies.stations.rules import READERS
from deputies.stations.states import SERVING, StationState


def assigned(on: date) -> Q:
    """The assignments in force that day."""
    return Q(starts_on__lte=on) & (Q(ends_on__isnull=True) | Q(ends_on__gte=on))


def stations_for(user: User, *, on: date) -> QuerySet[Station]:
    """Those that this account may see at the desk or the phone.

    Staff of the congress: their division's; a station officer: the own ones; a deputy: where he or she is assigned.
    """
    visible = Q(pk__in=organisations_of(user, Role.STATION_OFFICER, on=on))
    for prefix in region_prefixes(user, READERS, on=on):
        visible |= Q(region_code__startswith=prefix)
    mine = StationAssignment.objects.filter(assigned(on), deputy__user=user)
    visible |= Q(pk__in=mine.values("station"))
    return Station.objects.filter(visible).select_related("organisation", "organisation__region")


def get_station_for(user: User, code: str, *, on: date) -> Station:
    """The one door at desk and phone, by the organisation's code. Raises NotFound."""
    station = stations_for(user, on=on).filter(organisation__code=code).first()
    if station is None:
        raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
    return station


def public_stations() -> QuerySet[Station]:
    """What the public may see: all that were opened, the merged ones too (their page says where to go)."""
    return Station.objects.exclude(state=StationState.PREPARING).select_related(
        "organisation", "organisation__region", "organisation__successor"
    )


def serving_stations() -> QuerySet[Station]:
    """Where citizens may come."""
    return public_stations().filter(state__in=SERVING)


def get_public_station(code: str) -> Station:
    """The public door. Raises NotFound."""
    station = public_stations().filter(organisation__code=code).first()
    if station is None:
        raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
    return station


def stations_of(deputy: Deputy, *, on: date) -> list[Station]:
    """The stations of a deputy that day, the main one first. One query."""
    rows = (
        StationAssignment.objects.filter(assigned(on), deputy=deputy)
        .select_related("station__organisation__region")
        .order_by(F("is_main").desc(), "pk")
    )
    return [row.station for row in rows]


def station_of(deputy: Deputy, *, on: date) -> Station | None:
    """The main station of a deputy that day, else any; None without one."""
    return next(iter(stations_of(deputy, on=on)), None)


def assignments_at(station: Station, *, on: date) -> QuerySet[StationAssignment]:
    """Who is at the station that day: the head first, then residents, then guests."""
    order = {"head": 0, "vice": 1, "resident": 2, "guest": 3}
    rank = Case(*(When(role=role, then=Value(n)) for role, n in order.items()), output_field=IntegerField())
    return (
        StationAssignment.objects.filter(assigned(on), station=station)
        .select_related("deputy")
        .order_by(rank, "pk")
    )


def deputies_at(station: Station, *, on: date) -> list[Deputy]:
    """The deputies of the station that day."""
    return [row.deputy for row in assignments_at(station, on=on)]


def main_stations(deputies: Iterable[Deputy], *, on: date) -> dict[int, Station]:
    """The main station of many deputies, by deputy. One query."""
    rows = StationAssignment.objects.filter(
        assigned(on), deputy__in=[deputy.pk for deputy in deputies], is_main=True
    ).select_related("station__organisation")
    return {row.deputy_id: row.station for row in rows}


def may_read_proof(user: User, answer: CheckAnswer, *, on: date) -> bool:
    """A photo that proves an item of a check: whoever sees the station at the desk."""
    return user.is_authenticated and stations_for(user, on=on).filter(pk=answer.check_of.station_id).exists()
