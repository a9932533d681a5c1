"""A real Celery worker on the real broker, killed in the middle of its work."""

import os
import shutil
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection

from congress.notices.models import Notice
from congress.notices.selectors import inbox_of
from congress.notices.services import Posting, post_notices
from congress.notices.states import State

ROOT = Path(__file__).parents[3]
COUNT = 12_000
PATIENCE = 60.0
# The worker reads the wordings of the product, not those of these tests.
WORDING = "phone_code"


@contextmanager
def worker(log):
    """A worker with its children in a process group of its own, on the database of this test."""
    command = [sys.executable, "-m", "celery", "-A", "congress", "worker", "-c", "1", "-l", "warning"]
    command += ["--without-gossip", "--without-mingle"]
    process = subprocess.Popen(
        command, cwd=ROOT, env=environment(), stdout=log, stderr=subprocess.STDOUT, start_new_session=True
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def environment():
    database = connection.settings_dict
    url = f"postgresql://{database['USER']}@{database['HOST']}:{database['PORT']}/{database['NAME']}"
    return {**os.environ, "DATABASE_URL": url, "REDIS_URL": settings.REDIS_URL}


def call():
    """What the beat does."""
    subprocess.run(
        [sys.executable, "-m", "celery", "-A", "congress", "call", "congress.deliver_notices"],
        cwd=ROOT,
        env=environment(),
        check=True,
        capture_output=True,
    )


def wait_until(reached, log):
    limit = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < limit, Path(log.name).read_text()
        time.sleep(0.005)


def delivered():
    return Notice.objects.filter(state=State.DELIVERED).count()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_celery_worker_killed_in_the_middle_loses_nothing_and_shows_nothing_twice(
    handler, department, wordings, tmp_path
):
    shutil.copy(ROOT / "templates" / "messages" / f"{WORDING}.txt", wordings)
    post_notices(
        Posting(WORDING, department, str(n), context={"code": n, "minutes": 5}) for n in range(COUNT)
    )
    with (tmp_path / "worker.log").open("w") as log:
        call()
        with worker(log) as process:
            wait_until(lambda: delivered() > 0, log)
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        # Somewhere in the middle: the kill came before the end.
        assert 0 < delivered() < COUNT
        call()
        with worker(log):
            wait_until(lambda: delivered() == COUNT, log)
    shown = [item.notice.key for item in inbox_of(handler, limit=COUNT + 1)]
    assert sorted(shown, key=int) == [str(n) for n in range(COUNT)]
    assert set(Notice.objects.values_list("attempts", flat=True)) == {1}
