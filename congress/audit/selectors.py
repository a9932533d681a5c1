"""Read the work log."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.db import connection, models, transaction

from congress.audit.chain import COLUMNS, FORM, Head, Report, compare_with_head, unescape, verify
from congress.audit.models import AuditEvent, AuditHead

# Rows arrive one by one; splitting larger pieces costs less.
_PIECE = 1 << 16

TRIGGERS = {"audit_event_guard": "congress_auditevent", "audit_head_guard": "congress_audithead"}


def events_of(target: models.Model) -> models.QuerySet[AuditEvent]:
    """Everything that happened to one object, oldest first."""
    return AuditEvent.objects.filter(target_type=target._meta.label, target_id=str(target.pk)).order_by("seq")


def chain_head() -> Head | None:
    """The head of the chain, to be noted where the database cannot reach it; None when it is missing."""
    head = AuditHead.objects.first()
    return Head(head.seq, bytes(head.hash).hex()) if head else None


def check_chain(anchors: Mapping[int, str] | None = None) -> Report:
    """Recompute every hash from the stored columns. Memory does not grow; writers are not held up."""
    before = chain_head()
    report = verify(chain_lines(), anchors=anchors)
    if report.broken is None:
        report = Report(report.count, report.last, compare_with_head(report, before, chain_head()))
    return report


def chain_lines() -> Iterator[bytes]:
    """The whole log in chain order, each event a line of COPY text.

    The columns of FORM, then the hash in hex.
    """
    # The sort would spill to disk; the primary key has the order.
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_sort = off")
        columns = f"{FORM}, encode(hash, 'hex')"
        statement = f"COPY (SELECT {columns} FROM congress_auditevent ORDER BY seq) TO STDOUT"  # noqa: S608
        with cursor.copy(statement) as copy:
            rest, pieces, size = b"", [], 0
            for block in copy:
                pieces.append(bytes(block))
                size += len(block)
                if size >= _PIECE:
                    *lines, rest = (rest + b"".join(pieces)).split(b"\n")
                    pieces, size = [], 0
                    yield from lines
            *lines, _end = (rest + b"".join(pieces)).split(b"\n")
            yield from lines
        cursor.execute("SET LOCAL enable_sort = on")


def export_events() -> Iterator[str]:
    """The whole log as JSON lines that `docs/audit_check.py` can check.

    `facts` is a string: the text that was hashed.
    """
    for line in chain_lines():
        values = line.split(b"\t")
        yield json.dumps(
            dict(zip(COLUMNS, (unescape(value).decode() for value in values), strict=True)),
            ensure_ascii=False,
        )


def audit_health() -> list[str]:
    """What is wrong with the log's protection, in sentences for the operator.

    Empty when all is well. Cheap enough for a readiness probe: it reads the catalogue and the last event,
    never the whole chain.
    """
    problems = []
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT t.tgname, c.relname, t.tgenabled, p.proname FROM pg_trigger t"
            " JOIN pg_class c ON c.oid = t.tgrelid JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE c.oid IN (%s::regclass, %s::regclass) AND NOT t.tgisinternal",
            list(TRIGGERS.values()),
        )
        found: dict[Any, Any] = {
            (name, table): (state, proc) for name, table, state, proc in cursor.fetchall()
        }
        for name, table in TRIGGERS.items():
            state, function = found.get((name, table), (None, None))
            if state is None or function != "audit_refuse":
                problems.append(f"trigger {name} on {table} is missing")
            elif state != "A":
                problems.append(f"trigger {name} on {table} is not enabled always")
        cursor.execute("SELECT count(*) FROM pg_proc WHERE proname = 'audit_append'")
        if cursor.fetchone()[0] == 0:
            problems.append("function audit_append is missing")
        cursor.execute(
            "SELECT h.seq, coalesce(e.seq, 0), h.hash = coalesce(e.hash, decode(repeat('00', 32), 'hex'))"
            " FROM congress_audithead h"
            " LEFT JOIN (SELECT seq, hash FROM congress_auditevent ORDER BY seq DESC LIMIT 1) e ON true"
        )
        row = cursor.fetchone()
        if row is None:
            problems.append("the head of the chain is missing")
        elif row[0] != row[1] or not row[2]:
            problems.append(f"the head of the chain stands at {row[0]}, the last event is {row[1]}")
    return problems
