"""Routes of deputies, by concept: each has one list for all faces."""

from django.urls import include, path

app_name = "deputies"

urlpatterns = [
    path("", include("deputies.roster.urls")),
    path("", include("deputies.stations.urls")),
    path("", include("deputies.logbooks.urls")),
    path("", include("deputies.logbooks.reports.urls")),
    path("", include("deputies.dossiers.urls")),
    path("", include("deputies.points.urls")),
    path("", include("deputies.phone.urls")),
]
