"""How often a partner system, or a stranger's address, may call."""

from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from congress.limits import hit
from congress.people.lockout import client_address


class CallThrottle(BaseThrottle):
    """Calls a minute: by account with a token, by address without one."""

    retry_after: int | None = None

    def allow_request(self, request: Request, view: Any) -> bool:
        if request.user and request.user.is_authenticated:
            verdict = hit(f"api:account:{request.user.pk}", settings.API_CALLS_PER_MINUTE, 60)
        else:
            address = client_address(request._request)
            verdict = hit(f"api:address:{address}", settings.API_CALLS_PER_MINUTE_WITHOUT_TOKEN, 60)
        self.retry_after = verdict.retry_after
        return verdict.allowed

    def wait(self) -> float | None:
        return self.retry_after
