"""Routes of all faces: only includes."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("congress.people.urls")),
    path("admin/", admin.site.urls),
]
