"""Addresses of what the portal and the phone gather of projects."""

from django.urls import path

from outreach.projects.wall.views import phone, portal

urlpatterns = [
    path("projects/", portal.WallView.as_view(), name="wall"),
    path("projects/archive/", portal.ArchiveView.as_view(), name="public-years"),
    path("projects/votes/<str:code>/", portal.ResultView.as_view(), name="public-result"),
    path("projects/p/<uuid:uid>/", portal.ProjectPageView.as_view(), name="public-project"),
    path("projects/<uuid:uid>/", portal.YearView.as_view(), name="public-year"),
    path("m/projects/", phone.MyProjectsView.as_view(), name="my-projects"),
]
