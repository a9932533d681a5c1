"""The supervision group of a project, its inspections, and the opinions that urge the unit on."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.attachments.services import store
from congress.audit.services import record
from congress.errors import BadInput, NotAllowed, WrongState
from congress.models import User
from congress.notices.services import post_notice
from congress.texts import require_text
from deputies.roster.models import Deputy, Mandate
from deputies.roster.selectors import reach
from outreach.projects.building.models import GroupMember, Inspection, Urging
from outreach.projects.building.rules import is_overseer_of, require_overseer
from outreach.projects.building.selectors import group_of
from outreach.projects.building.services.common import (
    require_state,
    require_version,
    require_writer,
    tell_office,
    tell_unit,
)
from outreach.projects.building.states import URGING_FLOW, Finding, UrgingState
from outreach.projects.models import Project
from outreach.projects.services import locked_project
from outreach.projects.states import ProjectState

MOST_MEMBERS = 15
_UNDER_WAY = (ProjectState.HANDED_OVER, ProjectState.BUILDING, ProjectState.ACCEPTED, ProjectState.RECTIFYING)


@transaction.atomic
def set_group(
    project: Project, *, leader: Deputy, members: Iterable[Deputy], actor: User, at: datetime
) -> list[GroupMember]:
    """Who supervises the project from now on. Those who left stay in the record. New ones are told."""
    on = localdate(at)
    project = locked_project(project, None)
    require_overseer(actor, project.year, on=on)
    require_state(project, ProjectState.CHOSEN, *_UNDER_WAY)
    wanted = {deputy.pk: deputy for deputy in [leader, *members]}
    if len(wanted) > MOST_MEMBERS:
        raise BadInput("too_many", _("督办组最多 %(n)d 人。") % {"n": MOST_MEMBERS}, field="members")
    sitting = Mandate.objects.in_office(on).filter(term=project.year.term, state="active", deputy__in=wanted)
    if set(sitting.values_list("deputy_id", flat=True)) != set(wanted):
        raise BadInput("not_sitting", _("只能选本届在任代表。"), field="members")
    there = {row.deputy_id: row for row in project.group_members.select_for_update().filter(left_on=None)}
    gone = [row for key, row in there.items() if key not in wanted]
    # The old leader steps back before the new one steps in: the database allows one at a time.
    GroupMember.objects.filter(pk__in=[row.pk for row in gone]).update(left_on=on)
    GroupMember.objects.filter(project=project, left_on=None).update(is_leader=False)
    fresh = [
        GroupMember(project=project, deputy=d, since=on) for key, d in wanted.items() if key not in there
    ]
    GroupMember.objects.bulk_create(fresh)
    GroupMember.objects.filter(project=project, left_on=None, deputy=leader).update(is_leader=True)
    event = record(
        "outreach.project_group.set", project, actor=actor, leader=leader.pk, members=sorted(wanted),
        left=sorted(row.deputy_id for row in gone),
    )  # fmt: skip
    for row in fresh:
        to = reach(row.deputy)
        if to is not None:
            post_notice(
                "project_group_joined", to=to, key=f"project_group_joined:{event.pk}:{row.deputy_id}",
                link=f"/m/projects/groups/{project.uid}/", project=project.title,
            )  # fmt: skip
    return group_of(project)


@dataclass(frozen=True, slots=True)
class InspectionDraft:
    """An inspection as typed."""

    kind: str
    inspected_on: date
    place: str
    finding: str
    found: str
    advice: str = ""
    deputies: Sequence[Deputy] = ()


def record_inspection(
    project: Project,
    draft: InspectionDraft,
    *,
    files: Sequence[UploadedFile] = (),
    uid: UUID,
    actor: User,
    at: datetime,
) -> Inspection:
    """What was seen at the site; the same `uid` again gives the first one. By a member of the group, or by the office."""
    known = Inspection.objects.filter(uid=uid, project=project, recorded_by=actor).first()
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return _record_inspection(project, draft, files, uid=uid, actor=actor, at=at)
    except IntegrityError:
        known = Inspection.objects.filter(uid=uid, project=project, recorded_by=actor).first()
        if known is None:
            raise BadInput("key_taken", _("这条记录的编号已被使用，请重新填写。")) from None
        return known


def _record_inspection(
    project: Project,
    draft: InspectionDraft,
    files: Sequence[UploadedFile],
    *,
    uid: UUID,
    actor: User,
    at: datetime,
) -> Inspection:
    on = localdate(at)
    project = locked_project(project, None)
    members = {row.deputy_id: row for row in group_of(project)}
    mine = next((row.deputy for row in members.values() if row.deputy.user_id == actor.pk), None)
    if mine is None and not is_overseer_of(actor, project.year, on=on):
        raise NotAllowed("not_member", _("只有督办组成员和人大机关可以登记督查。"))
    require_state(project, *_UNDER_WAY)
    present = {deputy.pk for deputy in draft.deputies} | ({mine.pk} if mine else set())
    if not present:
        raise BadInput("nobody", _("请选择参加督查的代表。"), field="deputies")
    if not present <= set(members):
        raise BadInput("not_member", _("只能选本项目督办组的代表。"), field="deputies")
    if draft.inspected_on > on:
        raise BadInput("future", _("督查日期不能晚于今天。"), field="inspected_on")
    handed = getattr(project, "hand_over", None)
    if handed is not None and draft.inspected_on < handed.handed_on:
        raise BadInput("too_early", _("督查日期不能早于交办日期。"), field="inspected_on")
    row = Inspection.objects.create(
        uid=uid, project=project, kind=draft.kind, inspected_on=draft.inspected_on,
        place=require_text(draft.place, field="place", least=2, most=80), finding=draft.finding,
        found=require_text(draft.found, field="found", least=6, most=1000), advice=draft.advice.strip()[:500],
        recorded_by=actor, recorded_at=at,
    )  # fmt: skip
    row.deputies.set(present)
    for upload in files:
        try:
            store(upload, owner=row, actor=actor, on=on)
        except BadInput as refused:
            raise BadInput(refused.code, refused.message, field="files") from None
    record(
        "outreach.project_inspection.recorded", project, actor=actor, inspection=str(uid), finding=draft.finding,
        deputies=sorted(present),
    )  # fmt: skip
    if draft.finding != Finding.GOOD:
        tell_office(
            project, "project_inspection_found", str(row.pk), finding=str(Finding(draft.finding).label)
        )
    return row


# ---- urging opinions ----


@transaction.atomic
def issue_urging(
    project: Project, *, content: str, due_on: date, inspection: Inspection | None, actor: User, at: datetime
) -> Urging:
    """发出督办意见, with the day by which the unit answers."""
    on = localdate(at)
    project = locked_project(project, None)
    require_overseer(actor, project.year, on=on)
    require_state(project, *_UNDER_WAY)
    if due_on <= on:
        raise BadInput("past", _("答复期限须晚于今天。"), field="due_on")
    if inspection is not None and inspection.project_id != project.pk:
        raise BadInput("other_project", _("该督查不属于本项目。"), field="inspection")
    last = project.urgings.order_by("number").last()
    row = Urging.objects.create(
        project=project, inspection=inspection, number=last.number + 1 if last else 1,
        content=require_text(content, field="content", least=6, most=1000), due_on=due_on, issued_by=actor, issued_at=at,
    )  # fmt: skip
    record(
        "outreach.project_urging.issued", project, actor=actor, number=row.number, due_on=due_on.isoformat(),
        inspection=str(inspection.uid) if inspection else None,
    )  # fmt: skip
    tell_unit(project, "project_urging_issued", str(row.pk), number=row.number, day=due_on)
    return row


def _advanced(urging: Urging, step: str, version: int | None) -> Urging:
    project = locked_project(urging.project, None)
    row = Urging.objects.select_for_update().get(pk=urging.pk)
    row.project = project
    require_version(row, version)
    row.state = URGING_FLOW.advance(step, row.state)
    row.version += 1
    return row


@transaction.atomic
def answer_urging(
    urging: Urging,
    *,
    answer: str,
    files: Sequence[UploadedFile] = (),
    actor: User,
    at: datetime,
    version: int | None = None,
) -> Urging:
    """The unit says what it did; files prove it."""
    on = localdate(at)
    row = _advanced(urging, "answer", version)
    require_writer(actor, row.project, on=on)
    row.answer = require_text(answer, field="answer", least=6, most=1000)
    row.answered_at, row.remark = at, ""
    row.save()
    for upload in files:
        try:
            store(upload, owner=row, actor=actor, on=on)
        except BadInput as refused:
            raise BadInput(refused.code, refused.message, field="files") from None
    record(
        "outreach.project_urging.answered",
        row.project,
        actor=actor,
        number=row.number,
        is_late=on > row.due_on,
    )
    tell_office(row.project, "project_urging_answered", f"{row.pk}:{row.version}", number=row.number)
    return row


@transaction.atomic
def return_urging(
    urging: Urging, *, reason: str, due_on: date, actor: User, at: datetime, version: int | None = None
) -> Urging:
    """The answer is not enough: again, by another day. The old answer stays in the audit log."""
    on = localdate(at)
    row = _advanced(urging, "return", version)
    require_overseer(actor, row.project.year, on=on)
    if due_on <= on:
        raise BadInput("past", _("答复期限须晚于今天。"), field="due_on")
    row.remark = require_text(reason, field="reason", least=4, most=200)
    row.due_on = due_on
    row.save()
    record(
        "outreach.project_urging.returned", row.project, actor=actor, number=row.number, reason=row.remark,
        answer=row.answer,
    )  # fmt: skip
    tell_unit(
        row.project, "project_urging_returned", f"{row.pk}:{row.version}", number=row.number, day=due_on
    )
    return row


@transaction.atomic
def close_urging(urging: Urging, *, actor: User, at: datetime, version: int | None = None) -> Urging:
    """The answer is enough."""
    row = _advanced(urging, "close", version)
    require_overseer(actor, row.project.year, on=localdate(at))
    row.closed_at = at
    row.save()
    record("outreach.project_urging.closed", row.project, actor=actor, number=row.number)
    return row


def require_urged_done(project: Project) -> None:
    """Raise WrongState while an opinion is open."""
    waiting = project.urgings.exclude(state=UrgingState.CLOSED).count()
    if waiting:
        raise WrongState("urging_open", _("还有 %(n)d 件督办意见没有办结。") % {"n": waiting})
