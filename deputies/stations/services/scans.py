"""Counting how often a wall's code was opened and used. No persons, no audit: a number a day."""

from datetime import date

from django.db.models import F

from deputies.stations.models import ScanCount, Station


def count_scan(station: Station, *, on: date, submitted: bool = False) -> None:
    """Add one to the day's count: opened, or gone on to say something."""
    row, _made = ScanCount.objects.get_or_create(station=station, deputy=None, on=on)
    name = "submitted" if submitted else "opened"
    ScanCount.objects.filter(pk=row.pk).update(**{name: F(name) + 1})
