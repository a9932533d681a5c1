"""Awards that somebody brings: petitions by an event of theirs, deputies by a claim that the office looks at."""

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import NotAllowed, WrongState
from congress.models import User
from congress.people.actors import Actor
from congress.texts import require_text
from deputies.points.arithmetic import points_of
from deputies.points.models import PointAward, PointRule
from deputies.points.services.recount import closed_quarters, lock_year, write_totals
from deputies.points.states import AwardState, EventKind, RuleSetState
from deputies.roster.models import Mandate
from deputies.roster.rules import require_keeper


def rule_for(mandate: Mandate, event: str, *, on: date) -> PointRule | None:
    """The line of the table that holds for the mandate that day."""
    return (
        PointRule.objects.filter(
            Q(ruleset__valid_to__isnull=True) | Q(ruleset__valid_to__gte=on),
            event=event,
            ruleset__region_code=mandate.region_code,
            ruleset__level=mandate.level,
            ruleset__state=RuleSetState.ADOPTED,
            ruleset__valid_from__lte=on,
        )
        .order_by("-ruleset__valid_from", "order")
        .first()
    )


def _require_open(mandate: Mandate, on: date) -> None:
    lock_year(mandate.region_code, mandate.level, on.year)
    if (on.month + 2) // 3 in closed_quarters(mandate.region_code, mandate.level, on.year):
        raise WrongState("period_closed", _("这一时段的积分已经冻结，不再变动。"))


@transaction.atomic
def award_points(
    mandate: Mandate, event: EventKind, *, key: str, quantity: int = 100, on: date, actor: Actor
) -> PointAward | None:
    """Count an event once, `quantity` in hundredths. None where no table of that day knows the event.

    The same key again gives the first award back, whatever became of it and under whichever table it was made.
    """
    _require_open(mandate, on)
    Mandate.objects.select_for_update(no_key=True).get(pk=mandate.pk)
    known = PointAward.objects.filter(mandate=mandate, key=key, rule__event=event).first()
    if known is not None:
        return known
    rule = rule_for(mandate, event, on=on)
    if rule is None:
        return None
    award, is_new = PointAward.objects.get_or_create(
        mandate=mandate,
        rule=rule,
        key=key,
        defaults={
            "year": on.year,
            "on": on,
            "quantity": quantity,
            "points": points_of(quantity, rule.points),
        },
    )
    if is_new:
        write_totals(mandate.region_code, mandate.level, on.year, at=now(), only=[mandate.pk])
        record("deputies.points.awarded", mandate.deputy, actor=actor, key=key, points=award.points)
    return award


@transaction.atomic
def claim_points(
    mandate: Mandate, *, uid: str, what: str, on: date, quantity: int = 100, actor: User
) -> PointAward:
    """A deputy asks for something that no book holds. It counts when the office has confirmed it."""
    if mandate.deputy.user_id != actor.pk:
        raise NotAllowed("not_own", _("只能为自己申报。"))
    _require_open(mandate, on)
    rule = rule_for(mandate, EventKind.CLAIMED, on=on)
    if rule is None:
        raise WrongState("no_rule", _("现行积分办法没有申报项目。"))
    award, is_new = PointAward.objects.get_or_create(
        mandate=mandate,
        rule=rule,
        key=f"claim:{uid}",
        defaults={
            "year": on.year,
            "on": on,
            "quantity": quantity,
            "points": points_of(quantity, rule.points),
            "state": AwardState.CLAIMED,
            "note": require_text(what, field="what", least=4, most=200),
        },
    )
    if is_new:
        record("deputies.points.claimed", mandate.deputy, actor=actor, key=award.key, points=award.points)
    return award


@transaction.atomic
def decide_claim(
    award: PointAward, *, is_confirmed: bool, reason: str = "", actor: User, at: datetime
) -> PointAward:
    """Confirm a claim, or refuse it with a reason."""
    mandate = Mandate.objects.select_related("deputy").get(pk=award.mandate_id)
    require_keeper(actor, mandate.region_code, on=localdate(at))
    _require_open(mandate, award.on)
    award = PointAward.objects.select_for_update().get(pk=award.pk)
    if award.state != AwardState.CLAIMED:
        raise WrongState("decided", _("这条申报已经处理。"))
    if mandate.deputy.user_id == actor.pk:
        raise NotAllowed("own_claim", _("不能核实自己的申报。"))
    if is_confirmed:
        award.state = AwardState.CONFIRMED
    else:
        award.state = AwardState.REFUSED
        reason = require_text(reason, field="reason", least=4, most=90)
        award.note = _("%(what)s（驳回：%(reason)s）") % {"what": award.note[:100], "reason": reason}
    award.decided_by = actor
    award.save(update_fields=["state", "note", "decided_by"])
    write_totals(mandate.region_code, mandate.level, award.year, at=at, only=[mandate.pk])
    record("deputies.points.decided", mandate.deputy, actor=actor, key=award.key, state=str(award.state))
    return award
