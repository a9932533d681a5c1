"""What waits for a deputy of a supervision group: a project that nobody has looked at this quarter."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from congress.models import User
from congress.registry import PhonePanel, Todo
from outreach.projects.building.selectors import last_inspections, supervised_by
from outreach.projects.states import ProjectState


def inspection_todos(user: User, on: date) -> Iterable[Todo]:
    """Once a quarter the group goes to see (domain paper B2, step 11). Two queries."""
    projects = list(supervised_by(user).filter(state=ProjectState.BUILDING).order_by("pk"))
    if not projects:
        return
    begins = date(on.year, (on.month - 1) // 3 * 3 + 1, 1)
    seen = last_inspections(projects)
    for project in projects:
        last = seen.get(project.pk)
        if last is None or last < begins:
            yield Todo(
                _("督查民生实事：%(title)s") % {"title": project.title},
                f"/m/projects/groups/{project.uid}/",
                _("上次督查 %(day)s") % {"day": last.isoformat()} if last else _("还没有督查过"),
                tag=_("本季度未督查"),
                tone="warn",
                rank=45,
            )


def my_groups(user: User, on: date) -> dict[str, Any] | None:
    """The way to the projects that the deputy supervises; nothing for who is in no group. One query."""
    count = supervised_by(user).count()
    return {"count": count} if count else None


PANELS = (PhonePanel(55, "outreach/phone/_project_groups.html", my_groups),)
