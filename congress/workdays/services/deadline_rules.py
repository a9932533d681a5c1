"""Change a deadline: one person proposes it with a reason, another one decides."""

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from congress import clock
from congress.audit.services import record
from congress.errors import BadInput, NotAllowed, NotFound, WrongState
from congress.people.models import User
from congress.workdays.deadlines import Unit
from congress.workdays.models import ChangeState, DeadlineRule, RuleChange
from congress.workdays.rules import may_confirm_rules, may_propose_rules, require
from congress.workdays.selectors import forget_calendar

MOST = {Unit.WORKING_DAYS: 250, Unit.DAYS: 366, Unit.MONTHS: 24}


@transaction.atomic
def propose_rule_change(
    *,
    code: str,
    amount: int,
    unit: str,
    basis: str,
    valid_from: date,
    reason: str,
    actor: User,
    on: date,
) -> RuleChange:
    """Propose another length for the rule from `valid_from` on. Changes nothing until somebody else confirms it."""
    require(may_propose_rules(actor, on=on))
    rule = DeadlineRule.objects.select_for_update().filter(code=code, valid_to__isnull=True).first()
    if rule is None:
        raise NotFound("no_rule", _("没有这条期限规则。"))
    _require_good(rule, amount=amount, unit=unit, basis=basis, valid_from=valid_from, reason=reason, on=on)
    if RuleChange.objects.filter(code=code, state=ChangeState.PROPOSED).exists():
        raise WrongState("change_pending", _("这条规则已有一项调整等待确认。"))
    change = RuleChange.objects.create(
        code=code,
        amount=amount,
        unit=unit,
        basis=basis.strip(),
        valid_from=valid_from,
        reason=reason.strip(),
        proposed_by=actor,
    )
    record(
        "congress.deadline_rule.change_proposed",
        change,
        actor=actor,
        before=rule.deadline.length,
        **_facts(change),
    )
    return change


@transaction.atomic
def confirm_rule_change(change: RuleChange, *, actor: User, on: date) -> DeadlineRule:
    """Put the proposal into force from its day on; the rule before ends the day before. Running clocks keep their day."""
    change = _locked(change, actor, on=on)
    if change.valid_from < on:
        raise WrongState("change_late", _("施行日期已过，请重新提出。"))
    before = DeadlineRule.objects.select_for_update().get(code=change.code, valid_to__isnull=True)
    if change.valid_from <= before.valid_from:
        raise WrongState("change_late", _("施行日期早于现行规则的施行日期，请重新提出。"))
    before.valid_to = change.valid_from - timedelta(days=1)
    before.save(update_fields=["valid_to"])
    rule = DeadlineRule.objects.create(
        code=change.code,
        name=before.name,
        amount=change.amount,
        unit=change.unit,
        basis=change.basis,
        valid_from=change.valid_from,
    )
    _decide(change, ChangeState.CONFIRMED, actor, "")
    forget_calendar()
    record(
        "congress.deadline_rule.changed", rule, actor=actor, before=before.deadline.length, **_facts(change)
    )
    return rule


@transaction.atomic
def reject_rule_change(change: RuleChange, *, reason: str, actor: User, on: date) -> RuleChange:
    """Turn the proposal down with a reason. The proposer may do this to his own."""
    own = change.proposed_by_id == actor.pk
    change = _locked(change, actor, on=on, own_too=own)
    if not reason.strip():
        raise BadInput("reason", _("请写明理由。"), field="reason")
    _decide(change, ChangeState.REJECTED, actor, reason.strip()[:500])
    record(
        "congress.deadline_rule.change_rejected",
        change,
        actor=actor,
        why=change.decision_reason,
        **_facts(change),
    )
    return change


def _require_good(
    rule: DeadlineRule, *, amount: int, unit: str, basis: str, valid_from: date, reason: str, on: date
) -> None:
    if unit not in Unit.values:
        raise BadInput("unit", _("单位不对。"), field="unit")
    if not 0 <= amount <= MOST[Unit(unit)]:
        most = {"most": MOST[Unit(unit)], "unit": Unit(unit).label}
        raise BadInput("amount", _("期限须在 0 至 %(most)d %(unit)s之间。") % most, field="amount")
    if valid_from <= on:
        raise BadInput("valid_from", _("施行日期须在今天以后。"), field="valid_from")
    for field, text, limit in (("basis", basis, 200), ("reason", reason, 500)):
        if not text.strip():
            raise BadInput(field, _("请填写。"), field=field)
        if len(text.strip()) > limit:
            raise BadInput(field, _("最多 %(limit)d 个字。") % {"limit": limit}, field=field)
    if (amount, unit, basis.strip()) == (rule.amount, rule.unit, rule.basis):
        raise BadInput("unchanged", _("与现行规则相同。"), field="amount")


def _locked(change: RuleChange, actor: User, *, on: date, own_too: bool = False) -> RuleChange:
    require(own_too or may_confirm_rules(actor, on=on))
    change = RuleChange.objects.select_for_update().get(pk=change.pk)
    if change.state != ChangeState.PROPOSED:
        raise WrongState("change_decided", _("这项调整已经处理过。"))
    if change.proposed_by_id == actor.pk and not own_too:
        raise NotAllowed("two_persons", _("提出人不能确认自己提出的调整，请由另一人确认。"))
    return change


def _decide(change: RuleChange, state: ChangeState, actor: User, reason: str) -> None:
    change.state, change.decided_by, change.decided_at = state, actor, clock.now()
    change.decision_reason = reason
    change.save(update_fields=["state", "decided_by", "decided_at", "decision_reason"])


def _facts(change: RuleChange) -> dict[str, str]:
    return {
        "code": change.code,
        "after": change.length,
        "basis": change.basis,
        "valid_from": change.valid_from.isoformat(),
        "reason": change.reason,
    }
