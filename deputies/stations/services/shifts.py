"""What happens to a shift: moved, cancelled, opened, finished, missed. And who stands in for whom."""

from datetime import date, datetime, time

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress import clock
from congress.audit.services import record
from congress.errors import BadInput, NotAllowed, Stale, WrongState
from congress.models import User
from congress.notices.services import Posting, post_notices
from congress.people.actors import SYSTEM, Actor
from congress.workdays.selectors import working_calendar
from deputies.roster.models import Deputy
from deputies.roster.rules import active_mandates
from deputies.roster.selectors import deputy_of, reach
from deputies.stations.models import DutyShift, ShiftDeputy, Station
from deputies.stations.rules import is_office_of, is_officer_of
from deputies.stations.states import SHIFT_FLOW, ShiftState

MOST_VISITORS = 2000


def locked_shift(shift: DutyShift, *, version: int | None = None) -> DutyShift:
    """The row, locked; with `version`, raises Stale when somebody was faster."""
    row = (
        DutyShift.objects.select_for_update(of=("self",))
        .select_related("station__organisation")
        .get(pk=shift.pk)
    )
    if version is not None and row.version != version:
        raise Stale("stale", _("这一班刚被修改，请刷新后再试。"))
    return row


def require_keeper_or_member(shift: DutyShift, *, actor: Actor, on: date, members: bool) -> None:
    """Raise NotAllowed unless the actor keeps the station or, with `members`, is on the shift."""
    station = shift.station
    if (
        actor is SYSTEM
        or is_officer_of(actor, station, on=on)
        or is_office_of(actor, station.region_code, on=on)
    ):
        return
    if members and isinstance(actor, User):
        deputy = deputy_of(actor)
        if deputy is not None and shift.places.filter(deputy=deputy, left_at__isnull=True).exists():
            return
    raise NotAllowed("not_allowed", _("您没有办理该事项的权限。"))


@transaction.atomic
def move_shift(
    shift: DutyShift,
    *,
    to: date,
    reason: str,
    starts_at: time | None = None,
    ends_at: time | None = None,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> DutyShift:
    """Hold the reception on another working day; the old row stays and points at the new one (改期).

    Of a published shift the change is announced: to its deputies by notice, to the public on the page.
    """
    on = localdate(at)
    shift = locked_shift(shift, version=version)
    require_keeper_or_member(shift, actor=actor, on=on, members=False)
    target = SHIFT_FLOW.advance("move", shift.state)
    reason = _reason(reason)
    if to < on or to == shift.on:
        raise BadInput("bad_day", _("请选择今天以后的另一个日子。"), field="to")
    if not working_calendar(shift.station.region_code[:6]).is_working(to):
        raise BadInput("rest_day", _("这一天是休息日，请选择工作日。"), field="to")
    starts_at, ends_at = starts_at or shift.starts_at, ends_at or shift.ends_at
    if ends_at <= starts_at:
        raise BadInput("bad_hours", _("结束时间要晚于开始时间。"), field="ends_at")
    if (
        shift.station.shifts.filter(on=to, starts_at=starts_at)
        .exclude(state__in=["moved", "cancelled"])
        .exists()
    ):
        raise BadInput("taken", _("这一天已有接待安排。"), field="to")
    was_public = shift.state == ShiftState.PUBLISHED
    new = DutyShift.objects.create(
        station=shift.station,
        on=to,
        starts_at=starts_at,
        ends_at=ends_at,
        planned_on=shift.planned_on,
        state=shift.state,
        note=reason,
        published_at=shift.published_at,
        changed_at=at if was_public else None,
    )
    places = list(shift.places.filter(left_at__isnull=True).select_related("deputy__user"))
    ShiftDeputy.objects.bulk_create(
        ShiftDeputy(shift=new, deputy=place.deputy, substitute_for=place.substitute_for) for place in places
    )
    _save(shift, state=target, moved_to=new, note=reason, changed_at=at if was_public else None)
    _tell(shift, [place.deputy for place in places], "shift_moved", reason=reason, day=to, was=shift.on)
    record(
        "deputies.shift.moved",
        shift.station.organisation,
        actor=actor,
        day=shift.on.isoformat(),
        to=to.isoformat(),
        reason=reason,
    )
    return new


@transaction.atomic
def cancel_shift(
    shift: DutyShift, *, reason: str, version: int | None = None, actor: Actor, at: datetime
) -> DutyShift:
    """Hold no reception on that day. The public page keeps the day with the reason."""
    shift = locked_shift(shift, version=version)
    require_keeper_or_member(shift, actor=actor, on=localdate(at), members=False)
    target = SHIFT_FLOW.advance("cancel", shift.state)
    reason = _reason(reason)
    people = [
        place.deputy for place in shift.places.filter(left_at__isnull=True).select_related("deputy__user")
    ]
    was_public = shift.state == ShiftState.PUBLISHED
    _save(shift, state=target, note=reason, changed_at=at if was_public else None)
    _tell(shift, people, "shift_cancelled", reason=reason, day=shift.on)
    record(
        "deputies.shift.cancelled",
        shift.station.organisation,
        actor=actor,
        day=shift.on.isoformat(),
        reason=reason,
    )
    return shift


@transaction.atomic
def substitute(
    shift: DutyShift,
    *,
    leaving: Deputy | None,
    coming: Deputy,
    version: int | None = None,
    actor: Actor,
    at: datetime,
) -> ShiftDeputy:
    """The officer puts somebody in another one's place, or fills an empty one."""
    on = localdate(at)
    shift = locked_shift(shift, version=version)
    require_keeper_or_member(shift, actor=actor, on=on, members=False)
    if shift.state not in {ShiftState.PLANNED, ShiftState.PUBLISHED}:
        raise WrongState("too_late", _("这一班已经开始或结束，不能再换人。"))
    place = replace_deputy(shift, leaving=leaving, coming=coming, at=at)
    _tell(shift, [coming], "shift_taken_over", day=shift.on)
    record(
        "deputies.shift.substituted",
        shift.station.organisation,
        actor=actor,
        day=shift.on.isoformat(),
        leaving=leaving.name if leaving else None,
        coming=coming.name,
    )
    return place


def replace_deputy(shift: DutyShift, *, leaving: Deputy | None, coming: Deputy, at: datetime) -> ShiftDeputy:
    """The rows of a change of persons. The shift is locked by the caller."""
    if not active_mandates(coming, on=shift.on):
        raise BadInput("not_in_office", _("这位代表在当天没有有效的代表资格。"), field="coming")
    if shift.places.filter(deputy=coming, left_at__isnull=True).exists():
        raise BadInput("already_there", _("这位代表已经在这一班。"), field="coming")
    if leaving is not None:
        left = shift.places.filter(deputy=leaving, left_at__isnull=True).update(left_at=at)
        if not left:
            raise WrongState("not_there", _("原值班代表已经不在这一班。"))
    shift.version += 1
    shift.save(update_fields=["version"])
    return ShiftDeputy.objects.create(shift=shift, deputy=coming, substitute_for=leaving)


@transaction.atomic
def open_shift(shift: DutyShift, *, actor: Actor, at: datetime) -> DutyShift:
    """Begin the reception. On its day only."""
    on = localdate(at)
    shift = locked_shift(shift)
    require_keeper_or_member(shift, actor=actor, on=on, members=True)
    if shift.on != on:
        raise WrongState("other_day", _("只能在值班当天开始接待。"))
    _save(shift, state=SHIFT_FLOW.advance("open", shift.state), opened_at=at)
    record("deputies.shift.opened", shift.station.organisation, actor=actor, day=shift.on.isoformat())
    return shift


@transaction.atomic
def finish_shift(shift: DutyShift, *, visitors: int, actor: Actor, at: datetime) -> DutyShift:
    """End the reception with the number of visitors; nobody came is a legal entry."""
    shift = locked_shift(shift)
    require_keeper_or_member(shift, actor=actor, on=localdate(at), members=True)
    target = SHIFT_FLOW.advance("finish", shift.state)
    if not 0 <= visitors <= MOST_VISITORS:
        raise BadInput("bad_number", _("来访人数不对。"), field="visitors")
    _save(shift, state=target, closed_at=at, visitors=visitors)
    record(
        "deputies.shift.finished",
        shift.station.organisation,
        actor=actor,
        day=shift.on.isoformat(),
        visitors=visitors,
    )
    return shift


@transaction.atomic
def miss_shift(shift: DutyShift, *, reason: str, actor: Actor, at: datetime) -> DutyShift:
    """Record that nobody was there although the reception had been announced."""
    on = localdate(at)
    shift = locked_shift(shift)
    require_keeper_or_member(shift, actor=actor, on=on, members=False)
    target = SHIFT_FLOW.advance("miss", shift.state)
    if shift.on > on:
        raise WrongState("not_yet", _("还没到值班的日子。"))
    if shift.check_ins.exists():
        raise WrongState("was_there", _("已有代表签到，不能记为缺勤。"))
    _save(shift, state=target, note=_reason(reason))
    record(
        "deputies.shift.missed",
        shift.station.organisation,
        actor=actor,
        day=shift.on.isoformat(),
        reason=reason.strip(),
    )
    return shift


def release_shifts(deputy: Deputy, *, last_day: date, actor: Actor) -> None:
    """The last mandate ends: the places on later shifts become free, and the stations are told (domain paper G3)."""
    places = list(
        ShiftDeputy.objects.select_for_update(of=("self",))
        .filter(deputy=deputy, left_at__isnull=True, shift__on__gt=last_day)
        .filter(shift__state__in=[ShiftState.PLANNED, ShiftState.PUBLISHED])
        .select_related("shift__station__organisation")
        .order_by("shift_id")
    )
    if not places:
        return
    ShiftDeputy.objects.filter(pk__in=[place.pk for place in places]).update(left_at=clock.now())
    by_station = {place.shift.station.organisation: place for place in places}
    post_notices(
        Posting(
            "shift_left_empty",
            organisation,
            key=f"shift-left-empty:{deputy.pk}:{last_day}:{organisation.pk}",
            link=f"/desk/rota/{organisation.code}/",
            context={"day": place.shift.on, "station": organisation.short_name},
        )
        for organisation, place in by_station.items()
    )
    record(
        "deputies.shift.released",
        deputy,
        actor=actor,
        days=[place.shift.on.isoformat() for place in places],
    )


def cancel_later_shifts(station: Station, *, after: date, reason: str, actor: Actor) -> int:
    """A closing station receives nobody after this day; how many receptions fall out. The caller holds its lock.

    The public page keeps announced days with the reason, and their deputies are told; of mere plans nobody heard.
    """
    shifts = list(
        station.shifts.select_for_update(of=("self",))
        .filter(on__gt=after, state__in=[ShiftState.PLANNED, ShiftState.PUBLISHED])
        .select_related("station__organisation")
        .order_by("pk")
    )
    for shift in shifts:
        was_public = shift.state == ShiftState.PUBLISHED
        target = SHIFT_FLOW.advance("cancel", shift.state)
        _save(shift, state=target, note=reason[:120], changed_at=clock.now() if was_public else None)
        if was_public:
            places = shift.places.filter(left_at__isnull=True).select_related("deputy__user")
            people = [place.deputy for place in places]
            _tell(shift, people, "shift_cancelled", reason=reason[:120], day=shift.on)
    return len(shifts)


def _reason(text: str) -> str:
    text = text.strip()
    if not text or len(text) > 120:
        raise BadInput("no_reason", _("请写明原因，不超过 120 个字。"), field="reason")
    return text


def _save(shift: DutyShift, **values: object) -> None:
    for name, value in values.items():
        setattr(shift, name, value)
    shift.version += 1
    shift.save(update_fields=[*values, "version"])


def _tell(shift: DutyShift, people: list[Deputy], template: str, **context: object) -> None:
    """Tell the shift's deputies; `version` makes the key, so every change is told once."""
    post_notices(
        Posting(
            template,
            to,
            key=f"{template}:{shift.pk}:{shift.version}:{deputy.pk}",
            link="/m/rota/",
            context={"station": shift.station.organisation.short_name, **context},
        )
        for deputy in people
        if (to := reach(deputy)) is not None
    )
