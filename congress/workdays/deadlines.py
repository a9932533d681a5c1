"""Periods of the law: how a deadline is counted, and why it falls on its day. Pure values.

Civil Code art. 201: the day of the event is not counted. Art. 202: months end on the corresponding day, or
on the last day of the month when it has none. Art. 203: a last day that is a rest day moves to the first day
after the rest. Days, working days and months are never converted into each other.
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congress.workdays.calendar import WorkingCalendar

_WEEKDAYS = (
    gettext_lazy("周一"),
    gettext_lazy("周二"),
    gettext_lazy("周三"),
    gettext_lazy("周四"),
    gettext_lazy("周五"),
    gettext_lazy("周六"),
    gettext_lazy("周日"),
)


class Unit(TextChoices):
    """What a period is counted in."""

    WORKING_DAYS = "working_days", gettext_lazy("个工作日")
    DAYS = "days", gettext_lazy("日")
    MONTHS = "months", gettext_lazy("个月")


@dataclass(frozen=True, slots=True)
class Skip:
    """A run of days off inside a period, with the names of its festivals; no name: a plain weekend."""

    first: date
    last: date
    reason: str

    @property
    def length(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a deadline falls on its day.

    `raw_end` is the last day before art. 203 moved it; `due` is where it ended. `skipped` are the days off
    that were not counted (working days only) or that the last day moved over. `lines` say all of it in
    Chinese.
    """

    start: date
    counted_from: date
    raw_end: date
    due: date
    skipped: tuple[Skip, ...]
    unknown_years: tuple[int, ...]
    basis: str
    lines: tuple[str, ...]

    @property
    def is_provisional(self) -> bool:
        """Does the day rest on a year whose official notice is not entered?"""
        return bool(self.unknown_years)


@dataclass(frozen=True, slots=True)
class Deadline:
    """A rule of the office: so many working days, days or months, and the article that says so."""

    code: str
    amount: int
    unit: Unit
    basis: str

    def __post_init__(self) -> None:
        if self.amount < 0:
            raise ValueError(f"deadline {self.code!r} cannot be negative")
        object.__setattr__(self, "unit", Unit(self.unit))

    @property
    def length(self) -> str:
        """The period in words, e.g. 15 个工作日; 0 means the same day."""
        if self.amount == 0:
            return _("当日")
        return f"{self.amount} {Unit(self.unit).label}"

    def due(self, start: date, calendar: WorkingCalendar) -> date:
        """The last day of a period that an event on `start` sets going: a working day, unless it is the same day."""
        if self.unit == Unit.WORKING_DAYS or self.amount == 0:
            return calendar.add(start, self.amount)
        return calendar.next_working(self._raw_end(start))

    def is_provisional(self, start: date, calendar: WorkingCalendar) -> bool:
        """Does the due day rest on a year whose official notice is not entered?"""
        return bool(calendar.unknown_years(start, self.due(start, calendar)))

    def explain(self, start: date, calendar: WorkingCalendar) -> Explanation:
        """The same day as `due`, with every step that led to it."""
        due = self.due(start, calendar)
        if self.amount == 0:
            lines = [_("须在 %(start)s当日办理。") % {"start": day_words(start)}]
            if self.basis:
                lines.append(_("依据：%(basis)s。") % {"basis": self.basis.rstrip("。")})
            return Explanation(start, start, due, due, (), (), self.basis, tuple(lines))
        working = self.unit == Unit.WORKING_DAYS
        raw_end = due if working else self._raw_end(start)
        skipped = tuple(_runs(calendar, start if working else raw_end - timedelta(days=1), due))
        unknown = tuple(calendar.unknown_years(start, due))
        lines = [
            _("起算事项发生于 %(start)s，当日不计，从次日 %(first)s起算，期限 %(length)s。")
            % {
                "start": day_words(start),
                "first": day_words(start + timedelta(days=1)),
                "length": self.length,
            }
        ]
        if working:
            lines += _lines_of_working_days(calendar, start, due, skipped)
        else:
            lines += self._lines_of_calendar_period(calendar, start, raw_end, due, skipped)
        lines += [_("%(year)d 年放假安排尚未录入，期限为暂算。") % {"year": year} for year in unknown]
        if self.basis:
            lines.append(_("依据：%(basis)s。") % {"basis": self.basis.rstrip("。")})
        return Explanation(
            start, start + timedelta(days=1), raw_end, due, skipped, unknown, self.basis, tuple(lines)
        )

    def _raw_end(self, start: date) -> date:
        if self.unit == Unit.DAYS:
            return start + timedelta(days=self.amount)
        return _months_after(start, self.amount)

    def _lines_of_calendar_period(
        self, calendar: WorkingCalendar, start: date, raw_end: date, due: date, skipped: tuple[Skip, ...]
    ) -> list[str]:
        lines = []
        if self.unit == Unit.DAYS:
            lines.append(
                _("按自然日计算，节假日不扣除，期间的最后一日为 %(day)s。") % {"day": day_words(raw_end)}
            )
        else:
            end = _("按月计算，到期月的对应日为 %(day)s。")
            if raw_end.day != start.day:
                end = _("按月计算，到期月没有对应日，以月末 %(day)s为最后一日。")
            lines.append(end % {"day": day_words(raw_end)})
        if due == raw_end:
            lines.append(_due_line(calendar, due))
        else:
            why = skipped[0].reason or _("休息日")
            lines.append(
                _("最后一日遇%(why)s，顺延至其后第一个工作日，期限届满日为 %(day)s。")
                % {"why": why, "day": _with_make_up(calendar, due)}
            )
        return lines


def day_words(day: date) -> str:
    """A date with its weekday, e.g. 2026 年 5 月 9 日（周六）."""
    return _("%(year)d 年 %(month)d 月 %(day)d 日（%(weekday)s）") % {
        "year": day.year,
        "month": day.month,
        "day": day.day,
        "weekday": _WEEKDAYS[day.weekday()],
    }


def _months_after(start: date, amount: int) -> date:
    year, month = divmod(start.year * 12 + start.month - 1 + amount, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def _runs(calendar: WorkingCalendar, after: date, until: date) -> Iterator[Skip]:
    """The days off in (after, until], joined where they touch."""
    numbered = enumerate(calendar.rest_days(after, until))
    for _key, group in groupby(numbered, key=lambda pair: pair[1].toordinal() - pair[0]):
        days = [day for _index, day in group]
        names = dict.fromkeys(name for day in days if (name := calendar.reason(day)))
        yield Skip(days[0], days[-1], "、".join(names))


def _lines_of_working_days(
    calendar: WorkingCalendar, start: date, due: date, skipped: tuple[Skip, ...]
) -> list[str]:
    lines = [
        _("其间跳过 %(days)s（%(reason)s）。") % {"days": _span(skip), "reason": skip.reason}
        for skip in skipped
        if skip.reason
    ]
    weekends = sum(skip.length for skip in skipped if not skip.reason)
    if weekends:
        words = _("其间另跳过周末休息日 %(count)d 天。") if lines else _("其间跳过周末休息日 %(count)d 天。")
        lines.append(words % {"count": weekends})
    worked = [
        day
        for day, works in sorted(calendar.days.items())
        if works and start < day < due and day.weekday() >= 5
    ]
    lines += [_("%(day)s为调休上班日，计入工作日。") % {"day": day_words(day)} for day in worked]
    return [*lines, _due_line(calendar, due)]


def _due_line(calendar: WorkingCalendar, due: date) -> str:
    return _("期限届满日为 %(day)s。") % {"day": _with_make_up(calendar, due)}


def _with_make_up(calendar: WorkingCalendar, day: date) -> str:
    if day.weekday() < 5 or not calendar.is_working(day):
        return day_words(day)
    return _("%(year)d 年 %(month)d 月 %(day)d 日（%(weekday)s，但为调休上班日）") % {
        "year": day.year,
        "month": day.month,
        "day": day.day,
        "weekday": _WEEKDAYS[day.weekday()],
    }


def _span(skip: Skip) -> str:
    first, last = skip.first, skip.last
    if first == last:
        return _("%(month)d 月 %(day)d 日") % {"month": first.month, "day": first.day}
    if first.month == last.month:
        words = {"month": first.month, "day": first.day, "last": last.day}
        return _("%(month)d 月 %(day)d 日至 %(last)d 日") % words
    words = {"month": first.month, "day": first.day, "last_month": last.month, "last": last.day}
    return _("%(month)d 月 %(day)d 日至 %(last_month)d 月 %(last)d 日") % words
