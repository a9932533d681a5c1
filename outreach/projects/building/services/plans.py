"""Hand-over of the chosen projects and their implementation plans."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput, Stale, WrongState
from congress.models import User
from congress.texts import require_text
from congress.workdays.selectors import working_calendar
from outreach.projects.building.models import ChangeRequest, HandOver, Milestone, Plan
from outreach.projects.building.rules import require_milestones
from outreach.projects.building.selectors import announced_on
from outreach.projects.building.services.common import (
    require_state,
    require_version,
    require_writer,
    tell_office,
    tell_unit,
)
from outreach.projects.building.states import (
    HAND_OVER_DAYS,
    PLAN_DAYS,
    ChangeKind,
    ChangeState,
    PlanState,
)
from outreach.projects.models import Project, ProjectYear
from outreach.projects.rules import require_office
from outreach.projects.services import advance, locked_project
from outreach.projects.states import ProjectState


@transaction.atomic
def hand_over(
    year: ProjectYear,
    projects: Iterable[Project],
    *,
    document_number: str,
    demands: str,
    announced: date | None,
    actor: User,
    at: datetime,
) -> list[HandOver]:
    """Hand chosen projects to their units with one document. `announced` counts only where no round was published.

    Raises BadInput (field `projects`, `announced`), NotAllowed, WrongState.
    """
    on = localdate(at)
    require_office(actor, year, on=on)
    number = require_text(document_number, field="document_number", least=4, most=60)
    rows = sorted(projects, key=lambda project: project.pk)
    if not rows:
        raise BadInput("no_projects", _("请选择要交办的项目。"), field="projects")
    made = []
    for given in rows:
        project = locked_project(given, None)
        if project.year_id != year.pk:
            raise BadInput("other_year", _("项目不属于该年度。"), field="projects")
        began = announced_on(project) or announced
        if began is None or began > on:
            raise BadInput("no_announcement", _("请填写票决结果公告日期，不能晚于今天。"), field="announced")
        advance(project, "hand_over", actor=actor, at=at, document_number=number)
        calendar = working_calendar(year.region_id)
        row = HandOver.objects.create(
            project=project, document_number=number, demands=demands.strip()[:1000], announced_on=began,
            due_on=calendar.add(began, HAND_OVER_DAYS), handed_on=on, plan_due_on=calendar.add(on, PLAN_DAYS), by=actor,
        )  # fmt: skip
        record(
            "outreach.project.handed_over", project, actor=actor, document_number=number,
            announced_on=began.isoformat(), due_on=row.due_on.isoformat(), is_late=on > row.due_on,
        )  # fmt: skip
        tell_unit(project, "project_handed_over", str(row.pk), day=row.plan_due_on, number=number)
        made.append(row)
    return made


@dataclass(frozen=True, slots=True)
class PlanDraft:
    """A plan as typed. `milestones`: title, day, per cent of the whole."""

    starts_on: date
    ends_on: date
    builder: str
    money_plan: str
    guarantee: str
    milestones: tuple[tuple[str, date, int], ...]


@transaction.atomic
def submit_plan(
    project: Project, draft: PlanDraft, *, actor: User, at: datetime, version: int | None = None
) -> Plan:
    """The unit sends its plan, or the one that came back; after a decision, the revision that carries it out.

    `version` is the plan's, None for a new one. Raises NotAllowed, Stale, WrongState, BadInput.
    """
    on = localdate(at)
    project = locked_project(project, None)
    require_writer(actor, project, on=on)
    require_state(project, ProjectState.HANDED_OVER, ProjectState.BUILDING)
    last = project.plans.select_for_update().order_by("revision").last()
    plan = last if last is not None and last.state != PlanState.PUBLISHED else _next_plan(project, last)
    if plan.pk:
        if version is None:
            raise Stale("stale", _("实施方案刚刚已经报送，请刷新后再试。"))
        require_version(plan, version)
        plan.version += 1
    require_milestones(draft.starts_on, draft.ends_on, draft.milestones)
    wanted = plan.change.new_end if plan.change else None
    if wanted is not None and draft.ends_on != wanted:
        raise BadInput(
            "other_end", _("决定的完工日期是 %(day)s。") % {"day": wanted.isoformat()}, field="ends_on"
        )
    before = last.ends_on if last is not None and last.pk != plan.pk else None
    if wanted is None and (draft.ends_on != before if before else draft.ends_on.year > project.year.year):
        raise BadInput(
            "too_late",
            _("须在 %(year)d 年内完工；确需调整完工日期的，须由人大常委会或主席团决定。")
            % {"year": project.year.year},
            field="ends_on",
        )
    plan.starts_on, plan.ends_on = draft.starts_on, draft.ends_on
    plan.builder = require_text(draft.builder, field="builder", least=2, most=80)
    plan.money_plan = require_text(draft.money_plan, field="money_plan", least=4, most=500)
    plan.guarantee = require_text(draft.guarantee, field="guarantee", least=4, most=1000)
    plan.state, plan.submitted_by, plan.submitted_at = PlanState.SUBMITTED, actor, at
    plan.save()
    _set_milestones(plan, draft, last)
    event = record(
        "outreach.project_plan.submitted", project, actor=actor, revision=plan.revision,
        starts_on=draft.starts_on.isoformat(), ends_on=draft.ends_on.isoformat(), milestones=len(draft.milestones),
    )  # fmt: skip
    tell_office(project, "project_plan_submitted", str(event.pk))
    return plan


def _next_plan(project: Project, last: Plan | None) -> Plan:
    if last is None:
        return Plan(project=project, revision=1)
    change = (
        ChangeRequest.objects.filter(
            project=project, kind=ChangeKind.CHANGE, state=ChangeState.APPROVED, plan__isnull=True
        )
        .order_by("-pk")
        .first()
    )
    if change is None:
        raise WrongState("plan_public", _("实施方案已经公布，须先经决定批准调整，才能修改。"))
    return Plan(project=project, revision=last.revision + 1, change=change)


def _set_milestones(plan: Plan, draft: PlanDraft, last: Plan | None) -> None:
    # What was reached stays reached when a revision names the same step again.
    reached = dict(last.milestones.values_list("title", "done_on")) if last is not None else {}
    plan.milestones.all().delete()
    Milestone.objects.bulk_create(
        Milestone(
            plan=plan, number=number, title=require_text(title, field=f"title_{number}", least=2, most=60),
            due_on=due_on, percent=percent, done_on=reached.get(title.strip()),
        )
        for number, (title, due_on, percent) in enumerate(draft.milestones, 1)
    )  # fmt: skip


def _locked_plan(plan: Plan, version: int | None, actor: User, *, on: date) -> Plan:
    project = locked_project(plan.project, None)
    row = Plan.objects.select_for_update(of=("self",)).select_related("change").get(pk=plan.pk)
    row.project = project
    require_office(actor, project.year, on=on)
    require_version(row, version)
    if row.state != PlanState.SUBMITTED:
        raise WrongState("wrong_state", _("这份实施方案现在不能办理。"))
    return row


@transaction.atomic
def publish_plan(plan: Plan, *, actor: User, at: datetime, version: int | None = None) -> Plan:
    """The office makes the plan public; with the first one the building begins."""
    on = localdate(at)
    plan = _locked_plan(plan, version, actor, on=on)
    require_state(plan.project, ProjectState.HANDED_OVER, ProjectState.BUILDING)
    plan.state, plan.published_on, plan.remark = PlanState.PUBLISHED, on, ""
    plan.version += 1
    plan.save()
    if plan.project.state == ProjectState.HANDED_OVER:
        advance(plan.project, "begin", actor=actor, at=at)
    record("outreach.project_plan.published", plan.project, actor=actor, revision=plan.revision)
    tell_unit(plan.project, "project_plan_published", f"{plan.pk}:{plan.version}")
    return plan


@transaction.atomic
def return_plan(plan: Plan, *, reason: str, actor: User, at: datetime, version: int | None = None) -> Plan:
    """The office sends the plan back with the reason."""
    plan = _locked_plan(plan, version, actor, on=localdate(at))
    plan.remark = require_text(reason, field="reason", least=4, most=200)
    plan.state = PlanState.RETURNED
    plan.version += 1
    plan.save()
    record("outreach.project_plan.returned", plan.project, actor=actor, reason=plan.remark)
    tell_unit(plan.project, "project_plan_returned", f"{plan.pk}:{plan.version}")
    return plan
