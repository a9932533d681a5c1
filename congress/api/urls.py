"""Tokens for partner systems. The endpoints themselves stand in the apps' own routes."""

from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from oauth2_provider.views import RevokeTokenView, TokenView

from congress.api import schema  # noqa: F401  (its import makes the scheme known to the OpenAPI generator)
from congress.api.problems import problem_response


class _Problems:
    """The wrong method is answered like everywhere in the API; refused tokens keep the form of RFC 6749."""

    def http_method_not_allowed(self, request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        answer = problem_response(405, "method_not_allowed", _("请用 POST 方法。"))
        answer["Allow"] = "POST, OPTIONS"
        return answer


class _Token(_Problems, TokenView):
    pass


class _Revoke(_Problems, RevokeTokenView):
    pass


urlpatterns = [
    path("token/", _Token.as_view(), name="oauth-token"),
    path("revoke/", _Revoke.as_view(), name="oauth-revoke"),
]
