"""The API's addresses of deputies."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
