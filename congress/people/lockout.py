"""Lockout after failed sign-ins: django-axes counts, these lines say what and by which limits."""

from typing import Any

from axes.handlers.database import AxesDatabaseHandler
from django.conf import settings
from django.db.models import Sum
from django.http import HttpRequest

from congress.audit.context import current_origin
from congress.people.models import User


def counted_name(request: HttpRequest, credentials: dict[str, Any] | None) -> str:
    """The user name as accounts spell it; upper case and full width are not a way round the limit."""
    typed = (credentials or {}).get("username") or request.POST.get("username") or ""
    return User.normalize_username(str(typed).replace("\0", ""))[:150]


def client_address(request: HttpRequest) -> str | None:
    """The address that the audit trail writes down, so that lockout and trail never differ."""
    return current_origin().address or request.META.get("REMOTE_ADDR") or None


class Handler(AxesDatabaseHandler):
    """Two limits instead of axes' one: few failures for an account, more for an address."""

    def get_failures(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Failures of the account; at least the account's limit once the address has reached its own."""
        by_name, by_address = (
            attempts.aggregate(n=Sum("failures_since_start"))["n"] or 0
            for attempts in self.get_user_attempts(request, credentials)
        )
        if by_address >= settings.LOCKOUT_ADDRESS_LIMIT:
            return max(by_name, settings.AXES_FAILURE_LIMIT)
        return by_name

    def reset_user_attempts(self, request: HttpRequest, credentials: dict[str, Any] | None = None) -> int:
        """Forget the account's failures only: a good password must not wash a whole address clean."""
        return self.reset_attempts(username=counted_name(request, credentials))
