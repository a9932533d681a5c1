"""The rows of the wall: what the public may know, in a fixed number of queries."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congress.attachments.services import store
from outreach.models import ProgressPhoto, Project, ProjectPlace
from outreach.projects.building import services
from outreach.projects.building.public import building_of
from outreach.projects.building.selectors import lights_of, standings, wall_rows
from outreach.projects.building.states import Light
from outreach.projects.states import ProjectState
from tests.congress.attachments import files
from tests.factories import make_region
from tests.outreach.makers import make_project, make_year
from tests.outreach.projects.building_makers import make_building, make_report

pytestmark = pytest.mark.django_db
ON = date(2026, 7, 1)


@pytest.fixture
def year(city_office):
    return make_year(2026, office=city_office, state="building")


def reported(project, clerk, percents: dict[int, int], **fields) -> None:
    for month, percent in percents.items():
        made = {"submitted_at": datetime(2026, month + 1, 2, tzinfo=UTC), **fields}
        make_report(project, clerk, date(2026, month, 1), percent, **made)


def with_photo(project, clerk, moment: str = "after"):
    report = project.reports.order_by("-month").first()
    kept = store(files.upload("a.jpg", files.jpeg((30, 20))), owner=report, actor=clerk, on=ON, public=True)
    return ProgressPhoto.objects.create(
        report=report, attachment=kept, moment=moment, place="村口", taken_on=date(2026, 6, 20)
    )


def test_a_row_says_light_percent_money_photo_and_places(year, clerk):
    project = make_building(clerk, year=year, cost_fen=400_000_00)
    ProjectPlace.objects.create(project=project, region=make_region("430524001", "桃花坪街道"))
    reported(project, clerk, {3: 8, 4: 15, 5: 20})
    photo = with_photo(project, clerk)
    with_photo(project, clerk, "before")
    (row,) = wall_rows(on=ON, year=2026, prefix="4305")
    # By the end of May 91 of 121 days of the first step of 40 points have gone.
    assert (row.project, row.percent, row.planned, row.lag, row.light) == (project, 20, 30, 10, Light.NORMAL)
    assert (row.spent_fen, row.money_share, row.month) == (20 * 1_000_00, 5, date(2026, 5, 1))
    assert (row.photo, row.places, row.overdue) == (photo, ["桃花坪街道"], [])


def test_a_report_that_the_office_has_not_seen_is_not_on_the_wall_but_on_the_board(year, clerk):
    project = make_building(clerk, year=year)
    reported(project, clerk, {3: 8, 4: 15})
    reported(project, clerk, {5: 28}, state="submitted")
    assert [row.percent for row in wall_rows(on=ON)] == [15]
    (row,) = standings(Project.objects.all(), on=ON)
    assert (row.percent, row.waiting) == (28, 1)


def test_a_past_day_shows_what_was_known_then(year, clerk):
    project = make_building(clerk, year=year)
    reported(project, clerk, {3: 8, 4: 15, 5: 0})
    assert [row.light for row in standings(Project.objects.all(), on=date(2026, 5, 30))] == [Light.NORMAL]
    assert [row.light for row in standings(Project.objects.all(), on=ON)] == [Light.BEHIND]


def test_only_chosen_projects_of_the_division_and_year_are_on_the_wall(year, clerk, county_office):
    make_project(year, state=ProjectState.CANDIDATE)
    make_project(year, state=ProjectState.NOT_CHOSEN)
    waiting = make_project(year, state=ProjectState.CHOSEN)
    stopped = make_building(clerk, year=year, state=ProjectState.STOPPED)
    rows = wall_rows(on=ON, year=2026, prefix="4305")
    assert [(row.project, row.light) for row in rows] == [(waiting, Light.NONE), (stopped, Light.STOPPED)]
    assert wall_rows(on=ON, year=2027) == []
    assert wall_rows(on=ON, prefix="430524") == []
    counted = lights_of(rows)
    assert (counted["none"], counted["stopped"], counted["normal"]) == (1, 1, 0)


def test_the_wall_asks_as_many_questions_for_forty_projects_as_for_one(year, clerk):
    def questions() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            wall_rows(on=ON)
        return len([query for query in asked if "congress_edition" not in query["sql"]])

    reported(make_building(clerk, year=year), clerk, {3: 8})
    first = questions()
    for _number in range(39):
        reported(make_building(clerk, year=year), clerk, {3: 8, 4: 20})
    assert questions() == first <= 8


def test_the_public_page_shows_what_is_published_and_decided_only(year, clerk, handler, department):
    project = make_building(clerk, year=year, unit=department, cost_fen=500_000_00)
    reported(project, clerk, {3: 8})
    reported(project, clerk, {4: 20}, state="submitted")
    with_photo(project, clerk)
    at = datetime(2026, 5, 20, 2, tzinfo=UTC)
    asked = services.ask_change(
        project, "change", values={"cost_fen": 600_000_00}, reason="沿线新增滑坡治理，原投资不足。", effect="", agreed_by="",
        actor=handler, at=at,
    )  # fmt: skip
    services.issue_urging(project, content="请加快进度。", due_on=ON, inspection=None, actor=clerk, at=at)
    shown = building_of(project, on=ON)
    assert ([report.percent for report in shown.reports], shown.changes) == ([8], [])
    assert (shown.urgings, shown.urgings_closed, shown.inspections, shown.acceptance) == (1, 0, 0, None)
    services.decide_change(
        asked, approved=True, meeting="市人大常委会第三十次会议", document_number="邵人大常发〔2026〕9号", opinion="",
        decided_on=date(2026, 5, 25), actor=clerk, at=datetime(2026, 5, 26, 2, tzinfo=UTC),
    )  # fmt: skip
    (change,) = building_of(project, on=ON).changes
    assert change.lines == [("总投资", "50 万元", "60 万元")]
    assert change.request.document_number == "邵人大常发〔2026〕9号"


def test_a_finished_project_is_never_behind(year, clerk):
    make_building(clerk, year=year, state=ProjectState.ACCEPTED)
    (row,) = wall_rows(on=date(2027, 1, 20))
    assert (row.light, row.lag) == (Light.DONE, 0)
