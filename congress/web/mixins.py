"""Who may open a page of a face, and what becomes of the services' refusals there."""

from typing import Any

from django.contrib.auth.mixins import LoginRequiredMixin
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.cache import add_never_cache_headers
from django.utils.timezone import localdate

from congress.errors import NotAllowed, NotFound
from congress.people.rules import roles_of


class SignedInMixin(LoginRequiredMixin):
    """For pages behind the login. `roles` empty: every account; otherwise the page does not exist for others."""

    roles: tuple[str, ...] = ()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.handle_no_permission()
        if self.roles and not roles_of(request.user, on=localdate()) & {str(role) for role in self.roles}:
            raise Http404
        try:
            response: HttpResponse = super().dispatch(request, *args, **kwargs)
        except NotFound as refusal:
            raise Http404(refusal.message) from refusal
        except NotAllowed as refusal:
            raise PermissionDenied(refusal.message) from refusal
        # A shared computer's back button must show the login page, not the last citizen.
        add_never_cache_headers(response)
        return response


class DeskMixin(SignedInMixin):
    """Pages of the staff."""


class PhoneMixin(SignedInMixin):
    """Pages of the deputies' phones."""
