"""Addresses of votes, one list for all faces."""

from django.urls import path

from outreach.projects.vote.views import ballot, casting

urlpatterns = [
    path("vote/<str:code>/", ballot.BallotView.as_view(), name="vote-ballot"),
    path("vote/<str:code>/cast", casting.CastView.as_view(), name="vote-cast"),
    path("vote/<str:code>/round.json", casting.RoundDocument.as_view(), name="vote-document"),
    path("vote/<str:code>/archive.json", casting.ArchiveDocument.as_view(), name="vote-archive"),
]
