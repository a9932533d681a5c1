"""Encrypt every value anew under the active key: in batches, beside a running site, and again from where it stopped."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import connection, models, transaction

from congress.audit.services import record
from congress.people.actors import SYSTEM
from congress.privacy.fields import EncryptedTextField, Unreadable
from congress.privacy.keys import active_kid

BATCH = 500


@dataclass(frozen=True, slots=True)
class Rekeyed:
    """What became of one column: values under the new key now, and values that no configured key reads."""

    column: str
    done: int
    unreadable: int


def encrypted_columns() -> Iterator[tuple[type[models.Model], EncryptedTextField]]:
    """Every encrypted column of the installation."""
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed and not model._meta.proxy:
            for field in model._meta.local_fields:
                if isinstance(field, EncryptedTextField):
                    yield model, field


def rekey(*, batch: int = BATCH, after_batch: Callable[[str, int], None] | None = None) -> list[Rekeyed]:
    """Rewrite what is not under the active key. Every batch commits; one event for each column that changed."""
    results = []
    for model, field in encrypted_columns():
        column = f"{model._meta.db_table}.{field.column}"
        done = unreadable = 0
        last: Any = None
        while True:
            with transaction.atomic():
                rows = _batch(model, field, last, batch)
                changes, failed = _encrypted_anew(field, rows)
                _write(model, field, changes)
            if not rows:
                break
            last = rows[-1][0]
            done += len(changes)
            unreadable += failed
            if after_batch:
                after_batch(column, done)
        if done:
            with transaction.atomic():
                record(
                    "congress.personal_data.rekeyed", None, actor=SYSTEM,
                    column=column, rows=done, unreadable=unreadable, key=active_kid(),
                )  # fmt: skip
        results.append(Rekeyed(column, done, unreadable))
    return results


def _batch(
    model: type[models.Model], field: EncryptedTextField, last: Any, size: int
) -> list[tuple[Any, bytes]]:
    """The next rows under an old key, locked: a clerk's change made meanwhile is not overwritten."""
    quote = connection.ops.quote_name
    table, column = quote(model._meta.db_table), quote(str(field.column))
    key = quote(str(model._meta.pk.column))
    prefix = f"v1|{active_kid()}|".encode()
    after = f"AND {key} > %s" if last is not None else ""
    # Names of tables and columns come from the models.
    statement = (
        f"SELECT {key}, {column} FROM {table} WHERE octet_length({column}) > 0"  # noqa: S608
        f" AND substring({column} FROM 1 FOR %s) <> %s {after} ORDER BY {key} LIMIT %s FOR NO KEY UPDATE"
    )
    parameters = [len(prefix), prefix, *([last] if last is not None else []), size]
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return [(pk, bytes(value)) for pk, value in cursor.fetchall()]


def _encrypted_anew(
    field: EncryptedTextField, rows: list[tuple[Any, bytes]]
) -> tuple[list[tuple[bytes, Any]], int]:
    changes, failed = [], 0
    for pk, value in rows:
        masked = field.decrypt(value)
        try:
            changes.append((field.encrypt(masked.reveal()), pk))  # type: ignore[union-attr]
        except Unreadable:
            failed += 1
    return changes, failed


def _write(model: type[models.Model], field: EncryptedTextField, changes: list[tuple[bytes, Any]]) -> None:
    quote = connection.ops.quote_name
    statement = (
        f"UPDATE {quote(model._meta.db_table)} SET {quote(str(field.column))} = %s"  # noqa: S608
        f" WHERE {quote(str(model._meta.pk.column))} = %s"
    )
    with connection.cursor() as cursor:
        cursor.executemany(statement, changes)
