"""Entrances from the queue."""

from celery import shared_task
from django.utils.timezone import localdate

from congress.models import User
from petitions.intake.models import IntakeBatch
from petitions.intake.services.batches import run_batch


@shared_task(name="petitions.import_batch", acks_late=True)
def import_batch(batch_id: int, user_id: int) -> str:
    """Write a queued ledger; what became of it. Started again after a killed worker it begins anew."""
    batch = IntakeBatch.objects.get(pk=batch_id)
    return run_batch(batch, actor=User.objects.get(pk=user_id), on=localdate()).state
