"""The public register of projects and votes: what the portal shows, without a token, in steps of a cursor."""

import json

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congress.web import page_cache
from outreach.projects.scores import services
from outreach.projects.states import ProjectState
from outreach.projects.vote.services import publishing
from tests.outreach.makers import make_project
from tests.outreach.projects.scores.makers import AT, make_finished, make_graded, publish, second_clerk
from tests.outreach.projects.vote_makers import Hall

pytestmark = pytest.mark.django_db


@pytest.fixture
def project(city_office, department):
    return make_finished(city_office, unit=department, title="资江北路人行天桥")


def results(client, path):
    cache.clear()
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def test_the_register_holds_what_is_on_a_formal_list_and_nothing_before_it(client, project):
    make_project(project.year)
    make_project(project.year, state=ProjectState.DROPPED)
    (row,) = results(client, "projects")
    assert (row["id"], row["title"], row["year"]) == (str(project.uid), "资江北路人行天桥", 2026)
    assert (row["state"], row["state_label"], row["category_label"]) == ("accepted", "已验收", "交通出行")
    assert row["unit"] == {"code": "430500-SL", "name": "市水利局"}
    assert (row["cost_fen"], row["assessment"], row["residents"]["answers"]) == (300_000_00, None, 0)
    assert row["url"] == f"http://testserver/projects/p/{project.uid}/score/"


def test_a_published_assessment_is_told_with_base_and_distribution(client, clerk, city_office, project):
    made = make_graded(clerk, second_clerk(city_office), project, (17, 11, 1))
    assert results(client, "projects")[0]["assessment"] is None
    publish(made, clerk)
    cache.clear()
    told = client.get(f"/api/v1/projects/{project.uid}").json()["assessment"]
    told.pop("published_at")
    assert told == {
        "assessed_on": "2027-01-20", "body": "committee", "is_second": False, "members": 29, "present": 29,
        "half_inclusive": False, "good": 17, "fair": 11, "poor": 1, "abstained": 0, "grade": "good", "total": "85.17",
    }  # fmt: skip


def test_residents_are_told_with_source_and_margin(client, clerk, project):
    services.rate_project(project, phone="13800001234", grade="good", better="路灯太暗", at=AT)
    told = results(client, "projects")[0]["residents"]
    assert told == {
        "source": "web", "answers": 1, "good": 1, "fair": 0, "poor": 0, "rate": "100.00", "margin": None,
    }  # fmt: skip
    services.enter_survey(
        project, kind="household", population=None, good=210, fair=75, poor=15, done_on=AT.date(), conductor="调查队",
        actor=clerk, at=AT,
    )  # fmt: skip
    # Figures of a page that somebody has just read may be a minute old: another address is read afresh.
    told = results(client, "projects?year=2026")[0]["residents"]
    assert (told["source"], told["answers"], told["rate"], told["margin"]) == (
        "household",
        300,
        "95.00",
        "5.7",
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", 2), ("?year=2026", 2), ("?year=2025", 0), ("?region=430500", 2), ("?region=4301", 0),
        ("?state=accepted", 1), ("?category=health", 1), ("?category=transport", 1),
    ],
)  # fmt: skip
def test_the_register_is_narrowed_by_year_place_state_and_category(client, project, query, found):
    make_project(project.year, state=ProjectState.BUILDING, category="health")
    assert len(results(client, f"projects{query}")) == found


@pytest.mark.parametrize("query", ["year=26", "year=２０２６", "state=initial", "category=moon", "limit=0"])
def test_a_wrong_parameter_is_said_and_never_ignored(client, project, query):
    answer = client.get(f"/api/v1/projects?{query}")
    assert answer.status_code == (400 if "limit" in query else 422)
    assert answer["Content-Type"].startswith("application/problem+json")


def test_pages_follow_the_cursor_and_cost_the_same(client, project):
    for _n in range(4):
        make_project(project.year, state=ProjectState.BUILDING)
    seen, path = [], "/api/v1/projects?limit=2"
    while path:
        cache.clear()
        page_cache._published.forget()
        with CaptureQueriesContext(connection) as asked:
            told = client.get(path).json()
        questions = sum("congress_edition" not in query["sql"] for query in asked.captured_queries)
        assert questions == 5
        seen += [row["id"] for row in told["results"]]
        path = told["next"]
    assert len(seen) == len(set(seen)) == 5


def test_the_second_reader_costs_no_query(client, project):
    cache.clear()
    client.get("/api/v1/projects")
    with CaptureQueriesContext(connection) as asked:
        assert client.get("/api/v1/projects").status_code == 200
    assert [query for query in asked.captured_queries if "congress_edition" not in query["sql"]] == []


def test_a_published_vote_is_told_line_by_line_and_a_test_vote_never(client, clerk, city_office):
    hall = Hall(clerk, city_office)
    hall.tested()
    counted = hall.counted(hall.opened(is_test=False), [["1", "2"]] * 5 + [["1", "3"]] * 2 + [["3"]] * 2)
    assert results(client, "project-votes") == []
    publishing.publish_round(counted, actor=clerk, at=AT)
    (vote,) = results(client, "project-votes")
    assert (vote["code"], vote["deputies"], vote["present"], vote["needed"]) == (counted.code, 9, 9, 5)
    lines = [
        (row["title"], row["approve"], row["against"], row["abstain"], row["elected"])
        for row in vote["lines"]
    ]
    assert lines == [
        ("第1项", 7, 0, 2, True), ("第2项", 5, 0, 4, True), ("第3项", 4, 0, 5, False), ("第4项", 0, 0, 9, False),
    ]  # fmt: skip
    assert "archive" not in json.dumps(vote)
    first = vote["lines"][0]["project_id"]
    assert len(results(client, f"project-votes?project={first}")) == 1
    assert client.get("/api/v1/project-votes?project=x").status_code == 422


def test_the_description_names_every_address_in_chinese(client):
    document = client.get("/api/v1/schema", headers={"accept": "application/json"}).json()
    told = {path: next(iter(document["paths"][path].values()))["summary"] for path in document["paths"]
            if path.startswith("/api/v1/project")}  # fmt: skip
    assert told == {
        "/api/v1/projects": "民生实事项目名录",
        "/api/v1/projects/{uid}": "一个民生实事项目",
        "/api/v1/projects/{uid}/progress": "一个项目的实施进度",
        "/api/v1/project-votes": "民生实事项目票决结果",
    }


@pytest.mark.parametrize("path", ["projects?region=%00", "projects?region=％", "projects?year=%00", "project-votes?project=%00",
                                  "project-votes?year=0000", "projects?cursor=x"])  # fmt: skip
def test_hostile_parameters_break_nothing(client, project, path):
    assert client.get(f"/api/v1/{path}").status_code in {200, 400, 422}
