"""Write the work log.

One call of the database function `audit_append` locks the chain, hashes, inserts, moves the head.

The chain's head stays locked until the transaction ends, so every other writer waits from here on: call
`record` near the end of a service, after the slow part. A refused or failed service rolls its event back
with everything else.
"""

import json
import re
import uuid
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, Protocol

from django.db import connection, models, transaction
from django.utils.functional import Promise

from congress.audit.context import current_origin
from congress.audit.models import AuditEvent
from congress.registry import verbs

# Short columns are joined by line breaks when they are hashed, so they hold no control characters.
_CONTROL = re.compile(r"[\x00-\x1f\x7f]+")

_APPEND = "SELECT * FROM audit_append(%s, %s, %s, %s, %s, %s, %s, %s, %s)"


class Doer(Protocol):
    """What the log needs of an actor: an account, or an actor without one (`pk` None)."""

    @property
    def pk(self) -> Any: ...

    @property
    def name(self) -> str: ...


def record(verb: str, target: models.Model | None, /, *, actor: Doer, **facts: Any) -> AuditEvent:
    """Append one event in the caller's transaction and return it.

    Raises LookupError for a verb that no app registered, TypeError for a fact that JSON cannot hold
    exactly, and TransactionManagementError outside a transaction. Facts are kept for years: no personal
    data in clear.
    """
    return _append([(verb, target, facts)], actor=actor)[0]


def record_many(
    verb: str, entries: Iterable[tuple[models.Model | None, Mapping[str, Any]]], /, *, actor: Doer
) -> list[AuditEvent]:
    """Append one event for each (target, facts), under one lock and in one statement.

    An empty batch writes nothing.
    """
    return _append([(verb, target, facts) for target, facts in entries], actor=actor)


def _append(
    entries: list[tuple[str, models.Model | None, Mapping[str, Any]]], *, actor: Doer
) -> list[AuditEvent]:
    for verb in {verb for verb, _target, _facts in entries}:
        if verb not in verbs:
            raise LookupError(f"audit verb {verb!r} is not registered: see congress.registry.register_verbs")
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "an audit event belongs into the transaction of its change"
        )
    if not entries:
        return []
    origin = current_origin()
    rows = [_columns(verb, target, facts) for verb, target, facts in entries]
    parameters = [
        actor.pk,
        "" if actor.pk is not None else _line(actor.name, 100),
        _line(origin.request_id, 64),
        _line(origin.address, 64),
        *([row[column] for row in rows] for column in range(5)),
    ]
    with connection.cursor() as cursor:
        cursor.execute(_APPEND, parameters)
        written = cursor.fetchall()
    return [
        AuditEvent(
            seq=seq, at=at, actor_id=actor.pk, actor_name=name, organisation=organisation, verb=row[0],
            target_type=row[1], target_id=row[2], target_label=row[3], request_id=parameters[2],
            address=parameters[3], facts=json.loads(row[4]), previous=previous, hash=digest,
        )
        for row, (seq, at, name, organisation, previous, digest) in zip(rows, written, strict=True)
    ]  # fmt: skip


def _columns(
    verb: str, target: models.Model | None, facts: Mapping[str, Any]
) -> tuple[str, str, str, str, str]:
    text = json.dumps(
        facts, default=_exact, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    if target is None:
        return verb, "", "", "", text
    return verb, target._meta.label, _line(str(target.pk), 64), _line(str(target), 200), text


def _line(text: str, length: int) -> str:
    return _CONTROL.sub(" ", text)[:length]


def _exact(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, Decimal | uuid.UUID | Promise):
        return str(value)
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"an audit fact cannot be a {type(value).__name__}")
