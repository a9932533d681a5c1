"""Where the application does not own its tables, it can only append (docs/audit.md)."""

import re
from pathlib import Path

import pytest
from django.db import ProgrammingError, connection, transaction

from congress.audit.models import AuditEvent
from congress.audit.selectors import check_chain
from congress.audit.services import record
from congress.people.actors import SYSTEM

VERB = "congress.audit.exported"
GUIDE = Path(__file__).parents[3] / "docs" / "audit.md"


@pytest.fixture
def as_application(db):
    """The role of the application after the statements of the guide, for the length of the test."""
    statements = re.findall(r"^(?:GRANT (?!lianxin_owner)|REVOKE ).*;$", GUIDE.read_text(), re.MULTILINE)
    assert len(statements) == 6
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE lianxin_app NOLOGIN")
        for statement in statements:
            cursor.execute(statement)
        record(VERB, None, actor=SYSTEM)
        cursor.execute("SET LOCAL ROLE lianxin_app")
        yield cursor
        cursor.execute("RESET ROLE")


def test_it_appends(as_application):
    record(VERB, None, actor=SYSTEM)
    assert AuditEvent.objects.count() == 2
    assert check_chain().broken is None


@pytest.mark.parametrize(
    "attack",
    [
        "INSERT INTO congress_auditevent SELECT * FROM congress_auditevent",
        "UPDATE congress_auditevent SET verb = 'x'",
        "DELETE FROM congress_auditevent",
        "TRUNCATE congress_auditevent",
        "ALTER TABLE congress_auditevent DISABLE TRIGGER audit_event_guard",
        "SET session_replication_role = replica",
        "UPDATE congress_audithead SET seq = 0",
        "SET LOCAL congress.audit_append = 'on'; UPDATE congress_audithead SET seq = 0",
        "CREATE OR REPLACE FUNCTION audit_refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "DROP TABLE congress_auditevent",
    ],
)
def test_every_way_round_is_refused(as_application, attack):
    with pytest.raises(ProgrammingError, match=r"permission denied|must be owner"), transaction.atomic():
        as_application.execute(attack)
    assert AuditEvent.objects.get().verb == VERB


def test_tables_put_in_front_do_not_catch_the_events(as_application):
    as_application.execute("CREATE TEMP TABLE congress_audithead (id int, seq bigint, hash bytea)")
    as_application.execute("INSERT INTO congress_audithead VALUES (1, 41, '')")
    assert record(VERB, None, actor=SYSTEM).seq == 2
    as_application.execute("DROP TABLE pg_temp.congress_audithead")
    assert check_chain().broken is None
