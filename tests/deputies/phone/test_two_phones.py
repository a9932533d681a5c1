"""Two phones edit the same shift: the second one reads what happened, and nothing is half done."""

from datetime import time, timedelta

import pytest
from django.utils.timezone import localdate
from playwright.sync_api import expect

from deputies.models import DutyShift, ShiftDeputy, ShiftSwap
from deputies.stations.states import ShiftState

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def tang(people):
    return people("tang", "唐建国")


@pytest.fixture
def shift(ouyang, place) -> ShiftDeputy:
    on = localdate() + timedelta(days=3)
    row = DutyShift.objects.create(
        station=place,
        on=on,
        planned_on=on,
        starts_at=time(9),
        ends_at=time(11),
        state=ShiftState.PUBLISHED,
    )
    return ShiftDeputy.objects.create(shift=row, deputy=ouyang)


def test_one_takes_the_question_back_while_the_other_agrees(new_phone, ouyang, tang, shift) -> None:
    mine, theirs = new_phone(ouyang.user), new_phone(tang.user)
    mine.go("/m/rota/")
    mine.page.get_by_role("link", name="换班").click()
    mine.page.get_by_label("请唐建国代这一班").check()
    mine.page.get_by_role("button", name="发出请求").click()
    expect(mine.page.get_by_text("已请唐建国换班，等答复")).to_be_visible()

    theirs.go("/m/rota/")
    expect(theirs.page.get_by_text("欧阳春请您值")).to_be_visible()
    mine.page.get_by_role("button", name="撤回").click()
    expect(mine.page.get_by_text("已撤回换班请求")).to_be_visible()
    theirs.page.get_by_role("button", name="同意").click()
    expect(theirs.page.get_by_text("这个换班请求已经处理过了")).to_be_visible()
    assert [row.deputy.name for row in shift.shift.places.filter(left_at=None)] == ["欧阳春"]
    assert ShiftSwap.objects.get().state == "withdrawn"


def test_the_station_cancels_the_shift_while_the_deputy_asks_for_a_swap(
    new_phone, signed_in, station_officer, ouyang, tang, shift
) -> None:
    mine = new_phone(ouyang.user)
    mine.go(f"/m/rota/{shift.pk}/swap/")
    mine.page.get_by_label("请唐建国代这一班").check()
    desk = signed_in(station_officer)
    done = desk.post(
        f"/desk/rota/{shift.shift.station.organisation.code}/",
        {"step": "shift", "shift": shift.shift_id, "version": 1, "act": "cancel", "reason": "停电检修"},
    )
    assert done.status_code == 302
    mine.page.get_by_role("button", name="发出请求").click()
    expect(mine.page.get_by_text("这一班已经不能调换")).to_be_visible()
    assert not ShiftSwap.objects.exists()
