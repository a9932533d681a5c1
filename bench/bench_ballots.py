"""A hall votes: VOTERS (600) ballots from CROWD (40) connections through the production server, and again with 3,000.

Prints seconds, p50 and p99 of one cast, ballots a second; beside it a bare WSGI insert into two tables through the same
server in the same run, turn by turn; closing, opening on one scrutineer's machine in Python, count, verification.
"""

import json
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "bench"))

VOTERS = [int(word) for word in os.environ.get("VOTERS", "600,3000").split(",")]
CROWD = int(os.environ.get("CROWD", "40"))
OURS, PEER = 8417, 8418


def post_all(port: int, path: str, bodies: Sequence[str]) -> tuple[float, list[float]]:
    """Every body once, from CROWD connections; seconds in all, and of each."""
    waiting, took, lock = list(bodies), [], threading.Lock()
    wrong: list[str] = []

    def send() -> None:
        line = HTTPConnection("127.0.0.1", port, timeout=60)
        while True:
            with lock:
                if not waiting:
                    return
                body = waiting.pop()
            started = time.perf_counter()
            line.request("POST", path, body, {"Content-Type": "application/json"})
            answer = line.getresponse()
            text = answer.read()
            seconds = time.perf_counter() - started
            with lock:
                took.append(seconds)
                if answer.status != 200:
                    wrong.append(f"{answer.status} {text[:200]!r}")

    crowd = [threading.Thread(target=send) for _ in range(CROWD)]
    started = time.perf_counter()
    for each in crowd:
        each.start()
    for each in crowd:
        each.join()
    assert not wrong, wrong[:3]
    return time.perf_counter() - started, took


def timed(work: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    found = work()
    return round(time.perf_counter() - started, 2), found


def one(hall: Any, voters: int) -> dict[str, Any]:
    """A whole round of so many."""
    from django.db import connection

    from outreach.models import RollEntry
    from outreach.projects.vote.services import closing, publishing, rounds
    from outreach.projects.vote.verify import verify
    from tests.outreach.projects.vote_makers import AT, read_boxes, sealed

    vote = hall.frozen()
    RollEntry.objects.filter(round=vote).update(checked_in=True, credential_given=True)
    vote = rounds.open_round(vote, actor=hall.clerk, at=AT)
    ballot = [[str(key), "approve" if key % 2 else "abstain"] for key in range(1, 21)]
    bodies = [json.dumps({"credential": code, "box": sealed(vote, ballot)}) for code in hall.codes[:voters]]
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE naive_roll, naive_ballot")
    # Each first once: ours and theirs in the same minute of the same machine.
    theirs, _ = post_all(PEER, "/", bodies[: voters // 2])
    seconds, took = post_all(OURS, f"/vote/{vote.code}/cast", bodies)
    more, _ = post_all(PEER, "/", bodies[voters // 2 :])
    close, vote = timed(lambda: closing.close_round(vote, actor=hall.clerk, at=AT))
    opening, ballots = timed(lambda: read_boxes(vote))
    for watcher in hall.watchers[:2]:
        vote = closing.enter_opening(vote, ballots, actor=watcher, at=AT)
    count, vote = timed(lambda: closing.count_round(vote, actor=hall.watchers[0], at=AT))
    vote = publishing.publish_round(vote, actor=hall.clerk, at=AT)
    verification, findings = timed(lambda: verify(vote))
    assert vote.received == voters
    # The bench ticks the roll past the services: the log knows nothing of it, and that is all there is to find.
    assert all("工作日志" in finding for finding in findings), findings
    return {
        "voters": voters,
        "seconds": round(seconds, 2),
        "a_second": round(voters / seconds, 1),
        "p50_ms": round(statistics.median(took) * 1000, 1),
        "p99_ms": round(statistics.quantiles(took, n=100)[98] * 1000, 1),
        "bare_two_tables_a_second": round(voters / (theirs + more), 1),
        "ours_to_bare": round((theirs + more) / seconds, 2),
        "close_seconds": close,
        "open_seconds": opening,
        "count_seconds": count,
        "verify_seconds": verification,
    }


def measure() -> list[dict[str, Any]]:
    from bench_pages import served
    from django.db import connection

    from congress.models import Organisation
    from congress.regions.services import load_organisations
    from tests.factories import give_role, make_user
    from tests.outreach.projects.vote_makers import Hall

    load_organisations()
    office = Organisation.objects.get(code="430500-RD-DGW")
    clerk = make_user(username="bench.clerk", name="测量")
    give_role(clerk, "clerk", office)
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE naive_roll (credential text PRIMARY KEY)")
        cursor.execute("CREATE TABLE naive_ballot (id bigserial PRIMARY KEY, marks text NOT NULL)")
    found = []
    with served("congress.wsgi:application", OURS), served("peer_vote:application", PEER):
        hall = None
        for voters in VOTERS:
            if hall is None:
                hall = Hall(clerk, office, deputies=voters, candidates=20, places=10)
            else:
                hall.grow(voters)
            found.append(one(hall, voters))
    return found


def main() -> None:
    from congress.embedded.environment import environment
    from congress.embedded.lease import borrowed_servers

    with tempfile.TemporaryDirectory(prefix="lianxin-bench-") as name:
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
                print(json.dumps({"bench": "ballots", "crowd": CROWD, "rounds": measure()}))
            finally:
                connections.close_all()


if __name__ == "__main__":
    main()
