"""Addresses of years and candidates."""

from django.urls import path

from outreach.projects.gathering.views import desk, portal, screening, station

_YEAR = "desk/projects/years/<uuid:uid>/"
_ONE = "desk/projects/candidates/<uuid:uid>/"

urlpatterns = [
    path("projects/<uuid:uid>/propose/", portal.ProposeView.as_view(), name="project-propose"),
    path("projects/<uuid:uid>/proposals/", portal.ProposalsView.as_view(), name="project-proposals"),
    path("desk/projects/station/", station.StationProposalsView.as_view(), name="station-proposals"),
    path("desk/projects/station/receipt/", station.StationReceiptView.as_view(), name="station-receipt"),
    path("desk/projects/station/<uuid:uid>/", station.StationProposeView.as_view(), name="station-propose"),
    path("projects/receipt/", portal.ReceiptView.as_view(), name="project-receipt"),
    path("desk/projects/years/", desk.YearsView.as_view(), name="project-years"),
    path("desk/projects/years/new/", desk.OpenYearView.as_view(), name="project-year-new"),
    path(_YEAR, desk.YearView.as_view(), name="project-year"),
    path(f"{_YEAR}dates/", desk.DatesView.as_view(), name="project-year-dates"),
    path(f"{_YEAR}phase/", desk.PhaseView.as_view(), name="project-year-phase"),
    path(f"{_YEAR}candidates/new/", desk.AddView.as_view(), name="candidate-new"),
    path(f"{_YEAR}collection/", screening.CollectionView.as_view(), name="project-collection"),
    path(f"{_YEAR}proposals/", screening.ScreeningView.as_view(), name="project-screening"),
    path(f"{_YEAR}proposals/figures/", screening.FiguresView.as_view(), name="proposal-figures"),
    path(f"{_YEAR}proposals/new/", screening.TypeInView.as_view(), name="proposal-new"),
    path(f"{_YEAR}proposals/convert/", screening.ConvertView.as_view(), name="proposal-convert"),
    path(f"{_YEAR}proposals/roll-over/", screening.RollOverView.as_view(), name="proposal-roll-over"),
    path(f"{_YEAR}list/", desk.FixView.as_view(), name="candidate-list"),
    path(f"{_ONE}edit/", desk.EditView.as_view(), name="candidate-edit"),
    path(f"{_ONE}drop/", desk.DropView.as_view(), name="candidate-drop"),
    path(f"{_ONE}take-up/", desk.TakeUpView.as_view(), name="candidate-take-up"),
]
