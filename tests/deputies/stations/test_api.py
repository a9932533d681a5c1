"""The public registers: people, organizations, posts, memberships in Popolo's shape, and stations."""

from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate, now

from congress.privacy import blind_index
from deputies.models import Station
from deputies.roster.states import Level, MandateState, TeamKind
from deputies.stations.services import close_station
from deputies.stations.states import StationState
from tests.deputies.makers import make_constituency, make_deputy, make_mandate, make_station, make_term
from tests.factories import make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def term(db):
    on = localdate()
    return make_term(starts_on=on - timedelta(days=300), ends_on=on + timedelta(days=900), ordinal=99)


@pytest.fixture
def zhou(term):
    deputy = make_deputy(
        "周明德", employer="桃花坪小学", job="教师", phone="13900001234", phone_index=blind_index("13900001234"),
        special_care="年老", party="群众",
    )  # fmt: skip
    make_mandate(
        deputy, term=term, constituency=make_constituency(term, region=make_region("430524", "隆回县"))
    )
    return deputy


def results(client, path: str) -> list[dict]:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()["results"]


def test_a_person_shows_what_the_law_makes_public_and_the_phone_with_consent_only(client, zhou) -> None:
    (row,) = results(client, "people")
    assert {name: row[name] for name in row if name not in {"url", "updated_at"}} == {
        "id": str(zhou.uid), "name": "周明德", "employer": "桃花坪小学", "job": "教师", "image": None,
        "contact_details": [], "in_office": True,
    }  # fmt: skip
    assert row["url"].endswith(f"/deputies/{zhou.uid}/")
    zhou.publish_phone = True
    zhou.save()
    assert results(client, "people")[0]["contact_details"] == [{"type": "phone", "value": "13900001234"}]


def test_of_somebody_whose_mandate_ended_the_name_is_left(client, term, zhou) -> None:
    zhou.publish_phone = True
    zhou.save()
    zhou.mandates.update(state=MandateState.ENDED, ends_on=localdate() - timedelta(days=1))
    (row,) = results(client, "people")
    assert (row["in_office"], row["employer"], row["contact_details"]) == (False, "", [])
    assert results(client, "people?level=city") == []
    (mandate,) = results(client, "memberships")
    assert mandate["end_date"] == (localdate() - timedelta(days=1)).isoformat()


def test_somebody_who_only_will_take_the_seat_is_not_there_yet(client, term) -> None:
    make_mandate(make_deputy("以后"), term=term, starts_on=localdate() + timedelta(days=1))
    make_deputy("没有资格")
    assert results(client, "people") == results(client, "memberships") == []


def test_people_are_narrowed_by_level_county_and_change(client, term, zhou) -> None:
    county = make_term(Level.COUNTY, "430523", starts_on=term.starts_on, ends_on=term.ends_on, ordinal=18)
    liu = make_deputy("刘桂香")
    make_mandate(
        liu, term=county, constituency=make_constituency(county, region=make_region("430523", "邵阳县"))
    )
    later = quote((now() + timedelta(minutes=1)).isoformat())
    found = {
        query: [row["name"] for row in results(client, f"people?{query}")]
        for query in ("", "level=county", "county=430524", f"updated_since={later}")
    }
    assert list(found.values()) == [["周明德", "刘桂香"], ["刘桂香"], ["周明德"], []]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("people?updated_since=yesterday", 422),
        ("people?updated_since=2026-01-01T00:00:00", 422),
        ("stations?updated_since=2026-13-45T00:00:00Z", 422),
        ("posts?organization_id=7", 422),
        ("memberships?organization_id=term-x", 422),
        ("memberships?person_id=x", 422),
        ("organizations?parent_id=team-1", 422),
        ("people?cursor=x", 400),
        ("stations?limit=0", 400),
    ],
)
def test_a_bad_parameter_is_a_problem_and_no_error(client, path, status) -> None:
    assert client.get(f"/api/v1/{path}").status_code == status


def test_organization_post_and_membership_point_at_one_another(client, term, zhou) -> None:
    team = term.teams.create(kind=TeamKind.GROUP, name="桃花坪代表小组")
    (body,) = results(client, "organizations")
    assert (body["id"], body["name"], body["classification"]) == (
        f"term-{term.pk}", "邵阳市人民代表大会第99届", "legislature",
    )  # fmt: skip
    (group,) = results(client, f"organizations?parent_id={body['id']}")
    assert (group["id"], group["parent_id"], group["classification"]) == (
        f"team-{team.pk}",
        body["id"],
        "group",
    )
    (post,) = results(client, f"posts?organization_id={body['id']}")
    assert (post["label"], post["area_id"]) == ("隆回县选举单位", "430524")
    (row,) = results(client, f"memberships?person_id={zhou.uid}")
    assert {name: row[name] for name in ("person_id", "organization_id", "post_id", "role", "state", "end_date")} == {
        "person_id": str(zhou.uid), "organization_id": body["id"], "post_id": post["id"], "role": "市人大代表",
        "state": "active", "end_date": None,
    }  # fmt: skip


def test_stations_tell_where_they_went_and_leave_out_what_is_not_open_yet(client, clerk) -> None:
    old, new = make_station(), make_station()
    make_station(state=StationState.PREPARING)
    close_station(old, successor=new, reason="合并", actor=clerk, on=localdate())
    rows = results(client, "stations?county=430524")
    assert [(row["code"], row["state"], row["successor"]) for row in rows] == [
        (old.organisation.code, "merged", new.organisation.code), (new.organisation.code, "open", None),
    ]  # fmt: skip
    assert "door_secret" not in rows[0]
    assert results(client, "stations?county=430523") == []


@pytest.mark.parametrize("path", ["people", "memberships", "posts", "stations"])
def test_a_register_costs_the_same_with_one_row_and_with_twenty(client, term, zhou, path) -> None:
    make_station()

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            results(client, path)
        return len(captured)

    results(client, path)
    few = cost()
    for n in range(20):
        make_mandate(make_deputy(f"乙{n}"), term=term)
        make_station()
    assert (cost(), Station.objects.count()) == (few, 21)


def test_pages_follow_one_another(client, term) -> None:
    for n in range(5):
        make_mandate(make_deputy(f"乙{n}"), term=term)
    address, seen = "/api/v1/people?limit=2", []
    while address:
        answer = client.get(address).json()
        seen += [row["name"] for row in answer["results"]]
        address = answer["next"]
    assert seen == [f"乙{n}" for n in range(5)]


def test_the_registers_are_described(client) -> None:
    paths = client.get("/api/v1/schema?format=json").json()["paths"]
    assert {
        f"/api/v1/{name}" for name in ("people", "organizations", "posts", "memberships", "stations")
    } <= set(paths)
