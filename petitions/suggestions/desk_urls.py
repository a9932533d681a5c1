"""Addresses of the desk's pages of suggestions."""

from django.urls import path

from petitions.suggestions.views import case, register, worklist
from petitions.suggestions.views.help import FlowView

urlpatterns = [
    path("desk/", worklist.TodayView.as_view(), name="today"),
    path("desk/search/", worklist.SearchView.as_view(), name="search"),
    path("desk/help/flow/", FlowView.as_view(), name="flow"),
    path("desk/suggestions/", worklist.WorklistView.as_view(), name="worklist"),
    path("desk/suggestions/transfer/", worklist.BulkTransferView.as_view(), name="bulk-transfer"),
    path("desk/suggestions/new/", register.RegisterView.as_view(), name="register"),
    path("desk/suggestions/<str:number>/", case.CaseView.as_view(), name="case"),
    path("desk/suggestions/<str:number>/reveal/", case.RevealView.as_view(), name="reveal"),
    path("desk/suggestions/<str:number>/override/", case.OverrideView.as_view(), name="override"),
    path("desk/suggestions/<str:number>/<slug:step>/", case.StepView.as_view(), name="step"),
]
