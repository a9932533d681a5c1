"""Routes of outreach, by concept: each has one list for all faces."""

from django.urls import include, path

app_name = "outreach"

urlpatterns = [
    path("", include("outreach.projects.consulting.urls")),
    path("", include("outreach.projects.gathering.urls")),
    path("", include("outreach.projects.vote.urls")),
    path("", include("outreach.projects.building.urls")),
    path("", include("outreach.projects.scores.urls")),
    path("", include("outreach.projects.wall.urls")),
]
