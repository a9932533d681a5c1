"""A deputy's list kept at the desk."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from congress.people.roles import Role
from deputies.logbooks.services import HouseholdDraft, add_household
from deputies.models import Contact, GridCell, Household
from tests.deputies.makers import make_station
from tests.factories import make_organisation, make_region, make_user

pytestmark = pytest.mark.django_db
KEY = "11111111-2222-4333-8444-555555555555"


@pytest.fixture
def liu(ouyang, place):
    return add_household(
        ouyang, HouseholdDraft("刘桂香"), actor=ouyang.user, on=localdate() - timedelta(days=40)
    )


@pytest.fixture
def desk(signed_in, station_officer):
    return signed_in(station_officer)


def test_the_station_writes_a_household_down_and_a_double_press_makes_one(desk, ouyang, place):
    cell = GridCell.objects.create(station=place, region_id="430524001", name="大塘村")
    path = reverse("deputies:household-new", args=[ouyang.uid])
    form = {"name": "陈德才", "phone": "13900001234", "cell": cell.pk, "client_uuid": KEY}
    assert [desk.post(path, form).status_code for _ in range(2)] == [302, 302]
    household = Household.objects.get()
    assert (household.deputy, household.cell, household.name.reveal()) == (ouyang, cell, "陈德才")
    assert "陈德才" not in desk.get(reverse("deputies:contacts-deputy", args=[ouyang.uid])).content.decode()


def test_a_wrong_number_is_said_at_its_field(desk, ouyang):
    path = reverse("deputies:household-new", args=[ouyang.uid])
    answer = desk.post(path, {"name": "陈德才", "phone": "12"})
    assert answer.status_code == 422
    assert "陈德才" in answer.content.decode()
    assert not Household.objects.exists()


def test_a_call_and_a_visit_are_written_down_for_the_deputy(desk, liu, ouyang):
    path = reverse("deputies:household-contact", args=[ouyang.uid, liu.uid])
    for way in ("call", "visit"):
        assert desk.post(path, {"way": way, "on": localdate().isoformat()}).status_code == 302
    assert sorted(Contact.objects.values_list("way", flat=True)) == ["call", "visit"]
    for day in (localdate() + timedelta(days=1), localdate() - timedelta(days=31)):
        assert desk.post(path, {"way": "call", "on": day.isoformat()}).status_code == 422
    assert desk.post(path, {"way": "dance", "on": localdate().isoformat()}).status_code == 422
    assert Contact.objects.count() == 2


def test_an_ended_household_leaves_the_list(desk, liu, ouyang):
    path = reverse("deputies:household-end", args=[ouyang.uid, liu.uid])
    assert "刘**" in desk.get(path).content.decode()
    assert desk.post(path).status_code == 302
    assert desk.post(path).status_code == 404
    assert desk.get(reverse("deputies:household-contact", args=[ouyang.uid, liu.uid])).status_code == 404


def test_who_only_reads_and_who_keeps_another_station_writes_nothing(liu, ouyang, leader, signed_in):
    elsewhere = make_organisation(
        "430524002-ZD", "另一站", region=make_region("430524002", "花门街道"), kind="station"
    )
    make_station(elsewhere)
    stranger = make_user(role=Role.STATION_OFFICER, organisation=elsewhere, name="胡伟", username="hu.wei")
    path = reverse("deputies:household-contact", args=[ouyang.uid, liu.uid])
    form = {"way": "call", "on": localdate().isoformat()}
    assert signed_in(leader).post(path, form).status_code == 403
    assert signed_in(stranger).post(path, form).status_code == 404
    page = signed_in(leader).get(reverse("deputies:contacts-deputy", args=[ouyang.uid]))
    assert "登记联系" not in page.content.decode()
    assert not Contact.objects.exists()
