"""The demo world's figures."""

from datetime import date

from django.utils import timezone

from petitions.figures.services.refresh import refresh_figures


def count_demo(*, on: date) -> None:
    """Count what the demo's cases add up to."""
    refresh_figures(on=on, at=timezone.now())
