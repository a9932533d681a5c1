"""Run as a program by test_killed_worker: a worker that is killed with SIGKILL at every statement in turn.

Prints one JSON line: rounds, and the keys that were lost or shown twice. Works on the database of the test
run, with rows of its own that it removes again. The fault is put into the connection from outside; the
product has no switch for it.
"""

import json
import os
import signal
import sys
import time
from datetime import UTC, datetime, timedelta

import django
from django.conf import settings

DATABASE, TEMPLATES = json.loads(sys.argv[1]), sys.argv[2]
settings.DATABASES["default"].update(DATABASE)
settings.TEMPLATES[0]["DIRS"] = [TEMPLATES]
settings.SMS_BACKEND = "outbox"
django.setup()

# Models can be imported only now.
from django.db import connection  # noqa: E402

from congress.notices.delivery import deliver_waiting  # noqa: E402
from congress.notices.models import Notice, OutboxText  # noqa: E402
from congress.notices.selectors import inbox_of  # noqa: E402
from congress.notices.services import Posting, Recipient, post_notices  # noqa: E402
from congress.notices.wakeup import hang_bell  # noqa: E402
from congress.people.models import User  # noqa: E402

# The workers of this test are started by it alone.
hang_bell(None)

START = datetime(2026, 11, 23, 4, 0, tzinfo=UTC)
INBOX = 3
TEXTS = 3


def main() -> None:
    lost, double, rounds = [], [], 0
    for after in (False, True):
        number = 1
        while True:
            prepare()
            killed = child(lambda: work(START, kill_at=number, after=after))  # noqa: B023 - runs at once
            if not killed:
                break
            child(finish)
            missing, twice = look()
            lost += missing
            double += twice
            rounds += 1
            number += 1
    clear()
    sys.stdout.write(json.dumps({"rounds": rounds, "lost": lost, "double": double}))


def child(job) -> bool:
    """Do the job in a process of its own; True when it was killed."""
    connection.close()
    pid = os.fork()
    if pid == 0:
        try:
            job()
        except BaseException as error:  # noqa: BLE001 - the child must never return into the loop
            sys.stderr.write(repr(error))
            os._exit(1)
        os._exit(0)
    _pid, status = os.waitpid(pid, 0)
    if os.WIFEXITED(status) and os.WEXITSTATUS(status):
        raise SystemExit("the worker failed by itself")
    return os.WIFSIGNALED(status)


def work(at: datetime, *, kill_at: int = 0, after: bool = False) -> None:
    count = 0

    def die(execute, sql, params, many, context):
        nonlocal count
        count += 1
        if count == kill_at and not after:
            os.kill(os.getpid(), signal.SIGKILL)
        answer = execute(sql, params, many, context)
        if count == kill_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    if kill_at:
        with connection.execute_wrapper(die):
            deliver_waiting(clock=lambda: at)
    else:
        deliver_waiting(clock=lambda: at)


def finish() -> None:
    """The next runs of the beat: later, when leases have run out, until nothing waits."""
    at = START
    for _run in range(20):
        at += timedelta(minutes=3)
        work(at)
        if not Notice.objects.filter(key__startswith="kill:", state="pending").exists():
            return
        # The server may still be clearing up after the dead connection, whose rows are locked until then.
        time.sleep(0.05)


def prepare() -> None:
    clear()
    user = make_user()
    post_notices(Posting("test_short", user, f"kill:inbox:{n}", on_at=START) for n in range(INBOX))
    post_notices(
        Posting("test_short", Recipient(phone=f"139000{n:05}"), f"kill:sms:{n}", on_at=START)
        for n in range(TEXTS)
    )


def make_user():
    return User.objects.get_or_create(username="killed-worker", defaults={"name": "读者"})[0]


def clear() -> None:
    Notice.objects.filter(key__startswith="kill:").delete()
    User.objects.filter(username="killed-worker").delete()


def look() -> tuple[list[str], list[str]]:
    """What is missing and what is there twice: in the inbox, and among the text messages that were handed
    over.
    """
    at = START + timedelta(hours=2)
    shown = [item.notice.key for item in inbox_of(make_user(), at=at, limit=100)]
    sent = list(
        OutboxText.objects.filter(notice__key__startswith="kill:").values_list("notice__key", flat=True)
    )
    arrived = shown + sent
    expected = list(Notice.objects.filter(key__startswith="kill:").values_list("key", flat=True))
    delivered = set(
        Notice.objects.filter(key__startswith="kill:", state="delivered").values_list("key", flat=True)
    )
    missing = [key for key in expected if key not in arrived or key not in delivered]
    if len(expected) != INBOX + TEXTS:
        missing.append(f"{len(expected)} rows")
    return missing, [key for key in set(arrived) if arrived.count(key) > 1]


if __name__ == "__main__":
    main()
