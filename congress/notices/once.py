"""A periodic job runs once for each slot of time, however many beats are running."""

from datetime import datetime

from django.db import connection


def run_once(job: str, slot: datetime) -> bool:
    """True for exactly one caller of this job and slot.

    Call it inside the transaction that does the work: a job that dies gives its slot back, and a second
    caller waits at the unique key until the first has committed or failed.
    """
    if not connection.in_atomic_block:
        raise RuntimeError("run_once belongs inside the transaction of the job")
    with connection.cursor() as cursor:
        # The ORM's ignore_conflicts would not say whether the row was new.
        cursor.execute(
            "INSERT INTO congress_firedslot (job, slot) VALUES (%s, %s) ON CONFLICT DO NOTHING", [job, slot]
        )
        return cursor.rowcount == 1
