"""The duty rota at the desk."""

from datetime import date, time, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from deputies.demo.rota import load_rota
from deputies.models import CheckIn, DutyShift, RotaPattern, ShiftDeputy
from deputies.stations.door import door_token
from tests.deputies.makers import assign, make_deputy, make_mandate, make_station, make_term

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(station):
    """A station with two deputies in office for years to come."""
    place = make_station(station)
    term = make_term(ends_on=date(2099, 12, 31))
    for name in ("欧阳春", "唐丽娟"):
        deputy = make_deputy(name)
        make_mandate(deputy, term=term)
        assign(deputy, place)
    return place


def send(client, **form):
    return client.post(reverse("deputies:rota", args=["430524001-ZD"]), form, follow=True)


def test_the_officer_sets_the_days_looks_at_the_plan_and_announces_it(place, station_officer, signed_in):
    client = signed_in(station_officer)
    send(
        client,
        step="pattern",
        kind="weekly",
        days="2，5",
        starts_at="09:00",
        ends_at="11:30",
        deputies_per_shift=1,
    )
    assert RotaPattern.objects.get().days == [2, 5]
    since = localdate() + timedelta(days=10)
    period = {"since": since.isoformat(), "until": (since + timedelta(days=20)).isoformat()}
    text = send(client, step="preview", **period).content.decode()
    assert "就这样排" in text
    assert DutyShift.objects.count() == 0
    send(client, step="generate", **period)
    made = DutyShift.objects.count()
    assert made >= 4
    assert f"已公告 {made} 班" in send(client, step="publish").content.decode()
    assert set(DutyShift.objects.values_list("state", flat=True)) == {"published"}


def test_the_forms_come_filled_with_the_next_month_as_browsers_want_it(place, station_officer, signed_in):
    text = signed_in(station_officer).get(reverse("deputies:rota", args=["430524001-ZD"])).content.decode()
    first = (localdate().replace(day=1) + timedelta(days=32)).replace(day=1)
    assert f'name="since" value="{first.isoformat()}"' in text


def test_what_is_wrong_is_said_and_nothing_changes(place, station_officer, signed_in):
    client = signed_in(station_officer)
    shift = DutyShift.objects.create(
        station=place,
        on=localdate() + timedelta(days=9),
        planned_on=localdate(),
        starts_at=time(9),
        ends_at=time(11),
    )
    answer = send(client, step="shift", shift=shift.pk, act="cancel", version=1, reason="")
    assert answer.status_code == 422
    assert "请写明原因" in answer.content.decode()
    assert (
        send(client, step="shift", shift=shift.pk, act="cancel", version=7, reason="防汛").status_code == 409
    )
    assert send(client, step="shift", shift=shift.pk, act="dance").status_code == 422
    assert send(client, step="shift", shift="9" * 30, act="cancel").status_code == 404
    assert send(client, step="generate", since="x", until="y").status_code == 422
    assert send(client, step="pattern", kind="weekly", days="abc").status_code == 422
    shift.refresh_from_db()
    assert shift.state == "planned"


def test_the_door_shows_the_code_of_today(place, station_officer, signed_in):
    answer = signed_in(station_officer).get(reverse("deputies:door", args=["430524001-ZD"]))
    assert door_token(place, localdate()) in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


def test_the_list_costs_the_same_however_many_stations(place, clerk, signed_in):
    client = signed_in(clerk)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert client.get(reverse("deputies:rota-list")).status_code == 200
        # In the tests every look at reference data asks for its mark; the site asks every two seconds.
        return sum("congress_edition" not in query["sql"] for query in captured)

    queries()
    before = queries()
    make_station()
    make_station()
    assert queries() == before


def test_the_demo_rota_leaves_what_the_services_leave(place, station_officer):
    load_rota(on=localdate())
    assert set(DutyShift.objects.values_list("state", flat=True)) >= {"published", "done"}
    assert not DutyShift.objects.filter(on__lt=localdate(), state="published").exists()
    done = DutyShift.objects.filter(state="done").count()
    assert CheckIn.objects.count() == ShiftDeputy.objects.filter(shift__state="done").count() >= done
    before = DutyShift.objects.count()
    load_rota(on=localdate())
    assert DutyShift.objects.count() == before
