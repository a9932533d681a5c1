"""Entrances from the clock on the wall. Each is safe to run twice."""

from celery import shared_task
from django.utils.timezone import now

from deputies.stations.services.rota_sweep import sweep_rota as sweep


@shared_task(name="deputies.sweep_rota")
def sweep_rota() -> int:
    """Remind, warn, mark; the number of new notices."""
    return sweep(at=now())
