"""The result becomes public: totals are frozen, projects move on, and what was found 不满意 is put right."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput
from congress.models import User
from congress.notices.services import post_notice
from congress.texts import require_text
from congress.workdays.selectors import deadline_for, working_calendar
from outreach.projects.scores.models import Assessment, AssessmentItem, Rectification, ScoreRule
from outreach.projects.scores.rules import weighted_total
from outreach.projects.scores.selectors import (
    Residents,
    counts_of,
    residents_of,
    rule_of,
    values_of,
    weights_of,
)
from outreach.projects.scores.services.planning import locked_assessment, step
from outreach.projects.scores.states import TASK_FLOW, Grade, TaskState
from outreach.projects.services import advance, locked_project

DEADLINE = "project.rectify"


def publish_assessment(
    assessment: Assessment,
    demands: Mapping[UUID, str],
    *,
    actor: User,
    at: datetime,
    version: int | None,
) -> Assessment:
    """Publish grades, distributions and totals. `demands`: for each project found 不满意 what must get better.

    Each of those becomes a task of its unit with three months to the second assessment; a second assessment closes its
    task either way, and one that is still 不满意 begins a new one. Raises BadInput (field `demand_<project uid>`).
    """
    on = localdate(at)
    with transaction.atomic():
        row = locked_assessment(assessment, version)
        step(row, "publish", actor=actor, at=at)
        row.published_at = at
        row.remark = ""
        rule = rule_of(row.year)
        items = list(row.items.select_related("project").order_by("position"))
        for item in items:
            project = locked_project(item.project, None)
            item.project = project
            freeze_total(item, rule, residents_of(project.pk))
        AssessmentItem.objects.bulk_update(items, ["total", "working"])
        row.save()
        for item in items:
            advance(item.project, "evaluate", actor=actor, at=at, grade=str(item.grade))
            _close_task(item, at=at)
            if item.grade == Grade.POOR:
                _begin_task(item, demands.get(item.project.uid, ""), actor=actor, at=at)
        record(
            "outreach.assessment.published", row, actor=actor, on=on.isoformat(),
            grades={str(item.project.uid): str(item.grade) for item in items},
            totals={str(item.project.uid): str(item.total) for item in items if item.total is not None},
        )  # fmt: skip
    return row


def freeze_total(item: AssessmentItem, rule: ScoreRule, residents: Residents) -> None:
    """Total and working of an item as they stand now; saving is the caller's."""
    values = values_of(counts_of(item), residents, item.completion, rule)
    total = weighted_total(values, weights_of(rule))
    item.total = total.value
    item.working = {
        "shares": [
            {"part": share.part, "weight": str(share.weight), "used": str(share.used),
             "value": _plain(share.value), "added": str(share.added)}
            for share in total.shares
        ],
        "residents": {
            "source": residents.source, "good": residents.counts.good, "fair": residents.counts.fair,
            "poor": residents.counts.poor, "population": residents.population, "margin": _plain(residents.margin),
        },
        "points": [rule.good_points, rule.fair_points, rule.poor_points],
    }  # fmt: skip


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def _begin_task(item: AssessmentItem, demand: str, *, actor: User, at: datetime) -> Rectification:
    project = item.project
    if project.unit is None:
        raise BadInput("no_unit", _("“%(title)s”没有责任单位。") % {"title": project.title})
    field = f"demand_{project.uid}"
    deadline = deadline_for(DEADLINE, on=localdate(at))
    task = Rectification.objects.create(
        project=project,
        item=item,
        unit=project.unit,
        demand=require_text(demand, field=field, least=4, most=300),
        due_on=deadline.due(localdate(at), working_calendar()),
        updated_at=at,
    )
    advance(project, "rectify", actor=actor, at=at, due_on=task.due_on.isoformat(), deadline=DEADLINE)
    event = record(
        "outreach.rectification.begun",
        task,
        actor=actor,
        due_on=task.due_on.isoformat(),
        basis=deadline.basis,
    )
    post_notice(
        "project_rectify", to=task.unit, key=f"event:{event.pk}", due=task.due_on, link=task_link(task)
    )
    return task


def _close_task(item: AssessmentItem, *, at: datetime) -> None:
    """The second assessment decides the task that is open for the project; a first one finds none."""
    task = (
        Rectification.objects.select_for_update()
        .filter(project=item.project, state__in=[TaskState.OPEN, TaskState.REPORTED])
        .first()
    )
    if task is None:
        return
    name = "fail" if item.grade == Grade.POOR else "pass"
    task.state = TASK_FLOW.advance(name, task.state)
    task.closed_by, task.closed_on = item, localdate(at)
    task.version += 1
    task.updated_at = at
    task.save()


def task_link(task: Rectification) -> str:
    """Where the unit and the office read the task."""
    return reverse("outreach:score-task", args=[task.uid])


def demands_from(data: Mapping[str, Any]) -> dict[UUID, str]:
    """The demands among a form's cleaned data."""
    return {
        UUID(name.removeprefix("demand_")): text for name, text in data.items() if name.startswith("demand_")
    }
