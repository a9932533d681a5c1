"""The delivery task, and how it is asked for."""

from celery import shared_task
from django.utils import timezone

from congress.notices.delivery import deliver_waiting
from congress.notices.services import forget_old


@shared_task(name="congress.deliver_notices")
def deliver_notices() -> dict[str, int]:
    """Deliver what is due. Any number of these may run at once or die at any point."""
    return deliver_waiting()


@shared_task(name="congress.tidy_notices")
def tidy_notices() -> int:
    """Drop read marks that no longer count and old slots of periodic jobs."""
    return forget_old(at=timezone.now())


def ring(delay: float) -> None:
    """Ask the worker to come by after `delay` seconds. Raises whatever a missing broker raises."""
    # Not retried: the beat comes by anyway, and a request must not wait for a broker that is down.
    deliver_notices.apply_async(countdown=delay or None, expires=60, retry=False)
