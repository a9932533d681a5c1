"""Open a year, move its phases and dates, and take a project one step along its flow."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput, Stale, WrongState
from congress.models import Organisation, Region
from congress.people.actors import Actor
from congress.texts import require_text
from deputies.roster.models import Term
from outreach.projects.models import Project, ProjectYear, YearPhase
from outreach.projects.rules import require_office, usual_dates
from outreach.projects.states import PHASES, PROJECT_FLOW, YearState

YEARS_AHEAD = 2


def open_year(
    term: Term, year: int, *, office: Organisation, actor: Actor, at: datetime, title: str = ""
) -> ProjectYear:
    """Begin a congress's year with the paper's usual dates; `year` is that of the building.

    Raises NotAllowed, BadInput (field `year`) for a year outside the term or opened before.
    """
    on = localdate(at)
    region = Region.objects.get(code=term.region_code)
    made = ProjectYear(
        term=term, office=office, region=region, year=year, updated_at=at,
        title=title.strip() or _("%(body)s%(year)s年民生实事项目") % {"body": region.name, "year": year},
    )  # fmt: skip
    require_office(actor, made, on=on)
    if not office.region_id.startswith(region.prefix) and not region.code.startswith(office.region.prefix):
        raise BadInput("other_office", _("该机关不在这一届人大所在的区划。"), field="office")
    if not term.starts_on.year <= year <= term.ends_on.year or year > on.year + YEARS_AHEAD:
        raise BadInput("bad_year", _("年度不在本届任期内，或过早。"), field="year")
    with transaction.atomic():
        Term.objects.select_for_update().get(pk=term.pk)
        if ProjectYear.objects.filter(term=term, year=year).exists():
            raise BadInput("year_taken", _("该年度已经建立。"), field="year")
        made.save()
        YearPhase.objects.bulk_create(
            YearPhase(year=made, phase=phase, opens_on=opens, closes_on=closes)
            for phase, (opens, closes) in usual_dates(year).items()
        )
        record("outreach.project_year.opened", made, actor=actor, year=year)
    return made


def set_dates(
    year: ProjectYear, dates: Mapping[str, tuple[date, date]], *, actor: Actor, at: datetime
) -> ProjectYear:
    """Move the planned dates. Raises BadInput for a phase that ends before it begins or begins before the one before."""
    with transaction.atomic():
        row = locked_year(year, None)
        require_office(actor, row, on=localdate(at))
        last = date.min
        for phase in PHASES:
            if phase not in dates:
                continue
            opens, closes = dates[phase]
            if closes < opens:
                raise BadInput("bad_dates", _("结束日期早于开始日期。"), field=phase)
            if opens < last:
                raise BadInput("bad_order", _("不能早于前一阶段的开始日期。"), field=phase)
            last = opens
        for phase, (opens, closes) in dates.items():
            YearPhase.objects.filter(year=row, phase=phase).update(opens_on=opens, closes_on=closes)
        record(
            "outreach.project_year.dated", row, actor=actor,
            dates={phase: [opens, closes] for phase, (opens, closes) in dates.items()},
        )  # fmt: skip
    return row


def enter_phase(
    year: ProjectYear, phase: str, *, actor: Actor, at: datetime, version: int | None = None, reason: str = ""
) -> ProjectYear:
    """Go to the next phase, or with a reason to any other. Raises NotAllowed, Stale, WrongState, BadInput."""
    with transaction.atomic():
        row = locked_year(year, version)
        require_office(actor, row, on=localdate(at))
        if phase == row.state or phase not in PHASES:
            raise WrongState("wrong_state", _("已经处于这一阶段，或没有这一阶段。"))
        if PHASES.index(phase) != PHASES.index(row.state) + 1:
            require_text(reason, field="reason", least=4, most=200)
        before, row.state = row.state, phase
        row.version += 1
        row.updated_at = at
        row.save(update_fields=["state", "version", "updated_at"])
        record("outreach.project_year.phased", row, actor=actor, before=before, after=phase, reason=reason)
    return row


def locked_year(year: ProjectYear, version: int | None) -> ProjectYear:
    """The row, locked, before anything about it is judged. Raises Stale."""
    row = ProjectYear.objects.select_for_update(of=("self",)).select_related("region", "term").get(pk=year.pk)
    if version is not None and row.version != version:
        raise Stale("stale", _("该年度刚被修改，请刷新后再试。"))
    return row


def locked_project(project: Project, version: int | None) -> Project:
    """The row, locked, before anything about it is judged. Raises Stale."""
    row = (
        Project.objects.select_for_update(of=("self",))
        .select_related("year__region", "year__term", "region", "unit")
        .get(pk=project.pk)
    )
    if version is not None and row.version != version:
        raise Stale("stale", _("该项目刚被修改，请刷新后再试。"))
    return row


def advance(project: Project, step: str, *, actor: Actor, at: datetime, **facts: Any) -> None:
    """Take one step of PROJECT_FLOW on a locked row, save it and record it. In the caller's transaction.

    Raises NotAllowed unless the actor is a clerk above the year's division, WrongState.
    """
    # Every step of the flow is the office's.
    require_office(actor, project.year, on=localdate(at))
    before = project.state
    project.state = PROJECT_FLOW.advance(step, project.state)
    project.version += 1
    project.updated_at = at
    project.save(update_fields=["state", "version", "updated_at"])
    record(
        "outreach.project.moved", project, actor=actor, step=step, before=before, after=project.state, **facts
    )


def require_phase(year: ProjectYear, *phases: str) -> None:
    """Raise WrongState unless the year is in one of the phases."""
    if year.state not in phases:
        raise WrongState(
            "wrong_phase",
            _("该年度正处于“%(phase)s”阶段，现在不能这样做。") % {"phase": YearState(year.state).label},
        )
