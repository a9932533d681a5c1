"""Who may open the pages of a face, and how a refusal becomes a page there."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.mixins import AccessMixin
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.timezone import localdate

from congress.errors import DomainError
from congress.people.roles import ADMIN_ROLES, Role
from congress.people.rules import require_role
from congress.web.errors import refusal_page


class PortalMixin:
    """A citizens' page: no account. A DomainError that the view lets through becomes its error page."""

    request: HttpRequest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        except DomainError as refused:
            response = refusal_page(request, refused)
        # Type size and 长辈版 come from cookies: a shared cache must not serve one visitor's page to the next.
        patch_vary_headers(response, ["Cookie"])
        return response


class DeskMixin(AccessMixin):
    """A page for signed-in staff who hold one of `roles` today. The three administrators see no case by their role.

    A DomainError that the view lets through becomes its error page: NotFound 404, NotAllowed 403, the others 409.
    """

    request: HttpRequest
    roles: Iterable[str] = frozenset(Role) - ADMIN_ROLES - {Role.DEPUTY}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        try:
            require_role(request.user, *self.roles, on=localdate())
            return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]
        except DomainError as refused:
            return refusal_page(request, refused)


class PhoneMixin(DeskMixin):
    """A deputy's page."""

    roles: Iterable[str] = frozenset({Role.DEPUTY})
