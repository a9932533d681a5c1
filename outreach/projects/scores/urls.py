"""Addresses of the scores."""

from django.urls import path

from outreach.projects.scores.views import desk, figures, paper, portal, steps

_DESK = "desk/projects/scores/"
_YEAR, _ONE, _TASK = f"{_DESK}<uuid:uid>/", f"{_DESK}a/<uuid:uid>/", f"{_DESK}tasks/<uuid:uid>/"

urlpatterns = [
    path("projects/p/<uuid:uid>/rate/", portal.RateView.as_view(), name="rate"),
    path("projects/p/<uuid:uid>/rate/code/", portal.RateCodeView.as_view(), name="rate-code"),
    path("projects/p/<uuid:uid>/score/", portal.PublicScoreView.as_view(), name="public-score"),
    path("projects/<uuid:uid>/scores/", portal.PublicYearScoresView.as_view(), name="public-year-scores"),
    path(_DESK, desk.ScoresView.as_view(), name="scores"),
    path(f"{_DESK}figures/", figures.FiguresView.as_view(), name="project-figures"),
    path(f"{_DESK}figures/projects/", figures.RecordsView.as_view(), name="project-records"),
    path(f"{_DESK}figures/workbook/", figures.WorkbookView.as_view(), name="project-workbook"),
    path(_YEAR, desk.YearView.as_view(), name="score-year"),
    path(f"{_YEAR}report/", paper.YearReportView.as_view(), name="score-report"),
    path(f"{_YEAR}rule/", steps.RuleView.as_view(), name="score-rule"),
    path(f"{_YEAR}plan/", steps.PlanView.as_view(), name="score-plan"),
    path(_ONE, desk.AssessmentView.as_view(), name="assessment"),
    path(f"{_ONE}print/<slug:what>/", paper.AssessmentPaperView.as_view(), name="score-paper"),
    path(f"{_ONE}change/", steps.ChangeView.as_view(), name="score-change"),
    path(f"{_ONE}cancel/", steps.CancelView.as_view(), name="score-cancel"),
    path(f"{_ONE}hold/", steps.HoldView.as_view(), name="score-hold"),
    path(f"{_ONE}count/", steps.CountView.as_view(), name="score-count"),
    path(f"{_ONE}recount/", steps.RecountView.as_view(), name="score-recount"),
    path(f"{_ONE}publish/", steps.PublishView.as_view(), name="score-publish"),
    path(f"{_ONE}remarks/", steps.RemarksView.as_view(), name="score-remarks"),
    path(f"{_ONE}completion/<int:position>/", steps.CompletionView.as_view(), name="score-completion"),
    path(f"{_DESK}p/<uuid:uid>/", desk.ProjectScoreView.as_view(), name="score-project"),
    path(f"{_DESK}p/<uuid:uid>/survey/", steps.SurveyView.as_view(), name="score-survey"),
    path(
        f"{_DESK}surveys/<int:pk>/withdraw/", steps.WithdrawSurveyView.as_view(), name="score-survey-withdraw"
    ),
    path(f"{_DESK}remarks/<int:pk>/", desk.RemarkTopicView.as_view(), name="score-remark"),
    path(_TASK, desk.TaskView.as_view(), name="score-task"),
    path(f"{_TASK}report/", steps.TaskReportView.as_view(), name="score-task-report"),
    path(f"{_TASK}return/", steps.TaskReturnView.as_view(), name="score-task-return"),
    path(f"{_TASK}urge/", steps.TaskUrgeView.as_view(), name="score-task-urge"),
]
