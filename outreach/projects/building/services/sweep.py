"""What the machine looks at every morning: late hand-overs, plans, reports and answers. Whole sets, never row by row."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from congress.audit.services import record
from congress.notices.services import Posting, post_notices
from congress.people.actors import SYSTEM
from congress.workdays.selectors import working_calendar
from outreach.projects.building.models import Chase, Urging
from outreach.projects.building.rules import chase_step, next_month, report_due
from outreach.projects.building.selectors import Standing, announced_days, standings
from outreach.projects.building.services.common import page_of
from outreach.projects.building.states import (
    CHASE_EVERY,
    HAND_OVER_DAYS,
    OFFICE_AFTER,
    REMIND_BEFORE,
    UrgingState,
)
from outreach.projects.models import Project
from outreach.projects.states import ProjectState


def sweep_buildings(*, at: datetime) -> int:
    """Remind and chase what is due today; the number of new notices. Twice a day does nothing twice."""
    on = localdate(at)
    with transaction.atomic():
        rows = standings(Project.objects.filter(state=ProjectState.BUILDING), on=on)
        chases: list[tuple[Chase, date]] = []
        postings = []
        for row in rows:
            for month, posting in _of_reports(row, on):
                postings.append(posting)
                if posting.template == "project_report_overdue":
                    chase = Chase(project=row.project, month=month, on=on)
                    chases.append((chase, report_due(month, row.calendar)))
        Chase.objects.bulk_create(_new(chases, on), ignore_conflicts=True)
        count = post_notices([*postings, *_hand_overs(on), *_plans(on), *_urgings(on)])
        if count:
            record("outreach.project_report.chased", None, actor=SYSTEM, notices=count, on=on.isoformat())
    return count


def _new(chases: list[tuple[Chase, date]], on: date) -> list[Chase]:
    """Those that begin another week: a run on the day after belongs to the same reminder. Each comes with its limit."""
    recent = Chase.objects.filter(by=None, on__gt=on - timedelta(days=CHASE_EVERY)).order_by("on")
    newest = {
        (project, month): day for project, month, day in recent.values_list("project_id", "month", "on")
    }
    found = []
    for chase, due in chases:
        last = newest.get((chase.project_id, chase.month))
        if last is None or chase_step(due, last) != chase_step(due, on):
            found.append(chase)
    return found


def _posting(project: Project, template: str, key: str, *, office: bool = False, **words: Any) -> Posting:
    to = project.year.office if office or project.unit is None else project.unit
    return Posting(
        template,
        to,
        key=f"{template}:{key}",
        link=page_of(project),
        context={"project": project.title, **words},
    )


def _of_reports(row: Standing, on: date) -> Iterator[tuple[date, Posting]]:
    project, calendar = row.project, row.calendar
    for month in row.overdue:
        due = report_due(month, calendar)
        step = chase_step(due, on)
        words: dict[str, Any] = {"month": f"{month:%Y-%m}", "day": due}
        key = f"{project.pk}:{month:%Y-%m}:{step}"
        yield month, _posting(project, "project_report_overdue", key, **words)
        if (on - due).days > OFFICE_AFTER:
            yield month, _posting(project, "project_report_missing", key, office=True, **words)
    soon = row.next_month
    if soon is not None:
        due = report_due(soon, calendar)
        if on >= next_month(soon) - timedelta(days=REMIND_BEFORE) and chase_step(due, on) == -1:
            key = f"{project.pk}:{soon:%Y-%m}"
            yield soon, _posting(project, "project_report_soon", key, month=f"{soon:%Y-%m}", day=due)


def _hand_overs(on: date) -> Iterable[Posting]:
    """Chosen, not handed over: the office is told three days before the limit and after it."""
    waiting = list(
        Project.objects.filter(state=ProjectState.CHOSEN).select_related(
            "year__office", "year__region", "unit"
        )
    )
    began = announced_days(waiting)
    for project in waiting:
        if project.pk not in began:
            continue
        due = working_calendar(project.year.region_id).add(began[project.pk], HAND_OVER_DAYS)
        step = chase_step(due, on)
        if step is not None:
            yield _posting(
                project, "project_hand_over_due", f"{project.pk}:{step}", office=True, day=due
            )  # fmt: skip


def _plans(on: date) -> Iterable[Posting]:
    """Handed over, no plan sent."""
    waiting = Project.objects.filter(
        state=ProjectState.HANDED_OVER,
        plans=None,
        hand_over__plan_due_on__lte=on + timedelta(days=REMIND_BEFORE),
    ).select_related("hand_over", "unit", "year__office")
    for project in waiting:
        due = project.hand_over.plan_due_on
        yield _posting(project, "project_plan_due", f"{project.pk}:{chase_step(due, on)}", day=due)


def _urgings(on: date) -> Iterable[Posting]:
    """Opinions without an answer."""
    waiting = Urging.objects.filter(
        state=UrgingState.ISSUED, due_on__lte=on + timedelta(days=REMIND_BEFORE)
    ).select_related("project__unit", "project__year__office")
    for row in waiting:
        step = chase_step(row.due_on, on)
        key = f"{row.pk}:{row.due_on}:{step}"
        yield _posting(row.project, "project_urging_due", key, number=row.number, day=row.due_on)
        if (on - row.due_on).days > OFFICE_AFTER:
            yield _posting(
                row.project, "project_urging_late", key, office=True, number=row.number, day=row.due_on
            )  # fmt: skip
