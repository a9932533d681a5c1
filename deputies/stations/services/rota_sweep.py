"""What the rota does by itself every day: remind, warn the office, mark hollow shifts, let old questions lapse."""

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.timezone import localdate

from congress.audit.services import record
from congress.notices.services import Posting, post_notices
from congress.people.actors import SYSTEM
from deputies.roster.selectors import reach
from deputies.stations.models import CheckIn, DutyShift, ShiftDeputy, ShiftSwap
from deputies.stations.states import ShiftState, SwapState

REMIND_DAYS = (7, 3, 1)
EMPTY_DAYS = 10
UNPUBLISHED_DAYS = 3
HOLLOW_DAYS = 3


def sweep_rota(*, at: datetime) -> int:
    """Everything that is due today; the number of notices that were new. Twice a day does nothing twice."""
    on = localdate(at)
    with transaction.atomic():
        count = post_notices([*_reminders(on), *_empty(on), *_unpublished(on)])
    _mark_hollow(on)
    ShiftSwap.objects.filter(state=SwapState.ASKED, place__shift__on__lte=on).update(
        state=SwapState.EXPIRED, answered_at=at
    )
    return count


def _reminders(on: date) -> list[Posting]:
    days = [on + timedelta(days=n) for n in REMIND_DAYS]
    places = ShiftDeputy.objects.filter(
        shift__on__in=days, shift__state=ShiftState.PUBLISHED, left_at__isnull=True
    ).select_related("shift__station__organisation", "deputy__user")
    postings = []
    for place in places:
        to = reach(place.deputy)
        if to is not None:
            left = (place.shift.on - on).days
            postings.append(
                Posting(
                    "shift_reminder",
                    to,
                    key=f"shift-reminder:{place.pk}:{place.shift.on}:{left}",
                    link="/m/rota/",
                    context={
                        "day": place.shift.on,
                        "station": place.shift.station.organisation.short_name,
                        "left": left,
                        "starts": f"{place.shift.starts_at:%H:%M}",
                    },
                )
            )
    return postings


def _empty(on: date) -> list[Posting]:
    """Stations with a shift ten days ahead that nobody is on: one notice a shift, to the station."""
    shifts = (
        DutyShift.objects.filter(
            on__gt=on,
            on__lte=on + timedelta(days=EMPTY_DAYS),
            state__in=[ShiftState.PLANNED, ShiftState.PUBLISHED],
        )
        .annotate(there=Count("places", filter=Q(places__left_at__isnull=True)))
        .filter(there=0)
        .select_related("station__organisation")
    )
    return [
        Posting(
            "shift_empty",
            shift.station.organisation,
            key=f"shift-empty:{shift.pk}",
            link=f"/desk/rota/{shift.station.organisation.code}/",
            context={"day": shift.on, "station": shift.station.organisation.short_name},
        )
        for shift in shifts
    ]


def _unpublished(on: date) -> list[Posting]:
    shifts = DutyShift.objects.filter(
        on__gt=on, on__lte=on + timedelta(days=UNPUBLISHED_DAYS), state=ShiftState.PLANNED
    ).select_related("station__organisation")
    return [
        Posting(
            "shift_unpublished",
            shift.station.organisation,
            key=f"shift-unpublished:{shift.pk}",
            link=f"/desk/rota/{shift.station.organisation.code}/",
            context={"day": shift.on, "station": shift.station.organisation.short_name},
        )
        for shift in shifts
    ]


@transaction.atomic
def _mark_hollow(on: date) -> None:
    """Announced, three days past, nobody checked in and nothing recorded: 疑似空转."""
    attended = CheckIn.objects.filter(shift=OuterRef("pk"))
    hollow = list(
        DutyShift.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(
            on__lt=on - timedelta(days=HOLLOW_DAYS),
            on__gte=on - timedelta(days=90),
            state__in=[ShiftState.PUBLISHED, ShiftState.OPEN, ShiftState.DONE],
            is_hollow=False,
        )
        # "entries" are the logbooks' rows of the shift: a concept above this one, known by the relation's name.
        .filter(~Exists(attended), entries__isnull=True)
        .select_related("station__organisation")
    )
    if not hollow:
        return
    DutyShift.objects.filter(pk__in=[shift.pk for shift in hollow]).update(is_hollow=True)
    post_notices(
        Posting(
            "shift_hollow",
            shift.station.organisation,
            key=f"shift-hollow:{shift.pk}",
            link=f"/desk/rota/{shift.station.organisation.code}/",
            context={"day": shift.on, "station": shift.station.organisation.short_name},
        )
        for shift in hollow
    )
    record("deputies.rota.hollow_marked", None, actor=SYSTEM, shifts=[shift.pk for shift in hollow])
