"""Bearer tokens of partner systems. One query resolves a token to its service account."""

from hashlib import sha256
from typing import Any

from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _
from oauth2_provider.models import AccessToken
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from congress.people.models import User


class TokenAuthentication(BaseAuthentication):
    """`Authorization: Bearer …` only: neither cookies nor query strings sign anybody in at the API."""

    def authenticate(self, request: Request) -> tuple[User, AccessToken] | None:
        """The service account and the token; None without the header. A refusal does not say why."""
        words = get_authorization_header(request).split()
        if not words or words[0].lower() != b"bearer":
            return None
        if len(words) != 2:
            raise self._refused()
        # Tokens stand in the database as their checksum alone.
        checksum = sha256(words[1]).hexdigest()
        token = (
            AccessToken.objects.select_related("application__user").filter(token_checksum=checksum).first()
        )
        if token is None or token.expires <= now() or token.application is None:
            raise self._refused()
        user = token.application.user
        if user is None or not user.is_active or not user.is_service:
            raise self._refused()
        return user, token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="lianxin"'

    def _refused(self) -> AuthenticationFailed:
        return AuthenticationFailed(_("令牌无效或已过期，请重新获取。"), code="invalid_token")


class HasScopes(BasePermission):
    """The token carries the scopes that the view names for the method.

    `required_scopes` of a view: a collection, or a mapping from method to one. A view that names none
    is closed; a public one says `permission_classes = [AllowAny]`.
    """

    message = _("令牌缺少所需的范围。")
    code = "insufficient_scope"

    def has_permission(self, request: Request, view: Any) -> bool:
        if not isinstance(request.auth, AccessToken):
            return False
        wanted = getattr(view, "required_scopes", None)
        if isinstance(wanted, dict):
            wanted = wanted.get("GET" if request.method == "HEAD" else request.method)
        if not wanted:
            return False
        return {str(scope) for scope in wanted} <= set(request.auth.scope.split())
