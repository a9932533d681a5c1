"""Plan the duty rota of a station and publish it."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Count, Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput
from congress.notices.services import Posting, post_notices
from congress.people.actors import Actor
from congress.workdays.selectors import working_calendar
from deputies.roster.models import Deputy, Mandate
from deputies.roster.selectors import reach
from deputies.roster.states import MandateState
from deputies.stations.models import Blackout, DutyShift, RotaPattern, ShiftDeputy, Station, StationAssignment
from deputies.stations.rota import Candidate, Pattern, Span, Turn, share_out, slots
from deputies.stations.rules import require_keeper
from deputies.stations.selectors import assigned
from deputies.stations.states import AssignmentRole, ShiftState

# A plan reaches half a year ahead, and turns taken are remembered as long.
LONGEST = timedelta(days=190)
MEMORY = timedelta(days=190)
# Days between the notice and the reception (domain paper G1: at least three).
NOTICE_DAYS = 3
# What counts as a turn taken or still to be taken.
_TAKEN = [ShiftState.PLANNED, ShiftState.PUBLISHED, ShiftState.OPEN, ShiftState.DONE]


@transaction.atomic
def set_pattern(station: Station, pattern: RotaPattern, *, actor: Actor, on: date) -> RotaPattern:
    """Say when the station receives people. The earlier rule stops; shifts that stand stay as they are."""
    Station.objects.select_for_update(of=("self",)).get(pk=station.pk)
    require_keeper(actor, station, on=on)
    allowed = {
        "weekly": set(range(1, 8)),
        "month_days": set(range(1, 32)),
        "nth_weekday": {n * 10 + day for n in (1, 2, 3, 4, 5, 9) for day in range(1, 8)},
    }[pattern.kind]
    days = sorted(set(pattern.days))
    if not days or not set(days) <= allowed:
        raise BadInput("bad_days", _("请选择接待日。"), field="days")
    if pattern.ends_at <= pattern.starts_at:
        raise BadInput("bad_hours", _("结束时间要晚于开始时间。"), field="ends_at")
    station.patterns.filter(is_active=True).update(is_active=False)
    pattern.station, pattern.days, pattern.is_active = station, days, True
    pattern.save(force_insert=True)
    record(
        "deputies.rota.pattern_set",
        station.organisation,
        actor=actor,
        kind=str(pattern.kind),
        days=days,
        hours=f"{pattern.starts_at:%H:%M}-{pattern.ends_at:%H:%M}",
        deputies=pattern.deputies_per_shift,
    )
    return pattern


def plan_rota(station: Station, *, since: date, until: date, on: date) -> tuple[RotaPattern, list[Turn]]:
    """The plan as it would be, nothing written: what the preview shows. Days that stand already are left out."""
    if since <= on:
        raise BadInput("past", _("只能从明天起排班。"), field="since")
    if until < since or until - since > LONGEST:
        raise BadInput("bad_period", _("一次最多排半年。"), field="until")
    pattern = station.patterns.filter(is_active=True).first()
    if pattern is None:
        raise BadInput("no_pattern", _("请先设定接待日。"), field="station")
    blackouts = [
        Span(row.starts_on, row.ends_on)
        for row in Blackout.objects.filter(ends_on__gte=since, starts_on__lte=until + timedelta(days=40))
        if station.region_code.startswith(row.region_code.rstrip("0"))
    ]
    wanted = slots(
        Pattern(pattern.kind, tuple(pattern.days)),
        since,
        until,
        calendar=working_calendar(station.region_code[:6]),
        blackouts=blackouts,
    )
    # Moved and cancelled ones count as well: planning again must not bring a cancelled day back.
    known = DutyShift.objects.filter(station=station, planned_on__gte=since - timedelta(days=40))
    standing = {day for pair in known.values_list("on", "planned_on") for day in pair}
    wanted = [slot for slot in wanted if slot.on not in standing and slot.planned_on not in standing]
    before = (
        station.shifts.filter(on__lt=since, state__in=_TAKEN)
        .order_by("-on")
        .values_list("pk", flat=True)
        .first()
    )
    last = ShiftDeputy.objects.filter(shift=before, left_at__isnull=True).values_list("deputy_id", flat=True)
    turns = share_out(
        wanted, _candidates(station, since=since, until=until), size=pattern.deputies_per_shift, before=last
    )
    return pattern, turns


def _candidates(station: Station, *, since: date, until: date) -> list[Candidate]:
    """Those who belong to the station through the period and hold a mandate that is not suspended."""
    in_office = Mandate.objects.in_office(until).exclude(state=MandateState.SUSPENDED)
    people = list(
        Deputy.objects.filter(
            pk__in=StationAssignment.objects.filter(assigned(since), station=station)
            .exclude(role=AssignmentRole.GUEST)
            .values("deputy"),
            mandates__in=in_office,
        )
        .distinct()
        .annotate(
            served=Count(
                "shifts",
                distinct=True,
                filter=Q(
                    shifts__left_at__isnull=True,
                    shifts__shift__on__gte=since - MEMORY,
                    shifts__shift__state__in=_TAKEN,
                ),
            )
        )
        .prefetch_related("wishes", "assignments")
        .order_by("pk")
    )
    return [
        Candidate(
            deputy.pk,
            served=deputy.served,
            spared=bool(deputy.special_care),
            cannot=(
                *(Span(w.starts_on, w.ends_on) for w in deputy.wishes.all() if not w.is_preferred),
                *(
                    Span(row.ends_on + timedelta(days=1), date.max)
                    for row in deputy.assignments.all()
                    if row.station_id == station.pk and row.ends_on is not None and row.ends_on >= since
                ),
            ),
            prefers=tuple(Span(w.starts_on, w.ends_on) for w in deputy.wishes.all() if w.is_preferred),
        )
        for deputy in people
    ]


@transaction.atomic
def generate_rota(station: Station, *, since: date, until: date, actor: Actor, on: date) -> list[DutyShift]:
    """Write the plan. Safe to repeat: only days that have no shift yet are added, in whatever state that one is."""
    # Two people planning at once: the second finds the first one's shifts.
    station = (
        Station.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=station.pk)
    )
    require_keeper(actor, station, on=on)
    pattern, turns = plan_rota(station, since=since, until=until, on=on)
    shifts = DutyShift.objects.bulk_create(
        DutyShift(
            station=station,
            on=turn.slot.on,
            planned_on=turn.slot.planned_on,
            starts_at=pattern.starts_at,
            ends_at=pattern.ends_at,
        )
        for turn in turns
    )
    ShiftDeputy.objects.bulk_create(
        ShiftDeputy(shift=shift, deputy_id=key)
        for shift, turn in zip(shifts, turns, strict=True)
        for key in turn.deputies
    )
    if shifts:
        record(
            "deputies.rota.generated",
            station.organisation,
            actor=actor,
            since=since.isoformat(),
            until=until.isoformat(),
            shifts=len(shifts),
            missing=sum(turn.missing for turn in turns),
        )
    return shifts


@transaction.atomic
def publish_shifts(
    station: Station, *, until: date, actor: Actor, at: datetime, since: date | None = None
) -> list[DutyShift]:
    """Announce the planned shifts of a period. A shift without any deputy is not announced; those left are returned.

    Returns the shifts that were published. Less than three days ahead they are marked as changed: people could not
    know of them in time.
    """
    on = localdate(at)
    since = since or on
    station = (
        Station.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=station.pk)
    )
    require_keeper(actor, station, on=on)
    shifts = list(
        station.shifts.filter(
            on__gte=max(since, on), on__lte=until, state=ShiftState.PLANNED, places__left_at__isnull=True
        )
        .filter(places__isnull=False)
        .distinct()
        .prefetch_related("places__deputy__user")
    )
    for shift in shifts:
        shift.state, shift.published_at = ShiftState.PUBLISHED, at
        shift.version += 1
        if (shift.on - on).days < NOTICE_DAYS:
            shift.changed_at = at
    DutyShift.objects.bulk_update(shifts, ["state", "published_at", "changed_at", "version"])
    if shifts:
        post_notices(_assigned_notices(station, shifts))
        record(
            "deputies.rota.published",
            station.organisation,
            actor=actor,
            days=[shift.on.isoformat() for shift in shifts],
        )
    return shifts


def _assigned_notices(station: Station, shifts: Sequence[DutyShift]) -> Iterable[Posting]:
    """One notice a deputy for all new days: a half-year's plan must not ring a phone ten times."""
    days: dict[int, list[DutyShift]] = {}
    people: dict[int, Deputy] = {}
    for shift in shifts:
        for place in shift.places.all():
            if place.left_at is None:
                days.setdefault(place.deputy_id, []).append(shift)
                people[place.deputy_id] = place.deputy
    for key, mine in days.items():
        to = reach(people[key])
        if to is not None:
            yield Posting(
                "shift_assigned",
                to,
                key=f"shift-assigned:{mine[0].pk}:{key}",
                link="/m/rota/",
                context={
                    "station": station.organisation.short_name,
                    "first": mine[0].on,
                    "count": len(mine),
                },
            )
