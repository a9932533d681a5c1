"""Addresses of the duty reports."""

from django.urls import path

from deputies.logbooks.reports.views import desk, phone, portal, steps

_ONE = "desk/reports/<uuid:uid>/"

urlpatterns = [
    path("reports/<uuid:uid>/", portal.PublicReportView.as_view(), name="public-report"),
    path("m/reports/", phone.MyReportsView.as_view(), name="my-reports"),
    path("m/reports/new/", phone.MyWriteView.as_view(), name="my-report-new"),
    path("m/reports/<uuid:uid>/", phone.MyReportView.as_view(), name="my-report"),
    path("m/reports/<uuid:uid>/save/", phone.MySaveView.as_view(), name="my-report-save"),
    path("m/reports/<uuid:uid>/submit/", phone.MySubmitView.as_view(), name="my-report-submit"),
    path("m/reports/<uuid:uid>/take-back/", phone.MyTakeBackView.as_view(), name="my-report-take-back"),
    path("desk/reports/", desk.ReportsView.as_view(), name="reports"),
    path("desk/reports/ledger/", desk.LedgerView.as_view(), name="report-ledger"),
    path("desk/reports/new/<str:code>/", steps.WriteView.as_view(), name="report-write"),
    path(_ONE, desk.ReportView.as_view(), name="report"),
    path(f"{_ONE}save/", steps.SaveView.as_view(), name="report-save"),
    path(f"{_ONE}submit/", steps.SubmitView.as_view(), name="report-submit"),
    path(f"{_ONE}return/", steps.ReturnView.as_view(), name="report-return"),
    path(f"{_ONE}plan/", steps.PlanView.as_view(), name="report-plan"),
    path(f"{_ONE}postpone/", steps.PostponeView.as_view(), name="report-postpone"),
    path(f"{_ONE}hold/", steps.HoldView.as_view(), name="report-hold"),
    path(f"{_ONE}count/", steps.CountView.as_view(), name="report-count"),
    path(f"{_ONE}publish/", steps.PublishView.as_view(), name="report-publish"),
    path(f"{_ONE}correct/", steps.CorrectView.as_view(), name="report-correct"),
    path(f"{_ONE}print/<slug:what>/", desk.SheetView.as_view(), name="report-sheet"),
]
