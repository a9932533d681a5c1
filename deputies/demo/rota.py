"""The duty rota of the demo: three months behind and six weeks ahead, for every station.

Planned by the same pure functions as in the office; written in bulk, since some eight hundred receptions through the
services would make newcomers wait. What stands in the rows is what the services leave behind.
"""

from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from congress.models import Grant, User
from congress.people.roles import Role
from congress.workdays.selectors import working_calendar
from deputies.models import CheckIn, DutyShift, RotaPattern, ShiftDeputy, Station
from deputies.stations.rota import Candidate, Pattern, Turn, share_out, slots
from deputies.stations.selectors import deputies_at
from deputies.stations.states import SERVING, PatternKind, ShiftState

SHANGHAI = ZoneInfo("Asia/Shanghai")
SEED = 430510
BACK, AHEAD = 88, 42
HOURS = (time(9), time(11, 30))
PATTERNS = (
    (PatternKind.WEEKLY, (5,)),
    (PatternKind.MONTH_DAYS, (9, 19, 29)),
    (PatternKind.WEEKLY, (2,)),
    (PatternKind.MONTH_DAYS, (10, 25)),
    (PatternKind.NTH_WEEKDAY, (13, 33)),
)
CANCELLED = ("防汛值守，接待取消", "站点停电检修")


@transaction.atomic
def load_rota(*, on: date) -> None:
    """Write it once."""
    if DutyShift.objects.exists():
        return
    _Rota(on).fill()


class _Rota:
    def __init__(self, on: date) -> None:
        self.on = on
        self.chance = Random(SEED)  # noqa: S311 - the same rota on every machine
        self.shifts: list[DutyShift] = []
        self.places: list[ShiftDeputy] = []
        self.check_ins: list[CheckIn] = []
        self.officers = {
            grant.organisation_id: grant.user
            for grant in Grant.objects.filter(role=Role.STATION_OFFICER).select_related("user")
        }

    def fill(self) -> None:
        """Station by station."""
        stations = Station.objects.filter(state__in=SERVING).select_related("organisation").order_by("pk")
        for number, station in enumerate(stations):
            kind, days = PATTERNS[number % len(PATTERNS)]
            pattern = RotaPattern(
                station=station,
                kind=kind,
                days=list(days),
                starts_at=HOURS[0],
                ends_at=HOURS[1],
                deputies_per_shift=1 + number % 2,
            )
            pattern.save()
            self._plan(station, pattern)
        DutyShift.objects.bulk_create(self.shifts, batch_size=500)
        ShiftDeputy.objects.bulk_create(self.places, batch_size=1000)
        CheckIn.objects.bulk_create(self.check_ins, batch_size=1000)

    def _plan(self, station: Station, pattern: RotaPattern) -> None:
        first, last = self.on - timedelta(days=BACK), self.on + timedelta(days=AHEAD)
        planned = slots(
            Pattern(pattern.kind, tuple(pattern.days)),
            first,
            last,
            calendar=working_calendar(station.region_code[:6]),
        )
        people = [Candidate(deputy.pk) for deputy in deputies_at(station, on=self.on)]
        for turn in share_out(planned, people, size=pattern.deputies_per_shift):
            self._shift(station, turn)

    def _shift(self, station: Station, turn: Turn) -> None:
        day = turn.slot.on
        shift = DutyShift(
            station=station,
            on=day,
            planned_on=turn.slot.planned_on,
            starts_at=HOURS[0],
            ends_at=HOURS[1],
            state=ShiftState.PUBLISHED,
            published_at=_at(day - timedelta(days=12), 9),
            version=2,
        )
        self.shifts.append(shift)
        places = [ShiftDeputy(shift=shift, deputy_id=key) for key in turn.deputies]
        self.places += places
        draw = self.chance.random()
        if draw < 0.03:
            shift.state, shift.note = ShiftState.CANCELLED, self.chance.choice(CANCELLED)
            shift.changed_at = _at(day - timedelta(days=2), 10)
        elif day < self.on:
            self._held(station, shift, places, missed=draw < 0.06)

    def _held(self, station: Station, shift: DutyShift, places: list[ShiftDeputy], *, missed: bool) -> None:
        if missed:
            shift.state, shift.note = ShiftState.MISSED, "代表临时有事，未能到场，也没有安排代班"
            return
        shift.state, shift.visitors = ShiftState.DONE, self.chance.choice((0, 1, 2, 2, 3, 4, 6))
        shift.opened_at, shift.closed_at = _at(shift.on, 9), _at(shift.on, 11)
        officer: User | None = self.officers.get(station.pk)
        if officer is None:
            return
        for number, place in enumerate(places):
            self.check_ins.append(
                CheckIn(
                    uid=UUID(int=(SEED << 64) + len(self.check_ins)),
                    shift=shift,
                    deputy_id=place.deputy_id,
                    at=_at(shift.on, 8) + timedelta(minutes=50 + number),
                    received_at=_at(shift.on, 9),
                    way="liaison",
                    by=officer,
                )
            )


def _at(day: date, hour: int) -> datetime:
    return datetime.combine(day, time(hour), SHANGHAI)
