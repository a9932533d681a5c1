"""A station is merged: what it had in hand goes on at its successor, what is finished stays."""

from datetime import date, time

import pytest
from django.urls import reverse

from congress.models import AuditEvent, Notice
from deputies.models import DutyShift
from deputies.stations.services import close_station
from deputies.stations.states import ShiftState
from petitions.suggestions.models import Entry, Suggestion
from petitions.suggestions.selectors import suggestions_for
from petitions.suggestions.states import State
from tests.deputies.makers import make_station
from tests.petitions.suggestions.cases import MONDAY, receive, replied

pytestmark = pytest.mark.django_db
TUESDAY = date(2026, 11, 10)


def merge(old, new, clerk):
    close_station(old, successor=new, reason="乡镇合并", actor=clerk, on=TUESDAY)


@pytest.fixture
def old(station):
    return make_station(station)


@pytest.fixture
def new():
    return make_station()


def test_open_cases_go_to_the_successor_with_their_clocks_and_the_officer_there_hears_of_it(
    old, new, clerk, department, handler
) -> None:
    waiting = receive(station=old.organisation).suggestion
    answered = replied(clerk, department, handler, station=old.organisation)
    dates = list(answered.clocks.values_list("kind", "due_on"))
    follow_up = answered.clocks.get(kind="follow_up", stopped_on__isnull=True)
    assert follow_up.organisation == old.organisation
    merge(old, new, clerk)
    for matter in (waiting, answered):
        before = matter.version
        matter.refresh_from_db()
        assert (matter.station, matter.version) == (new.organisation, before + 1)
    follow_up.refresh_from_db()
    assert follow_up.organisation == new.organisation
    assert list(answered.clocks.values_list("kind", "due_on")) == dates
    event = AuditEvent.objects.get(verb="petitions.suggestion.inherited")
    assert event.facts["numbers"] == [waiting.number, answered.number]
    notice = Notice.objects.get(template="suggestions_inherited")
    assert (notice.organisation, notice.context["count"]) == (new.organisation, 2)


def test_finished_cases_stay_where_they_were_done(old, new, clerk, station_officer) -> None:
    done = receive(station=old.organisation).suggestion
    Suggestion.objects.filter(pk=done.pk).update(state=State.CONCLUDED)
    merge(old, new, clerk)
    done.refresh_from_db()
    assert done.station == old.organisation
    assert list(suggestions_for(station_officer, on=TUESDAY)) == [done]
    assert not Notice.objects.filter(template="suggestions_inherited").exists()


def test_a_declined_case_goes_along_because_the_citizen_may_still_object(old, new, clerk) -> None:
    declined = receive(station=old.organisation).suggestion
    Suggestion.objects.filter(pk=declined.pk).update(state=State.DECLINED)
    merge(old, new, clerk)
    declined.refresh_from_db()
    assert declined.station == new.organisation


def test_the_history_tells_the_office_and_the_citizen_where_the_case_went(old, new, clerk, signed_in) -> None:
    matter = receive(station=old.organisation).suggestion
    merge(old, new, clerk)
    line = Entry.objects.get(suggestion=matter, step="inherit")
    assert line.public_text == f"受理站点撤并，今后请联系{new.organisation.name}。"
    page = signed_in(clerk).get(reverse("petitions:case", args=[matter.number])).content.decode()
    assert "转入承继站点" in page
    assert f"由{new.organisation.name}继续受理" in page


def test_a_station_that_is_only_closed_keeps_its_cases(old, clerk) -> None:
    matter = receive(station=old.organisation).suggestion
    close_station(old, successor=None, reason="房屋改造", actor=clerk, on=TUESDAY)
    matter.refresh_from_db()
    assert (matter.station, matter.version) == (old.organisation, 1)


def test_twelve_cases_cost_no_more_queries_than_a_few(old, new, clerk, django_assert_max_num_queries) -> None:
    for number in range(12):
        receive(station=old.organisation, phone=f"139000012{number:02d}", title=f"路灯不亮{number}")
    with django_assert_max_num_queries(40):
        merge(old, new, clerk)
    assert Suggestion.objects.filter(station=new.organisation).count() == 12


def test_later_receptions_of_a_closed_station_fall_out_with_the_reason(old, clerk) -> None:
    def shift(day, state):
        return DutyShift.objects.create(
            station=old, on=day, planned_on=day, starts_at=time(9), ends_at=time(11), state=state
        )

    held = shift(MONDAY, ShiftState.DONE)
    today = shift(TUESDAY, ShiftState.PUBLISHED)
    later = shift(date(2026, 11, 17), ShiftState.PUBLISHED)
    plan = shift(date(2026, 11, 24), ShiftState.PLANNED)
    close_station(old, successor=None, reason="房屋改造", actor=clerk, on=TUESDAY)
    states = dict(DutyShift.objects.values_list("pk", "state"))
    assert states == {
        held.pk: ShiftState.DONE,
        today.pk: ShiftState.PUBLISHED,
        later.pk: ShiftState.CANCELLED,
        plan.pk: ShiftState.CANCELLED,
    }
    later.refresh_from_db()
    assert later.note == "房屋改造"
    assert later.changed_at is not None
