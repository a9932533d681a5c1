"""Who may keep a year and its projects. Pure questions; nothing here writes."""

from datetime import date

from django.utils.translation import gettext as _

from congress.errors import NotAllowed
from congress.people.actors import SYSTEM, Actor
from congress.people.roles import Role
from congress.people.rules import organisations_of, region_prefixes
from outreach.projects.models import Project, ProjectYear
from outreach.projects.states import USUAL_DATES

READERS = (Role.CLERK, Role.SUPERVISOR, Role.LEADER)


def is_office_of(actor: Actor, year: ProjectYear, *, on: date) -> bool:
    """Is the actor a clerk of the office above the year's division (or the machine itself)?"""
    if actor is SYSTEM:
        return True
    prefixes = region_prefixes(actor, [Role.CLERK], on=on)  # type: ignore[arg-type]
    return any(year.region_id.startswith(prefix) for prefix in prefixes)


def require_office(actor: Actor, year: ProjectYear, *, on: date) -> None:
    """Raise NotAllowed unless the actor is a clerk of the office that runs the year."""
    if not is_office_of(actor, year, on=on):
        raise NotAllowed("not_allowed", _("您没有办理该事项的权限。"))


def is_unit_of(actor: Actor, project: Project, *, on: date) -> bool:
    """Is the actor the contact of the unit that is responsible for the project?"""
    return actor.pk is not None and project.unit_id in organisations_of(actor, Role.HANDLER, on=on)


def usual_dates(year: int) -> dict[str, tuple[date, date]]:
    """First and last day of each phase for a year of building, as the paper has them."""
    return {
        phase: (date(year + opens[0], *opens[1:]), date(year + closes[0], *closes[1:]))
        for phase, (opens, closes) in USUAL_DATES.items()
    }
