"""Run as a program by test_exactness: 600 credentials, each posted five times at once through a production server, while
answers are lost after the commit and processes are killed. Own servers in an own folder, so that killing harms nobody.

Prints one JSON line. A client whose answer was lost sends the same box again, as the ballot page does.
"""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import closing as closed_at_the_end
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[3]
VOTERS, AT_ONCE, PATIENCE = int(sys.argv[1]), 5, 120
LOST_SHARE = 0.3
PORT = int(sys.argv[2])


class Vote:
    """What the clients share: the round's address, what came back, and how far the vote has got."""

    def __init__(self, code: str, port: int) -> None:
        self.path, self.port = f"/vote/{code}/cast", port
        self.lock = threading.Lock()
        self.receipts: dict[str, set[str]] = {}
        self.answers: Counter[str] = Counter()
        self.done = 0
        self.sent_again = 0


def cast(vote: Vote, credential: str, box: str, chance: random.Random) -> None:
    """Send until an answer is read; three in ten answers are thrown away unread, as on a bad line."""
    body = json.dumps({"credential": credential, "box": box})
    started = time.monotonic()
    while time.monotonic() - started < PATIENCE:
        try:
            with closed_at_the_end(HTTPConnection("127.0.0.1", vote.port, timeout=10)) as line:
                line.request("POST", vote.path, body, {"Content-Type": "application/json"})
                answer = line.getresponse()
                text = answer.read()
        except (OSError, HTTPException):
            time.sleep(0.1)
            continue
        if answer.status >= 500:
            time.sleep(0.2)
            continue
        if chance.random() < LOST_SHARE:
            with vote.lock:
                vote.sent_again += 1
            continue
        told = json.loads(text)
        with vote.lock:
            vote.answers[f"{answer.status} {told.get('reason', 'receipt')}"] += 1
            if answer.status == 200:
                vote.receipts.setdefault(credential, set()).add(told["receipt"])
        return
    with vote.lock:
        vote.answers["no answer"] += 1


def voter(vote: Vote, credential: str, boxes: list[str], number: int) -> None:
    """Five at once: the same box four times and another one, which must not count beside it."""
    chance = random.Random(number)
    tries = [
        threading.Thread(target=cast, args=(vote, credential, box, random.Random(chance.random())))
        for box in boxes
    ]
    chance.shuffle(tries)
    for each in tries:
        each.start()
    for each in tries:
        each.join()
    with vote.lock:
        vote.done += 1


class Web:
    """The production server with two workers; as under systemd it is started again when it gave up."""

    def __init__(self, port: int) -> None:
        self.port, self.over = port, False
        self.server = self._start()
        self.watch = threading.Thread(target=self._keep)
        self.watch.start()

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [sys.executable, "-m", "granian", "--interface=wsgi", "--port", str(self.port), "--workers", "2",
             "--blocking-threads", "2", "--respawn-failed-workers", "--log-level", "critical",
             "congress.wsgi:application"],
            cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)},
        )  # fmt: skip

    def _keep(self) -> None:
        while not self.over:
            if self.server.poll() is not None:
                self.server = self._start()
            time.sleep(0.05)

    def kill_a_worker(self) -> None:
        """SIGKILL in the middle of its work."""
        pid = self.server.pid
        workers = [int(word) for word in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
        os.kill(workers[-1], signal.SIGKILL)

    def stop(self) -> None:
        """For good."""
        self.over = True
        self.watch.join()
        self.server.terminate()
        self.server.wait()


def kill_database() -> None:
    """SIGKILL to a backend: PostgreSQL throws everybody out and replays its log."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    os.kill(pid, signal.SIGKILL)
    connection.close()


def checkpoint() -> None:
    """What was set up before is on the disk: the log that is replayed after a kill is the vote's alone."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CHECKPOINT")


def when(vote: Vote, share: float) -> None:
    """Wait until so many voters are done."""
    while vote.done < share * VOTERS:
        time.sleep(0.005)


def run() -> dict[str, Any]:
    from congress.models import Organisation, Region
    from congress.regions.services import load_organisations
    from outreach.projects.vote.services import closing, roll, rounds
    from outreach.projects.vote.verify import verify
    from tests.factories import give_role, make_user
    from tests.outreach.projects.vote_makers import AT, Hall, read_boxes, sealed

    load_organisations()
    office = Organisation.objects.get(code="430500-RD-DGW")
    assert Region.objects.filter(code="430500").exists()
    clerk = make_user(username="exact.clerk", name="李敏")
    give_role(clerk, "clerk", office)
    hall = Hall(clerk, office, deputies=VOTERS, candidates=12, places=6)
    frozen = hall.frozen()
    for seat in range(1, VOTERS + 1):
        roll.check_in(frozen, seat, actor=clerk, at=AT)
        roll.hand_out(frozen, seat, actor=clerk, at=AT)
    opened = rounds.open_round(frozen, actor=clerk, at=AT)
    chance = random.Random(1)
    vote = Vote(opened.code, PORT)
    voters, wanted = [], []
    for number, code in enumerate(hall.codes[:VOTERS]):
        ballot = [[str(key), "approve"] for key in sorted(chance.sample(range(1, 13), 3))]
        # Both boxes hold the same choice, so that the result is known whichever came first.
        boxes = [sealed(opened, ballot)] * (AT_ONCE - 1) + [sealed(opened, ballot)]
        wanted.append(json.dumps(ballot, separators=(",", ":")))
        voters.append(threading.Thread(target=voter, args=(vote, code, boxes, number)))
    checkpoint()
    web = Web(PORT)
    try:
        waiting = list(voters)
        crowd: list[threading.Thread] = []
        kills = [
            (0.15, web.kill_a_worker),
            (0.35, kill_database),
            (0.55, web.kill_a_worker),
            (0.75, kill_database),
        ]
        killer = threading.Thread(target=lambda: [(when(vote, share), kill()) for share, kill in kills])
        killer.start()
        while waiting or any(each.is_alive() for each in crowd):
            crowd = [each for each in crowd if each.is_alive()]
            while waiting and len(crowd) < 12:
                crowd.append(waiting.pop())
                crowd[-1].start()
            time.sleep(0.005)
        killer.join()
    finally:
        web.stop()
    from django.db import connection

    connection.close()
    over = closing.close_round(opened, actor=clerk, at=AT)
    read = [json.dumps(ballot, separators=(",", ":")) for ballot in read_boxes(over)]
    return {
        "voters": VOTERS,
        "ballots": over.received,
        "as_cast": Counter(read) == Counter(wanted),
        "two_receipts": sum(len(found) > 1 for found in vote.receipts.values()),
        "no_receipt": VOTERS - len(vote.receipts),
        "sent_again": vote.sent_again,
        "answers": dict(vote.answers),
        "findings": verify(over),
    }


def main() -> None:
    from congress.embedded.environment import environment
    from congress.embedded.lease import borrowed_servers

    with tempfile.TemporaryDirectory(prefix="lianxin-exact-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with borrowed_servers(folder) as addresses:
            os.environ.update(
                {**environment(folder, addresses), "DJANGO_SETTINGS_MODULE": "congress.settings.production"}
            )
            import django

            django.setup()
            from django.core.management import call_command
            from django.db import connections

            call_command("migrate", verbosity=0)
            call_command("collectstatic", interactive=False, verbosity=0)
            try:
                told = run()
            finally:
                connections.close_all()
    sys.stdout.write(json.dumps(told) + "\n")


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    main()
