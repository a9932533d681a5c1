"""The nightly walk says in the log of the operator whether the chain holds."""

import logging

from django.db import connection

from congress.audit.selectors import chain_head
from congress.audit.services import record
from congress.audit.tasks import verify_audit
from congress.people.actors import SYSTEM
from congress.privacy.tasks import erase_expired_data


def test_a_whole_chain_is_logged_with_its_head(db, caplog):
    record("congress.audit.exported", None, actor=SYSTEM)
    with caplog.at_level(logging.INFO):
        head = verify_audit()
    assert head == f"1:{chain_head().hash}"
    assert f"holds up to {head}" in caplog.text


def test_a_broken_chain_is_an_error(db, caplog):
    record("congress.audit.exported", None, actor=SYSTEM)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE congress_auditevent DISABLE TRIGGER ALL")
        cursor.execute("UPDATE congress_auditevent SET verb = 'x'")
    verify_audit()
    errors = [entry.getMessage() for entry in caplog.records if entry.levelno == logging.ERROR]
    assert errors == [
        "the work log: trigger audit_event_guard on congress_auditevent is not enabled always",
        "the work log: altered at event 1: the content of event 1 does not fit its hash",
    ]


def test_the_nightly_erasure_goes_through_every_kind(db):
    assert erase_expired_data()["congress.phone_codes"] == 0
