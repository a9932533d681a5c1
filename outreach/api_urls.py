"""The API's addresses of outreach."""

from django.urls import URLPattern, URLResolver, path

from outreach.projects.scores.api import ProjectDetail, ProjectList, VoteList
from outreach.projects.scores.progress_api import ProgressTable, ProgressView

urlpatterns: list[URLPattern | URLResolver] = [
    path("projects", ProjectList.as_view()),
    path("projects/<uuid:uid>", ProjectDetail.as_view()),
    path("projects/<uuid:uid>/progress", ProgressView.as_view()),
    path("projects/<uuid:uid>/progress.csv", ProgressTable.as_view()),
    path("project-votes", VoteList.as_view()),
]
