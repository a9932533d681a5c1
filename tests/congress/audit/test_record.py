"""What an event says, and that it lives and dies with its change."""

import hashlib
import threading
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction

from congress.audit.context import coming_from
from congress.audit.models import AuditEvent, AuditHead
from congress.audit.selectors import check_chain, events_of
from congress.audit.services import record, record_many
from congress.people.actors import CITIZEN, SYSTEM
from congress.people.roles import Role
from congress.registry import Verb, register_verbs, verbs
from tests.factories import give_role, make_user

VERB = "congress.personal_data.revealed"


def test_an_event_copies_who_where_and_what(clerk, department):
    with coming_from("request-1", "10.0.0.7"):
        event = record(VERB, department, actor=clerk, field="phone", count=3, on=date(2026, 11, 23))
    stored = AuditEvent.objects.get()
    assert (stored.seq, stored.actor_id, stored.actor_name, stored.organisation) == (
        1,
        clerk.pk,
        "李敏",
        "市人大代表工委",
    )
    assert (stored.verb, stored.verb_label) == (VERB, "查看个人信息")
    assert (stored.target_type, stored.target_id, stored.target_label) == (
        "congress.Organisation",
        str(department.pk),
        "市水利局",
    )
    assert (stored.request_id, stored.address) == ("request-1", "10.0.0.7")
    assert stored.facts == {"field": "phone", "count": 3, "on": "2026-11-23"}
    for name in ("seq", "at", "actor_id", "actor_name", "organisation", "facts", "target_label"):
        assert getattr(event, name) == getattr(stored, name), name
    assert (bytes(stored.previous), bytes(stored.hash)) == (event.previous, event.hash)


def test_an_actor_without_an_account_stands_by_name(db):
    record(VERB, None, actor=CITIZEN)
    event = AuditEvent.objects.get()
    assert (event.actor_id, event.actor_name, event.organisation) == (None, "群众", "")
    assert (event.target_type, event.target_id, event.target_label, event.facts) == ("", "", "", {})


def test_somebody_with_two_offices_stands_with_both(clerk, station):
    give_role(clerk, Role.STATION_OFFICER, station)
    give_role(clerk, Role.LEADER, station, valid_to=date(2020, 1, 1))
    assert record(VERB, None, actor=clerk).organisation == "市人大代表工委、桃花坪街道代表联络站"


def test_the_copy_stays_when_the_account_is_renamed(clerk):
    record(VERB, None, actor=clerk)
    clerk.name = "李敏敏"
    clerk.save()
    assert AuditEvent.objects.get().actor_name == "李敏"


def test_the_hash_is_that_of_the_documented_form(clerk, department):
    record(VERB, None, actor=SYSTEM)
    with coming_from("request-1", "10.0.0.7"):
        record(VERB, department, actor=clerk, text='他说"好"\n换行\t制表\\反斜杠', amount=Decimal("1.50"))
    first, second = AuditEvent.objects.order_by("seq")
    assert bytes(first.previous) == bytes(32)
    assert bytes(second.previous) == bytes(first.hash)
    form = "\n".join(
        [
            bytes(first.hash).hex(),
            "2",
            f"{second.at:%Y-%m-%dT%H:%M:%S.%f}Z",
            str(clerk.pk),
            "李敏",
            "市人大代表工委",
            VERB,
            "congress.Organisation",
            str(department.pk),
            "市水利局",
            "request-1",
            "10.0.0.7",
            r'{"amount":"1.50","text":"他说\"好\"\n换行\t制表\\反斜杠"}',
        ]
    )
    assert bytes(second.hash) == hashlib.sha256(form.encode()).digest()
    assert second.facts["text"] == '他说"好"\n换行\t制表\\反斜杠'


def test_control_characters_in_names_become_spaces(db):
    actor = make_user(name="李\n敏")
    actor.username = "x"
    target = make_user(name="王\t\x1f强")
    event = record(VERB, target, actor=actor)
    assert (event.actor_name, event.target_label) == ("李 敏", "王 强")
    assert check_chain().broken is None


def test_an_unknown_verb_is_refused(clerk):
    with pytest.raises(LookupError, match="not registered"):
        record("nobody.knows.this", None, actor=clerk)
    assert AuditEvent.objects.count() == 0


def test_a_verb_registered_with_another_label_is_refused():
    register_verbs(verbs[VERB])
    with pytest.raises(ValueError, match="registered twice"):
        register_verbs(Verb(VERB, "别的"))


@pytest.mark.parametrize("fact", [object(), b"bytes", float("nan"), 1j])
def test_a_fact_that_json_cannot_hold_exactly_is_refused(clerk, fact):
    with pytest.raises((TypeError, ValueError)):
        record(VERB, None, actor=clerk, fact=fact)


@pytest.mark.django_db(transaction=True)
def test_an_event_outside_a_transaction_is_refused():
    with pytest.raises(transaction.TransactionManagementError):
        record(VERB, None, actor=SYSTEM)
    assert AuditEvent.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_a_failed_change_leaves_no_event_and_no_gap():
    with transaction.atomic():
        record(VERB, None, actor=SYSTEM, n=1)
    with pytest.raises(TypeError), transaction.atomic():
        record_many(VERB, [(None, {"n": 2}), (None, {"n": record(VERB, None, actor=SYSTEM)})], actor=SYSTEM)
    with transaction.atomic():
        record(VERB, None, actor=SYSTEM, n=3)
    assert list(AuditEvent.objects.values_list("seq", "facts")) == [(1, {"n": 1}), (2, {"n": 3})]
    assert check_chain().broken is None


@pytest.mark.django_db(transaction=True)
def test_writers_at_the_same_time_append_without_gap():
    def write(name: str) -> None:
        for n in range(50):
            with transaction.atomic():
                record(VERB, None, actor=SYSTEM, writer=name, n=n)
        connection.close()

    writers = [threading.Thread(target=write, args=(name,)) for name in "abcd"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert list(AuditEvent.objects.values_list("seq", flat=True)) == list(range(1, 201))
    assert AuditHead.objects.get().seq == 200
    report = check_chain()
    assert (report.count, report.broken) == (200, None)


def test_a_batch_is_one_statement_with_one_event_each(clerk, department, django_assert_num_queries):
    entries = [(department, {"n": n}) for n in range(500)]
    with django_assert_num_queries(1):
        events = record_many(VERB, entries, actor=clerk)
    assert [event.seq for event in events] == list(range(1, 501))
    assert list(AuditEvent.objects.values_list("facts", flat=True)) == [{"n": n} for n in range(500)]
    assert check_chain().broken is None


def test_an_empty_batch_writes_nothing(clerk):
    assert record_many(VERB, [], actor=clerk) == []
    assert AuditEvent.objects.count() == 0


def test_the_events_of_one_object_come_oldest_first(clerk, department, other_department):
    for n, target in enumerate([department, other_department, department]):
        record(VERB, target, actor=clerk, n=n)
    assert [event.facts["n"] for event in events_of(department)] == [0, 2]
