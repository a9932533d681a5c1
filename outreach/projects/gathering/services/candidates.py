"""Candidates of a year: written, corrected, left out with a reason, and fixed as the formal list."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput, WrongState
from congress.models import Organisation, Region
from congress.people.actors import Actor
from congress.texts import require_text
from outreach.projects.consulting.rules import require_heard
from outreach.projects.models import Project, ProjectYear
from outreach.projects.rules import require_office
from outreach.projects.services import advance, locked_project, locked_year, require_phase
from outreach.projects.states import ProjectState, YearState

# The list can be worked on until the vote is prepared.
_OPEN = (
    YearState.PREPARING, YearState.COLLECTING, YearState.SCREENING, YearState.CONSULTING, YearState.NOTICING,
)  # fmt: skip
_FIXABLE = (YearState.NOTICING, YearState.VOTING)
MOST_FEN = 10**14


@dataclass(frozen=True, slots=True)
class CandidateDraft:
    """What the candidates' sheet (候选项目说明表) says of a project. Money in fen."""

    title: str
    category: str
    problem: str
    content: str = ""
    region: Region | None = None
    beneficiaries: int = 0
    beneficiaries_note: str = ""
    unit: Organisation | None = None
    head: str = ""
    cost_fen: int = 0
    own_money_fen: int = 0
    sources: str = ""
    year_goal: str = ""
    risk: str = ""


def add_candidate(year: ProjectYear, draft: CandidateDraft, *, actor: Actor, at: datetime) -> Project:
    """Write down an initial candidate. Raises NotAllowed, WrongState after the list was published, BadInput."""
    with transaction.atomic():
        row = locked_year(year, None)
        require_office(actor, row, on=localdate(at))
        require_phase(row, *_OPEN)
        project = Project(year=row, updated_at=at, **_checked(row, draft))
        project.save()
        record("outreach.project.drafted", project, actor=actor, title=project.title)
    return project


def edit_candidate(
    project: Project, draft: CandidateDraft, *, actor: Actor, at: datetime, version: int | None = None
) -> Project:
    """Correct an initial candidate; a formal one stands as the deputies got it. Raises Stale, WrongState, BadInput."""
    with transaction.atomic():
        row = locked_project(project, version)
        require_office(actor, row.year, on=localdate(at))
        if row.state != ProjectState.INITIAL:
            raise WrongState("listed", _("该项目已列为正式候选或已有结论，不能再改。"))
        given = _checked(row.year, draft)
        changed = sorted(name for name, value in given.items() if getattr(row, name) != value)
        for name, value in given.items():
            setattr(row, name, value)
        row.version += 1
        row.updated_at = at
        row.save()
        if changed:
            record("outreach.project.edited", row, actor=actor, changed=changed)
    return row


def _checked(year: ProjectYear, draft: CandidateDraft) -> dict:
    given = asdict(draft) | {"region": draft.region or year.region, "unit": draft.unit}
    given["title"] = require_text(draft.title, field="title", least=4, most=60)
    given["problem"] = require_text(draft.problem, field="problem", least=4, most=1000)
    if not given["region"].code.startswith(year.region.prefix):
        raise BadInput("other_region", _("实施地不在本级行政区内。"), field="region")
    if not 0 <= draft.own_money_fen <= draft.cost_fen <= MOST_FEN:
        raise BadInput("bad_money", _("本级财政资金不能多于总投资，金额不能为负。"), field="own_money_fen")
    return given


def drop_candidate(
    project: Project, *, reason: str, actor: Actor, at: datetime, version: int | None = None
) -> Project:
    """Leave a candidate out; the reason is published. Raises Stale, WrongState, BadInput (field `reason`)."""
    reason = require_text(reason, field="reason", least=4, most=200)
    with transaction.atomic():
        row = locked_project(project, version)
        advance(row, "drop", actor=actor, at=at, reason=reason)
        # The line on the ballot is free again.
        row.number = None
        row.save(update_fields=["number"])
    return row


def take_up_candidate(project: Project, *, reason: str, actor: Actor, at: datetime) -> Project:
    """Put a dropped one back among the initial candidates. Raises WrongState, BadInput (field `reason`)."""
    reason = require_text(reason, field="reason", least=4, most=200)
    with transaction.atomic():
        row = locked_project(project, None)
        require_phase(row.year, *_OPEN)
        advance(row, "take_up", actor=actor, at=at, reason=reason)
    return row


def fix_list(year: ProjectYear, order: Sequence[UUID], *, actor: Actor, at: datetime) -> list[Project]:
    """Fix the formal list: these initial candidates, in this order on the ballot, after those fixed before.

    All or nothing. Raises NotAllowed, WrongState before the notice is over and every comment answered, BadInput naming what
    is missing from a sheet.
    """
    with transaction.atomic():
        row = locked_year(year, None)
        require_office(actor, row, on=localdate(at))
        require_phase(row, *_FIXABLE)
        require_heard(row, on=localdate(at))
        found = {
            project.uid: project
            for project in Project.objects.select_for_update(of=("self",))
            .select_related("year__region")
            .filter(year=row, state=ProjectState.INITIAL, uid__in=order)
        }
        if not order or len(found) != len(set(order)) or len(set(order)) != len(order):
            raise BadInput("bad_order", _("名单里有重复的，或已不是初步候选的项目。"), field="order")
        last = Project.objects.filter(year=row).aggregate(last=Max("number"))["last"] or 0
        listed = [found[uid] for uid in order]
        for number, project in enumerate(listed, start=last + 1):
            _require_whole(project)
            project.number = number
            project.save(update_fields=["number"])
            advance(project, "list", actor=actor, at=at, number=number)
    return listed


def _require_whole(project: Project) -> None:
    missing = [
        str(label)
        for label, value in (
            (_("责任单位"), project.unit_id),
            (_("责任人"), project.head),
            (_("总投资"), project.cost_fen),
            (_("建设内容"), project.content),
            (_("年度目标"), project.year_goal),
        )
        if not value
    ]
    if missing:
        raise BadInput(
            "not_whole",
            _("“%(title)s”还缺：%(what)s。") % {"title": project.title, "what": "、".join(missing)},
            field="order",
        )
