"""What the desk's form pages about a year or a candidate share."""

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _lazy

from deputies.desk import FormPage, person
from outreach.projects.models import Project, ProjectYear
from outreach.projects.selectors import get_project_for, get_year_for

_ROOT = (_lazy("民生实事年度"), "outreach:project-years")


class YearStep(FormPage):
    """A form that belongs to one year."""

    root = _ROOT
    target: ProjectYear

    def find(self) -> ProjectYear:
        return get_year_for(person(self.request), self.kwargs["uid"], on=localdate())

    def get_back(self) -> tuple[str, str]:
        return self.target.title, reverse("outreach:project-year", args=[self.target.uid])


class ProjectStep(FormPage):
    """A form that belongs to one candidate."""

    root = _ROOT
    target: Project

    def find(self) -> Project:
        return get_project_for(person(self.request), self.kwargs["uid"], on=localdate())

    def get_back(self) -> tuple[str, str]:
        return self.target.year.title, reverse("outreach:project-year", args=[self.target.year.uid])
