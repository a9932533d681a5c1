"""Tells the worker that something waits, once the transaction is through.

Only a hint: whatever waits is found by the beat within 15 seconds, so a lost hint (no Redis) loses nothing.
The app hangs its bell here when it is ready, because services do not know Celery.
"""

import logging
import threading
from collections.abc import Callable
from time import monotonic

from django.conf import settings
from django.db import connection, transaction

log = logging.getLogger(__name__)

# After a bell that failed, how long this process leaves the broker alone.
QUIET_AFTER_FAILURE = 30.0


class _Ear:
    """What this process knows: the bell, and until when it keeps silent (monotonic seconds)."""

    bell: Callable[[float], None] | None = None
    silent_until = 0.0


def hang_bell(bell: Callable[[float], None] | None) -> None:
    """Say how the worker is woken: a function of the delay in seconds. None: not at all."""
    _Ear.bell = bell


def ring_on_commit() -> None:
    """Wake the worker when the present transaction commits; several notices of one transaction ring once."""
    # An entry is (savepoints, function, robust).
    if not any(entry[1] is _ring for entry in connection.run_on_commit):
        transaction.on_commit(_ring, robust=True)


def _ring() -> None:
    """Ring with a short delay and stay silent during it: the one run serves all who commit meanwhile.

    In a thread of its own, because a broker that is gone takes seconds to say so, and a person waits for the page.
    Without delay (tests) it rings at once.
    """
    now = monotonic()
    if _Ear.bell is None or now < _Ear.silent_until:
        return
    delay = float(settings.NOTICE_WAKE_SECONDS)
    _Ear.silent_until = now + delay
    if delay:
        threading.Thread(target=_pull, args=(_Ear.bell, delay), name="notices-bell", daemon=True).start()
    else:
        _pull(_Ear.bell, delay)


def _pull(bell: Callable[[float], None], delay: float) -> None:
    try:
        bell(delay)
    except Exception as error:  # noqa: BLE001 - whatever the broker's client raises: the notice is safe
        _Ear.silent_until = monotonic() + QUIET_AFTER_FAILURE
        log.warning(
            "notices: the worker could not be woken (%s); the beat will find them", type(error).__name__
        )
