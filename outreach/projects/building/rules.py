"""How far a project should be, which light that gives, when reports are owed, who decides. Pure; nothing here writes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from congress.errors import BadInput, NotAllowed
from congress.people.actors import SYSTEM, Actor
from congress.people.roles import Role
from congress.people.rules import region_prefixes
from congress.workdays.calendar import WorkingCalendar
from deputies.roster.states import Level
from outreach.projects.building.states import (
    CHASE_EVERY,
    LIGHT_RULES,
    REMIND_BEFORE,
    REPORT_DAY,
    Body,
    Light,
)
from outreach.projects.models import Project, ProjectYear
from outreach.projects.rules import is_unit_of
from outreach.projects.states import ProjectState


@dataclass(frozen=True, slots=True)
class Curve:
    """The plan as points: from 0 at `starts_on` in straight lines through (day, per cent); the last is 100."""

    starts_on: date
    points: tuple[tuple[date, int], ...]

    def at(self, on: date) -> int:
        """Per cent that the plan promises for the end of that day, rounded down."""
        before, done = self.starts_on, 0
        if on < before:
            return 0
        for day, percent in self.points:
            if on < day:
                return done + (percent - done) * (on - before).days // (day - before).days
            before, done = day, percent
        return done


def light_of(
    state: str, curve: Curve | None, *, percent: int, as_of: date | None, is_overdue: bool, on: date
) -> Light:
    """The light of that day.

    The last report is held against the plan of the day that it speaks of: a report of a month ago is no lag. With a
    report overdue it is held against today's plan, for nobody said that anything was built since.
    """
    if state == ProjectState.STOPPED:
        return Light.STOPPED
    if state in {ProjectState.ACCEPTED, ProjectState.EVALUATED, ProjectState.RECTIFYING}:
        return Light.DONE
    if curve is None or on < curve.starts_on:
        return Light.NONE
    if as_of is None and not is_overdue:
        return Light.NORMAL
    lag = curve.at(on if is_overdue or as_of is None else as_of) - percent
    return _light_for(lag, on)


def _light_for(lag: int, on: date) -> Light:
    limits = next(limits for since, limits in reversed(LIGHT_RULES) if since <= on)
    return next((light for least, light in limits if lag >= least), Light.NORMAL)


# ---- months ----


def month_of(day: date) -> date:
    """The first of the day's month: the key of a report."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """The first of the month after."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def last_day(month: date) -> date:
    """The month's last day: what its report speaks of."""
    return next_month(month) - timedelta(days=1)


def report_due(month: date, calendar: WorkingCalendar) -> date:
    """The day by which the month's report is owed."""
    return calendar.next_working(next_month(month).replace(day=REPORT_DAY))


def months_owed(starts_on: date, calendar: WorkingCalendar, *, on: date) -> list[date]:
    """The months since the start whose reports were due before that day."""
    found, month = [], month_of(starts_on)
    while report_due(month, calendar) < on:
        found.append(month)
        month = next_month(month)
    return found


def chase_step(due_on: date, on: date) -> int | None:
    """Which reminder is due today: -1 before the limit, 0 the day after, then 1, 2 … by weeks; None: none.

    A sweep that was away for some days gives the newest one and never two for the same week.
    """
    late = (on - due_on).days
    if late >= 1:
        return (late - 1) // CHASE_EVERY
    return -1 if late >= -REMIND_BEFORE else None


# ---- people ----


def require_unit(actor: Actor, project: Project, *, on: date) -> None:
    """Raise NotAllowed unless the actor is the contact of the responsible unit."""
    if not is_unit_of(actor, project, on=on):
        raise NotAllowed("not_allowed", _("只有责任单位可以办理。"))


def is_overseer_of(actor: Actor, year: ProjectYear, *, on: date) -> bool:
    """A clerk or supervisor of the congress office above the year's division."""
    if actor is SYSTEM:
        return True
    prefixes = region_prefixes(actor, [Role.CLERK, Role.SUPERVISOR], on=on)  # type: ignore[arg-type]
    return any(year.region_id.startswith(prefix) for prefix in prefixes)


def require_overseer(actor: Actor, year: ProjectYear, *, on: date) -> None:
    """Raise NotAllowed unless the actor oversees the year's projects."""
    if not is_overseer_of(actor, year, on=on):
        raise NotAllowed("not_allowed", _("您没有办理该事项的权限。"))


def body_of(year: ProjectYear) -> Body:
    """Who decides on changes: the standing committee; in a township, which has none, the presidium."""
    return Body.PRESIDIUM if year.term.level == Level.TOWNSHIP else Body.COMMITTEE


# ---- what was typed ----


def require_milestones(starts_on: date, ends_on: date, points: Sequence[tuple[str, date, int]]) -> None:
    """Milestones (title, day, per cent) rise with their days inside the plan and end at 100 on its last day."""
    if ends_on <= starts_on:
        raise BadInput("bad_dates", _("完工日期须晚于开工日期。"), field="ends_on")
    if not points:
        raise BadInput("no_milestones", _("请至少填写一个节点。"), field="title_1")
    day, done = starts_on, 0
    for number, (_title, due_on, percent) in enumerate(points, 1):
        if not day < due_on <= ends_on:
            raise BadInput(
                "milestone_day", _("节点日期须依次推后，并在开工和完工日期之间。"), field=f"due_on_{number}"
            )
        if not done < percent <= 100:
            raise BadInput(
                "milestone_percent", _("累计进度须逐个增加，最多 100。"), field=f"percent_{number}"
            )
        day, done = due_on, percent
    if done != 100 or day != ends_on:
        raise BadInput(
            "not_whole",
            _("最后一个节点须为完工日期，累计进度 100。"),
            field=f"percent_{len(points)}",
        )


def require_known(given: Iterable[str], known: Iterable[str], *, field: str) -> list[str]:
    """What was ticked, in the order of the list. Raises BadInput for anything else."""
    known = list(known)
    ticked = set(given)
    if ticked - set(known):
        raise BadInput("unknown", _("选项不在清单内。"), field=field)
    return [name for name in known if name in ticked]
