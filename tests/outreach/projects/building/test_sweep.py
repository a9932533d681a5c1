"""The machine's morning: who is reminded of what, and never twice."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congress.models import Notice
from outreach.models import Chase, Plan
from outreach.projects.building import services
from outreach.projects.building.services.sweep import sweep_buildings
from outreach.projects.states import ProjectState
from tests.outreach.makers import make_year
from tests.outreach.projects.building_makers import make_building, make_report

pytestmark = pytest.mark.django_db


def morning(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 0, 0, tzinfo=UTC)


@pytest.fixture
def year(city_office):
    return make_year(2026, office=city_office, state="building")


def told(template: str) -> int:
    return Notice.objects.filter(template=template).count()


def test_a_late_report_is_chased_the_day_after_and_every_week_and_then_the_office_hears_of_it(year, clerk):
    project = make_building(clerk, year=year)
    found = {}
    # March is due on Tuesday the seventh of April: the days before are off.
    for day in (3, 4, 5, 7, 8, 9, 15, 16, 22):
        sweep_buildings(at=morning(4, day))
        sweep_buildings(at=morning(4, day))
        found[day] = (
            told("project_report_soon"),
            told("project_report_overdue"),
            told("project_report_missing"),
        )
    assert found == {
        3: (0, 0, 0), 4: (1, 0, 0), 5: (1, 0, 0), 7: (1, 0, 0), 8: (1, 1, 0), 9: (1, 1, 0), 15: (1, 2, 1),
        16: (1, 2, 1), 22: (1, 3, 2),
    }  # fmt: skip
    days = Chase.objects.filter(project=project, by=None).order_by("on").values_list("on", flat=True)
    assert list(days) == [date(2026, 4, 8), date(2026, 4, 15), date(2026, 4, 22)]
    assert Notice.objects.filter(template="project_report_overdue", organisation=project.unit).count() == 3
    assert Notice.objects.filter(template="project_report_missing", organisation=year.office).count() == 2


def test_a_sweep_that_was_away_gives_the_newest_reminder_only(year, clerk):
    make_building(clerk, year=year)
    sweep_buildings(at=morning(4, 23))
    assert told("project_report_overdue") == 1


def test_a_report_that_waits_for_the_office_is_not_late_and_one_that_came_back_is(year, clerk):
    waiting, returned = make_building(clerk, year=year), make_building(clerk, year=year)
    sent = {"submitted_at": morning(4, 3)}
    make_report(waiting, clerk, date(2026, 3, 1), 10, state="submitted", **sent)
    make_report(returned, clerk, date(2026, 3, 1), 10, state="returned", **sent)
    sweep_buildings(at=morning(4, 8))
    assert list(Chase.objects.values_list("project", flat=True)) == [returned.pk]


def test_plans_and_answers_that_are_late_are_chased_too(year, clerk):
    project = make_building(clerk, year=year, state=ProjectState.HANDED_OVER)
    Plan.objects.all().delete()
    sweep_buildings(at=morning(3, 4))
    assert told("project_plan_due") == 1
    urging = services.issue_urging(
        project, content="请尽快报送实施方案。", due_on=date(2026, 3, 12), inspection=None, actor=clerk,
        at=morning(3, 4),
    )  # fmt: skip
    found = {}
    for day in (8, 9, 13, 20):
        sweep_buildings(at=morning(3, day))
        sweep_buildings(at=morning(3, day))
        found[day] = (told("project_urging_due"), told("project_urging_late"))
    assert found == {8: (0, 0), 9: (1, 0), 13: (2, 0), 20: (3, 1)}
    assert urging.number == 1


def test_the_morning_asks_as_many_questions_for_thirty_projects_as_for_two(year, clerk):
    def questions(day: int) -> int:
        with CaptureQueriesContext(connection) as asked:
            sweep_buildings(at=morning(4, day))
        return len([query for query in asked if "congress_edition" not in query["sql"]])

    make_building(clerk, year=year)
    make_building(clerk, year=year)
    few = questions(8)
    for _number in range(28):
        make_building(clerk, year=year)
    assert questions(15) == few <= 30
    assert told("project_report_overdue") == 32
