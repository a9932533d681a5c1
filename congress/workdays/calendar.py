"""The working calendar as a value: weekends, and the special days that the office entered."""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """Which days are worked.

    `days` holds only the exceptions: True for a worked weekend day (调休上班), False for a day off.
    `known_years` are the years whose official notice was entered; in any other year the calendar knows
    weekends only. `names` says why a special day is special. `version` is stored on whatever was computed
    with this calendar.
    """

    days: Mapping[date, bool]
    version: str
    known_years: frozenset[int]
    names: Mapping[date, str] = field(default_factory=dict)
    # Days by ordinal: counting over integers is several times quicker than over dates.
    _special: dict[int, bool] = field(init=False, repr=False, compare=False)
    # The special ordinals in order, and by how many days the weekdays up to each of them miscount.
    _ordinals: list[int] = field(init=False, repr=False, compare=False)
    _corrections: list[int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        special = {day.toordinal(): bool(works) for day, works in sorted(self.days.items())}
        corrections, total = [0], 0
        for ordinal, works in special.items():
            total += works - ((ordinal - 1) % 7 < _SATURDAY)
            corrections.append(total)
        object.__setattr__(self, "_special", special)
        object.__setattr__(self, "_ordinals", list(special))
        object.__setattr__(self, "_corrections", corrections)

    def is_working(self, day: date) -> bool:
        """Is the day worked?"""
        return self._works(day.toordinal())

    def add(self, day: date, amount: int) -> date:
        """The `amount`-th working day after `day`; the start day is not counted. 0 gives `day` itself.

        A negative amount goes back: the working day from which `-amount` working days lead up to and include
        `day`. So `between` undoes `add` in both directions.
        """
        ordinal, special, left = day.toordinal(), self._special, amount
        while left > 0:
            ordinal += 1
            left -= special.get(ordinal, (ordinal - 1) % 7 < _SATURDAY)
        if left < 0:
            # Each step back takes the day that it leaves into the count.
            while left < 0:
                left += special.get(ordinal, (ordinal - 1) % 7 < _SATURDAY)
                ordinal -= 1
            while not self._works(ordinal):
                ordinal -= 1
        return date.fromordinal(ordinal)

    def between(self, start: date, end: date) -> int:
        """The working days after `start` up to and including `end`; negative when `end` is earlier."""
        return self._worked_up_to(end.toordinal()) - self._worked_up_to(start.toordinal())

    def next_working(self, day: date) -> date:
        """The day itself when it is worked, else the first working day after it."""
        ordinal = day.toordinal()
        while not self._works(ordinal):
            ordinal += 1
        return date.fromordinal(ordinal)

    def is_provisional(self, day: date) -> bool:
        """Does the day lie in a year whose official notice is not entered?"""
        return day.year not in self.known_years

    def unknown_years(self, start: date, end: date) -> list[int]:
        """The years between the two days, both included, whose notice is not entered."""
        return [year for year in range(start.year, end.year + 1) if year not in self.known_years]

    def reason(self, day: date) -> str:
        """Why a day is special, as it was entered, e.g. 国庆节; empty for ordinary days."""
        return self.names.get(day, "")

    def rest_days(self, start: date, end: date) -> Iterator[date]:
        """The days off after `start` up to and including `end`, in order."""
        for ordinal in range(start.toordinal() + 1, end.toordinal() + 1):
            if not self._works(ordinal):
                yield date.fromordinal(ordinal)

    def _works(self, ordinal: int) -> bool:
        return self._special.get(ordinal, (ordinal - 1) % 7 < _SATURDAY)

    def _worked_up_to(self, ordinal: int) -> int:
        # Day 1 of the calendar was a Monday.
        weeks, rest = divmod(ordinal, 7)
        return weeks * 5 + min(rest, 5) + self._corrections[bisect_right(self._ordinals, ordinal)]
