"""Half-year contacts: every household or voter group is owed one call or message and one visit at home a half-year."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput, NotAllowed, WrongState
from congress.models import User
from congress.people.actors import SYSTEM, Actor
from congress.privacy import normalise_phone
from deputies.logbooks.models import Contact, Household, LogEntry
from deputies.logbooks.states import ContactWay
from deputies.roster.models import Deputy
from deputies.roster.rules import require_in_office
from deputies.stations.models import GridCell
from deputies.stations.rules import is_office_of, is_officer_of

MOST_HOUSEHOLDS = 60
BACKDATE_DAYS = 30


@dataclass(frozen=True, slots=True)
class HouseholdDraft:
    """A household as typed."""

    name: str
    phone: str = ""
    cell: GridCell | None = None
    is_group: bool = False


def _key_taken() -> BadInput:
    return BadInput("key_taken", _("这条记录的编号已被使用，请重新登记。"), field="uid")


def require_list_keeper(deputy: Deputy, actor: Actor, *, on: date) -> None:
    """Raise NotAllowed unless it is the deputy, the officer of a station of the deputy, the office above."""
    if actor is SYSTEM:
        return
    if isinstance(actor, User) and actor.pk == deputy.user_id:
        require_in_office(deputy, on=on)
        return
    for row in deputy.assignments.filter(ends_on__isnull=True).select_related("station"):
        if is_officer_of(actor, row.station, on=on) or is_office_of(actor, row.station.region_code, on=on):
            return
    raise NotAllowed("not_allowed", _("您没有办理该事项的权限。"))


def may_keep_list(deputy: Deputy, user: User, *, on: date) -> bool:
    """Would the services take the user's hand in this deputy's list?"""
    try:
        require_list_keeper(deputy, user, on=on)
    except NotAllowed:
        return False
    return True


@transaction.atomic
def add_household(
    deputy: Deputy, draft: HouseholdDraft, *, actor: Actor, on: date, uid: UUID | None = None
) -> Household:
    """Take a household into a deputy's list. The same `uid` again gives the first one."""
    require_list_keeper(deputy, actor, on=on)
    # Before looking who is known: the same household may come on two connections at once.
    Deputy.objects.select_for_update(no_key=True).get(pk=deputy.pk)
    known = Household.objects.filter(uid=uid).first() if uid else None
    if known is not None:
        if known.deputy_id != deputy.pk:
            raise _key_taken()
        return known
    name = " ".join(draft.name.split())
    if not name or len(name) > 40:
        raise BadInput("bad_name", _("请填写户主或小组名称，不超过 40 个字。"), field="name")
    if deputy.households.filter(ended_on__isnull=True).count() >= MOST_HOUSEHOLDS:
        raise BadInput("too_many", _("每位代表最多登记 %(n)d 户。") % {"n": MOST_HOUSEHOLDS})
    household = Household.objects.create(
        uid=uid or uuid4(),
        deputy=deputy,
        name=name,
        phone=normalise_phone(draft.phone) if draft.phone.strip() else None,
        cell=draft.cell,
        is_group=draft.is_group,
        added_on=on,
    )
    record("deputies.household.added", deputy, actor=actor, household=household.pk)
    return household


@transaction.atomic
def end_household(household: Household, *, actor: Actor, on: date) -> Household:
    """Take a household off the list; its contacts stay."""
    household = (
        Household.objects.select_for_update(of=("self",)).select_related("deputy").get(pk=household.pk)
    )
    require_list_keeper(household.deputy, actor, on=on)
    if household.ended_on is not None:
        raise WrongState("ended", _("已经结束联系。"))
    household.ended_on = on
    household.save(update_fields=["ended_on"])
    record("deputies.household.ended", household.deputy, actor=actor, household=household.pk)
    return household


def record_contact(
    household: Household,
    *,
    way: str,
    happened_on: date,
    actor: User,
    at: datetime,
    made_at: datetime | None = None,
    uid: UUID | None = None,
    entry: LogEntry | None = None,
) -> Contact:
    """One call, message or visit. The same `uid` again gives the first one."""
    on = localdate(at)
    require_list_keeper(household.deputy, actor, on=on)
    if way not in ContactWay.values:
        raise BadInput("bad_way", _("请选择联系方式。"), field="way")
    if happened_on > on or (on - happened_on).days > BACKDATE_DAYS:
        raise BadInput("bad_day", _("日期应在今天以前的 %(n)d 天内。") % {"n": BACKDATE_DAYS}, field="on")
    if household.ended_on is not None and happened_on >= household.ended_on:
        raise BadInput("ended", _("这户已经结束联系，不能再登记。"), field="on")
    uid = uid or uuid4()
    try:
        with transaction.atomic():
            contact = Contact.objects.create(
                uid=uid,
                household=household,
                deputy=household.deputy,
                way=way,
                on=happened_on,
                entry=entry,
                made_at=made_at or at,
                received_at=at,
            )
            record(
                "deputies.contact.recorded",
                household.deputy,
                actor=actor,
                household=household.pk,
                way=str(way),
                on=happened_on.isoformat(),
            )
            return contact
    except IntegrityError:
        known = Contact.objects.filter(uid=uid).first()
        if known is None:
            raise
        if known.household_id != household.pk:
            raise _key_taken() from None
        return known
