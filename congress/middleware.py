"""What every request carries: an id, and the address of the client behind the office's own proxies."""

import ipaddress
import re
import uuid
from collections.abc import Callable
from functools import cache

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from congress.audit.context import coming_from

_GOOD_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
# What a unix socket shows instead of an address; listed in TRUSTED_PROXIES by this word.
UNIX = "unix"

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class OriginMiddleware:
    """Sets `request.request_id` and `request.client_address` and hands both to the work log.

    The answer carries the id as X-Request-ID.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        trusted = _is_trusted(request.META.get("REMOTE_ADDR", ""))
        given = request.headers.get("X-Request-ID", "")
        request_id = given if trusted and _GOOD_ID.fullmatch(given) else uuid.uuid4().hex
        address = client_address(request)
        request.request_id = request_id  # type: ignore[attr-defined]
        request.client_address = address  # type: ignore[attr-defined]
        with coming_from(request_id, address):
            response = self.get_response(request)
        response["X-Request-ID"] = request_id
        return response


def client_address(request: HttpRequest) -> str:
    """The address nearest to us that is none of TRUSTED_PROXIES.

    X-Forwarded-For is read from its right end and only as far as the proxies named there are the office's
    own: what stands further left, anybody can write.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    if not _is_trusted(address):
        return address
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
    for hop in reversed(hops):
        try:
            ipaddress.ip_address(hop)
        except ValueError:
            break
        address = hop
        if not _is_trusted(hop):
            break
    return address


def _is_trusted(address: str) -> bool:
    return _trusted(address, tuple(settings.TRUSTED_PROXIES))


@cache
def _networks(proxies: tuple[str, ...]) -> tuple[Network, ...]:
    return tuple(ipaddress.ip_network(proxy) for proxy in proxies if proxy != UNIX)


def _trusted(address: str, proxies: tuple[str, ...]) -> bool:
    if not address:
        return UNIX in proxies
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(ip in network for network in _networks(proxies))
