"""A year of the calendar as the wall shows it: months, weeks, and what each day is."""

from calendar import Calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from congress.workdays.calendar import WorkingCalendar
from congress.workdays.models import SpecialDay


@dataclass(frozen=True, slots=True)
class Day:
    """`kind`: "off" (festival or other day off), "work" (worked weekend), "weekend" or "" (ordinary)."""

    date: date
    kind: str
    name: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Month:
    """Weeks from Monday on; None where the month has no day."""

    first: date
    weeks: list[list[Day | None]]
    working_days: int


def months_of(year: int, calendar: WorkingCalendar, own: Mapping[date, str]) -> list[Month]:
    """The twelve months. `own` are the days that hold in the chosen division alone."""
    months = []
    for number in range(1, 13):
        weeks = [
            [_day(date(year, number, day), calendar, own) if day else None for day in week]
            for week in Calendar().monthdayscalendar(year, number)
        ]
        first = date(year, number, 1)
        last = max(day.date for week in weeks for day in week if day)
        months.append(Month(first, weeks, calendar.between(first - timedelta(days=1), last)))
    return months


@dataclass(frozen=True, slots=True)
class Run:
    """Days in a row that are alike, as one line of the list."""

    first: SpecialDay
    last: SpecialDay

    @property
    def length(self) -> int:
        return (self.last.date - self.first.date).days + 1


def runs_of(days: Iterable[SpecialDay]) -> list[Run]:
    """Join neighbouring days with the same arrangement, name, division and basis. `days` come by date."""
    runs: list[Run] = []
    for day in days:
        last = runs[-1].last if runs else None
        if last and day.date - last.date == timedelta(days=1) and _sort_of(day) == _sort_of(last):
            runs[-1] = Run(runs[-1].first, day)
        else:
            runs.append(Run(day, day))
    return runs


def _sort_of(day: SpecialDay) -> tuple[bool, str, str | None, str]:
    return day.is_working, day.name, day.region_id, day.source


def _day(day: date, calendar: WorkingCalendar, own: Mapping[date, str]) -> Day:
    kinds = {
        (True, True): "work",
        (True, False): "",
        (False, True): "off" if day in calendar.days else "weekend",
        (False, False): "off",
    }
    kind = kinds[calendar.is_working(day), day.weekday() >= 5]
    return Day(day, kind, calendar.reason(day), day in own)
