"""Upkeep of files, at night and after the virus scanner was away."""

from celery import shared_task
from django.utils import timezone

from congress.attachments.services import scan_waiting, sweep


@shared_task(name="congress.sweep_files")
def sweep_files() -> int:
    """Remove files that no row names, and rows that nobody adopted."""
    return sweep(at=timezone.now())


@shared_task(name="congress.scan_files")
def scan_files() -> int:
    """Scan what came in while the scanner was away."""
    return scan_waiting()
