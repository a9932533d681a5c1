"""Checking in on site."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput, NotAllowed
from congress.people.actors import Actor
from deputies.roster.models import Deputy
from deputies.roster.rules import require_in_office
from deputies.stations.door import is_door_token, is_old_door_token
from deputies.stations.models import CheckIn, DutyShift
from deputies.stations.rules import is_office_of, is_officer_of
from deputies.stations.states import ShiftState

# A phone without signal may bring its check-in days later; its clock may be a little ahead.
LATEST_ARRIVAL = timedelta(days=30)
CLOCK_AHEAD = timedelta(minutes=10)
_COUNTS = frozenset({ShiftState.PLANNED, ShiftState.PUBLISHED, ShiftState.OPEN, ShiftState.DONE})


@transaction.atomic
def check_in(
    shift: DutyShift,
    deputy: Deputy,
    *,
    uid: UUID,
    token: str = "",
    made_at: datetime,
    actor: Actor,
    at: datetime,
) -> CheckIn:
    """A deputy was there. The deputy brings the door's token of that day; the liaison or office needs none.

    `made_at` is when it was scanned (the phone's clock), `at` when it came here. The same `uid`, or a second scan of
    the same shift, gives the first check-in again. Raises BadInput for a token of another day or door.
    """
    known = CheckIn.objects.filter(uid=uid).first()
    if known is not None:
        if known.shift_id != shift.pk or known.deputy_id != deputy.pk:
            raise BadInput("key_taken", _("这次签到的编号已被使用，请重新扫码。"), field="uid")
        return known
    day = localdate(made_at)
    shift = (
        DutyShift.objects.select_for_update(of=("self",))
        .select_related("station__organisation")
        .get(pk=shift.pk)
    )
    station = shift.station
    own = actor.pk is not None and actor.pk == deputy.user_id
    if (
        not own
        and not is_officer_of(actor, station, on=localdate(at))
        and not is_office_of(actor, station.region_code, on=localdate(at))
    ):
        raise NotAllowed("not_allowed", _("您没有办理该事项的权限。"))
    if made_at > at + CLOCK_AHEAD or made_at < at - LATEST_ARRIVAL:
        raise BadInput("bad_time", _("签到时间不对，请检查手机的日期和时间。"), field="made_at")
    require_in_office(deputy, on=day)
    if shift.on != day or shift.state not in _COUNTS:
        raise BadInput("other_day", _("这一班不在今天，不能签到。"), field="shift")
    if own:
        _require_door(shift, token, made_at)
    if not shift.places.filter(deputy=deputy, left_at__isnull=True).exists():
        raise BadInput("not_on_shift", _("这一班没有安排这位代表，请联络员先登记代班。"), field="shift")
    known = CheckIn.objects.filter(shift=shift, deputy=deputy).first()
    if known is not None:
        return known
    made = CheckIn.objects.create(
        uid=uid,
        shift=shift,
        deputy=deputy,
        at=made_at,
        received_at=at,
        way="code" if own else "liaison",
        by_id=actor.pk,
    )
    if shift.is_hollow:
        shift.is_hollow = False
        shift.save(update_fields=["is_hollow"])
    record(
        "deputies.shift.checked_in",
        station.organisation,
        actor=actor,
        day=day.isoformat(),
        deputy=deputy.name,
        way=made.way,
    )
    return made


def _require_door(shift: DutyShift, token: str, made_at: datetime) -> None:
    day = localdate(made_at)
    if is_door_token(shift.station, token, day):
        return
    if is_old_door_token(shift.station, token, day):
        raise BadInput("old_code", _("这是以前的签到码。签到码每天更换，请扫今天门口的码。"), field="token")
    raise BadInput("wrong_code", _("签到码不对，请到站点扫码。"), field="token")
