"""Nightly tidying of the API's tables."""

from celery import shared_task
from django.utils.timezone import now

from congress.api.services import clear_old_keys


@shared_task(name="congress.tidy_api")
def tidy_api() -> int:
    """Drop idempotency keys that nobody will repeat, and expired tokens."""
    return clear_old_keys(at=now())
