"""Swap a shift by two taps: one asks, the other agrees."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput, NotAllowed, WrongState
from congress.notices.services import post_notice
from congress.people.actors import Actor
from deputies.roster.models import Deputy
from deputies.roster.rules import require_in_office
from deputies.roster.selectors import reach
from deputies.stations.models import DutyShift, ShiftDeputy, ShiftSwap
from deputies.stations.services.shifts import replace_deputy
from deputies.stations.states import ShiftState, SwapState

_SWAPPABLE = frozenset({ShiftState.PLANNED, ShiftState.PUBLISHED})


@transaction.atomic
def ask_swap(
    place: ShiftDeputy,
    *,
    to: Deputy,
    in_return: ShiftDeputy | None = None,
    words: str = "",
    deputy: Deputy,
    actor: Actor,
    at: datetime,
) -> ShiftSwap:
    """Ask another deputy to take one's shift, for one of the other's in return or for nothing."""
    on = localdate(at)
    require_in_office(deputy, on=on)
    shift = DutyShift.objects.select_for_update(of=("self",)).get(pk=place.shift_id)
    place = ShiftDeputy.objects.select_related("shift__station__organisation").get(pk=place.pk)
    if place.deputy_id != deputy.pk or actor.pk != deputy.user_id:
        raise NotAllowed("not_yours", _("只能调换自己的班。"))
    if place.left_at is not None or shift.state not in _SWAPPABLE or shift.on <= on:
        raise WrongState("too_late", _("这一班已经不能调换。"))
    if to.pk == deputy.pk:
        raise BadInput("oneself", _("请选择另一位代表。"), field="to")
    require_in_office_other(to, on=shift.on)
    if in_return is not None and (
        in_return.deputy_id != to.pk
        or in_return.left_at is not None
        or in_return.shift.state not in _SWAPPABLE
        or in_return.shift.on <= on
    ):
        raise BadInput("bad_return", _("要换回的班已经不能调换。"), field="in_return")
    if place.swaps.filter(state=SwapState.ASKED).exists():
        raise WrongState("already_asked", _("这一班已经发出过换班请求，请等对方答复或先撤回。"))
    swap = ShiftSwap.objects.create(
        place=place, to=to, in_return=in_return, words=words.strip()[:100], asked_at=at
    )
    recipient = reach(to)
    if recipient is not None:
        post_notice(
            "swap_asked",
            to=recipient,
            key=f"swap-asked:{swap.pk}",
            link="/m/rota/",
            day=shift.on,
            station=place.shift.station.organisation.short_name,
            asker=deputy.name,
        )
    record(
        "deputies.swap.asked",
        place.shift.station.organisation,
        actor=actor,
        day=shift.on.isoformat(),
        to=to.name,
        in_return=in_return.shift.on.isoformat() if in_return else None,
    )
    return swap


def require_in_office_other(deputy: Deputy, *, on: object) -> None:
    """Raise BadInput at the field when the one who is asked holds no mandate on the day of the shift."""
    try:
        require_in_office(deputy, on=on)  # type: ignore[arg-type]
    except NotAllowed:
        raise BadInput("not_in_office", _("这位代表在当天没有有效的代表资格。"), field="to") from None


@transaction.atomic
def answer_swap(swap: ShiftSwap, *, agree: bool, deputy: Deputy, actor: Actor, at: datetime) -> ShiftSwap:
    """Agree or decline. Agreeing changes both shifts at once, or nothing."""
    on = localdate(at)
    # Both shifts in the order of their keys: two swaps that cross wait for one another.
    keys = sorted(filter(None, [swap.place.shift_id, swap.in_return.shift_id if swap.in_return else None]))
    shifts = {
        s.pk: s for s in DutyShift.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    }
    swap = (
        ShiftSwap.objects.select_for_update(of=("self",))
        .select_related("place__deputy__user", "in_return", "place__shift__station__organisation", "to")
        .get(pk=swap.pk)
    )
    if swap.to_id != deputy.pk or actor.pk != deputy.user_id:
        raise NotAllowed("not_yours", _("这个换班请求不是发给您的。"))
    if swap.state != SwapState.ASKED:
        raise WrongState(
            "answered", _("这个换班请求已经处理过了（%(state)s）。") % {"state": swap.get_state_display()}
        )
    if agree:
        require_in_office(deputy, on=on)
        first = shifts[swap.place.shift_id]
        if first.state not in _SWAPPABLE or first.on <= on:
            raise WrongState("too_late", _("这一班已经不能调换。"))
        replace_deputy(first, leaving=swap.place.deputy, coming=swap.to, at=at)
        if swap.in_return is not None:
            second = shifts[swap.in_return.shift_id]
            if second.state not in _SWAPPABLE or second.on <= on:
                raise WrongState("too_late", _("要换回的班已经不能调换。"))
            replace_deputy(second, leaving=swap.to, coming=swap.place.deputy, at=at)
    swap.state = SwapState.ACCEPTED if agree else SwapState.DECLINED
    swap.answered_at = at
    swap.save(update_fields=["state", "answered_at"])
    recipient = reach(swap.place.deputy)
    if recipient is not None:
        post_notice(
            "swap_accepted" if agree else "swap_declined",
            to=recipient,
            key=f"swap-answered:{swap.pk}",
            link="/m/rota/",
            day=swap.place.shift.on,
            other=swap.to.name,
        )
    record(
        f"deputies.swap.{'accepted' if agree else 'declined'}",
        swap.place.shift.station.organisation,
        actor=actor,
        day=swap.place.shift.on.isoformat(),
        asked_by=swap.place.deputy.name,
    )
    return swap


@transaction.atomic
def withdraw_swap(swap: ShiftSwap, *, deputy: Deputy, actor: Actor, at: datetime) -> ShiftSwap:
    """Take one's own question back while it is open."""
    swap = ShiftSwap.objects.select_for_update(of=("self",)).select_related(
        "place__shift__station__organisation"
    ).get(pk=swap.pk)  # fmt: skip
    if swap.place.deputy_id != deputy.pk or actor.pk != deputy.user_id:
        raise NotAllowed("not_yours", _("只能撤回自己的请求。"))
    if swap.state != SwapState.ASKED:
        raise WrongState(
            "answered", _("这个换班请求已经处理过了（%(state)s）。") % {"state": swap.get_state_display()}
        )
    swap.state, swap.answered_at = SwapState.WITHDRAWN, at
    swap.save(update_fields=["state", "answered_at"])
    record(
        "deputies.swap.withdrawn",
        swap.place.shift.station.organisation,
        actor=actor,
        day=swap.place.shift.on.isoformat(),
    )
    return swap
