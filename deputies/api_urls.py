"""The API's addresses of deputies."""

from django.urls import URLPattern, path

from deputies.dossiers.api import DossierDetail, DossierList, MeetingPush
from deputies.logbooks.api import FieldLog
from deputies.stations import api as registers
from deputies.stations.api_rota import RotaRegister

urlpatterns: list[URLPattern] = [
    path("people", registers.PersonList.as_view()),
    path("organizations", registers.OrganizationList.as_view()),
    path("posts", registers.PostList.as_view()),
    path("memberships", registers.MembershipList.as_view()),
    path("rota", RotaRegister.as_view()),
    path("field-log", FieldLog.as_view()),
    path("dossiers", DossierList.as_view()),
    path("dossiers/<uuid:uid>", DossierDetail.as_view()),
    path("meetings", MeetingPush.as_view()),
    path("stations", registers.StationRegister.as_view()),
]
