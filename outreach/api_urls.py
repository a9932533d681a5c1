"""The API's addresses of outreach."""

from django.urls import URLPattern, URLResolver, path

from outreach.projects.scores.api.progress import ProgressTable, ProgressView
from outreach.projects.scores.api.register import ProjectDetail, ProjectList, VoteList

urlpatterns: list[URLPattern | URLResolver] = [
    path("projects", ProjectList.as_view()),
    path("projects/<uuid:uid>", ProjectDetail.as_view()),
    path("projects/<uuid:uid>/progress", ProgressView.as_view()),
    path("projects/<uuid:uid>/progress.csv", ProgressTable.as_view()),
    path("project-votes", VoteList.as_view()),
]
