"""The proposal of who goes where: home first, then work, then where deputies are fewest for the voters."""

from datetime import timedelta
from fractions import Fraction

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from hypothesis import given
from hypothesis import strategies as st

from deputies.models import AssignmentPlan, GridCell, StationAssignment
from deputies.stations.allotment import Choice, Person, Place, Why, allot
from deputies.stations.services import close_station
from tests.deputies.makers import (
    assign,
    make_constituency,
    make_deputy,
    make_mandate,
    make_station,
    make_term,
)
from tests.factories import make_region

TOWNS = ("430524001", "430524100", "430524101", "")
people = st.lists(
    st.builds(Person, st.integers(1, 200), st.sampled_from(TOWNS), st.sampled_from(TOWNS)),
    unique_by=lambda person: person.key, max_size=40,
)  # fmt: skip
places = st.lists(
    st.builds(Place, st.integers(1, 60), st.sampled_from(TOWNS[:3]), st.integers(0, 9000), st.integers(0, 5)),
    unique_by=lambda place: place.key, min_size=1, max_size=8,
)  # fmt: skip


@given(people, places)
def test_everybody_gets_one_station_and_the_home_township_goes_first(group, stations) -> None:
    choices = allot(group, stations)
    assert [choice.person for choice in choices] == sorted(person.key for person in group)
    region = {place.key: place.region for place in stations}
    homes = set(region.values())
    for person, choice in zip(sorted(group, key=lambda row: row.key), choices, strict=True):
        if person.home in homes:
            assert (choice.why, region[choice.place]) == (Why.HOME, person.home)
        elif person.work in homes:
            assert (choice.why, region[choice.place]) == (Why.WORK, person.work)
        else:
            assert choice.why == Why.BALANCE


@given(people, places, st.randoms())
def test_the_order_in_which_they_come_makes_no_difference(group, stations, chance) -> None:
    mixed_group, mixed_stations = list(group), list(stations)
    chance.shuffle(mixed_group)
    chance.shuffle(mixed_stations)
    assert allot(mixed_group, mixed_stations) == allot(group, stations)


@given(st.integers(0, 60), st.lists(st.integers(1, 9000), min_size=1, max_size=8))
def test_without_claims_no_move_would_make_the_fullest_station_emptier(number, voters) -> None:
    stations = [Place(key, "430524001", v) for key, v in enumerate(voters)]
    choices = allot([Person(key) for key in range(number)], stations)
    given_to = {place.key: sum(choice.place == place.key for choice in choices) for place in stations}
    for one in stations:
        for other in stations:
            if given_to[one.key]:
                assert Fraction(given_to[one.key], one.voters) <= Fraction(
                    given_to[other.key] + 1, other.voters
                )


def test_three_deputies_as_the_rule_says() -> None:
    stations = [Place(1, "430524001", 4000, 3), Place(2, "430524100", 1000, 0)]
    group = [Person(7, home="430524001"), Person(8, home="430524999", work="430524001"), Person(9)]
    assert allot(group, stations) == [
        Choice(7, 1, Why.HOME, 3, 4000), Choice(8, 1, Why.WORK, 4, 4000), Choice(9, 2, Why.BALANCE, 0, 1000),
    ]  # fmt: skip
    assert allot(group, []) == []


@pytest.fixture
def world(db):
    county = make_region("430524", "隆回县", parent=make_region())
    here, there = (
        make_station(region=make_region(code, name, parent=county))
        for code, name in (("430524001", "桃花坪街道"), ("430524100", "小沙江镇"))
    )
    GridCell.objects.create(station=here, region_id="430524001", name="枫木村", voters=4000)
    GridCell.objects.create(station=there, region_id="430524100", name="石桥村", voters=900)
    on = localdate()
    term = make_term(starts_on=on - timedelta(days=300), ends_on=on + timedelta(days=900), ordinal=99)

    def sitting(name: str, **fields):
        deputy = make_deputy(name, **fields)
        make_mandate(deputy, term=term, constituency=make_constituency(term, region=county))
        return deputy

    settled = sitting("已安排", home_region_id="430524100")
    assign(settled, here)
    return here, there, sitting("住桃花坪", home_region_id="430524001"), sitting("没登记住处"), settled


@pytest.fixture
def desk(signed_in, clerk):
    return signed_in(clerk)


def test_the_office_proposes_changes_by_hand_and_adopts(desk, world) -> None:
    here, there, homely, stranger, settled = world
    made = desk.post(reverse("deputies:plans"), {"county": "430524"})
    plan = AssignmentPlan.objects.get()
    address = reverse("deputies:plan", args=[plan.pk])
    assert made["Location"] == address
    lines = {line.deputy: line for line in plan.lines.all()}
    assert {deputy: (line.station, line.reason) for deputy, line in lines.items()} == {
        homely: (here, "住在隆回县 桃花坪街道"),
        stranger: (here, "住处和单位附近没有站点；该站选民 4000 人，只有代表 2 人"),
    }
    assert StationAssignment.objects.count() == 1
    desk.post(address, {"version": "1", f"line-{lines[stranger].pk}": there.pk})
    moved = plan.lines.get(deputy=stranger)
    assert (moved.station, moved.is_changed, moved.reason) == (there, True, "人工调整")
    desk.post(address, {"version": "2", "adopt": "yes"})
    rows = StationAssignment.objects.exclude(deputy=settled)
    assert set(rows.values_list("deputy", "station", "is_main")) == {
        (homely.pk, here.pk, True), (stranger.pk, there.pk, True),
    }  # fmt: skip
    again = desk.post(address, {"version": "4", "adopt": "yes"})
    assert (again.status_code, rows.count()) == (409, 2)


def test_a_plan_that_somebody_else_changed_is_not_overwritten(desk, world) -> None:
    desk.post(reverse("deputies:plans"), {"county": "430524"})
    plan = AssignmentPlan.objects.get()
    address = reverse("deputies:plan", args=[plan.pk])
    assert desk.post(address, {"version": "1"}).status_code == 302
    late = desk.post(address, {"version": "1"})
    assert late.status_code == 409
    assert "方案刚被修改" in late.content.decode()


def test_who_found_a_station_meanwhile_is_left_out_and_named(desk, clerk, world) -> None:
    here, there, homely, stranger, _settled = world
    desk.post(reverse("deputies:plans"), {"county": "430524"})
    plan = AssignmentPlan.objects.get()
    assign(stranger, there)
    page = desk.post(
        reverse("deputies:plan", args=[plan.pk]), {"version": "1", "adopt": "yes"}, follow=True
    ).content.decode()
    assert "已安排 1 位代表进站" in page
    assert "没登记住处 没有安排：已经有主驻站" in page
    assert list(stranger.assignments.values_list("station", flat=True)) == [there.pk]
    assert homely.assignments.get().station == here


def test_a_county_without_stations_gets_a_sentence(desk, clerk, world) -> None:
    for station in world[:2]:
        close_station(station, successor=None, reason="停用", actor=clerk, on=localdate())
    refused = desk.post(reverse("deputies:plans"), {"county": "430524"})
    assert refused.status_code == 409
    assert "请先设立站点" in refused.content.decode()


def test_a_county_clerk_plans_for_the_own_county_only(signed_in, county_clerk, desk, world) -> None:
    desk.post(reverse("deputies:plans"), {"county": "430524"})
    plan = AssignmentPlan.objects.get()
    own = county_clerk.grants.get().organisation.region_id == "430524"
    client = signed_in(county_clerk)
    assert client.get(reverse("deputies:plan", args=[plan.pk])).status_code == (200 if own else 404)
    other = "430523" if own else "430524"
    assert client.post(reverse("deputies:plans"), {"county": other}).status_code == 422
