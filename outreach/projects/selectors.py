"""The doors to years and projects: what an account may not see does not exist."""

from datetime import date
from typing import TypeVar
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from congress.errors import NotFound
from congress.models import User
from congress.people.roles import Role
from congress.people.rules import organisations_of, region_prefixes
from deputies.roster.models import Mandate
from outreach.projects.models import Project, ProjectYear
from outreach.projects.rules import READERS
from outreach.projects.states import CHOSEN_STATES, LISTED_STATES

_Row = TypeVar("_Row", ProjectYear, Project)


def years_for(user: User, *, on: date) -> QuerySet[ProjectYear]:
    """The years of the divisions that the account works in, newest first."""
    seen = Q(pk__in=[])
    for prefix in region_prefixes(user, READERS, on=on):
        seen |= Q(region__code__startswith=prefix)
    return ProjectYear.objects.filter(seen).select_related("term", "office", "region")


def get_year_for(user: User, uid: UUID, *, on: date) -> ProjectYear:
    """The one door at the desk. Raises NotFound."""
    return _found(years_for(user, on=on).filter(uid=uid).first())


def projects_for(user: User, *, on: date) -> QuerySet[Project]:
    """At the desk: the office those of its division, a department its own from the formal list on."""
    seen = Q(pk__in=[])
    for prefix in region_prefixes(user, READERS, on=on):
        seen |= Q(year__region__code__startswith=prefix)
    units = organisations_of(user, Role.HANDLER, on=on)
    if units:
        seen |= Q(unit__in=units, state__in=LISTED_STATES)
    return Project.objects.filter(seen).select_related("year__region", "year__term", "region", "unit")


def get_project_for(user: User, uid: UUID, *, on: date) -> Project:
    """The one door to a project at the desk. Raises NotFound."""
    return _found(projects_for(user, on=on).filter(uid=uid).first())


def years_of_deputy(user: User, *, on: date) -> QuerySet[ProjectYear]:
    """The years of the congresses in which the signed-in deputy sits that day."""
    terms = Mandate.objects.in_office(on).filter(deputy__user=user, state="active").values("term")
    return ProjectYear.objects.filter(term__in=terms).select_related("term", "office", "region")


def public_years() -> QuerySet[ProjectYear]:
    """What the portal shows: every year that has begun to collect."""
    return ProjectYear.objects.exclude(state="preparing").select_related("term", "office", "region")


def listed_projects() -> QuerySet[Project]:
    """Public from the formal list on."""
    return Project.objects.filter(state__in=LISTED_STATES).select_related("year__region", "region", "unit")


def chosen_projects() -> QuerySet[Project]:
    """What the deputies chose, whatever became of it."""
    return listed_projects().filter(state__in=CHOSEN_STATES)


def _found(row: _Row | None) -> _Row:
    if row is None:
        raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
    return row
