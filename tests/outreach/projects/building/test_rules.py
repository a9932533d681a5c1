"""The plan as a curve, the light of a day, the months that are owed. No database."""

from datetime import date

import pytest

from congress.errors import BadInput
from congress.workdays.calendar import WorkingCalendar
from outreach.projects.building.rules import (
    Curve,
    chase_step,
    light_of,
    months_owed,
    report_due,
    require_milestones,
)
from outreach.projects.building.states import Light

CALENDAR = WorkingCalendar({}, version="1", known_years=frozenset())
# Ten points a day make the numbers plain: 100 days, 100 per cent.
CURVE = Curve(date(2026, 3, 1), ((date(2026, 6, 9), 100),))


def test_the_plan_rises_in_straight_lines_between_its_points():
    curve = Curve(date(2026, 3, 1), ((date(2026, 3, 11), 50), (date(2026, 3, 31), 100)))
    assert [curve.at(date(2026, 3, day)) for day in (1, 2, 11, 12, 21, 31)] == [0, 5, 50, 52, 75, 100]
    assert curve.at(date(2026, 2, 1)) == 0
    assert curve.at(date(2027, 1, 1)) == 100


@pytest.mark.parametrize(
    ("percent", "expected"),
    [
        (50, Light.NORMAL), (90, Light.NORMAL), (36, Light.NORMAL), (35, Light.WARNING), (26, Light.WARNING),
        (25, Light.BEHIND), (11, Light.BEHIND), (10, Light.STALLED), (0, Light.STALLED),
    ],
)  # fmt: skip
def test_the_light_changes_at_15_25_and_40_points_behind_the_plan(percent, expected):
    as_of = date(2026, 4, 20)
    assert CURVE.at(as_of) == 50
    assert light_of("building", CURVE, percent=percent, as_of=as_of, is_overdue=False, on=as_of) == expected


def test_a_report_is_held_against_the_plan_of_its_own_day_until_the_next_one_is_late():
    as_of, on = date(2026, 4, 20), date(2026, 5, 10)
    given = {"percent": 50, "as_of": as_of, "on": on}
    assert light_of("building", CURVE, is_overdue=False, **given) == Light.NORMAL
    assert CURVE.at(on) == 70
    assert light_of("building", CURVE, is_overdue=True, **given) == Light.WARNING


@pytest.mark.parametrize(
    ("state", "curve", "on", "expected"),
    [
        ("stopped", CURVE, date(2026, 5, 1), Light.STOPPED),
        ("accepted", CURVE, date(2026, 5, 1), Light.DONE),
        ("rectifying", CURVE, date(2026, 5, 1), Light.DONE),
        ("handed_over", None, date(2026, 5, 1), Light.NONE),
        ("building", CURVE, date(2026, 2, 28), Light.NONE),
        ("building", CURVE, date(2026, 3, 20), Light.NORMAL),
    ],
)
def test_without_a_report_the_state_and_the_start_decide(state, curve, on, expected):
    assert light_of(state, curve, percent=0, as_of=None, is_overdue=False, on=on) == expected


def test_a_report_is_due_by_the_fifth_or_the_next_working_day():
    assert report_due(date(2026, 3, 1), CALENDAR) == date(2026, 4, 6)  # the fifth is a Sunday
    assert report_due(date(2026, 4, 1), CALENDAR) == date(2026, 5, 5)
    assert report_due(date(2026, 12, 1), CALENDAR) == date(2027, 1, 5)


def test_months_are_owed_from_the_start_and_only_after_their_limit():
    starts = date(2026, 3, 15)
    assert months_owed(starts, CALENDAR, on=date(2026, 4, 6)) == []
    assert months_owed(starts, CALENDAR, on=date(2026, 4, 7)) == [date(2026, 3, 1)]
    assert months_owed(starts, CALENDAR, on=date(2026, 6, 6)) == [
        date(2026, 3, 1), date(2026, 4, 1), date(2026, 5, 1),
    ]  # fmt: skip


def test_reminders_come_before_the_limit_on_the_day_after_and_then_every_week():
    due = date(2026, 4, 6)
    steps = {day: chase_step(due, date(2026, 4, day)) for day in (2, 3, 6, 7, 13, 14, 20, 21)}
    assert steps == {2: None, 3: -1, 6: -1, 7: 0, 13: 0, 14: 1, 20: 1, 21: 2}


@pytest.mark.parametrize(
    ("points", "field"),
    [
        ([], "title_1"),
        ([("招标", date(2026, 3, 1), 20), ("竣工", date(2026, 9, 1), 100)], "due_on_1"),
        ([("招标", date(2026, 5, 1), 20), ("主体", date(2026, 4, 1), 60)], "due_on_2"),
        ([("招标", date(2026, 5, 1), 60), ("主体", date(2026, 6, 1), 60)], "percent_2"),
        ([("招标", date(2026, 5, 1), 20), ("竣工", date(2026, 8, 1), 100)], "percent_2"),
        ([("竣工", date(2026, 9, 1), 90)], "percent_1"),
    ],
)
def test_milestones_rise_inside_the_plan_and_end_at_100_on_its_last_day(points, field):
    with pytest.raises(BadInput) as refused:
        require_milestones(date(2026, 3, 1), date(2026, 9, 1), points)
    assert refused.value.field == field
    require_milestones(date(2026, 3, 1), date(2026, 9, 1), [("竣工", date(2026, 9, 1), 100)])
