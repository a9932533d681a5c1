"""Whoever changes the log behind our back is found, and the first broken link is named."""

import json
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from congress.audit.selectors import chain_head, check_chain, export_events
from congress.audit.services import record_many
from congress.people.actors import SYSTEM

CHECKER = Path(__file__).parents[3] / "docs" / "audit_check.py"
TABLE = "congress_auditevent"


@pytest.fixture
def chain(db):
    """Ten events."""
    record_many(
        "congress.audit.exported", [(None, {"n": n, "text": "第\\n行"}) for n in range(10)], actor=SYSTEM
    )


def tamper(*statements: str) -> None:
    """As a superuser who took the guards down and put them up again."""
    with connection.cursor() as cursor:
        for table, trigger in ((TABLE, "audit_event_guard"), ("congress_audithead", "audit_head_guard")):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        for statement in statements:
            cursor.execute(statement)
        for table, trigger in ((TABLE, "audit_event_guard"), ("congress_audithead", "audit_head_guard")):
            cursor.execute(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {trigger}")


def test_a_whole_chain_holds(chain):
    report = check_chain()
    assert (report.count, report.last, report.broken) == (10, chain_head(), None)


def test_an_empty_log_holds(db):
    report = check_chain()
    assert (report.count, report.last.seq, report.broken) == (0, 0, None)


COLUMNS = {
    "at": "at + interval '1 microsecond'",
    "actor_id": "1",
    "actor_name": "'别人'",
    "organisation": "'别处'",
    "verb": "'congress.audit.verified'",
    "target_type": "'congress.User'",
    "target_id": "'1'",
    "target_label": "'某某'",
    "request_id": "'r'",
    "address": "'10.0.0.1'",
    "facts": """'{"n":4}'""",
    "hash": "sha256('x')",
}


@pytest.mark.parametrize("column", COLUMNS)
def test_an_altered_column_is_found(chain, column):
    tamper(f"UPDATE {TABLE} SET {column} = {COLUMNS[column]} WHERE seq = 4")
    broken = check_chain().broken
    assert (broken.kind, broken.seq) == ("altered", 4)


def test_facts_that_mean_the_same_but_read_otherwise_are_found(chain):
    tamper(f"UPDATE {TABLE} SET facts = replace(facts::text, ':', ': ')::json WHERE seq = 4")
    assert check_chain().broken.kind == "altered"


def test_text_moved_between_columns_is_found(chain):
    tamper(
        f"ALTER TABLE {TABLE} DROP CONSTRAINT audit_short_columns_one_line",
        f"UPDATE {TABLE} SET verb = verb || E'\\n' || target_type WHERE seq = 4",
    )
    assert check_chain().broken.seq == 4


@pytest.mark.parametrize(
    ("seqs", "kind", "seq", "detail"),
    [
        ("4", "missing", 4, "event 4 is missing"),
        ("1", "missing", 1, "event 1 is missing"),
        ("4, 5, 6", "missing", 4, "events 4 to 6 are missing"),
        ("9, 10", "cut", 9, "events 9 to 10 are missing at the end"),
    ],
)
def test_removed_events_are_found(chain, seqs, kind, seq, detail):
    tamper(f"DELETE FROM {TABLE} WHERE seq IN ({seqs})")
    broken = check_chain().broken
    assert (broken.kind, broken.seq, broken.detail) == (kind, seq, detail)


def test_two_events_that_changed_places_are_found(chain):
    tamper(
        f"UPDATE {TABLE} SET seq = -4 WHERE seq = 4",
        f"UPDATE {TABLE} SET seq = 4 WHERE seq = 5",
        f"UPDATE {TABLE} SET seq = 5 WHERE seq = -4",
    )
    broken = check_chain().broken
    assert (broken.kind, broken.seq) == ("displaced", 4)


FORGE = f"""
UPDATE {TABLE} SET facts = '{{}}', hash = sha256(convert_to(
 encode(previous, 'hex') || E'\\n' || seq || E'\\n'
 || to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || E'\\n\\n' || actor_name || E'\\n'
 || organisation || E'\\n' || verb || E'\\n\\n\\n\\n\\n\\n{{}}', 'UTF8')) WHERE seq = %s"""


def test_an_event_forged_with_a_fitting_hash_does_not_fit_the_next(chain):
    tamper(FORGE % 4)
    broken = check_chain().broken
    assert (broken.kind, broken.seq) == ("unlinked", 5)


def test_a_forged_last_event_does_not_meet_the_head(chain):
    tamper(FORGE % 10)
    assert check_chain().broken.kind == "head"


def test_events_behind_the_head_are_found(chain):
    tamper(
        "UPDATE congress_audithead SET seq = 9, hash = (SELECT hash FROM congress_auditevent WHERE seq = 9)"
    )
    broken = check_chain().broken
    assert (broken.kind, broken.seq) == ("added", 10)


def test_a_removed_head_is_found(chain):
    tamper("DELETE FROM congress_audithead")
    assert check_chain().broken.kind == "head"


def test_a_cut_tail_with_a_mended_head_is_found_by_the_noted_head(chain):
    noted = chain_head()
    tamper(
        f"DELETE FROM {TABLE} WHERE seq > 8",
        f"UPDATE congress_audithead SET seq = 8, hash = (SELECT hash FROM {TABLE} WHERE seq = 8)",
    )
    assert check_chain().broken is None
    broken = check_chain({noted.seq: noted.hash}).broken
    assert (broken.kind, broken.seq) == ("cut", 9)


def test_a_rewritten_chain_is_found_by_the_noted_head(chain):
    assert check_chain({10: "0" * 64}).broken.kind == "anchor"
    assert check_chain({chain_head().seq: chain_head().hash, 3: "0" * 64}).broken.seq == 3


def test_an_emptied_log_is_found_by_the_noted_head(chain):
    noted = chain_head()
    tamper(
        f"DELETE FROM {TABLE}", f"UPDATE congress_audithead SET seq = 0, hash = decode('{'00' * 32}', 'hex')"
    )
    assert check_chain().broken is None
    assert check_chain({noted.seq: noted.hash}).broken.kind == "cut"


def test_the_command_prints_the_head_of_a_whole_chain(chain):
    out = StringIO()
    call_command("verify_audit", stdout=out)
    head = chain_head()
    assert out.getvalue().startswith("10 events hold, ")
    assert out.getvalue().endswith(f"head 10:{head.hash}\n")
    out = StringIO()
    call_command("verify_audit", "--head", stdout=out)
    assert out.getvalue() == f"10:{head.hash}\n"


def test_the_command_names_the_first_broken_link_and_fails(chain):
    tamper(f"UPDATE {TABLE} SET verb = 'x' WHERE seq IN (4, 7)")
    with pytest.raises(CommandError, match="altered at event 4: the content of event 4") as failed:
        call_command("verify_audit", stdout=StringIO())
    assert failed.value.returncode == 1


def test_the_command_refuses_a_bad_anchor(db):
    with pytest.raises(CommandError, match="SEQ:HASH"):
        call_command("verify_audit", "--anchor", "7", stdout=StringIO())


def check_file(path: Path, *anchors: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-I", CHECKER, path, *anchors], capture_output=True, text=True, check=False
    )


def test_an_export_is_checked_without_lianxin(chain, tmp_path):
    file = tmp_path / "log.jsonl"
    call_command("verify_audit", "--export", str(file), stdout=StringIO())
    head = chain_head()
    good = check_file(file, f"10:{head.hash}")
    assert (good.returncode, good.stdout) == (0, f"10 events hold, head 10:{head.hash}\n")
    assert len(CHECKER.read_text().splitlines()) <= 40

    lines = file.read_text().splitlines()
    event = json.loads(lines[3]) | {"verb": "x"}
    for changed, complaint in (
        ([*lines[:3], json.dumps(event), *lines[4:]], "event 4 was altered"),
        ([*lines[:3], *lines[4:]], "event 4 is missing"),
        (lines[:8], "event 10 was noted earlier"),
    ):
        file.write_text("".join(f"{line}\n" for line in changed))
        bad = check_file(file, f"10:{head.hash}")
        assert bad.returncode == 1
        assert complaint in bad.stderr


def test_an_exported_event_holds_what_was_hashed(chain):
    event = json.loads(next(export_events()))
    assert event["facts"] == '{"n":0,"text":"第\\\\n行"}'
    assert (event["seq"], event["actor"], event["actor_name"]) == ("1", "", "系统")
