"""Addresses of the citizens' pages of suggestions."""

from django.urls import path

from petitions.suggestions.views import lost, public, report

urlpatterns = [
    path("", public.HomeView.as_view(), name="home"),
    path("report/", report.WhatView.as_view(), name="report"),
    path("report/where/", report.WhereView.as_view(), name="report-where"),
    path("report/similar/", report.SimilarView.as_view(), name="report-similar"),
    path("report/similar/typing/", report.SimilarWhileTypingView.as_view(), name="report-similar-typing"),
    path("report/you/", report.YouView.as_view(), name="report-you"),
    path("report/check/", report.CheckView.as_view(), name="report-check"),
    path("report/done/", report.DoneView.as_view(), name="report-done"),
    path("track/", public.TrackView.as_view(), name="track"),
    path("track/lost/", lost.LostCodeView.as_view(), name="track-lost"),
    path("track/code/", lost.PhoneCodeView.as_view(), name="track-code"),
    path("track/case/", public.TrackCaseView.as_view(), name="track-case"),
    path("published/", public.PublishedListView.as_view(), name="published"),
    path("published/<str:number>/", public.PublishedCaseView.as_view(), name="published-case"),
    path("published/<str:number>/support/", report.SupportView.as_view(), name="support"),
]
