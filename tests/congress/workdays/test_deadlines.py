"""How a period of the law is counted (Civil Code, articles 201 to 203), by the calendar of the notice for 2026."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress.workdays.calendar import WorkingCalendar
from congress.workdays.deadlines import Deadline, Unit
from congress.workdays.official import official_days

NOTICE = [day for year in (2025, 2026) for day in official_days(year)]
CALENDAR = WorkingCalendar(
    {day.date: day.is_working for day in NOTICE},
    version="test",
    known_years=frozenset({2025, 2026}),
    names={day.date: day.name for day in NOTICE},
)
WORKING, DAYS, MONTHS = Unit.WORKING_DAYS, Unit.DAYS, Unit.MONTHS

days = st.dates(date(2024, 1, 1), date(2030, 12, 31))
calendars = st.builds(
    WorkingCalendar,
    st.dictionaries(days, st.booleans(), max_size=60),
    st.just("any"),
    st.frozensets(st.integers(2024, 2030)),
)
deadlines = st.builds(Deadline, st.just("any"), st.integers(1, 90), st.sampled_from(Unit), st.just(""))


@pytest.mark.parametrize(
    ("amount", "unit", "start", "due"),
    [
        (5, WORKING, "2026-02-11", "2026-02-25"),
        (10, WORKING, "2026-02-11", "2026-03-03"),
        (5, WORKING, "2026-09-17", "2026-09-23"),
        (5, WORKING, "2026-04-29", "2026-05-09"),
        (15, DAYS, "2026-02-02", "2026-02-24"),
        (60, DAYS, "2026-08-05", "2026-10-08"),
        (3, MONTHS, "2025-11-30", "2026-02-28"),
        (3, MONTHS, "2026-02-05", "2026-05-06"),
        (6, MONTHS, "2026-08-31", "2027-03-01"),
        (0, WORKING, "2026-10-01", "2026-10-01"),
        (1, WORKING, "2026-10-01", "2026-10-08"),
        (12, MONTHS, "2025-12-31", "2026-12-31"),
    ],
)
def test_the_last_day_of_a_period(amount, unit, start, due):
    assert Deadline("test", amount, unit, "").due(date.fromisoformat(start), CALENDAR) == date.fromisoformat(
        due
    )


@pytest.mark.parametrize(
    ("year", "off", "worked"),
    [
        (
            2026,
            [
                ("01-01", 3),
                ("02-15", 9),
                ("04-04", 3),
                ("05-01", 5),
                ("06-19", 3),
                ("09-25", 3),
                ("10-01", 7),
            ],
            ["01-04", "02-14", "02-28", "05-09", "09-20", "10-10"],
        ),
        (
            2025,
            [("01-01", 1), ("01-28", 8), ("04-04", 3), ("05-01", 5), ("05-31", 3), ("10-01", 8)],
            ["01-26", "02-08", "04-27", "09-28", "10-11"],
        ),
    ],
)
def test_the_days_are_those_of_the_notice(year, off, worked):
    rest = {
        date.fromisoformat(f"{year}-{first}") + timedelta(days=n)
        for first, length in off
        for n in range(length)
    }
    work = {date.fromisoformat(f"{year}-{day}") for day in worked}
    found = official_days(year)
    assert {day.date for day in found if not day.is_working} == rest
    assert {day.date for day in found if day.is_working} == work


def test_the_page_says_why_the_limit_falls_on_its_day():
    reply = Deadline("test", 10, WORKING, "《示例办法》第八条")
    assert reply.explain(date(2026, 2, 11), CALENDAR).lines == (
        "起算事项发生于 2026 年 2 月 11 日（周三），当日不计，从次日 2026 年 2 月 12 日（周四）起算，期限 10 个工作日。",
        "其间跳过 2 月 15 日至 23 日（春节）。",
        "其间另跳过周末休息日 1 天。",
        "2026 年 2 月 14 日（周六）为调休上班日，计入工作日。",
        "2026 年 2 月 28 日（周六）为调休上班日，计入工作日。",
        "期限届满日为 2026 年 3 月 3 日（周二）。",
        "依据：《示例办法》第八条。",
    )


def test_a_worked_saturday_may_be_the_last_day_and_the_page_says_so():
    lines = Deadline("test", 5, WORKING, "").explain(date(2026, 4, 29), CALENDAR).lines
    assert lines[-1] == "期限届满日为 2026 年 5 月 9 日（周六，但为调休上班日）。"


def test_a_last_day_in_the_holidays_moves_behind_them_and_the_page_says_so():
    moved = Deadline("test", 60, DAYS, "").explain(date(2026, 8, 5), CALENDAR)
    assert moved.lines[1:] == (
        "按自然日计算，节假日不扣除，期间的最后一日为 2026 年 10 月 4 日（周日）。",
        "最后一日遇国庆节，顺延至其后第一个工作日，期限届满日为 2026 年 10 月 8 日（周四）。",
    )
    assert (moved.raw_end, moved.due) == (date(2026, 10, 4), date(2026, 10, 8))


def test_a_year_without_a_notice_is_named_as_such():
    known = Deadline("test", 2, WORKING, "").explain(date(2026, 12, 28), CALENDAR)
    unknown = Deadline("test", 10, WORKING, "").explain(date(2026, 12, 28), CALENDAR)
    assert (known.is_provisional, unknown.is_provisional) == (False, True)
    assert "2027 年放假安排尚未录入，期限为暂算。" in unknown.lines
    assert Deadline("test", 10, WORKING, "").is_provisional(date(2026, 12, 28), CALENDAR)


def test_a_month_without_the_day_ends_on_its_last():
    lines = Deadline("test", 3, MONTHS, "").explain(date(2025, 11, 30), CALENDAR).lines
    assert lines[1] == "按月计算，到期月没有对应日，以月末 2026 年 2 月 28 日（周六）为最后一日。"


def test_a_limit_of_the_same_day_says_so():
    same_day = Deadline("test", 0, WORKING, "")
    assert same_day.length == "当日"
    assert same_day.explain(date(2026, 10, 3), CALENDAR).lines == (
        "须在 2026 年 10 月 3 日（周六）当日办理。",
    )


def test_a_negative_limit_is_a_programming_error():
    with pytest.raises(ValueError, match="cannot be negative"):
        Deadline("test", -1, DAYS, "")


@given(calendars, days, st.integers(0, 400))
def test_counting_the_working_days_that_were_added_gives_them_back(calendar, start, amount):
    assert calendar.between(start, calendar.add(start, amount)) == amount


@given(calendars, days, st.integers(1, 400))
def test_going_back_and_counting_gives_the_same(calendar, end, amount):
    start = calendar.add(end, -amount)
    assert calendar.is_working(start)
    assert calendar.between(start, end) == amount
    assert calendar.between(end, start) == -amount


@given(calendars, days, days)
def test_working_days_between_are_the_working_days_one_counts_by_hand(calendar, one, other):
    start, end = sorted((one, other))
    by_hand = sum(calendar.is_working(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))
    assert calendar.between(start, end) == by_hand


@given(calendars, days, st.integers(1, 200))
def test_one_more_working_day_never_ends_earlier(calendar, start, amount):
    assert calendar.add(start, amount) < calendar.add(start, amount + 1)
    assert calendar.add(start, amount) <= calendar.add(start + timedelta(days=1), amount)


@given(calendars, days, deadlines)
def test_every_limit_is_a_working_day_after_the_start(calendar, start, deadline):
    due = deadline.due(start, calendar)
    assert calendar.is_working(due)
    assert due > start
    assert deadline.due(start + timedelta(days=1), calendar) >= due


@given(calendars, days, deadlines)
def test_the_explanation_ends_on_the_day_that_is_due(calendar, start, deadline):
    told = deadline.explain(start, calendar)
    due = deadline.due(start, calendar)
    assert told.due == due
    assert told.is_provisional == deadline.is_provisional(start, calendar)
    assert f"{due.year} 年 {due.month} 月 {due.day} 日" in told.lines[-1 - len(told.unknown_years)]
    if deadline.unit == WORKING:
        off = sum(skip.length for skip in told.skipped)
        assert (due - start).days == deadline.amount + off
