"""The official days off as the `holidays` package has them, in the shape of our rows. No database.

The package is a helper to fill the table, never asked when a deadline is counted: the signed notice is the
source.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from holidays.countries.china import China

_TITLE = "国务院办公厅关于{year}年部分节假日安排的通知"
_NUMBERS = {
    2019: "国办发明电〔2018〕15号",
    2020: "国办发明电〔2019〕16号",
    2021: "国办发明电〔2020〕27号",
    2022: "国办发明电〔2021〕11号",
    2023: "国办发明电〔2022〕16号",
    2024: "国办发明电〔2023〕7号",
    2025: "国办发明电〔2024〕12号",
    2026: "国办发明电〔2025〕7号",
}
# Ledgers that offices bring along rarely begin earlier.
FIRST_YEAR = 2012
_SWAPPED_WITH = re.compile(r"由 (\d{4}-\d{2}-\d{2}) 调休")


@dataclass(frozen=True, slots=True)
class OfficialDay:
    """A day of the notice. `name` is the festival that it belongs to."""

    date: date
    is_working: bool
    name: str


def official_years() -> list[int]:
    """The years that the package knows by their notice; later years it only calculates, without 调休."""
    from holidays.countries.china import ChinaStaticHolidays  # noqa: PLC0415 - 19 MB that no page needs

    return [year for year in sorted(ChinaStaticHolidays.special_public_holidays) if year >= FIRST_YEAR]


def notice_of(year: int) -> tuple[str, str]:
    """Title and number of the year's notice; the number is empty where we do not know it."""
    return _TITLE.format(year=year), _NUMBERS.get(year, "")


def official_days(year: int) -> list[OfficialDay]:
    """The days of one year's notice: the whole run of each festival, and the worked weekend days."""
    from holidays.countries.china import China  # noqa: PLC0415 - as above

    china = China(years=[year - 1, year, year + 1], language="zh_CN")
    rest = {day for day in china if abs(day.year - year) <= 1}
    worked = set(china.weekend_workdays)
    days: dict[date, OfficialDay] = {}
    for run in _runs(rest, worked):
        name = _festival(run, china)
        for day in run:
            days[day] = OfficialDay(day, is_working=False, name=name)
            for swap in _SWAPPED_WITH.findall(china.get(day, "")):
                work = date.fromisoformat(swap)
                days[work] = OfficialDay(work, is_working=True, name=f"{name}调休上班")
    for work in worked - set(days):
        days[work] = OfficialDay(work, is_working=True, name="调休上班")
    return [day for when, day in sorted(days.items()) if when.year == year]


def _runs(rest: set[date], worked: set[date]) -> Iterator[list[date]]:
    """Runs of days off that touch a holiday, ordinary weekends between and beside them included."""
    seen: set[date] = set()

    def free(day: date) -> bool:
        return day in rest or (day.weekday() >= 5 and day not in worked)

    for holiday in sorted(rest):
        if holiday in seen:
            continue
        first = last = holiday
        while free(first - timedelta(days=1)):
            first -= timedelta(days=1)
        while free(last + timedelta(days=1)):
            last += timedelta(days=1)
        run = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        seen.update(run)
        yield run


def _festival(run: list[date], china: "China") -> str:
    names: dict[str, None] = {}
    for day in run:
        for name in china.get(day, "").split("; "):
            plain = name.partition("（")[0]
            if plain and plain != "休息日":
                names["春节" if plain == "农历除夕" else plain] = None
    return "、".join(names) or "放假"
