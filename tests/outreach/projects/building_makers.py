"""Plain functions that make a project under construction. What is not said gets a plain value."""

from datetime import date
from typing import Any

from django.utils.timezone import now

from congress.people.models import User
from outreach.models import HandOver, Milestone, Plan, ProgressReport, Project
from outreach.projects.building.rules import last_day
from outreach.projects.building.states import PlanState, ReportState
from outreach.projects.states import ProjectState
from tests.outreach.makers import make_project

# 40 per cent by the middle of the year, all of it by the end of November.
STEPS = (
    ("完成招标", date(2026, 6, 30), 40),
    ("主体完工", date(2026, 9, 30), 70),
    ("竣工", date(2026, 11, 30), 100),
)


def make_building(
    by: User,
    *,
    starts_on: date = date(2026, 3, 1),
    steps: tuple[tuple[str, date, int], ...] = STEPS,
    **fields: Any,
) -> Project:
    """A project under construction with a published plan."""
    project = make_project(state=fields.pop("state", ProjectState.BUILDING), **fields)
    HandOver.objects.create(
        project=project, document_number="邵人大函〔2026〕3号", announced_on=date(2026, 1, 20), due_on=date(2026, 2, 10),
        handed_on=date(2026, 2, 3), plan_due_on=date(2026, 3, 3), by=by,
    )  # fmt: skip
    plan = Plan.objects.create(
        project=project, state=PlanState.PUBLISHED, starts_on=starts_on, ends_on=steps[-1][1], builder="市水利工程公司",
        money_plan="上级补助和本级财政。", guarantee="成立专班，按月调度。", submitted_by=by, submitted_at=now(),
        published_on=date(2026, 2, 20),
    )  # fmt: skip
    Milestone.objects.bulk_create(
        Milestone(plan=plan, number=number, title=title, due_on=day, percent=percent)
        for number, (title, day, percent) in enumerate(steps, 1)
    )
    return project


def make_report(project: Project, by: User, month: date, percent: int, **fields: Any) -> ProgressReport:
    """A published report that came in time."""
    return ProgressReport.objects.create(
        project=project, month=month, as_of=fields.pop("as_of", last_day(month)), percent=percent,
        spent_fen=fields.pop("spent_fen", percent * 1_000_00), done="按计划推进。",
        state=fields.pop("state", ReportState.PUBLISHED), submitted_by=by,
        submitted_at=fields.pop("submitted_at", now()), published_at=fields.pop("published_at", now()), **fields,
    )  # fmt: skip
