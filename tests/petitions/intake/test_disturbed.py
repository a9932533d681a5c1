"""An import while others work, and an import whose worker dies."""

import os
import signal
import sys
import traceback
from collections.abc import Callable
from datetime import date
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction

from congress.audit.models import AuditEvent
from congress.models import User
from congress.people.actors import SYSTEM
from petitions.intake.models import IntakeBatch, IntakeRow
from petitions.intake.reading import moment_of
from petitions.intake.services.batches import queue_batch, run_batch, take_ledger
from petitions.suggestions.models import Entry, NumberSeries, Petitioner, Suggestion
from petitions.suggestions.services.history import PastCase, write_history
from petitions.suggestions.services.submit import Intake, submit_suggestion
from petitions.suggestions.states import Channel
from tests.factories import make_region

TODAY = date(2026, 11, 23)
HEAD = "收到日期,反映内容,反映人"


def case(line: int, day: str) -> PastCase:
    received_at = moment_of(day)
    assert received_at is not None
    return PastCase(line, uuid4(), "路灯不亮", f"第 {line} 处路灯不亮。", make_region(), received_at)


@pytest.mark.django_db(transaction=True)
def test_citizens_submit_while_an_import_of_this_year_runs() -> None:
    numbers: list[str] = []
    region = make_region()

    def submit() -> None:
        try:
            with connection.cursor() as cursor:
                # A citizen who had to wait for the import would wait for ever: it waits for this thread.
                cursor.execute("SET lock_timeout = '3s'")
            intake = Intake(content="小区门口的井盖松动了。", region=region, channel=Channel.PORTAL)
            numbers.append(submit_suggestion(intake, actor=SYSTEM, on=TODAY).suggestion.number)
        finally:
            connection.close()

    def meanwhile(_done: int) -> None:
        citizen = Thread(target=submit)
        citizen.start()
        citizen.join()

    cases = [case(1, "2026-11-02"), case(2, "2025-03-04"), case(3, "2026-11-03")]
    with transaction.atomic():
        rows = write_history(cases, actor=SYSTEM, on=TODAY, progress=meanwhile)
    assert numbers == ["MY-2026-430500-000001"]
    expected = ["MY-2026-430500-000002", "MY-2025-430500-000001", "MY-2026-430500-000003"]
    assert [row.number for row in rows] == expected
    stored = Suggestion.objects.in_bulk([row.pk for row in rows])
    assert [stored[row.pk].number for row in rows] == expected
    assert [stored[row.pk].search_text.startswith(n.lower()) for row, n in zip(rows, expected, strict=True)] == [
        True, True, True,
    ]  # fmt: skip


def dies(job: Callable[[], Any], *, at: int) -> bool:
    """Do the job in a process of its own that is killed before its write number `at`; False when it came through."""
    connection.close()
    pid = os.fork()
    if pid == 0:
        writes = 0

        def fault(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
            nonlocal writes
            if sql.lstrip().startswith(("INSERT", "UPDATE")):
                writes += 1
                if writes == at:
                    os.kill(os.getpid(), signal.SIGKILL)
            return execute(sql, params, many, context)

        # The browser's event loop does not reach into a fork: without it Django finds here the connection that this
        # thread had before the browser started, dead since the first database was dropped under it.
        connection.close()
        try:
            with connection.execute_wrapper(fault):
                job()
        except BaseException:  # noqa: BLE001 - the child must never return into the test run
            traceback.print_exc()
            sys.stderr.flush()
            os._exit(1)
        os._exit(0)
    _pid, status = os.waitpid(pid, 0)
    assert os.WIFSIGNALED(status) or os.WEXITSTATUS(status) == 0
    return os.WIFSIGNALED(status)


@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_at_any_write_of_an_import_leaves_nothing_and_the_next_one_does_it_whole(
    clerk: User,
) -> None:
    lines = [HEAD, "2026-11-02,三楼以上早晚没有自来水。,李四", "2025-11-02,五楼以上早晚没有自来水。,王五"]
    upload = SimpleUploadedFile("台账.csv", "\n".join(lines).encode())
    batch = take_ledger(upload, region=make_region(), actor=clerk, on=TODAY)
    batch = queue_batch(batch, actor=clerk, on=TODAY)
    kills = 0
    events = AuditEvent.objects.count()
    while dies(lambda: run_batch(batch, actor=clerk, on=TODAY), at=kills + 1):
        kills += 1
        assert IntakeBatch.objects.get().state == "queued"
        assert [
            model.objects.count() for model in (Suggestion, Petitioner, Entry, IntakeRow, NumberSeries)
        ] == [0, 0, 0, 0, 0]
        assert AuditEvent.objects.count() == events
    # Numbers of two years, cases, people, clocks, history, work log, rows, batch: less would mean no fault was put in.
    assert kills >= 8
    assert sorted(Suggestion.objects.values_list("number", flat=True)) == [
        "MY-2025-430500-000001", "MY-2026-430500-000001",
    ]  # fmt: skip
    assert IntakeBatch.objects.get().state == "done"
    run_batch(batch, actor=clerk, on=TODAY)
    assert Suggestion.objects.count() == 2
