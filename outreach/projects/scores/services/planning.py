"""The method of the year's scores, and an assessment from its plan to the ballots."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput, Stale, WrongState
from congress.models import User
from congress.texts import require_text
from outreach.projects.models import Project, ProjectYear
from outreach.projects.rules import require_office
from outreach.projects.scores.built import finishes
from outreach.projects.scores.models import Assessment, AssessmentItem, ScoreRule
from outreach.projects.scores.selectors import rule_of
from outreach.projects.scores.states import ASSESSMENT_FLOW, AssessmentState, Assessors
from outreach.projects.services import locked_year, require_phase
from outreach.projects.states import ProjectState, YearState

# A re-assessment may fall into the weeks after the year was filed.
PHASES = (YearState.BUILDING, YearState.EVALUATING, YearState.CLOSED)
RUNNING = (AssessmentState.DRAFT, AssessmentState.COUNTING, AssessmentState.GRADED)
MOST_MEMBERS = 10_000


@dataclass(frozen=True, slots=True)
class Plan:
    """What is said of an assessment before it is held."""

    title: str
    assessors: str
    means: str
    meets_on: date
    members: int


def set_rule(
    year: ProjectYear, values: dict[str, Any], *, actor: User, at: datetime, version: int | None
) -> ScoreRule:
    """The year's weights, points and reading of "半数". Raises WrongState once a result of the year is public."""
    with transaction.atomic():
        row = locked_year(year, None)
        require_office(actor, row, on=localdate(at))
        if Assessment.objects.filter(year=row, state=AssessmentState.PUBLISHED).exists():
            raise WrongState("rule_fixed", _("本年度已经公布过测评结果，办法不能再改。"))
        rule = ScoreRule.objects.filter(year=row).first() or ScoreRule(year=row, version=0)
        if version is not None and rule.version != version:
            raise Stale("stale", _("测评办法刚被修改，请刷新后再试。"))
        _require_rule(values)
        before = _rule_facts(rule) if rule.pk else {}
        for name, value in values.items():
            setattr(rule, name, value)
        rule.version += 1
        rule.updated_at = at
        rule.save()
        # Assessments that are not counted yet follow the method; a counted one keeps what it was counted by.
        Assessment.objects.filter(year=row, state=AssessmentState.DRAFT).update(
            half_inclusive=rule.half_inclusive
        )
        record("outreach.score_rule.set", row, actor=actor, before=before, after=_rule_facts(rule))
    return rule


def _require_rule(values: dict[str, Any]) -> None:
    weights = [values["deputies_weight"], values["residents_weight"], values["completion_weight"]]
    if min(weights) < 0 or sum(weights) != 100:
        raise BadInput("weights", _("三项权重合计应为 100，现在是 %(n)d。") % {"n": sum(weights)},
                       field="deputies_weight")  # fmt: skip
    if not 100 >= values["good_points"] >= values["fair_points"] >= values["poor_points"] >= 0:
        raise BadInput("points", _("分值应在 0 至 100 之间，且满意不低于基本满意、基本满意不低于不满意。"),
                       field="good_points")  # fmt: skip


def _rule_facts(rule: ScoreRule) -> dict[str, Any]:
    names = (
        "half_inclusive", "deputies_weight", "residents_weight", "completion_weight", "good_points", "fair_points",
        "poor_points", "document_number",
    )  # fmt: skip
    return {name: getattr(rule, name) for name in names}


def plan_assessment(
    year: ProjectYear, plan: Plan, projects: Sequence[Project], *, actor: User, at: datetime
) -> Assessment:
    """Call a satisfaction vote on accepted projects, or a second one on projects that were put right.

    Raises NotAllowed, WrongState, BadInput (fields `projects`, `members`, `title`).
    """
    with transaction.atomic():
        row = locked_year(year, None)
        require_office(actor, row, on=localdate(at))
        require_phase(row, *PHASES)
        made = Assessment(
            year=row, half_inclusive=rule_of(row).half_inclusive, updated_at=at, **_checked(plan)
        )
        locked = _ready(row, projects, but=None)
        made.is_second = locked[0].state == ProjectState.RECTIFYING
        made.save()
        _fill(made, locked)
        record(
            "outreach.assessment.planned", made, actor=actor, meets_on=made.meets_on.isoformat(),
            assessors=made.assessors, members=made.members, projects=[str(p.uid) for p in locked],
            second=made.is_second,
        )  # fmt: skip
    return made


def change_assessment(
    assessment: Assessment,
    plan: Plan,
    projects: Sequence[Project],
    *,
    actor: User,
    at: datetime,
    version: int | None,
) -> Assessment:
    """Correct the plan before anything is counted."""
    with transaction.atomic():
        row = locked_assessment(assessment, version)
        step(row, "change", actor=actor, at=at)
        for name, value in _checked(plan).items():
            setattr(row, name, value)
        locked = _ready(row.year, projects, but=row)
        row.is_second = locked[0].state == ProjectState.RECTIFYING
        row.save()
        row.items.exclude(project__in=locked).delete()
        known = set(row.items.values_list("project_id", flat=True))
        _fill(row, [project for project in locked if project.pk not in known])
        for position, project in enumerate(locked, start=1):
            row.items.filter(project=project).update(position=position)
        record(
            "outreach.assessment.changed", row, actor=actor, meets_on=row.meets_on.isoformat(),
            members=row.members, projects=[str(p.uid) for p in locked],
        )  # fmt: skip
    return row


def cancel_assessment(
    assessment: Assessment, *, reason: str, actor: User, at: datetime, version: int | None
) -> Assessment:
    """It does not take place; its projects are free for another."""
    with transaction.atomic():
        row = locked_assessment(assessment, version)
        step(row, "cancel", actor=actor, at=at)
        row.remark = require_text(reason, field="reason", least=4, most=200)
        row.save()
        record("outreach.assessment.cancelled", row, actor=actor, reason=row.remark)
    return row


def hold_assessment(
    assessment: Assessment, *, present: int, actor: User, at: datetime, version: int | None
) -> Assessment:
    """So many came: two thirds of the congress (Local Organs Law, art. 14), more than half of a standing committee (art. 51)."""
    with transaction.atomic():
        row = locked_assessment(assessment, version)
        step(row, "hold", actor=actor, at=at)
        if row.meets_on > localdate(at):
            raise WrongState("not_yet", _("测评定在 %(day)s，会后才能登记。") % {"day": row.meets_on})
        require_quorum(row, present)
        row.present = present
        row.save()
        record(
            "outreach.assessment.held", row, actor=actor, members=row.members, present=present,
            half_inclusive=row.half_inclusive,
        )  # fmt: skip
    return row


def require_quorum(row: Assessment, present: int) -> None:
    """Raise BadInput (field `present`) when too few came, or more than there are."""
    if present > row.members:
        raise BadInput(
            "too_many_present",
            _("到会人数不能多于全体组成人员（%(n)d 人）。") % {"n": row.members},
            field="present",
        )
    congress = row.assessors == Assessors.CONGRESS
    enough = present * 3 >= row.members * 2 if congress else present * 2 > row.members
    if not enough:
        words = (
            _("全体 %(members)d 人，到会 %(present)d 人，不足三分之二，不能进行测评。")
            if congress
            else _("全体 %(members)d 人，到会 %(present)d 人，没有过半数，不能进行测评。")
        )
        raise BadInput("no_quorum", words % {"members": row.members, "present": present}, field="present")


def set_completion(
    item: AssessmentItem, *, completion: Decimal | None, note: str, actor: User, at: datetime
) -> AssessmentItem:
    """The objective part of a project's total, before it is public; a typed value needs the reason."""
    with transaction.atomic():
        row = locked_assessment(item.assessment, None)
        require_office(actor, row.year, on=localdate(at))
        if row.state not in RUNNING:
            raise WrongState("published", _("结果已经公布或测评已取消，不能再改。"))
        mine = AssessmentItem.objects.get(pk=item.pk)
        before = mine.completion
        mine.completion = completion
        mine.completion_note = (
            require_text(note, field="note", least=4, most=200)
            if completion is not None
            else note.strip()[:200]
        )
        mine.save(update_fields=["completion", "completion_note"])
        record(
            "outreach.assessment.completed", row, actor=actor, project=str(mine.project.uid),
            before=_text(before), after=_text(completion), note=mine.completion_note,
        )  # fmt: skip
    return mine


def _text(value: Decimal | None) -> str | None:
    return None if value is None else str(value)


def locked_assessment(assessment: Assessment, version: int | None) -> Assessment:
    """The row, locked, before anything about it is judged. Raises Stale."""
    row = (
        Assessment.objects.select_for_update(of=("self",))
        .select_related("year__region", "year__term", "year__office")
        .get(pk=assessment.pk)
    )
    if version is not None and row.version != version:
        raise Stale("stale", _("这次测评刚被修改，请刷新后再试。"))
    return row


def step(row: Assessment, name: str, *, actor: User, at: datetime) -> None:
    """Take one step of ASSESSMENT_FLOW on a locked row; saving it is the caller's. Raises NotAllowed, WrongState."""
    require_office(actor, row.year, on=localdate(at))
    row.state = ASSESSMENT_FLOW.advance(name, row.state)
    row.version += 1
    row.updated_at = at


def _checked(plan: Plan) -> dict[str, Any]:
    if not 1 <= plan.members <= MOST_MEMBERS:
        raise BadInput("members", _("请填写全体组成人员人数。"), field="members")
    return {
        "title": require_text(plan.title, field="title", least=4, most=80),
        "assessors": plan.assessors,
        "means": plan.means,
        "meets_on": plan.meets_on,
        "members": plan.members,
    }


def _ready(year: ProjectYear, projects: Sequence[Project], *, but: Assessment | None) -> list[Project]:
    """The projects of the year, locked in ballot order. Raises BadInput unless all of them may be assessed now, alike."""
    rows = list(
        Project.objects.select_for_update(of=("self",))
        .filter(year=year, pk__in=[project.pk for project in projects])
        .order_by("number", "pk")
    )
    if not rows or len(rows) != len({project.pk for project in projects}):
        raise BadInput("no_projects", _("请选择要测评的项目。"), field="projects")
    states = {project.state for project in rows}
    if not states <= {ProjectState.ACCEPTED, ProjectState.RECTIFYING}:
        raise BadInput("not_ready", _("只能测评已验收或正在整改的项目。"), field="projects")
    if len(states) > 1:
        raise BadInput("mixed", _("首次测评和整改后的复评请分开进行。"), field="projects")
    taken = AssessmentItem.objects.filter(project__in=rows, assessment__state__in=RUNNING)
    if but is not None:
        taken = taken.exclude(assessment=but)
    if first := taken.select_related("project").first():
        raise BadInput(
            "taken", _("“%(title)s”已经在另一次测评里。") % {"title": first.project.title}, field="projects"
        )
    return rows


def _fill(assessment: Assessment, projects: Sequence[Project]) -> None:
    # What the building's records say of the goal; the office may set another value with its reason.
    built = finishes(project.pk for project in projects)
    AssessmentItem.objects.bulk_create(
        AssessmentItem(
            assessment=assessment,
            project=project,
            position=position,
            completion=built[project.pk].completion if project.pk in built else None,
            completion_note=built[project.pk].note if project.pk in built else "",
        )
        for position, project in enumerate(projects, start=1)
    )
