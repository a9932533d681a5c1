"""What the forms of the building share: a page that hangs on a project, or on a part of one."""

from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _lazy

from congress.people.roles import Role
from deputies.desk import FormPage, person
from outreach.projects.building.selectors import get_part_for
from outreach.projects.models import Project
from outreach.projects.selectors import get_project_for

CLERK = (Role.CLERK,)
OVERSEERS = (Role.CLERK, Role.SUPERVISOR)
WRITERS = (Role.CLERK, Role.HANDLER)


class ProjectPage(FormPage):
    """A form that hangs on a project's page."""

    root = (_lazy("实施进度"), "outreach:project-board")
    done: Any = ""

    @property
    def project(self) -> Project:
        return self.target

    def get_back(self) -> tuple[str, str]:
        return self.project.title, reverse("outreach:project", args=[self.project.uid])

    def get_success_message(self) -> str:
        return str(self.done)

    def bound(self) -> Any:
        """The form as it was filled in; `act` gets only its data."""
        return self._form

    def get_form(self, form_class: Any = None) -> Any:
        self._form = super().get_form(form_class)
        return self._form


class OfProject(ProjectPage):
    target: Project

    def find(self) -> Project:
        return get_project_for(person(self.request), self.kwargs["uid"], on=localdate())

    def get_initial(self) -> dict[str, Any]:
        # The project's own version is no plan's and no report's.
        return {name: value for name, value in super().get_initial().items() if name != "version"}


class OfPart(ProjectPage):
    model: Any = None
    service: Any = None

    def find(self) -> Any:
        return get_part_for(person(self.request), self.model, self.kwargs["uid"], on=localdate())

    @property
    def project(self) -> Project:
        return self.target.project

    def act(self, target: Any, data: dict[str, Any]) -> Any:
        return type(self).service(target, actor=person(self.request), at=now(), **data)
