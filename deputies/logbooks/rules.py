"""Who may write, see and verify entries, and what an entry must not be. Reads only."""

from collections.abc import Iterable, Sequence
from datetime import date, time

from django.db.models import Sum
from django.utils.translation import gettext as _

from congress.errors import BadInput, NotAllowed, WrongState
from congress.models import User
from congress.people.actors import SYSTEM, Actor
from congress.people.roles import Role
from deputies.logbooks.models import EntryDeputy, LogEntry, YearLock
from deputies.logbooks.states import EntryState, Kind
from deputies.roster.models import Deputy
from deputies.roster.rules import require_in_office
from deputies.stations.models import Station
from deputies.stations.rules import is_office_of, is_officer_of

# How far back an entry may lie: for deputies and liaisons; the office may go further with a reason (paper H).
BACKDATE_DAYS = 30
HOURS_A_DAY = 8
EARLIEST = date(1979, 7, 1)
# Entries that still count.
LIVING = (EntryState.PENDING, EntryState.VERIFIED, EntryState.REFUSED)


def roles_on(actor: Actor, entry: LogEntry, *, on: date) -> frozenset[str]:
    """The roles that count for this entry: the office above it, its station's officer, a deputy who takes part."""
    if not isinstance(actor, User):
        return frozenset({actor.role})
    held = set()
    if is_office_of(actor, entry.region_code, on=on):
        held.add(str(Role.CLERK))
    if entry.station is not None and is_officer_of(actor, entry.station, on=on):
        held.add(str(Role.STATION_OFFICER))
    if entry.recorded_by_id == actor.pk or entry.deputies.filter(deputy__user=actor).exists():
        held.add(str(Role.DEPUTY))
    return frozenset(held)


def require_writer(
    actor: Actor, *, station: Station | None, region_code: str, deputies: Sequence[Deputy], on: date
) -> None:
    """Raise unless the actor may write this down: a deputy for himself, the station for its own, the office for all.

    A deputy whose mandate has ended reads only (NotAllowed with the day).
    """
    if actor is SYSTEM or is_office_of(actor, region_code, on=on):
        return
    if station is not None and is_officer_of(actor, station, on=on):
        return
    own = next((deputy for deputy in deputies if deputy.user_id == actor.pk), None)
    if own is None:
        raise NotAllowed("not_allowed", _("只能登记自己参加的活动。"))
    require_in_office(own, on=on)


def require_unlocked(station: Station | None, year: int) -> None:
    """Raise WrongState when the station's book of that year is sealed."""
    if station is not None and YearLock.objects.filter(station=station, year=year, opened_at=None).exists():
        raise WrongState(
            "year_locked", _("%(year)d 年的台账已经封存，请联系代表工委解封后再办理。") % {"year": year}
        )


def require_own_words(entry: LogEntry) -> None:
    """Raise WrongState for an entry that a rated duty report wrote: its numbers and its text change there only."""
    if hasattr(entry, "duty_report"):
        raise WrongState("kept_by_report", _("这条记录由述职测评形成，请在“代表述职”里更正。"))


def require_day(happened_on: date, *, on: date, is_office: bool, late_reason: str) -> None:
    """Not in the future; not too far back; the office names a reason beyond thirty days."""
    if happened_on > on:
        raise BadInput("future", _("日期不能晚于今天。"), field="happened_on")
    age = (on - happened_on).days
    if age <= BACKDATE_DAYS:
        return
    if not is_office:
        raise BadInput(
            "too_old",
            _("最多补记 %(n)d 天以内的，更早的请代表工委登记。") % {"n": BACKDATE_DAYS},
            field="happened_on",
        )
    if len(late_reason.strip()) < 4:
        raise BadInput("no_reason", _("补记三十天以前的事，请写明原因。"), field="late_reason")


def require_station_then(station: Station | None, happened_on: date) -> None:
    """Raise BadInput for a day before the station was, or before congresses had standing committees."""
    begun = station.organisation.valid_from if station is not None else None
    if begun is not None and happened_on < begun:
        raise BadInput(
            "before_station",
            _("站点 %(day)s 才设立，不能登记更早的。") % {"day": f"{begun:%Y-%m-%d}"},
            field="happened_on",
        )
    if happened_on < EARLIEST:
        raise BadInput("too_early", _("日期太早，请核对。"), field="happened_on")


def require_free(
    deputies: Iterable[Deputy],
    *,
    happened_on: date,
    starts_at: time | None,
    ends_at: time | None,
    place: str,
    apart_from: LogEntry | None = None,
) -> None:
    """Nobody is at two places at one time. Only entries with both times can clash."""
    if starts_at is None or ends_at is None:
        return
    clash = (
        EntryDeputy.objects.filter(
            deputy__in=[deputy.pk for deputy in deputies],
            happened_on=happened_on,
            attendance="present",
            entry__state__in=LIVING,
            entry__starts_at__lt=ends_at,
            entry__ends_at__gt=starts_at,
        )
        .exclude(entry__place=place)
        .exclude(entry=apart_from)
        .select_related("entry", "deputy")
        .first()
    )
    if clash is not None:
        raise BadInput(
            "two_places",
            _("%(name)s这个时间已登记在“%(place)s”，不能同时在两个地方。")
            % {"name": clash.deputy.name, "place": clash.entry.place or clash.entry.title},
            field="starts_at",
        )


def require_hours(
    deputies: Iterable[Deputy], *, happened_on: date, hours: float, apart_from: LogEntry | None = None
) -> None:
    """At most eight hours of study a day and person."""
    others = (
        EntryDeputy.objects.filter(
            deputy__in=[deputy.pk for deputy in deputies],
            happened_on=happened_on,
            kind=Kind.TRAINING,
            attendance="present",
            entry__state__in=LIVING,
        )
        .exclude(entry=apart_from)
        .values("deputy__name")
        .annotate(total=Sum("entry__hours"))
    )
    most = max((float(row["total"] or 0) for row in others), default=0.0)
    if hours + most > HOURS_A_DAY:
        raise BadInput(
            "too_many_hours",
            _("一天的学时合计不能超过 %(n)d 小时，当天已登记 %(have)g 小时。")
            % {"n": HOURS_A_DAY, "have": most},
            field="hours",
        )
