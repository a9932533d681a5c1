"""The moment of writing. Services take `on`, the day that counts in law; when a row was written down is asked here.

A loader of past or rehearsed cases sets the moment with `at()`; the audit trail ignores it and keeps the true time.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime

from django.utils import timezone

_moment: ContextVar[datetime | None] = ContextVar("moment", default=None)


def now() -> datetime:
    """The present moment, or the one that `at()` has set. Aware, UTC or Shanghai alike."""
    return _moment.get() or timezone.now()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let everything inside be written as of this moment."""
    token = _moment.set(moment)
    try:
        yield
    finally:
        _moment.reset(token)
