"""The rota on the phone: swaps by two taps, wishes, the own calendar, checking in at the door."""

from datetime import time, timedelta
from uuid import uuid4

import pytest
from django.utils.timezone import localdate

from congress.audit.models import AuditEvent
from congress.people.roles import Role
from deputies.models import Blackout, CheckIn, DutyShift, ShiftDeputy, ShiftSwap
from deputies.stations.door import door_token
from deputies.stations.states import ShiftState
from tests.deputies.makers import assign, make_deputy, make_mandate, make_station
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(station):
    return make_station(station)


@pytest.fixture
def ouyang(deputy, place):
    person = make_deputy("欧阳春", user=deputy)
    make_mandate(person)
    assign(person, place)
    return person


@pytest.fixture
def tang(place):
    user = make_user(username="tang", role=Role.DEPUTY, organisation=place.organisation)
    person = make_deputy("唐建国", user=user)
    make_mandate(person)
    assign(person, place)
    return person


def shift_of(person, station, days: int, **fields) -> ShiftDeputy:
    on = localdate() + timedelta(days=days)
    shift = DutyShift.objects.create(
        station=station, on=on, planned_on=on, starts_at=time(9), ends_at=time(11),
        state=fields.pop("state", ShiftState.PUBLISHED), **fields,
    )  # fmt: skip
    return ShiftDeputy.objects.create(shift=shift, deputy=person)


def on_duty(place_row) -> list[str]:
    return [row.deputy.name for row in place_row.shift.places.filter(left_at=None)]


def test_two_deputies_swap_their_shifts_by_two_taps(signed_in, ouyang, tang, place) -> None:
    mine, theirs = shift_of(ouyang, place, 3), shift_of(tang, place, 10)
    asker, asked = signed_in(ouyang.user), signed_in(tang.user)
    page = asker.get(f"/m/rota/{mine.pk}/swap/").content.decode()
    assert "的班对换" in page
    assert "请唐建国代这一班" in page
    assert asker.post(f"/m/rota/{mine.pk}/swap/", {"choice": f"place:{theirs.pk}"}).status_code == 302
    assert "等答复" in asker.get("/m/rota/").content.decode()
    home = asked.get("/m/").content.decode()
    assert "欧阳春请您换班" in home
    swap = ShiftSwap.objects.get()
    assert asked.post("/m/rota/", {"step": "agree", "swap": swap.pk}).status_code == 302
    assert (on_duty(mine), on_duty(theirs)) == (["唐建国"], ["欧阳春"])
    # A second press finds it answered and says so.
    again = asked.post("/m/rota/", {"step": "agree", "swap": swap.pk})
    assert again.status_code == 409
    assert "已经处理过了" in again.content.decode()


def test_a_question_is_taken_back_or_declined_and_nothing_changes(signed_in, ouyang, tang, place) -> None:
    mine = shift_of(ouyang, place, 3)
    asker = signed_in(ouyang.user)
    for step, phone in (("withdraw", asker), ("decline", signed_in(tang.user))):
        asker.post(f"/m/rota/{mine.pk}/swap/", {"choice": f"deputy:{tang.pk}"})
        swap = ShiftSwap.objects.get(state="asked")
        assert phone.post("/m/rota/", {"step": step, "swap": swap.pk}).status_code == 302
    assert on_duty(mine) == ["欧阳春"]


def test_nobody_swaps_anothers_shift_or_answers_for_another(signed_in, ouyang, tang, place) -> None:
    mine = shift_of(ouyang, place, 3)
    other = signed_in(tang.user)
    assert other.get(f"/m/rota/{mine.pk}/swap/").status_code == 404
    signed_in(ouyang.user).post(f"/m/rota/{mine.pk}/swap/", {"choice": f"deputy:{tang.pk}"})
    swap = ShiftSwap.objects.get()
    assert signed_in(ouyang.user).post("/m/rota/", {"step": "agree", "swap": swap.pk}).status_code == 404


def test_todays_shift_is_no_longer_swapped(signed_in, ouyang, tang, place) -> None:
    mine = shift_of(ouyang, place, 0)
    answer = signed_in(ouyang.user).post(f"/m/rota/{mine.pk}/swap/", {"choice": f"deputy:{tang.pk}"})
    assert answer.status_code == 409
    assert "已经不能调换" in answer.content.decode()


def test_wishes_are_written_down_and_taken_back(signed_in, ouyang) -> None:
    phone, on = signed_in(ouyang.user), localdate()
    wish = {
        "step": "wish",
        "is_preferred": "no",
        "starts_on": on + timedelta(5),
        "ends_on": on + timedelta(9),
    }
    assert phone.post("/m/rota/", wish).status_code == 302
    assert phone.post("/m/rota/", {**wish, "ends_on": on + timedelta(2)}).status_code == 422
    row = ouyang.wishes.get()
    assert "不能值班" in phone.get("/m/rota/").content.decode()
    phone.post("/m/rota/", {"step": "unwish", "wish": row.pk})
    assert not ouyang.wishes.exists()


def test_the_own_calendar_has_a_secret_address_that_can_be_changed(
    signed_in, client, ouyang, tang, place
) -> None:
    shift_of(ouyang, place, 3, published_at="2026-01-01T00:00Z")
    shift_of(tang, place, 5, published_at="2026-01-01T00:00Z")
    phone = signed_in(ouyang.user)
    phone.post("/m/rota/", {"step": "renew"})
    first = phone.get("/m/rota/").context["feed"]
    body = client.get(first).content.decode()
    assert body.count("BEGIN:VEVENT") == 1
    assert "唐建国" not in body
    phone.post("/m/rota/", {"step": "renew"})
    second = phone.get("/m/rota/").context["feed"]
    assert (client.get(first).status_code, client.get(second).status_code) == (404, 200)
    phone.post("/m/rota/", {"step": "stop"})
    assert client.get(second).status_code == 404
    phone.post("/m/rota/", {"step": "renew"})
    assert client.get(second).status_code == 404
    assert client.get(f"/duty/{'x' * 64}.ics").status_code == 404


def test_the_doors_code_checks_in_once_and_yesterdays_not_at_all(signed_in, ouyang, place) -> None:
    shift_of(ouyang, place, 0)
    phone, code, on = signed_in(ouyang.user), place.organisation.code, localdate()
    old = phone.post(f"/m/check-in/{code}/{door_token(place, on - timedelta(days=1))}/", {"uid": uuid4()})
    assert old.status_code == 422
    assert "签到码每天更换" in old.content.decode()
    address = f"/m/check-in/{code}/{door_token(place, on)}/"
    assert "我到了，签到" in phone.get(address).content.decode()
    assert [phone.post(address, {"uid": uuid4()}).status_code for _n in range(2)] == [302, 302]
    assert CheckIn.objects.get().way == "code"
    assert "已签到" in phone.get(address).content.decode()


def test_who_is_not_on_duty_here_today_is_told_so(signed_in, tang, place) -> None:
    address = f"/m/check-in/{place.organisation.code}/{door_token(place, localdate())}/"
    answer = signed_in(tang.user).post(address, {"uid": uuid4()})
    assert answer.status_code == 404
    assert "请联络员先登记代班" in answer.content.decode()
    assert not CheckIn.objects.exists()


def test_a_deputy_whose_mandate_ended_yesterday_neither_swaps_nor_wishes(
    signed_in, ouyang, tang, place
) -> None:
    mine = shift_of(ouyang, place, 3)
    mandate = ouyang.mandates.get()
    mandate.state, mandate.ends_on = "ended", localdate() - timedelta(days=1)
    mandate.save()
    phone, on = signed_in(ouyang.user), localdate()
    assert phone.post(f"/m/rota/{mine.pk}/swap/", {"choice": f"deputy:{tang.pk}"}).status_code == 403
    wish = {
        "step": "wish",
        "is_preferred": "no",
        "starts_on": on + timedelta(5),
        "ends_on": on + timedelta(9),
    }
    assert phone.post("/m/rota/", wish).status_code == 403
    assert phone.get("/m/rota/").status_code == 200


def test_the_months_poster_names_who_comes_and_the_workbook_is_recorded(
    signed_in, clerk, ouyang, place
) -> None:
    shift_of(ouyang, place, 0, published_at="2026-01-01T00:00Z")
    desk, code = signed_in(clerk), place.organisation.code
    page = desk.get(f"/desk/rota/{code}/print/").content.decode()
    assert "欧阳春" in page
    assert "<svg" in page
    assert "本月没有公告" in desk.get(f"/desk/rota/{code}/print/?month=2019-02").content.decode()
    assert desk.get(f"/desk/rota/{code}/print/?month=x").status_code == 200
    answer = desk.post(f"/desk/rota/{code}/export/")
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    assert AuditEvent.objects.filter(verb="deputies.rota.exported").count() == 1


def test_a_county_sets_days_without_duty_for_itself_alone(signed_in, county_clerk) -> None:
    desk, on = signed_in(county_clerk), localdate()
    days = {"starts_on": on + timedelta(3), "ends_on": on + timedelta(8), "reason": "县人代会会期"}
    assert desk.post("/desk/rota/blackouts/", {**days, "region_code": "430500"}).status_code == 422
    assert desk.post("/desk/rota/blackouts/", {**days, "region_code": "430524"}).status_code == 302
    row = Blackout.objects.get()
    assert "县人代会会期" in desk.get("/desk/rota/blackouts/").content.decode()
    assert desk.post("/desk/rota/blackouts/", {"drop": row.pk}).status_code == 302
    assert not Blackout.objects.exists()
