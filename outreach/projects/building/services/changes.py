"""A chosen project is changed or stopped by a decision with its document, never by an edit."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput, NotAllowed, Stale, WrongState
from congress.models import Organisation, User
from congress.notices.services import post_notice
from congress.texts import require_text
from outreach.projects.building.models import ChangeLine, ChangeRequest
from outreach.projects.building.rules import body_of
from outreach.projects.building.selectors import plan_in_force
from outreach.projects.building.services.common import (
    require_state,
    require_version,
    require_writer,
    tell_office,
    tell_unit,
)
from outreach.projects.building.states import CHANGEABLE, ChangeKind, ChangeState
from outreach.projects.models import Project
from outreach.projects.rules import is_office_of, require_office
from outreach.projects.services import advance, locked_project
from outreach.projects.states import ProjectState

_NUMBERS = frozenset({"cost_fen", "own_money_fen", "beneficiaries"})


@transaction.atomic
def ask_change(
    project: Project,
    kind: str,
    *,
    values: Mapping[str, Any] | None = None,
    new_end: date | None = None,
    reason: str,
    effect: str,
    agreed_by: str,
    actor: User,
    at: datetime,
) -> ChangeRequest:
    """Ask for other values, another end, or the stop. One request at a time; the project stays as it is meanwhile.

    `values` may name every field of CHANGEABLE; those that do not differ are left out.
    """
    on = localdate(at)
    project = locked_project(project, None)
    require_writer(actor, project, on=on)
    require_state(project, ProjectState.HANDED_OVER, ProjectState.BUILDING)
    if project.changes.filter(state=ChangeState.ASKED).exists():
        raise WrongState("one_open", _("已有一项变更申请等待决定。"))
    reason = require_text(reason, field="reason", least=10, most=1000)
    lines = _lines_of(project, values or {}) if kind == ChangeKind.CHANGE else []
    new_end = new_end if kind == ChangeKind.CHANGE else None
    plan = plan_in_force(project, on=on)
    if new_end is not None and plan is not None and new_end == plan.ends_on:
        new_end = None
    if new_end is not None and new_end <= (plan.starts_on if plan else on):
        raise BadInput("bad_end", _("新的完工日期须晚于开工日期。"), field="new_end")
    if kind == ChangeKind.CHANGE and not lines and new_end is None:
        raise BadInput("no_change", _("没有填写任何不同的内容。"))
    request = ChangeRequest.objects.create(
        project=project, kind=kind, reason=reason, effect=effect.strip()[:500], agreed_by=agreed_by.strip()[:200],
        new_end=new_end, asked_by=actor, asked_at=at, body=body_of(project.year),
    )  # fmt: skip
    ChangeLine.objects.bulk_create(
        ChangeLine(request=request, field=name, before=before, after=after) for name, before, after in lines
    )
    record(
        "outreach.project_change.asked", project, actor=actor, kind=kind, reason=reason,
        lines={name: [before, after] for name, before, after in lines},
        new_end=new_end.isoformat() if new_end else None,
    )  # fmt: skip
    tell_office(project, "project_change_asked", str(request.pk), kind=str(ChangeKind(kind).label))
    return request


def _lines_of(project: Project, values: Mapping[str, Any]) -> list[tuple[str, str, str]]:
    found = []
    for name in CHANGEABLE:
        if name not in values:
            continue
        before, after = _as_text(getattr(project, name)), _as_text(values[name]).strip()
        if before != after:
            most = project._meta.get_field(name).max_length
            if most is not None and len(after) > most:
                raise BadInput("too_long", _("最多 %(n)d 个字。") % {"n": most}, field=name)
            found.append((name, before, after))
    cost = int(values.get("cost_fen", project.cost_fen))
    own = int(values.get("own_money_fen", project.own_money_fen))
    if cost <= 0:
        raise BadInput("no_cost", _("总投资须大于 0。"), field="cost")
    if not 0 <= own <= cost:
        raise BadInput("own_above_cost", _("本级财政资金不能多于总投资。"), field="own_money")
    return found


def _as_text(value: Any) -> str:
    if isinstance(value, Organisation):
        return str(value.pk)
    return "" if value is None else str(value)


def _locked(request: ChangeRequest, version: int | None) -> ChangeRequest:
    project = locked_project(request.project, None)
    row = ChangeRequest.objects.select_for_update().get(pk=request.pk)
    row.project = project
    require_version(row, version)
    if row.state != ChangeState.ASKED:
        raise WrongState("wrong_state", _("这项变更申请已经办理。"))
    return row


@transaction.atomic
def withdraw_change(
    request: ChangeRequest, *, actor: User, at: datetime, version: int | None = None
) -> ChangeRequest:
    """Who asked takes the request back before it is decided."""
    on = localdate(at)
    request = _locked(request, version)
    if request.asked_by_id != actor.pk and not is_office_of(actor, request.project.year, on=on):
        raise NotAllowed("not_yours", _("只有申请人可以撤回。"))
    request.state = ChangeState.WITHDRAWN
    request.version += 1
    request.save()
    record("outreach.project_change.withdrawn", request.project, actor=actor, request=str(request.uid))
    return request


@transaction.atomic
def decide_change(
    request: ChangeRequest,
    *,
    approved: bool,
    meeting: str,
    document_number: str,
    decided_on: date,
    opinion: str,
    actor: User,
    at: datetime,
    version: int | None = None,
) -> ChangeRequest:
    """Enter what the standing committee or presidium decided. Approved values hold from now on; the list is public."""
    on = localdate(at)
    request = _locked(request, version)
    project = request.project
    require_office(actor, project.year, on=on)
    if not localdate(request.asked_at) <= decided_on <= on:
        raise BadInput("bad_day", _("决定日期须在申请之后，且不能晚于今天。"), field="decided_on")
    request.meeting = require_text(meeting, field="meeting", least=4, most=80)
    request.document_number = require_text(document_number, field="document_number", least=4, most=60)
    request.decided_on, request.opinion = decided_on, opinion.strip()[:300]
    request.state = ChangeState.APPROVED if approved else ChangeState.REFUSED
    request.version += 1
    request.save()
    former = project.unit
    facts = {"document_number": request.document_number, "request": str(request.uid)}
    if approved and request.kind == ChangeKind.STOP:
        advance(project, "stop", actor=actor, at=at, **facts)
    elif approved:
        require_state(project, ProjectState.HANDED_OVER, ProjectState.BUILDING)
        _apply(project, request, at)
    record(
        "outreach.project_change.decided", project, actor=actor, approved=approved, kind=request.kind,
        meeting=request.meeting, body=request.body, decided_on=decided_on.isoformat(), **facts,
    )  # fmt: skip
    result = str(request.get_state_display())
    tell_unit(project, "project_change_decided", str(request.pk), result=result)
    if former is not None and former.pk != project.unit_id:
        # The project is theirs no longer: there is no page to lead to.
        post_notice(
            "project_change_decided", to=former, key=f"project_change_decided:{request.pk}:former",
            project=project.title, result=result,
        )  # fmt: skip
    return request


def _apply(project: Project, request: ChangeRequest, at: datetime) -> None:
    for line in request.lines.all():
        if _as_text(getattr(project, line.field)) != line.before:
            raise Stale("stale", _("项目内容与申请时不同，请撤回后重新申请。"))
        match line.field:
            case "unit":
                project.unit = Organisation.objects.get(pk=int(line.after))
            case name if name in _NUMBERS:
                setattr(project, name, int(line.after))
            case name:
                setattr(project, name, line.after)
    project.version += 1
    project.updated_at = at
    project.save(update_fields=[*CHANGEABLE, "version", "updated_at"])
