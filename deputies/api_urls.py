"""The API's addresses of deputies."""

from django.urls import URLPattern, path

from deputies.stations import api as registers
from deputies.stations.api_rota import RotaRegister

urlpatterns: list[URLPattern] = [
    path("people", registers.PersonList.as_view()),
    path("organizations", registers.OrganizationList.as_view()),
    path("posts", registers.PostList.as_view()),
    path("memberships", registers.MembershipList.as_view()),
    path("rota", RotaRegister.as_view()),
    path("stations", registers.StationRegister.as_view()),
]
