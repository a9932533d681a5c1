"""Addresses of stations, rota and duty."""

from django.urls import URLPattern, path

from deputies.stations.views import people, portal

urlpatterns: list[URLPattern] = [
    path("stations/", portal.StationListView.as_view(), name="stations"),
    path("stations/<str:code>/", portal.StationView.as_view(), name="station"),
    path("s/<str:token>/", portal.ScanView.as_view(), name="scan"),
    path("deputies/", people.DeputyListView.as_view(), name="deputies"),
    path("deputies/<uuid:uid>/", people.DeputyView.as_view(), name="deputy"),
]
