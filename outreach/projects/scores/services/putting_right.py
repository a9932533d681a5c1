"""A task of putting right: reported by the unit, sent back or urged by the office, chased when late."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import NotAllowed, Stale
from congress.models import User
from congress.notices.services import Posting, post_notice, post_notices
from congress.texts import require_text
from outreach.projects.rules import is_office_of, is_unit_of
from outreach.projects.scores.models import Rectification
from outreach.projects.scores.services.publishing import task_link
from outreach.projects.scores.states import TASK_FLOW, TaskState

# The unit hears so many days before the end of the time.
REMIND_DAYS = 14


def report_task(
    task: Rectification, *, report: str, actor: User, at: datetime, version: int | None
) -> Rectification:
    """The unit says what it did; the office reads it and calls the second assessment."""
    with transaction.atomic():
        row = _locked(task, version)
        _step(row, "report", actor=actor, at=at)
        row.report = require_text(report, field="report", least=10, most=2000)
        row.reported_at, row.remark = at, ""
        row.save()
        event = record("outreach.rectification.reported", row, actor=actor)
        post_notice(
            "project_rectified", to=row.project.year.office, key=f"event:{event.pk}", unit=row.unit.short_name,
            due=row.due_on, link=task_link(row),
        )  # fmt: skip
    return row


def return_task(
    task: Rectification, *, reason: str, actor: User, at: datetime, version: int | None
) -> Rectification:
    """Not enough: the unit goes on, and the day of the second assessment stays."""
    return _back(task, "return", reason, actor=actor, at=at, version=version)


def urge_task(
    task: Rectification, *, reason: str, actor: User, at: datetime, version: int | None
) -> Rectification:
    """A reminder in the office's own words, kept and counted."""
    return _back(task, "urge", reason, actor=actor, at=at, version=version)


def _back(
    task: Rectification, name: str, reason: str, *, actor: User, at: datetime, version: int | None
) -> Rectification:
    with transaction.atomic():
        row = _locked(task, version)
        _step(row, name, actor=actor, at=at)
        row.remark = require_text(reason, field="reason", least=4, most=200)
        row.urged += name == "urge"
        row.save()
        verb = "outreach.rectification.urged" if name == "urge" else "outreach.rectification.returned"
        event = record(verb, row, actor=actor, reason=row.remark, due_on=row.due_on.isoformat())
        post_notice(
            "project_rectify_urged", to=row.unit, key=f"event:{event.pk}", due=row.due_on, link=task_link(row)
        )
    return row


def chase_tasks(*, on: date) -> int:
    """Tell unit and office once that the second assessment is near, and once that it is late. Safe to run twice."""
    rows = (
        Rectification.objects.filter(state__in=[TaskState.OPEN, TaskState.REPORTED])
        .select_related("unit", "project__year__office")
        .order_by("pk")
    )
    posts = []
    for row in rows.filter(due_on__lt=on):
        posts += [
            Posting("project_rectify_late", to, f"rectify-late:{row.pk}:{row.due_on}:{to.pk}", link=task_link(row),
                    context={"due": row.due_on, "unit": row.unit.short_name})
            for to in (row.unit, row.project.year.office)
        ]  # fmt: skip
    for row in rows.filter(due_on__gte=on, due_on__lte=date.fromordinal(on.toordinal() + REMIND_DAYS)):
        posts.append(
            Posting("project_rectify", row.unit, f"rectify-soon:{row.pk}:{row.due_on}", link=task_link(row),
                    context={"due": row.due_on})
        )  # fmt: skip
    return post_notices(posts)


def _locked(task: Rectification, version: int | None) -> Rectification:
    row = (
        Rectification.objects.select_for_update(of=("self",))
        .select_related("unit", "project__year__region", "project__year__office")
        .get(pk=task.pk)
    )
    if version is not None and row.version != version:
        raise Stale("stale", _("这项整改刚被办理，请刷新后再试。"))
    return row


def roles_on(actor: User, task: Rectification, *, on: date) -> frozenset[str]:
    """Which of the flow's roles the actor has for this task."""
    held = set()
    if is_office_of(actor, task.project.year, on=on):
        held.add("clerk")
    if is_unit_of(actor, task.project, on=on):
        held.add("handler")
    return frozenset(held)


def _step(row: Rectification, name: str, *, actor: User, at: datetime) -> None:
    if not roles_on(actor, row, on=localdate(at)) & TASK_FLOW[name].roles:
        raise NotAllowed("not_allowed", _("您没有办理该事项的权限。"))
    row.state = TASK_FLOW.advance(name, row.state)
    row.version += 1
    row.updated_at = at
