"""Entrances from the queue."""

from celery import shared_task
from django.utils.timezone import localdate

from congress.models import User
from deputies.roster.models import RosterBatch
from deputies.roster.services.imports import run_roster


@shared_task(name="deputies.import_roster", acks_late=True)
def import_roster_batch(batch_id: int, user_id: int) -> str:
    """Write a queued roster; what became of it. Started again after a killed worker it begins anew."""
    batch = RosterBatch.objects.get(pk=batch_id)
    return run_roster(batch, actor=User.objects.get(pk=user_id), on=localdate()).state
