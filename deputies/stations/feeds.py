"""The secret address of a deputy's own duty calendar. It can be renewed: the old address then gives nothing.

The address holds a MAC over the deputy and the number of the renewal, so no secret lies in the database; it changes
with SECRET_KEY, too.
"""

from datetime import date, timedelta
from uuid import UUID

from django.db.models import Prefetch, QuerySet
from django.utils.crypto import constant_time_compare, salted_hmac

from deputies.roster.models import Deputy
from deputies.stations.duty import DAYS_AHEAD, DAYS_BACK, SHOWN
from deputies.stations.models import DutyShift, ShiftDeputy

_SALT = "deputies.duty-calendar"


def feed_token(deputy: Deputy) -> str:
    """The token of today's address; empty while the deputy has switched it off."""
    if deputy.calendar_serial <= 0:
        return ""
    mac = salted_hmac(_SALT, f"{deputy.uid}:{deputy.calendar_serial}", algorithm="sha256").hexdigest()
    return f"{deputy.uid.hex}{mac[:32]}"


def deputy_of_feed(token: str) -> Deputy | None:
    """Whose address it is, while it holds."""
    try:
        deputy = Deputy.objects.filter(uid=UUID(token[:32])).first()
    except ValueError:
        return None
    known = feed_token(deputy) if deputy else ""
    return deputy if known and constant_time_compare(known, token) else None


def own_shifts(deputy: Deputy, *, on: date) -> QuerySet[DutyShift]:
    """The announced receptions of a deputy, a month back and a quarter ahead, oldest first."""
    there = ShiftDeputy.objects.filter(left_at__isnull=True).select_related("deputy").order_by("pk")
    return (
        DutyShift.objects.filter(
            published_at__isnull=False,
            state__in=SHOWN,
            on__gte=on - timedelta(days=DAYS_BACK),
            on__lte=on + timedelta(days=DAYS_AHEAD),
            pk__in=ShiftDeputy.objects.filter(deputy=deputy, left_at=None).values("shift"),
        )
        .select_related("station__organisation", "moved_to")
        .prefetch_related(Prefetch("places", there))
        .order_by("on", "starts_at", "pk")
    )
