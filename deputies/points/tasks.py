"""Entrances from the clock on the wall."""

from celery import shared_task
from django.utils.timezone import now

from deputies.points.services.sweep import recount_open_years


@shared_task(name="deputies.recount_points")
def recount_points() -> int:
    """Recount every year that is still open; the number of years looked at."""
    return recount_open_years(at=now())
