"""Personal data goes when its time is over; the matter stays."""

from datetime import date

from petitions.suggestions.models import Petitioner
from petitions.suggestions.states import State

# Three years after the end, as the notice to citizens says (PIPL art. 47).
MONTHS = 36


def erase_petitioners(*, before: date, on: date) -> int:
    """Eraser: wipe name, phone and address of the people of cases that ended before the day; how many people."""
    return (
        Petitioner.objects.filter(
            suggestion__state__in=(State.CONCLUDED, State.ARCHIVED),
            suggestion__concluded_on__lt=before,
        )
        .exclude(name__isnull=True, phone__isnull=True, address__isnull=True)
        .update(name=None, phone=None, phone_index=None, address=None)
    )
