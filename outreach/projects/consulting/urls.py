"""Addresses of consultation and notice."""

from django.urls import path

from outreach.projects.consulting.views import desk, phone, portal

_YEAR = "desk/projects/years/<uuid:uid>/"

urlpatterns = [
    path("projects/<uuid:uid>/notice/", portal.NoticeView.as_view(), name="public-notice"),
    path(f"{_YEAR}advice/", desk.AdviceView.as_view(), name="project-advice"),
    path(f"{_YEAR}advice/ask/", desk.AskView.as_view(), name="project-advice-ask"),
    path(f"{_YEAR}notice/", desk.CommentsView.as_view(), name="project-notice"),
    path(f"{_YEAR}notice/publish/", desk.PublishView.as_view(), name="project-notice-publish"),
    path(f"{_YEAR}notice/<uuid:comment>/", desk.DecideView.as_view(), name="project-notice-decide"),
    path(
        "desk/projects/candidates/<uuid:uid>/advice/",
        desk.AnswerAdviceView.as_view(),
        name="candidate-advice-answer",
    ),
    path("m/projects/<uuid:uid>/deliberate/", phone.DeliberateView.as_view(), name="project-deliberate"),
]
