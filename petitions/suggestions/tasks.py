"""Entrances from the clock on the wall. Each is safe to run twice."""

from celery import shared_task
from django.utils.timezone import localdate

from congress.people.actors import SYSTEM
from petitions.suggestions.services.clocks import recompute_clocks
from petitions.suggestions.services.sweep import sweep_clocks


@shared_task(name="petitions.sweep_suggestion_clocks")
def sweep_suggestion_clocks() -> int:
    """Remind, escalate and close what is due; the number of stages reached."""
    return sweep_clocks(on=localdate())


@shared_task(name="petitions.recompute_suggestion_clocks")
def recompute_suggestion_clocks() -> int:
    """Move the running clocks to what the calendar says now; how many moved. Started when the calendar changes."""
    return recompute_clocks(actor=SYSTEM, on=localdate())
