"""Changing how long something may take."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from congress.audit.models import AuditEvent
from congress.errors import BadInput, DomainError, NotAllowed, NotFound, WrongState
from congress.workdays.models import ChangeState, DeadlineRule, RuleChange
from congress.workdays.selectors import deadline_for, rule_changes, rules_in_force
from congress.workdays.services import confirm_rule_change, propose_rule_change, reject_rule_change

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
NEXT_YEAR = date(2027, 1, 1)


@pytest.fixture
def rule() -> DeadlineRule:
    return DeadlineRule.objects.create(
        code="test.reply", name="答复", amount=15, unit="working_days", basis="旧办法第五条"
    )


def propose(actor, **fields: object) -> RuleChange:
    fields = {
        "code": "test.reply",
        "amount": 10,
        "unit": "working_days",
        "basis": "新办法第五条",
        "valid_from": NEXT_YEAR,
        "reason": "省里修订了办法",
        **fields,
    }
    return propose_rule_change(actor=actor, on=TODAY, **fields)


def test_a_confirmed_change_holds_from_its_day_and_not_before(rule, clerk, supervisor):
    change = propose(clerk)
    assert deadline_for("test.reply", on=NEXT_YEAR).amount == 15
    confirm_rule_change(change, actor=supervisor, on=TODAY)
    assert deadline_for("test.reply", on=date(2026, 12, 31)).amount == 15
    assert deadline_for("test.reply", on=NEXT_YEAR).basis == "新办法第五条"
    event = AuditEvent.objects.latest("seq")
    assert event.verb == "congress.deadline_rule.changed"
    assert event.facts == {
        "before": "15 个工作日",
        "after": "10 个工作日",
        "code": "test.reply",
        "basis": "新办法第五条",
        "valid_from": "2027-01-01",
        "reason": "省里修订了办法",
    }


def test_nobody_confirms_the_own_proposal(rule, supervisor):
    change = propose(supervisor)
    with pytest.raises(NotAllowed, match="另一人"):
        confirm_rule_change(change, actor=supervisor, on=TODAY)
    assert deadline_for("test.reply", on=NEXT_YEAR).amount == 15


def test_the_database_wants_two_persons_as_well(rule, supervisor):
    change = propose(supervisor)
    with pytest.raises(IntegrityError), transaction.atomic():
        RuleChange.objects.filter(pk=change.pk).update(state="confirmed", decided_by=supervisor)


@pytest.mark.parametrize("person", ["handler", "county_clerk", "stranger", "deputy"])
def test_only_the_office_proposes(rule, person, request):
    with pytest.raises(NotAllowed):
        propose(request.getfixturevalue(person))
    assert not RuleChange.objects.exists()


def test_a_clerk_does_not_confirm(rule, clerk, supervisor):
    change = propose(supervisor)
    with pytest.raises(NotAllowed):
        confirm_rule_change(change, actor=clerk, on=TODAY)


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"amount": -1}, "amount"),
        ({"amount": 251}, "amount"),
        ({"unit": "weeks"}, "unit"),
        ({"valid_from": TODAY}, "valid_from"),
        ({"basis": " "}, "basis"),
        ({"reason": ""}, "reason"),
        ({"reason": "长" * 501}, "reason"),
        ({"amount": 15, "basis": "旧办法第五条"}, "amount"),
    ],
)
def test_a_bad_proposal_gets_a_sentence_at_its_field(rule, clerk, fields, field):
    with pytest.raises(BadInput) as refused:
        propose(clerk, **fields)
    assert refused.value.field == field
    assert not RuleChange.objects.exists()


def test_a_rule_that_does_not_exist_cannot_change(clerk):
    with pytest.raises(NotFound):
        propose(clerk, code="test.unknown")


def test_one_proposal_waits_at_a_time(rule, clerk):
    propose(clerk)
    with pytest.raises(WrongState):
        propose(clerk, amount=8)


def test_a_rejected_proposal_changes_nothing_and_makes_room(rule, clerk, supervisor):
    change = reject_rule_change(propose(clerk), reason="先征求意见", actor=supervisor, on=TODAY)
    assert (change.state, change.decision_reason) == (ChangeState.REJECTED, "先征求意见")
    with pytest.raises(WrongState):
        confirm_rule_change(change, actor=supervisor, on=TODAY)
    assert propose(clerk).state == ChangeState.PROPOSED
    assert deadline_for("test.reply", on=NEXT_YEAR).amount == 15


def test_a_proposer_may_take_it_back_with_a_reason(rule, clerk):
    change = propose(clerk)
    with pytest.raises(BadInput):
        reject_rule_change(change, reason=" ", actor=clerk, on=TODAY)
    assert reject_rule_change(change, reason="写错了", actor=clerk, on=TODAY).state == ChangeState.REJECTED


def test_a_proposal_whose_day_has_passed_is_proposed_anew(rule, clerk, supervisor):
    change = propose(clerk)
    with pytest.raises(WrongState, match="施行日期已过"):
        confirm_rule_change(change, actor=supervisor, on=date(2027, 1, 2))


def test_the_page_lists_what_holds_and_what_will(rule, clerk, supervisor):
    confirm_rule_change(propose(clerk), actor=supervisor, on=TODAY)
    waiting = propose(clerk, amount=12, valid_from=date(2027, 6, 1))
    mine = [row for row in rules_in_force(on=TODAY) if row.code == "test.reply"]
    assert [(row.amount, row.valid_to) for row in mine] == [(15, date(2026, 12, 31)), (10, None)]
    assert rule_changes()[0] == waiting


@pytest.mark.django_db(transaction=True)
def test_two_confirmations_at_once_make_one_rule(rule, clerk, supervisor, leader):
    change = propose(clerk)

    def confirm(actor):
        try:
            return confirm_rule_change(change, actor=actor, on=TODAY).amount
        except DomainError as refused:
            return refused.code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(confirm, [supervisor, leader]))
    assert sorted(results, key=str) == [10, "change_decided"]
    assert DeadlineRule.objects.filter(code="test.reply").count() == 2
