"""The API's addresses of the core, and its description."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView

from congress.regions.api import OrganisationList, RegionList

urlpatterns = [
    path(
        "schema",
        SpectacularAPIView.as_view(authentication_classes=[], permission_classes=[]),
        name="api-schema",
    ),
    path("regions", RegionList.as_view()),
    path("organisations", OrganisationList.as_view()),
]
