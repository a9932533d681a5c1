"""Entrances from the clock on the wall. Each is safe to run twice."""

from celery import shared_task
from django.utils.timezone import now

from deputies.logbooks.services.reminders import sweep_contacts as sweep


@shared_task(name="deputies.sweep_contacts")
def sweep_contacts() -> int:
    """Remind of the half-year's contacts; the number of new notices."""
    return sweep(at=now())
