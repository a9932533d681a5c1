"""The public side of the rota: announced receptions of a span of days, with those who come."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import Prefetch, QuerySet

from deputies.stations.directory import Reception
from deputies.stations.models import DutyShift, ShiftDeputy, Station
from deputies.stations.selectors import public_stations
from deputies.stations.states import ShiftState

# A moved or cancelled reception stays, with its reason. Who missed one is a matter of the desk.
SHOWN = (ShiftState.PUBLISHED, ShiftState.OPEN, ShiftState.DONE, ShiftState.MOVED, ShiftState.CANCELLED)
DAYS_BACK, DAYS_AHEAD = 30, 90


def announced_shifts() -> QuerySet[DutyShift]:
    """Every reception that was announced, with station and those who come; later moved or cancelled ones too."""
    there = ShiftDeputy.objects.filter(left_at__isnull=True).select_related("deputy").order_by("pk")
    return (
        DutyShift.objects.filter(
            published_at__isnull=False, state__in=SHOWN, station__in=public_stations().values("pk")
        )
        .select_related("station__organisation", "moved_to")
        .prefetch_related(Prefetch("places", there))
    )


def duty_between(since: date, until: date, *, region: str = "") -> QuerySet[DutyShift]:
    """The announced receptions from `since` to `until`, both included, in a division and below."""
    return announced_shifts().filter(on__gte=since, on__lte=until, station__region_code__startswith=region)


def feed_shifts(station: Station, *, on: date) -> QuerySet[DutyShift]:
    """What a subscribed calendar holds: a month back and a quarter ahead."""
    since, until = on - timedelta(days=DAYS_BACK), on + timedelta(days=DAYS_AHEAD)
    return duty_between(since, until).filter(station=station).order_by("on", "starts_at", "pk")


def station_rota(station: Station, *, on: date, most: int = 8) -> list[Reception]:
    """The next announced receptions of one station with their changes, for `_station_rota.html`. Two queries."""
    rows = announced_shifts().filter(station=station, on__gte=on).order_by("on", "starts_at", "pk")[:most]
    return receptions(rows)


def receptions(shifts: Iterable[DutyShift]) -> list[Reception]:
    """Shifts of `announced_shifts` as the pages show them."""
    return [Reception(shift, [place.deputy for place in shift.places.all()]) for shift in shifts]
