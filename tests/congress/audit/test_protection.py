"""The database refuses to change the log, and says when its guards are down."""

import pytest
from django.db import ProgrammingError, connection, transaction

from congress.audit.models import AuditEvent, AuditHead
from congress.audit.selectors import audit_health
from congress.audit.services import record
from congress.people.actors import SYSTEM

VERB = "congress.audit.exported"

ATTACKS = [
    "UPDATE congress_auditevent SET verb = 'x'",
    "UPDATE congress_auditevent SET verb = 'x' WHERE false",
    "DELETE FROM congress_auditevent",
    "TRUNCATE congress_auditevent",
    "TRUNCATE congress_auditevent CASCADE",
    "INSERT INTO congress_auditevent SELECT * FROM congress_auditevent",
    "UPDATE congress_audithead SET seq = 0",
    "DELETE FROM congress_audithead",
    "TRUNCATE congress_audithead",
    "INSERT INTO congress_audithead (id, seq, hash) VALUES (2, 0, '')",
]


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("role", ["origin", "replica"])
def test_the_log_cannot_be_changed(db, attack, role):
    record(VERB, None, actor=SYSTEM)
    with connection.cursor() as cursor:
        cursor.execute(f"SET LOCAL session_replication_role = {role}")
        with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
            cursor.execute(attack)
    assert AuditEvent.objects.get().verb == VERB
    assert AuditHead.objects.get().seq == 1


def test_the_orm_cannot_change_it_either(db):
    event = record(VERB, None, actor=SYSTEM)
    event.verb = "x"
    for change in (
        event.save,
        event.delete,
        AuditEvent.objects.all().delete,
        lambda: AuditEvent.objects.update(verb="x"),
        lambda: AuditEvent.objects.create(seq=2, at=event.at, facts={}, previous=b"", hash=b""),
    ):
        with pytest.raises(ProgrammingError, match="append-only"), transaction.atomic():
            change()
    assert AuditEvent.objects.get().verb == VERB


def test_appending_does_not_leave_the_door_open(db):
    record(VERB, None, actor=SYSTEM)
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('congress.audit_append', true)")
        assert cursor.fetchone() == ("off",)


def test_a_healthy_log_has_no_problems(db):
    assert audit_health() == []
    record(VERB, None, actor=SYSTEM)
    assert audit_health() == []


@pytest.mark.parametrize(
    ("damage", "problem"),
    [
        (
            "ALTER TABLE congress_auditevent DISABLE TRIGGER audit_event_guard",
            "trigger audit_event_guard on congress_auditevent is not enabled always",
        ),
        (
            "ALTER TABLE congress_audithead ENABLE TRIGGER audit_head_guard",
            "trigger audit_head_guard on congress_audithead is not enabled always",
        ),
        (
            "DROP TRIGGER audit_event_guard ON congress_auditevent",
            "trigger audit_event_guard on congress_auditevent is missing",
        ),
        (
            "ALTER FUNCTION audit_append RENAME TO audit_append_not",
            "function audit_append is missing",
        ),
        (
            """ALTER TABLE congress_auditevent DISABLE TRIGGER ALL;
            DELETE FROM congress_auditevent WHERE seq = 2;
            ALTER TABLE congress_auditevent ENABLE ALWAYS TRIGGER audit_event_guard""",
            "the head of the chain stands at 2, the last event is 1",
        ),
    ],
)
def test_a_lowered_guard_is_reported(db, damage, problem):
    record(VERB, None, actor=SYSTEM)
    record(VERB, None, actor=SYSTEM)
    with connection.cursor() as cursor:
        cursor.execute(damage)
    assert audit_health() == [problem]


def test_without_the_log_nothing_can_be_recorded(db):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE congress_auditevent RENAME TO gone")
    with pytest.raises(ProgrammingError), transaction.atomic():
        record(VERB, None, actor=SYSTEM)


def test_a_lost_head_stops_the_log_instead_of_starting_a_second_chain(db):
    record(VERB, None, actor=SYSTEM)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE congress_audithead DISABLE TRIGGER ALL")
        cursor.execute("DELETE FROM congress_audithead")
    with pytest.raises(Exception, match="head of the chain is missing"), transaction.atomic():
        record(VERB, None, actor=SYSTEM)
