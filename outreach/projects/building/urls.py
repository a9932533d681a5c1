"""Addresses of the building."""

from django.urls import path

from outreach.projects.building.views import board, desk, phone, reporting, steps

_DESK = "desk/projects/"
_ONE = f"{_DESK}p/<uuid:uid>/"

urlpatterns = [
    path(f"{_DESK}building/", board.BoardView.as_view(), name="project-board"),
    path(f"{_DESK}building/table/", board.TableView.as_view(), name="project-table"),
    path(f"{_DESK}<uuid:uid>/hand-over/", reporting.HandOverView.as_view(), name="project-hand-over"),
    path(_ONE, desk.ProjectView.as_view(), name="project"),
    path(f"{_ONE}chase/", board.ChaseView.as_view(), name="project-chase"),
    path(f"{_ONE}plan/", reporting.PlanView.as_view(), name="project-plan"),
    path(f"{_ONE}report/", reporting.ReportView.as_view(), name="project-report"),
    path(f"{_ONE}change/", steps.ChangeView.as_view(), name="project-change"),
    path(f"{_ONE}group/", steps.GroupView.as_view(), name="project-group"),
    path(f"{_ONE}inspection/", steps.InspectionView.as_view(), name="project-inspection"),
    path(f"{_ONE}urging/", steps.UrgingView.as_view(), name="project-urging"),
    path(f"{_ONE}acceptance/", steps.AskAcceptanceView.as_view(), name="project-acceptance"),
    path(f"{_DESK}plans/<uuid:uid>/publish/", reporting.PublishPlanView.as_view(), name="plan-publish"),
    path(f"{_DESK}plans/<uuid:uid>/return/", reporting.ReturnPlanView.as_view(), name="plan-return"),
    path(
        f"{_DESK}reports/<uuid:uid>/publish/", reporting.PublishReportView.as_view(), name="progress-publish"
    ),
    path(f"{_DESK}reports/<uuid:uid>/return/", reporting.ReturnReportView.as_view(), name="progress-return"),
    path(f"{_DESK}changes/<uuid:uid>/decide/", steps.DecideView.as_view(), name="change-decide"),
    path(f"{_DESK}changes/<uuid:uid>/withdraw/", steps.WithdrawView.as_view(), name="change-withdraw"),
    path(f"{_DESK}urgings/<uuid:uid>/answer/", steps.AnswerView.as_view(), name="urging-answer"),
    path(f"{_DESK}urgings/<uuid:uid>/return/", steps.ReturnUrgingView.as_view(), name="urging-return"),
    path(f"{_DESK}urgings/<uuid:uid>/close/", steps.CloseUrgingView.as_view(), name="urging-close"),
    path(f"{_DESK}acceptances/<uuid:uid>/check/", steps.CheckView.as_view(), name="acceptance-check"),
    path("m/projects/groups/", phone.MyGroupsView.as_view(), name="my-project-groups"),
    path("m/projects/groups/<uuid:uid>/", phone.MyGroupView.as_view(), name="my-project-group"),
    path(
        "m/projects/groups/<uuid:uid>/inspect/",
        phone.MyInspectionView.as_view(),
        name="my-project-inspection",
    ),
]
