"""Opening hours as people write them: 周一至周五 09:00-12:00 14:30-17:30, one line a group of days. No Django models here."""

import re
from collections.abc import Iterable
from datetime import time

from django.utils.translation import gettext as _

from congress.errors import BadInput

Hours = tuple[int, time, time]
_NAMES = "一二三四五六日"
_DAY = re.compile(r"(?:周|星期)([一二三四五六日天])")
_RANGE = re.compile(r"(?:周|星期)([一二三四五六日天])\s*(?:至|到|-|—|~)\s*(?:周|星期)?([一二三四五六日天])")
_TIMES = re.compile(r"(\d{1,2})[:：](\d{2})\s*(?:-|–|—|~|至|到)\s*(\d{1,2})[:：](\d{2})")


def read_hours(text: str) -> tuple[Hours, ...]:
    """The hours of every line. BadInput names the line that cannot be read."""
    found: set[Hours] = set()
    for line in filter(None, (line.strip() for line in text.splitlines())):
        days, times = _days(line), _TIMES.findall(line)
        try:
            spans = [(time(int(a), int(b)), time(int(c), int(d))) for a, b, c, d in times]
        except ValueError:
            spans = []
        if not days or not spans or any(closes <= opens for opens, closes in spans):
            raise BadInput(
                "bad_hours",
                _("“%(line)s”读不懂，请写成：周一至周五 09:00-12:00 14:30-17:30。") % {"line": line[:40]},
                field="hours",
            )
        found |= {(day, opens, closes) for day in days for opens, closes in spans}
    return tuple(sorted(found))


def _days(line: str) -> set[int]:
    days = {_number(name) for name in _DAY.findall(line)}
    for first, last in _RANGE.findall(line):
        days |= set(range(_number(first), _number(last) + 1))
    if "工作日" in line:
        days |= {1, 2, 3, 4, 5}
    return days


def _number(name: str) -> int:
    return _NAMES.index("日" if name == "天" else name) + 1


def write_hours(hours: Iterable[Hours]) -> str:
    """The same as lines: days with equal hours share one."""
    by_day: dict[int, list[str]] = {}
    for day, opens, closes in sorted(hours):
        by_day.setdefault(day, []).append(f"{opens:%H:%M}-{closes:%H:%M}")
    lines: dict[str, list[int]] = {}
    for day, spans in by_day.items():
        lines.setdefault(" ".join(spans), []).append(day)
    return "\n".join(f"{_named(days)} {spans}" for spans, days in lines.items())


def _named(days: list[int]) -> str:
    if len(days) > 2 and days == list(range(days[0], days[-1] + 1)):
        return f"周{_NAMES[days[0] - 1]}至周{_NAMES[days[-1] - 1]}"
    return "、".join(f"周{_NAMES[day - 1]}" for day in days)
