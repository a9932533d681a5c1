"""Doors before Django: what must be answered many times a second and needs nothing of a request's surroundings.

No session, no cookie, no request id, nothing in a log of ours. An answer is JSON that nobody keeps.
"""

import time
from collections.abc import Callable, Iterable
from http import HTTPStatus
from typing import Any

from congress.health.metrics import count_answer
from congress.registry import front_doors

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

_HEADERS = [
    ("Content-Type", "application/json"),
    ("Cache-Control", "no-store"),
    ("Referrer-Policy", "no-referrer"),
    ("X-Content-Type-Options", "nosniff"),
]


def with_front_doors(application: Application) -> Application:
    """The application behind the doors that the apps registered."""
    doors = tuple(front_doors)

    def entrance(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        began = time.perf_counter()
        for door in doors:
            answer = door(environ)
            if answer is not None:
                status, body = answer
                count_answer(environ["REQUEST_METHOD"], status, time.perf_counter() - began)
                headers = [*_HEADERS, ("Content-Length", str(len(body)))]
                if status == HTTPStatus.SERVICE_UNAVAILABLE:
                    headers.append(("Retry-After", "1"))
                start_response(f"{status} {HTTPStatus(status).phrase}", headers)
                return [body]
        return application(environ, start_response)

    return entrance
