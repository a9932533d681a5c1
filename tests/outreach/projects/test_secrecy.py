"""Who took part is known; how they voted is not, to anyone. An attacker with all rights but the scrutineers' key tries."""

import json
import logging
import random
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.db import connection, transaction
from django.test import Client

from congress.embedded.binaries import find_binaries
from congress.embedded.processes import Account
from congress.models import AuditEvent
from outreach.models import RollEntry, VoteRound
from outreach.projects.check import canonical
from outreach.projects.vote import box, shares
from outreach.projects.vote.services import closing, publishing, roll, rounds
from tests.outreach.projects.attack import Seen, best_guess, by_chance, log_positions
from tests.outreach.projects.vote_keys import PRIVATE
from tests.outreach.projects.vote_makers import AT, Hall, read_boxes, sealed

VOTERS, RUNS, PROJECTS = 600, 5, 12
# So many ways to link are tried at once that one of them lies three deviations off now and then.
DEVIATIONS = 5


def ballot_of(chance: random.Random) -> list[list[str]]:
    chosen = chance.sample(range(1, PROJECTS + 1), chance.randint(1, 6))
    return [[str(key), "approve"] for key in sorted(chosen)]


def asked(sql: str, *values: object) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def place(ctid: str) -> tuple[int, ...]:
    return tuple(int(part) for part in ctid.strip("()").split(","))


class Attacker:
    """Looks at the database's tables and files while the vote goes on."""

    def __init__(self) -> None:
        self.folder = Path(asked("SHOW data_directory")[0][0])
        self.start = self.now()

    def now(self) -> str:
        return str(asked("SELECT pg_current_wal_flush_lsn()")[0][0])

    def log(self) -> dict:
        program = find_binaries(Account.for_servers()).postgres / "pg_waldump"
        # A commit that waits for the disk: everything before it is in the files then.
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL synchronous_commit = on")
            cursor.execute("SELECT pg_logical_emit_message(true, 'attack', '')")
        return log_positions(program, self.folder, self.start, self.now())

    def table(self, name: str, columns: str, where: str = "true") -> list[dict]:
        file = asked(f"SELECT pg_relation_filenode('{name}')")[0][0]
        rows = asked(f"SELECT ctid::text, xmin::text::bigint, {columns} FROM {name} WHERE {where}")
        names = [word.strip().split(" ")[-1] for word in columns.split(",")]
        return [
            {"file": file, "ctid": row[0], "xmin": row[1], **dict(zip(names, row[2:], strict=True))}
            for row in rows
        ]

    def files_hold(self, text: bytes) -> list[str]:
        """Backups: every file of the server, tables, indexes and log alike."""
        with connection.cursor() as cursor:
            cursor.execute("CHECKPOINT")
        return [
            str(path.relative_to(self.folder))
            for path in self.folder.rglob("*")
            if path.is_file() and text in path.read_bytes()
        ]


def marks(row: dict, log: dict, prefix: str, *more: str) -> dict:
    """What is written on a row and about it."""
    xid, position = log.get((row["file"], row["ctid"]), (row["xmin"], row["xmin"]))
    own = {f"{prefix} {name}": row[name] for name in more}
    return {
        f"{prefix} place": place(row["ctid"]), f"{prefix} transaction": row["xmin"], f"{prefix} logged as": xid,
        f"{prefix} log position": position, **own,
    }  # fmt: skip


@pytest.fixture
def hall(db_with_commits, clerk, city_office):
    return Hall(clerk, city_office, deputies=VOTERS, candidates=PROJECTS, places=6, publishes_ballots=True)


@pytest.fixture
def small_hall(db_with_commits, clerk, city_office):
    return Hall(clerk, city_office)


@pytest.fixture
def db_with_commits(transactional_db):
    """Real transactions: the attack reads what they leave behind."""


def secret_vote(hall: Hall, chance: random.Random, run: int) -> tuple[dict[int, str], list[Seen], list[Seen]]:
    """One vote over the addresses, watched by the attacker: the truth, people and ballots with their marks."""
    vote = hall.frozen(is_test=True)
    RollEntry.objects.filter(round=vote).update(checked_in=True)
    attacker = Attacker()
    at_the_door = chance.sample(range(1, VOTERS + 1), VOTERS)
    for seat in at_the_door:
        roll.hand_out(vote, seat, actor=hall.clerk, at=AT)
    vote = rounds.open_round(vote, actor=hall.clerk, at=AT)
    # Shuffled by hand, drawn from a box: nobody knows who holds which. They cast in the order in which they came.
    envelopes = chance.sample(hall.codes, VOTERS)
    truth, client = {}, Client()
    for seat, code in zip(at_the_door, envelopes, strict=True):
        ballot = ballot_of(chance)
        truth[seat] = canonical(ballot)
        body = json.dumps({"credential": code, "box": sealed(vote, ballot)})
        assert (
            client.post(f"/vote/{vote.code}/cast", body, content_type="application/json").status_code == 200
        )
    intake = {bytes(row["hash"]): row for row in attacker.table(f"outreach_intake_{vote.pk}", "hash")}
    if run == 0:
        plain = next(text for text in truth.values() if text.count("approve") > 3)
        assert attacker.files_hold(plain.encode()) == []
    vote = closing.close_round(vote, actor=hall.clerk, at=AT)
    for watcher in hall.watchers[:2]:
        vote = closing.enter_opening(vote, read_boxes(vote), actor=watcher, at=AT)
    publishing.publish_round(
        closing.count_round(vote, actor=hall.watchers[0], at=AT), actor=hall.clerk, at=AT
    )
    return truth, *seen_by(attacker, vote, truth, intake)


def seen_by(attacker: Attacker, vote: VoteRound, truth: dict, intake: dict) -> tuple[list[Seen], list[Seen]]:
    log = attacker.log()
    events = AuditEvent.objects.filter(verb="outreach.vote.handed_out", target_id=str(vote.pk))
    envelope = {event.facts["seat"]: event.seq for event in events}
    people = [
        Seen(
            truth[row["seat"]],
            {**marks(row, log, "roll", "id", "seat"), "envelope taken": envelope[row["seat"]]},
        )
        for row in attacker.table("outreach_rollentry", "id, seat", f"round_id = {vote.pk}")
    ]
    # The opened ballots have no marks but their own order; the boxes have, and the attacker takes each box's rank.
    opened = json.loads(VoteRound.objects.get(pk=vote.pk).archive)["ballots"]
    boxes = sorted(
        attacker.table("outreach_box", "id, hash", f"round_id = {vote.pk}"),
        key=lambda row: bytes(row["hash"]),
    )
    ballots = []
    for rank, (ballot, row) in enumerate(zip(opened, boxes, strict=True)):
        live = marks(intake[bytes(row["hash"])], log, "intake")
        ballots.append(Seen(canonical(ballot), {"published": rank, **marks(row, log, "box", "id"), **live}))
    return people, ballots


@pytest.mark.slow
def test_five_votes_of_six_hundred_are_linked_no_better_than_by_chance(hall):
    chance = random.Random(7)  # noqa: S311 - a repeatable one
    hits: dict[str, int] = {}
    expected = 0.0
    for run in range(RUNS):
        truth, people, ballots = secret_vote(hall, chance, run)
        assert sorted(seen.ballot for seen in ballots) == sorted(truth.values())
        expected += by_chance(list(truth.values()))
        for way, many in best_guess(people, ballots).items():
            hits[way] = hits.get(way, 0) + many
    bound = expected + DEVIATIONS * expected**0.5
    assert {way: many for way, many in hits.items() if many > bound} == {}
    # Every mark was tried against every other.
    assert len(hits) > 50


@pytest.mark.slow
def test_the_same_attack_names_all_six_hundred_of_a_naive_vote(hall):
    """Two tables without a foreign key, written in one transaction, as it is often done."""
    chance = random.Random(7)  # noqa: S311 - a repeatable one
    attacker = Attacker()
    statements = [
        "CREATE TABLE naive_roll (deputy int PRIMARY KEY, voted boolean NOT NULL DEFAULT false)",
        "CREATE TABLE naive_ballot (id bigserial PRIMARY KEY, marks text NOT NULL)",
        f"INSERT INTO naive_roll (deputy) SELECT * FROM generate_series(1, {VOTERS})",
    ]
    with connection.cursor() as cursor:
        for sql in statements:
            cursor.execute(sql)
        truth = {}
        for deputy in chance.sample(range(1, VOTERS + 1), VOTERS):
            truth[deputy] = canonical(ballot_of(chance))
            with transaction.atomic():
                cursor.execute("UPDATE naive_roll SET voted = true WHERE deputy = %s", [deputy])
                cursor.execute("INSERT INTO naive_ballot (marks) VALUES (%s)", [truth[deputy]])
    log = attacker.log()
    people = [
        Seen(truth[r["deputy"]], marks(r, log, "roll", "deputy"))
        for r in attacker.table("naive_roll", "deputy")
    ]
    ballots = [
        Seen(r["marks"], marks(r, log, "ballot", "id")) for r in attacker.table("naive_ballot", "id, marks")
    ]
    # The log was really read: every row of both tables stands in it.
    for table in ("naive_roll", "naive_ballot"):
        missing = [row for row in attacker.table(table, "1 one") if (row["file"], row["ctid"]) not in log]
        assert missing == []
    hits = best_guess(people, ballots)
    assert hits["roll transaction equal to ballot transaction"] == VOTERS
    assert hits["roll logged as equal to ballot logged as"] == VOTERS
    assert hits["roll transaction in the order of ballot id"] == VOTERS


def test_casting_leaves_nothing_in_the_web_log_and_nothing_in_redis(small_hall, caplog):
    vote = small_hall.opened()
    cache = redis.Redis.from_url(settings.REDIS_URL)
    before = set(cache.keys("*"))
    events = AuditEvent.objects.count()
    with caplog.at_level(logging.DEBUG):
        receipts = small_hall.vote(vote, [["1"], ["2"]])
        body = json.dumps({"credential": small_hall.codes[2], "box": sealed(vote, [["3", "approve"]])})
        Client().post(f"/vote/{vote.code}/cast", body, content_type="application/json")
        Client().post(f"/vote/{vote.code}/cast", body, content_type="application/json")
    told = caplog.text
    assert all(text not in told for text in (*receipts, *small_hall.codes[:3], "/cast"))
    assert set(cache.keys("*")) - before == set()
    assert AuditEvent.objects.count() == events


def test_no_server_of_ours_writes_an_access_log():
    root = Path(settings.BASE_DIR)
    started = [root / "docs/deploy/systemd/lianxin-web.service", root / "congress/embedded/demo.py"]
    assert all("--access-log" not in path.read_text(encoding="utf-8") for path in started)
    nginx = (root / "docs/deploy/nginx.conf").read_text(encoding="utf-8")
    assert "location /vote/" in nginx
    assert "access_log off;" in nginx.split("location /vote/")[1].split("}")[0]


def test_before_the_end_there_is_nothing_but_the_number_received(small_hall):
    vote = small_hall.opened()
    small_hall.vote(vote, [["1", "2"]] * 3)
    assert set(Client().get(f"/vote/{vote.code}/round.json").json()) == set(json.loads(vote.frozen))
    assert Client().get(f"/vote/{vote.code}/archive.json").status_code == 404
    vote.refresh_from_db()
    assert (vote.opened, vote.result, vote.archive, vote.boxes.count()) == ("", "", "", 0)


def test_two_of_three_shares_open_the_boxes_and_one_does_not(small_hall):
    vote = small_hall.opened()
    small_hall.vote(vote, [["1", "2"]])
    vote = closing.close_round(vote, actor=small_hall.clerk, at=AT)
    kept = shares.split(PRIVATE, kid=vote.kid, k=vote.threshold_k, n=vote.shares_n)
    raw = bytes(vote.boxes.get().box)
    with pytest.raises(shares.BadShares, match="需要 2 份"):
        shares.join(kept[:1])
    key = shares.join(kept[1:])
    assert box.open_box(raw, private=key, frozen_hash=vote.frozen_hash) == [
        ["1", "approve"],
        ["2", "approve"],
    ]


def test_the_servers_key_is_nowhere_but_with_the_scrutineers(small_hall):
    vote = small_hall.opened()
    hexes = f"{PRIVATE:064x}"
    columns = [str(getattr(vote, field.attname)) for field in VoteRound._meta.concrete_fields]
    assert not any(hexes in text for text in columns)
    assert Attacker().files_hold(bytes.fromhex(hexes)) == []
