"""The work log: appends a second with eight writers, and events verified a second, beside a loop over the ORM.

Runs on servers of its own with fsync on, as in production. EVENTS sets the size of the log (default 300,000).
"""

import hashlib
import json
import os
import sys
import tempfile
import threading
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

EVENTS = int(os.environ.get("EVENTS", "300000"))
WRITERS, EACH = 8, 250
VERB = "congress.audit.verified"


def append_rate() -> float:
    """Single events a second, each in a transaction of its own, with eight writers at once."""
    from django.db import connection, transaction

    from congress.audit.services import record
    from congress.people.actors import SYSTEM

    def write() -> None:
        for n in range(EACH):
            with transaction.atomic():
                record(VERB, None, actor=SYSTEM, n=n, department="隆回县交通运输局")
        connection.close()

    writers = [threading.Thread(target=write) for _ in range(WRITERS)]
    started = time.perf_counter()
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    return WRITERS * EACH / (time.perf_counter() - started)


def fill() -> float:
    """Fill the log in batches; events a second."""
    from django.db import transaction

    from congress.audit.services import record_many
    from congress.people.actors import SYSTEM

    started = time.perf_counter()
    for start in range(0, EVENTS, 5000):
        facts = [{"n": start + n, "due_on": "2026-12-14", "text": '他说"好"'} for n in range(5000)]
        with transaction.atomic():
            record_many(VERB, [(None, fact) for fact in facts], actor=SYSTEM)
    return EVENTS / (time.perf_counter() - started)


def orm_loop() -> tuple[int, float]:
    """The plain way: an ORM iterator, the form put together in Python. Events and seconds."""
    from congress.audit.models import AuditEvent

    last, count = b"\0" * 32, 0
    started = time.perf_counter()
    for event in AuditEvent.objects.order_by("seq").iterator(chunk_size=2000):
        facts = json.dumps(event.facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        form = "\n".join(
            [
                last.hex(),
                str(event.seq),
                f"{event.at:%Y-%m-%dT%H:%M:%S.%f}Z",
                "" if event.actor_id is None else str(event.actor_id),
                event.actor_name,
                event.organisation,
                event.verb,
                event.target_type,
                event.target_id,
                event.target_label,
                event.request_id,
                event.address,
                facts,
            ]
        )
        last = hashlib.sha256(form.encode()).digest()
        assert last == bytes(event.hash), event.seq
        count += 1
    return count, time.perf_counter() - started


def measure() -> dict[str, float | int | str]:
    import resource

    import django

    django.setup()
    from django.core.management import call_command

    from congress.audit.selectors import check_chain

    call_command("migrate", verbosity=0)
    appended = append_rate()
    batched = fill()
    check_chain()
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    report = check_chain()
    seconds = time.perf_counter() - started
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert report.broken is None, report.broken
    count, orm_seconds = orm_loop()
    assert count == report.count
    return {
        "bench": "audit",
        "events": count,
        "verified_per_second": round(count / seconds),
        "orm_loop_per_second": round(count / orm_seconds),
        "times_faster": round(orm_seconds / seconds, 1),
        "memory_grown_kb": grown,
        "appends_per_second_8_writers": round(appended),
        "batched_appends_per_second": round(batched),
    }


def main() -> None:
    from congress.embedded.environment import environment
    from congress.embedded.lease import borrowed_servers

    with tempfile.TemporaryDirectory(prefix="lianxin-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with borrowed_servers(folder) as addresses:
            os.environ.update(environment(folder, addresses))
            os.environ["DJANGO_SETTINGS_MODULE"] = "congress.settings.dev"
            from django.db import connections

            try:
                print(json.dumps(measure()))
            finally:
                connections.close_all()


if __name__ == "__main__":
    main()
