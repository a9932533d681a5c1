"""A new key takes over while the site runs, and from where it stopped."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from congress.audit.models import AuditEvent
from congress.people.models import TotpDevice
from congress.privacy.rekeying import encrypted_columns, rekey
from tests.congress.privacy.devices import make_device
from tests.factories import make_user

OLD, NEW = "MTExMTExMTExMTExMTExMTExMTExMTExMTExMTExMTE=", "MjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjI="
TABLE = TotpDevice._meta.db_table


@pytest.fixture
def seeds(db, settings):
    """Seven values under the old key and one empty one; the new key is active."""
    settings.FIELD_KEYS = {"old": OLD}
    for n in range(7):
        make_device(make_user(), f"SEED{n}")
    make_device(make_user(), "")
    settings.FIELD_KEYS = {"new": NEW, "old": OLD}


def kids() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT split_part(encode(seed, 'escape'), '|', 2) FROM {TABLE} ORDER BY id")
        return [row[0] for row in cursor.fetchall()]


def clear() -> list[str]:
    return [d.seed.reveal() if d.seed else "" for d in TotpDevice.objects.order_by("pk")]


EXPECTED = [*(f"SEED{n}" for n in range(7)), ""]


def test_every_value_is_under_the_new_key_and_reads_the_same(seeds, settings):
    (result,) = [r for r in rekey(batch=3) if r.column == f"{TABLE}.seed"]
    assert (result.done, result.unreadable) == (7, 0)
    assert kids() == [*["new"] * 7, ""]
    event = AuditEvent.objects.get()
    assert event.facts == {"column": f"{TABLE}.seed", "rows": 7, "unreadable": 0, "key": "new"}
    settings.FIELD_KEYS = {"new": NEW}
    assert clear() == EXPECTED


def test_running_again_changes_nothing(seeds):
    rekey()
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT seed FROM {TABLE} ORDER BY id")
        before = cursor.fetchall()
        assert all(r.done == 0 for r in rekey())
        cursor.execute(f"SELECT seed FROM {TABLE} ORDER BY id")
        assert cursor.fetchall() == before
    assert AuditEvent.objects.count() == 1


def test_after_a_stop_it_goes_on_where_it_was(seeds):
    def stop(_column: str, done: int) -> None:
        if done >= 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        rekey(batch=3, after_batch=stop)
    assert kids() == ["new", "new", "new", "old", "old", "old", "old", ""]
    assert clear() == EXPECTED
    rekey(batch=3)
    assert kids() == [*["new"] * 7, ""]
    assert clear() == EXPECTED


def test_a_value_whose_key_is_lost_stays_as_it_is_and_is_reported(seeds, settings):
    settings.FIELD_KEYS = {"new": NEW}
    with pytest.raises(CommandError, match="keep the old keys"):
        call_command("rekey", "--batch", "2", stdout=StringIO())
    settings.FIELD_KEYS = {"new": NEW, "old": OLD}
    assert clear() == EXPECTED
    out = StringIO()
    call_command("rekey", stdout=out)
    assert out.getvalue() == f"{TABLE}.seed: 7 rewritten, 0 unreadable\nall values are under the active key\n"


def test_every_encrypted_column_is_known():
    columns = {f"{model._meta.db_table}.{field.column}" for model, field in encrypted_columns()}
    assert f"{TABLE}.seed" in columns
