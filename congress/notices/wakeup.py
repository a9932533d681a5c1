"""Tells the worker that something waits, once the transaction is through.

Only a hint: whatever waits is found by the beat within 15 seconds, so a lost hint (no Redis) loses nothing.
The task module hangs its bell here, because services do not know Celery.
"""

import logging
from collections.abc import Callable
from time import monotonic

from django.conf import settings
from django.db import connection, transaction

log = logging.getLogger(__name__)

bell: Callable[[float], None] | None = None
# After a bell that failed, how long this process leaves the broker alone: requests must not wait for a dead one.
QUIET_AFTER_FAILURE = 30.0
_next_ring = 0.0


def ring_on_commit() -> None:
    """Wake the worker when the present transaction commits; several notices of one transaction ring once."""
    if not any(call is _ring for _sids, call, _robust in connection.run_on_commit):
        transaction.on_commit(_ring, robust=True)


def _ring() -> None:
    """Ring with a short delay and stay silent during it: the one run serves all who commit meanwhile."""
    global _next_ring
    now = monotonic()
    if bell is None or now < _next_ring:
        return
    delay = float(settings.NOTICE_WAKE_SECONDS)
    _next_ring = now + delay
    try:
        bell(delay)
    except Exception as error:
        # Any failure of the broker ends here; the notice is safe in its table.
        _next_ring = now + QUIET_AFTER_FAILURE
        log.warning(
            "notices: the worker could not be woken (%s); the beat will find them", type(error).__name__
        )
