"""What the services of the building share: who may write for the unit, and to whom notices go."""

from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from congress.errors import NotAllowed, Stale, WrongState
from congress.models import User
from congress.notices.services import post_notice
from outreach.projects.models import Project
from outreach.projects.rules import is_office_of, is_unit_of
from outreach.projects.states import ProjectState


def require_writer(actor: User, project: Project, *, on: date) -> None:
    """The responsible unit; the congress office types for a unit that has no account."""
    if not is_unit_of(actor, project, on=on) and not is_office_of(actor, project.year, on=on):
        raise NotAllowed("not_allowed", _("只有责任单位可以办理。"))


def require_state(project: Project, *states: str) -> None:
    """Raise WrongState unless the project is in one of the states."""
    if project.state not in states:
        raise WrongState(
            "wrong_state",
            _("项目当前为“%(state)s”，现在不能这样做。") % {"state": ProjectState(project.state).label},
        )


def require_version(row: Any, version: int | None) -> None:
    """Raise Stale when the page was drawn from an older row."""
    if version is not None and row.version != version:
        raise Stale("stale", _("刚刚有人办理过，请刷新后再试。"))


def page_of(project: Project) -> str:
    """The address of the project at the desk."""
    return f"/desk/projects/p/{project.uid}/"


def tell_unit(project: Project, template: str, key: str, **words: Any) -> None:
    """A notice to the responsible unit's inbox, in the caller's transaction."""
    if project.unit is not None:
        post_notice(
            template, to=project.unit, key=f"{template}:{key}", link=page_of(project), project=project.title, **words
        )  # fmt: skip


def tell_office(project: Project, template: str, key: str, **words: Any) -> None:
    """A notice to the congress office's inbox, in the caller's transaction."""
    post_notice(
        template, to=project.year.office, key=f"{template}:{key}", link=page_of(project), project=project.title,
        **words,
    )  # fmt: skip
