"""The nightly walk says whether the chain holds: to the operator's log, the page, and the audit administrators."""

import logging
from datetime import UTC, datetime

from django.db import connection

from congress.audit.selectors import chain_head
from congress.audit.services import record
from congress.notices.models import Notice
from congress.oversight.selectors import Walk, last_walk
from congress.oversight.services import walk_chain
from congress.oversight.tasks import verify_audit
from congress.people.actors import SYSTEM

AT = datetime(2026, 11, 23, 20, 10, tzinfo=UTC)
PROBLEMS = (
    "trigger audit_event_guard on congress_auditevent is not enabled always",
    "altered at event 1: the content of event 1 does not fit its hash",
)


def break_the_chain() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE congress_auditevent DISABLE TRIGGER ALL")
        cursor.execute("UPDATE congress_auditevent SET verb = 'x'")


def test_a_whole_chain_is_logged_with_its_head(db, caplog):
    record("congress.audit.exported", None, actor=SYSTEM)
    with caplog.at_level(logging.INFO):
        assert walk_chain(at=AT) == Walk(AT, 1, ())
    assert f"holds up to 1:{chain_head().hash}" in caplog.text
    assert last_walk() == Walk(AT, 1, ())
    assert Notice.objects.count() == 0


def test_a_broken_chain_is_an_error_and_the_audit_administrators_are_told_once_a_day(
    audit_admin, system_admin, caplog
):
    record("congress.audit.exported", None, actor=SYSTEM)
    break_the_chain()
    assert walk_chain(at=AT) == Walk(AT, 0, PROBLEMS)
    errors = [entry.getMessage() for entry in caplog.records if entry.levelno == logging.ERROR]
    assert errors == [f"the work log: {problem}" for problem in PROBLEMS]
    walk_chain(at=AT)
    notice = Notice.objects.get()
    assert (notice.user, notice.template, notice.link) == (audit_admin, "audit_broken", "/desk/audit/")


def test_the_task_gives_the_problems(db):
    assert verify_audit() == []
    record("congress.audit.exported", None, actor=SYSTEM)
    break_the_chain()
    assert verify_audit() == list(PROBLEMS)
