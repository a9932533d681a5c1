"""Tokens for partner systems. The endpoints themselves stand in the apps' own routes."""

from django.urls import path
from oauth2_provider.views import RevokeTokenView, TokenView

from congress.api import schema  # noqa: F401  (its import makes the scheme known to the OpenAPI generator)

urlpatterns = [
    path("token/", TokenView.as_view(), name="oauth-token"),
    path("revoke/", RevokeTokenView.as_view(), name="oauth-revoke"),
]
