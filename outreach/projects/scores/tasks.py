"""Periodic tasks of the scores."""

from celery import shared_task
from django.utils.timezone import localdate

from outreach.projects.scores.services import chase_tasks


@shared_task(name="outreach.chase_rectifications")
def chase_rectifications() -> int:
    """Notices of second assessments that are near or late."""
    return chase_tasks(on=localdate())
