"""When a deputy cannot or would like to be on duty, and when nobody of a division can. The rota's plan reads both."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput, NotAllowed
from congress.models import User
from congress.texts import require_text
from deputies.roster.models import Deputy
from deputies.roster.rules import require_in_office
from deputies.stations.models import Blackout, DeputyWish
from deputies.stations.rules import is_office_of

MOST_WISHES = 30
LONGEST = timedelta(days=183)


@transaction.atomic
def add_wish(
    deputy: Deputy,
    *,
    starts_on: date,
    ends_on: date,
    is_preferred: bool,
    note: str = "",
    actor: User,
    on: date,
) -> DeputyWish:
    """Days that the next plan spares, or gives first. What is already planned stays: that is swapped."""
    if actor.pk != deputy.user_id:
        raise NotAllowed("not_yours", _("只能填写自己的值班意愿。"))
    require_in_office(deputy, on=on)
    _require_span(starts_on, ends_on, on)
    Deputy.objects.select_for_update(no_key=True).get(pk=deputy.pk)
    if deputy.wishes.filter(ends_on__gte=on).count() >= MOST_WISHES:
        raise BadInput("too_many", _("最多填写 %(n)d 段日期，请先删掉不要的。") % {"n": MOST_WISHES})
    known = deputy.wishes.filter(starts_on=starts_on, ends_on=ends_on, is_preferred=is_preferred).first()
    if known is not None:
        return known
    wish = DeputyWish.objects.create(
        deputy=deputy,
        starts_on=starts_on,
        ends_on=ends_on,
        is_preferred=is_preferred,
        note=note.strip()[:60],
    )
    record(
        "deputies.wish.added",
        deputy,
        actor=actor,
        since=starts_on.isoformat(),
        until=ends_on.isoformat(),
        preferred=is_preferred,
    )
    return wish


@transaction.atomic
def drop_wish(wish: DeputyWish, *, actor: User, on: date) -> None:
    """Take one's own wish back."""
    if actor.pk != wish.deputy.user_id:
        raise NotAllowed("not_yours", _("只能填写自己的值班意愿。"))
    record("deputies.wish.dropped", wish.deputy, actor=actor, since=wish.starts_on.isoformat())
    wish.delete()


@transaction.atomic
def add_blackout(
    region_code: str, *, starts_on: date, ends_on: date, reason: str, actor: User, on: date
) -> Blackout:
    """Days on which the stations of a division plan nothing: a session, a flood."""
    if not is_office_of(actor, region_code, on=on):
        raise NotAllowed("not_allowed", _("您没有办理该事项的权限。"))
    _require_span(starts_on, ends_on, on)
    reason = require_text(reason, field="reason", least=2, most=60)
    row, is_new = Blackout.objects.get_or_create(
        region_code=region_code, starts_on=starts_on, ends_on=ends_on, defaults={"reason": reason}
    )
    if is_new:
        record(
            "deputies.blackout.set",
            None,
            actor=actor,
            region=region_code,
            since=starts_on.isoformat(),
            until=ends_on.isoformat(),
            reason=reason,
        )
    return row


@transaction.atomic
def drop_blackout(row: Blackout, *, actor: User, on: date) -> None:
    """Let the division plan again."""
    if not is_office_of(actor, row.region_code, on=on):
        raise NotAllowed("not_allowed", _("您没有办理该事项的权限。"))
    record(
        "deputies.blackout.lifted",
        None,
        actor=actor,
        region=row.region_code,
        since=row.starts_on.isoformat(),
        until=row.ends_on.isoformat(),
    )
    row.delete()


def _require_span(starts_on: date, ends_on: date, on: date) -> None:
    if ends_on < starts_on:
        raise BadInput("bad_span", _("结束日期不能早于开始日期。"), field="ends_on")
    if ends_on < on:
        raise BadInput("past", _("日期已经过去。"), field="ends_on")
    if ends_on - starts_on > LONGEST:
        raise BadInput("too_long", _("一段最长半年。"), field="ends_on")
