"""Who is on duty when: the plan as a pure function. No Django here, so that it can be tested over any calendar.

A reception day that falls on a rest day moves to the next working day (遇节假日顺延); days on which no deputy can be
there (a session) are passed over. Deputies serve in turn: least served first, wishes respected, nobody twice in a
row while there is a choice.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Protocol

# How far a reception may move before it is given up: longer than Spring Festival and a session together.
FURTHEST = 30
# Days off of fixed date (全国年节及纪念日放假办法, as of 2025): they hold before a year's notice is out.
STATUTORY = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})


class Calendar(Protocol):
    """What the plan needs of the working calendar."""

    def is_working(self, day: date) -> bool: ...

    def is_provisional(self, day: date) -> bool: ...


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last


@dataclass(frozen=True, slots=True)
class Pattern:
    """`kind` and `days` as in models.RotaPattern; `size` deputies a shift."""

    kind: str
    days: tuple[int, ...]
    size: int = 1


@dataclass(frozen=True, slots=True)
class Candidate:
    """A deputy who may be on duty. `served`: shifts in the time before; `spared`: asked only when nobody else can."""

    key: int
    served: int = 0
    spared: bool = False
    cannot: tuple[Span, ...] = ()
    prefers: tuple[Span, ...] = ()

    def can(self, day: date) -> bool:
        """Is the deputy free that day?"""
        return not any(day in span for span in self.cannot)

    def likes(self, day: date) -> bool:
        """Did the deputy ask for that day?"""
        return any(day in span for span in self.prefers)


@dataclass(frozen=True, slots=True)
class Slot:
    """A reception day. `planned_on` is what the pattern says, `on` where the calendar moved it."""

    on: date
    planned_on: date


@dataclass(slots=True)
class Turn:
    """A slot with its deputies; `missing` places nobody could take."""

    slot: Slot
    deputies: list[int] = field(default_factory=list)
    missing: int = 0


def pattern_days(pattern: Pattern, first: date, last: date) -> list[date]:
    """The days of the pattern in the period, in order."""
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    return [day for day in days if _matches(pattern, day)]


def _matches(pattern: Pattern, day: date) -> bool:
    if pattern.kind == "weekly":
        return day.isoweekday() in pattern.days
    if pattern.kind == "month_days":
        return day.day in pattern.days
    nth = (day.day - 1) // 7 + 1
    is_last = (day + timedelta(days=7)).month != day.month
    # 9 stands for the last one of the month.
    return nth * 10 + day.isoweekday() in pattern.days or (is_last and 90 + day.isoweekday() in pattern.days)


def _receives(day: date, calendar: Calendar) -> bool:
    """A working day; while a year's notice is not out, its statutory days of fixed date are kept free as well."""
    if calendar.is_provisional(day) and (day.month, day.day) in STATUTORY:
        return False
    return calendar.is_working(day)


def slots(
    pattern: Pattern, first: date, last: date, *, calendar: Calendar, blackouts: Sequence[Span] = ()
) -> list[Slot]:
    """The reception days of a period, moved off rest days and blackouts. Two that meet on one day are one.

    A day planned at the end of the period may move beyond it; one that finds no day within a month is left out.
    """
    found: dict[date, Slot] = {}
    for planned in pattern_days(pattern, first, last):
        for step in range(FURTHEST + 1):
            day = planned + timedelta(days=step)
            if _receives(day, calendar) and not any(day in span for span in blackouts):
                found.setdefault(day, Slot(day, planned))
                break
    return [found[day] for day in sorted(found)]


def share_out(
    wanted: Iterable[Slot], candidates: Sequence[Candidate], *, size: int, before: Iterable[int] = ()
) -> list[Turn]:
    """Give every slot its deputies. `before` are those of the shift just before the first slot.

    The order of choice: free that day; not spared; not in the shift before, unless two turns behind all others; asked
    for the day and at most one ahead of the least served; least served; longest ago; key.
    """
    served = {candidate.key: candidate.served for candidate in candidates}
    last_turn = dict.fromkeys(served, -1)
    previous = set(before)
    turns = []
    for number, slot in enumerate(wanted):
        free = [candidate for candidate in candidates if candidate.can(slot.on)]
        turn = Turn(slot)
        for _place in range(size):
            left = [candidate for candidate in free if candidate.key not in turn.deputies]
            if not left:
                break
            least = min(served[candidate.key] for candidate in left)
            others = [served[c.key] for c in left if c.key not in previous]
            behind = min(others, default=0) - 2
            chosen = min(
                left,
                key=lambda c: (
                    c.spared,
                    c.key in previous and served[c.key] > behind,
                    not (c.likes(slot.on) and served[c.key] <= least + 1),
                    served[c.key],
                    last_turn[c.key],
                    c.key,
                ),
            )
            turn.deputies.append(chosen.key)
            served[chosen.key] += 1
            last_turn[chosen.key] = number
        turn.missing = size - len(turn.deputies)
        previous = set(turn.deputies)
        turns.append(turn)
    return turns
