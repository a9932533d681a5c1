"""Entrances from the clock on the wall."""

from celery import shared_task
from django.utils import timezone

from petitions.figures.services.refresh import refresh_figures


@shared_task(name="petitions.refresh_figures")
def refresh_suggestion_figures() -> int:
    """Count the months that changed since the last run."""
    return refresh_figures(on=timezone.localdate(), at=timezone.now())
