"""What the building's records give to the score, the figures and the register."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.utils.timezone import localdate, now

from outreach.models import Acceptance, ChangeRequest, Urging
from outreach.projects.building.states import AcceptanceState, ReportState
from outreach.projects.scores import services
from outreach.projects.scores.built import BuiltLine, built_lines, finishes
from outreach.projects.scores.figures import Scope
from outreach.projects.states import ProjectState, YearState
from tests.outreach.makers import make_year
from tests.outreach.projects.building_makers import make_building, make_report
from tests.outreach.projects.scores.makers import AT, make_plan

pytestmark = pytest.mark.django_db
ON = date(2026, 12, 20)
SCOPE = Scope(2026, 2026)


@pytest.fixture
def year(city_office):
    return make_year(2026, office=city_office, state=YearState.EVALUATING)


def accept(project, clerk, *, finished_on=date(2026, 11, 20), actual=300_000_00):
    """Passed; the plan of makers ends on 30 November."""
    return Acceptance.objects.create(
        project=project, state=AcceptanceState.PASSED, finished_on=finished_on, actual_cost_fen=actual,
        result="全部建成。", asked_by=clerk, asked_at=now(), checked_on=date(2026, 12, 10), opinion="合格。",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("finished_on", "actual", "completion", "note"),
    [
        (date(2026, 11, 30), 300_000_00, "100.00", "验收合格，按期完工"),
        (date(2026, 12, 1), 300_000_00, "90.00", "验收合格，超过计划工期"),
        (date(2026, 11, 30), 315_000_00, "95.00", "验收合格，按期完工，投资比预算多 5.0%"),
        (date(2026, 11, 30), 240_000_00, "100.00", "验收合格，按期完工"),
    ],
)
def test_a_planned_assessment_takes_the_goal_from_the_acceptance(
    clerk, year, finished_on, actual, completion, note
):
    project = make_building(clerk, year=year, state=ProjectState.ACCEPTED)
    accept(project, clerk, finished_on=finished_on, actual=actual)
    made = services.plan_assessment(year, make_plan(), [project], actor=clerk, at=AT)
    item = made.items.get()
    assert (item.completion, item.completion_note) == (Decimal(completion), note)


def test_a_project_that_nobody_accepted_in_the_product_has_no_value_of_its_own(clerk, year):
    project = make_building(clerk, year=year, state=ProjectState.ACCEPTED)
    assert finishes([project.pk]) == {}


def test_the_years_line_counts_on_time_deviation_changes_and_urging(clerk, year, county_clerk):
    one = make_building(clerk, year=year, state=ProjectState.ACCEPTED)
    two = make_building(clerk, year=year, state=ProjectState.ACCEPTED)
    accept(one, clerk, actual=330_000_00)
    accept(two, clerk, finished_on=date(2026, 12, 5))
    ChangeRequest.objects.create(
        project=one, kind="change", state="approved", reason="路基不稳", asked_by=clerk, asked_at=now(),
        body="committee", meeting="第三十次会议", document_number="1号", decided_on=date(2026, 6, 1),
    )  # fmt: skip
    ChangeRequest.objects.create(
        project=two, kind="change", reason="路基不稳", asked_by=clerk, asked_at=now(), body="committee"
    )
    for number in (1, 2):
        Urging.objects.create(
            project=one,
            number=number,
            content="请抓紧。",
            due_on=date(2026, 7, 1),
            issued_by=clerk,
            issued_at=now(),
        )
    (line,) = built_lines(clerk, SCOPE, on=ON)
    assert line == BuiltLine(2026, 2, 1, 600_000_00, 630_000_00, 1, 0, 0, 2, 0)
    assert (line.on_time_share, line.deviation) == (Decimal("50.0"), Decimal("5.0"))
    assert built_lines(county_clerk, SCOPE, on=ON) == []


def progress(client, project, suffix=""):
    cache.clear()
    return client.get(f"/api/v1/projects/{project.uid}/progress{suffix}")


def test_progress_is_told_by_published_months_alone(client, clerk, year):
    project = make_building(clerk, year=year, title="梅子水库除险加固")
    make_report(project, clerk, date(2026, 7, 1), 45)
    make_report(project, clerk, date(2026, 6, 1), 40)
    make_report(project, clerk, date(2026, 8, 1), 60, state=ReportState.SUBMITTED, published_at=None)
    told = progress(client, project).json()
    assert (told["title"], told["state"], told["cost_fen"], told["percent"]) == (
        "梅子水库除险加固", "building", 300_000_00, 45,
    )  # fmt: skip
    assert [(row["month"], row["percent"], row["planned_percent"]) for row in told["months"]] == [
        ("2026-06-01", 40, 40), ("2026-07-01", 45, 50),
    ]  # fmt: skip
    assert [row["percent"] for row in told["milestones"]] == [40, 70, 100]
    assert told["as_of"] == localdate().isoformat()


def test_progress_is_a_table_for_spreadsheets_that_runs_nothing(client, clerk, year):
    project = make_building(clerk, year=year)
    report = make_report(project, clerk, date(2026, 6, 1), 40)
    report.done = "=1+1"
    report.save()
    answer = progress(client, project, ".csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0].startswith("月份,数据截至,形象进度（%）")
    assert lines[1].startswith("2026-06-01,2026-06-30,40,40,4000000,否,'=1+1,")


def test_a_project_that_was_not_chosen_has_no_progress(client, clerk, year):
    project = make_building(clerk, year=year, state=ProjectState.NOT_CHOSEN)
    assert progress(client, project).status_code == 404
    assert progress(client, project, ".csv").status_code == 404
