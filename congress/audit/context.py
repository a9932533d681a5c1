"""Which request a change belongs to.

The middleware sets it, `record` reads it; outside a request both are empty.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a change came from: the id of the request (or task) and the address of the client."""

    request_id: str = ""
    address: str = ""


_NOWHERE = Origin()
_origin: ContextVar[Origin] = ContextVar("audit_origin", default=_NOWHERE)


def current_origin() -> Origin:
    """The origin of what is running now; empty strings outside a request."""
    return _origin.get()


@contextmanager
def coming_from(request_id: str, address: str = "") -> Iterator[None]:
    """Everything recorded inside carries this request id and address. Tasks pass their task id."""
    token = _origin.set(Origin(request_id, address))
    try:
        yield
    finally:
        _origin.reset(token)
