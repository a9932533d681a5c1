"""Addresses of years and candidates."""

from django.urls import path

from outreach.projects.gathering.views import desk

_YEAR = "desk/projects/years/<uuid:uid>/"
_ONE = "desk/projects/candidates/<uuid:uid>/"

urlpatterns = [
    path("desk/projects/years/", desk.YearsView.as_view(), name="project-years"),
    path("desk/projects/years/new/", desk.OpenYearView.as_view(), name="project-year-new"),
    path(_YEAR, desk.YearView.as_view(), name="project-year"),
    path(f"{_YEAR}dates/", desk.DatesView.as_view(), name="project-year-dates"),
    path(f"{_YEAR}phase/", desk.PhaseView.as_view(), name="project-year-phase"),
    path(f"{_YEAR}candidates/new/", desk.AddView.as_view(), name="candidate-new"),
    path(f"{_YEAR}list/", desk.FixView.as_view(), name="candidate-list"),
    path(f"{_ONE}edit/", desk.EditView.as_view(), name="candidate-edit"),
    path(f"{_ONE}drop/", desk.DropView.as_view(), name="candidate-drop"),
    path(f"{_ONE}take-up/", desk.TakeUpView.as_view(), name="candidate-take-up"),
]
