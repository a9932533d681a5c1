"""The nightly walk over the work log."""

from celery import shared_task
from django.utils.timezone import now

from congress.oversight.services import walk_chain


@shared_task(name="congress.verify_audit")
def verify_audit() -> list[str]:
    """The problems found; empty when the chain holds."""
    return list(walk_chain(at=now()).problems)
