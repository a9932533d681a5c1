"""Counting how often a wall's code was opened and used. No persons, no audit: a number a day."""

from datetime import date

from django.db.models import F

from deputies.roster.models import Deputy
from deputies.stations.models import ScanCount, Station


def count_scan(station: Station, *, on: date, deputy: Deputy | None = None, submitted: bool = False) -> None:
    """Add one to the day's count of the wall's code, or of a deputy's there: opened, or gone on to say something."""
    row, _made = ScanCount.objects.get_or_create(station=station, deputy=deputy, on=on)
    name = "submitted" if submitted else "opened"
    ScanCount.objects.filter(pk=row.pk).update(**{name: F(name) + 1})
