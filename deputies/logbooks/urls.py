"""Routes of the logbooks."""

from django.urls import path

from deputies.logbooks.views import phone_api

urlpatterns = [
    path("m/api/session", phone_api.SessionView.as_view(), name="phone-session"),
    path("m/api/reference", phone_api.ReferenceView.as_view(), name="phone-reference"),
    path("m/api/field-log", phone_api.FieldLogView.as_view(), name="phone-field-log"),
    path("m/api/field-log/<uuid:uid>/photos/<uuid:photo>", phone_api.PhotoView.as_view(), name="phone-photo"),
]
