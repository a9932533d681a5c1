"""Limits follow the calendar."""

from datetime import date

import pytest

from congress.audit.models import AuditEvent
from congress.workdays.models import SpecialDay
from congress.workdays.official import OfficialDay
from congress.workdays.selectors import special_days
from congress.workdays.services import save_days
from petitions.suggestions.models import Clock
from petitions.suggestions.tasks import recompute_suggestion_clocks
from tests.petitions.suggestions.cases import receive

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


def enter(days: list[OfficialDay], *, actor, year: int = 2026):
    return save_days(days, year=year, notice_title="更正通知", actor=actor, on=TODAY)


def with_day_off(day: date) -> list[OfficialDay]:
    known = [
        OfficialDay(row.date, is_working=row.is_working, name=row.name) for row in special_days(day.year)
    ]
    return [*known, OfficialDay(day, is_working=False, name="临时放假")]


def test_a_day_off_entered_later_moves_the_running_limits(clerk, django_capture_on_commit_callbacks):
    matter = receive(on=date(2026, 11, 9)).suggestion
    clock = Clock.objects.get(suggestion=matter)
    assert clock.due_on == date(2026, 11, 11)
    with django_capture_on_commit_callbacks(execute=True):
        enter(with_day_off(date(2026, 11, 10)), actor=clerk)
    clock.refresh_from_db()
    matter.refresh_from_db()
    assert (clock.due_on, clock.original_due_on, matter.due_on) == (
        date(2026, 11, 12),
        date(2026, 11, 11),
        date(2026, 11, 12),
    )
    event = AuditEvent.objects.filter(verb="petitions.clock.recomputed").get()
    assert (event.facts["before"], event.facts["after"]) == ("2026-11-11", "2026-11-12")


def test_a_limit_that_stays_only_learns_of_the_new_calendar(clerk, django_capture_on_commit_callbacks):
    clock = Clock.objects.get(suggestion=receive(on=date(2026, 11, 9)).suggestion)
    with django_capture_on_commit_callbacks(execute=True):
        enter(with_day_off(date(2026, 12, 1)), actor=clerk)
    before, version = clock.due_on, clock.calendar_version
    clock.refresh_from_db()
    assert clock.due_on == before
    assert clock.calendar_version != version
    assert not AuditEvent.objects.filter(verb="petitions.clock.recomputed").exists()


def test_the_notice_of_the_year_makes_provisional_limits_final(clerk, django_capture_on_commit_callbacks):
    clock = Clock.objects.get(suggestion=receive(on=date(2026, 12, 31)).suggestion)
    assert (clock.due_on, clock.is_provisional) == (date(2027, 1, 4), True)
    days = [OfficialDay(date(2027, 1, day), is_working=False, name="元旦") for day in (1, 2, 3)]
    with django_capture_on_commit_callbacks(execute=True):
        enter(days, actor=clerk, year=2027)
    clock.refresh_from_db()
    assert (clock.due_on, clock.is_provisional) == (date(2027, 1, 5), False)


def test_a_day_corrected_by_hand_is_followed_at_night():
    clock = Clock.objects.get(suggestion=receive(on=date(2026, 11, 9)).suggestion)
    SpecialDay.objects.create(date=date(2026, 11, 10), is_working=False, name="临时放假", source="通知")
    assert recompute_suggestion_clocks() == 1
    assert recompute_suggestion_clocks() == 0
    clock.refresh_from_db()
    assert clock.due_on == date(2026, 11, 12)
