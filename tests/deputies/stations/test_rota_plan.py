"""The duty rota as a pure plan."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress.workdays.selectors import working_calendar
from deputies.stations.rota import Candidate, Pattern, Slot, Span, pattern_days, share_out, slots


class Weekdays:
    """Monday to Friday, without any holiday."""

    def is_working(self, day: date) -> bool:
        return day.isoweekday() < 6

    def is_provisional(self, day: date) -> bool:
        return day.year > 2026


JULY = (date(2026, 7, 1), date(2026, 7, 31))


@pytest.mark.parametrize(
    ("kind", "days", "expected"),
    [
        ("weekly", (5,), [3, 10, 17, 24, 31]),
        ("month_days", (9, 10), [9, 10]),
        ("nth_weekday", (11, 35), [6, 17]),
        ("nth_weekday", (95,), [31]),
    ],
)
def test_a_pattern_names_its_days_of_july(kind, days, expected):
    assert [day.day for day in pattern_days(Pattern(kind, days), *JULY)] == expected


@pytest.mark.django_db
def test_the_reception_of_national_day_moves_to_the_first_working_day_after_it():
    """Acceptance check M13 of the domain paper: 1 October 2026 becomes 8 October."""
    planned = slots(
        Pattern("month_days", (1, 15)), date(2026, 10, 1), date(2026, 10, 31), calendar=working_calendar()
    )
    assert planned == [
        Slot(date(2026, 10, 8), date(2026, 10, 1)),
        Slot(date(2026, 10, 15), date(2026, 10, 15)),
    ]


@pytest.mark.django_db
def test_two_fridays_of_spring_festival_become_one_reception():
    """Off from 15 to 23 February 2026; the 14th and the 28th, Saturdays, are worked."""
    planned = slots(
        Pattern("weekly", (5, 7)), date(2026, 2, 14), date(2026, 2, 28), calendar=working_calendar()
    )
    assert planned == [
        Slot(date(2026, 2, 24), date(2026, 2, 15)),
        Slot(date(2026, 2, 27), date(2026, 2, 27)),
    ]


def test_new_years_day_of_a_year_without_notice_is_kept_free():
    """1 January 2027 is a Friday; the notice of 2027 is not out yet."""
    planned = slots(Pattern("weekly", (5,)), date(2026, 12, 25), date(2027, 1, 8), calendar=Weekdays())
    assert [slot.on for slot in planned] == [date(2026, 12, 25), date(2027, 1, 4), date(2027, 1, 8)]


def test_days_of_a_session_are_passed_over():
    session = Span(date(2026, 7, 9), date(2026, 7, 15))
    planned = slots(Pattern("month_days", (10,)), *JULY, calendar=Weekdays(), blackouts=[session])
    assert planned == [Slot(date(2026, 7, 16), date(2026, 7, 10))]


def _week(count: int) -> list[Slot]:
    first = date(2026, 7, 3)
    return [Slot(day, day) for day in (first + timedelta(weeks=n) for n in range(count))]


def test_who_served_least_comes_first_and_nobody_twice_in_a_row():
    turns = share_out(_week(4), [Candidate(1, served=2), Candidate(2), Candidate(3, served=2)], size=1)
    assert [turn.deputies for turn in turns] == [[2], [1], [2], [3]]


def test_who_came_new_catches_up_also_twice_in_a_row():
    turns = share_out(_week(3), [Candidate(1, served=5), Candidate(2)], size=1)
    assert [turn.deputies for turn in turns] == [[2], [2], [2]]


def test_a_wish_is_heard_but_does_not_make_one_serve_for_all():
    july = Span(date(2026, 7, 1), date(2026, 7, 31))
    eager, other = Candidate(1, prefers=(july,)), Candidate(2)
    turns = share_out(_week(4), [other, eager], size=1)
    assert [turn.deputies for turn in turns] == [[1], [2], [1], [2]]


def test_nobody_is_called_on_a_day_that_he_or_she_cannot():
    away = Candidate(1, cannot=(Span(date(2026, 7, 1), date(2026, 7, 12)),))
    turns = share_out(_week(3), [away], size=2)
    assert [(turn.deputies, turn.missing) for turn in turns] == [([], 2), ([], 2), ([1], 1)]


def test_who_is_spared_serves_only_when_nobody_else_can():
    turns = share_out(_week(3), [Candidate(1, spared=True), Candidate(2)], size=1)
    assert [turn.deputies for turn in turns] == [[2], [2], [2]]


@given(
    people=st.integers(min_value=1, max_value=12),
    size=st.integers(min_value=1, max_value=4),
    count=st.integers(min_value=1, max_value=40),
)
def test_without_wishes_no_deputy_serves_two_shifts_more_than_another(people, size, count):
    turns = share_out(_week(count), [Candidate(n) for n in range(people)], size=size)
    served = [sum(n in turn.deputies for turn in turns) for n in range(people)]
    assert max(served) - min(served) <= 1
    assert all(turn.missing == max(0, size - people) for turn in turns)
    if people > 2 * size:
        assert not any(set(a.deputies) & set(b.deputies) for a, b in pairwise(turns))


@given(first=st.dates(date(2025, 1, 1), date(2027, 6, 1)), weekday=st.integers(1, 7))
def test_every_reception_lies_on_a_working_day_and_never_before_its_pattern(first, weekday):
    for slot in slots(Pattern("weekly", (weekday,)), first, first + timedelta(days=90), calendar=Weekdays()):
        assert Weekdays().is_working(slot.on)
        assert slot.planned_on <= slot.on
