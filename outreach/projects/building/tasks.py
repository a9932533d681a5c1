"""Entrances from the clock on the wall. Each is safe to run twice."""

from celery import shared_task
from django.utils.timezone import now

from outreach.projects.building.services.sweep import sweep_buildings as sweep


@shared_task(name="outreach.sweep_buildings")
def sweep_buildings() -> int:
    """Remind and chase what is due in the building of projects; the number of new notices."""
    return sweep(at=now())
