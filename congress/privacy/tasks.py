"""The nightly erasure."""

from celery import shared_task
from django.utils.timezone import localdate

from congress.privacy.services import erase_expired


@shared_task(name="congress.erase_expired")
def erase_expired_data() -> dict[str, int]:
    """Erase what is past its term. What a night does not manage, the next one does."""
    return erase_expired(on=localdate())
