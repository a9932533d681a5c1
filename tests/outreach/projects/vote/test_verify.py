"""Whatever is changed in a vote after the fact is found: in the database by `verify_vote`, in the archive by the checker."""

import copy
import json
import random
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from outreach.models import VoteRound
from outreach.projects.check import digest, examine
from outreach.projects.vote.archive import sealed_boxes
from outreach.projects.vote.services import publishing
from outreach.projects.vote.verify import verify
from tests.outreach.projects.vote_makers import AT, Hall

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[4]


@pytest.fixture
def published(clerk, city_office):
    hall = Hall(clerk, city_office, deputies=12, publishes_ballots=True)
    vote = hall.opened()
    choices = [["1", "2"]] * 4 + [["2", "3"]] * 3 + [["1"]] * 2 + [[]] * 2
    return publishing.publish_round(hall.counted(vote, choices), actor=clerk, at=AT)


def test_an_untouched_vote_holds(published, capsys):
    assert verify(published) == []
    call_command("verify_vote", published.code)
    assert "1 rounds hold" in capsys.readouterr().out
    with pytest.raises(CommandError, match="no frozen round"):
        call_command("verify_vote", "NOTTHERE")


# What the owner of the database could write, past every trigger: SQL, with %(id)s for the round's.
CHANGES = {
    "a ballot is changed": """
        UPDATE outreach_box SET box = set_byte(box, 90, 255 - get_byte(box, 90))
        WHERE id = (SELECT max(id) FROM outreach_box WHERE round_id = %(id)s)""",
    "a ballot is removed": """
        DELETE FROM outreach_box WHERE id = (SELECT min(id) FROM outreach_box WHERE round_id = %(id)s)""",
    "a ballot is added": """
        INSERT INTO outreach_box (round_id, hash, box) VALUES (%(id)s, sha256('x'), 'x')""",
    "the first ballot becomes the last": """
        UPDATE outreach_box SET id = id + 1000
        WHERE id = (SELECT min(id) FROM outreach_box WHERE round_id = %(id)s)""",
    "a spent credential is added": """
        INSERT INTO outreach_spentcredential (round_id, hash, proof) VALUES (%(id)s, sha256('y'), 'y')""",
    "an unused envelope gets another code": """
        UPDATE outreach_credential SET hash = sha256('y') WHERE round_id = %(id)s AND number = (
            SELECT max(number) FROM outreach_credential WHERE round_id = %(id)s)""",
    "a spent credential gets another proof": """
        UPDATE outreach_spentcredential SET proof = 'y' WHERE round_id = %(id)s""",
    "the method is changed": """
        UPDATE outreach_votingmethod SET places = 3
        WHERE id = (SELECT method_id FROM outreach_voteround WHERE id = %(id)s)""",
    "the frozen text is changed": """
        UPDATE outreach_voteround SET frozen = replace(frozen, '"places":2', '"places":3') WHERE id = %(id)s""",
    "the frozen text is changed with its hash": """
        UPDATE outreach_voteround SET frozen = frozen || ' ',
        frozen_hash = encode(sha256(convert_to(frozen || ' ', 'UTF8')), 'hex') WHERE id = %(id)s""",
    "somebody is taken off the roll of those who voted": """
        UPDATE outreach_rollentry SET credential_given = false WHERE round_id = %(id)s AND seat = 12""",
    "somebody is said not to have come": """
        UPDATE outreach_rollentry SET checked_in = false, credential_given = false
        WHERE round_id = %(id)s AND seat = 12""",
    "a name on the roll is changed": """
        UPDATE outreach_rollentry SET name = '换人' WHERE round_id = %(id)s AND seat = 4""",
    "the number present is changed": "UPDATE outreach_voteround SET present = 10 WHERE id = %(id)s",
    "an envelope is voided afterwards": """
        UPDATE outreach_credential SET voided = true WHERE round_id = %(id)s AND number = 13""",
    "an envelope is added": """
        INSERT INTO outreach_credential (round_id, hash, number, voided) VALUES (%(id)s, sha256('z'), 99, false)""",
    "the opened ballots are changed": """
        UPDATE outreach_voteround SET opened = replace(opened, '"3"', '"4"') WHERE id = %(id)s""",
    "the result is changed": """
        UPDATE outreach_voteround SET result = replace(result, '"1"', '"4"') WHERE id = %(id)s""",
    "the archive is changed": """
        UPDATE outreach_voteround SET archive = replace(archive, '"valid":11', '"valid":12') WHERE id = %(id)s""",
    "a candidate is taken off": """
        DELETE FROM outreach_roundcandidate WHERE round_id = %(id)s AND number = 4""",
    "one opening is changed": """
        UPDATE outreach_opening SET sha256 = repeat('0', 64)
        WHERE id = (SELECT min(id) FROM outreach_opening WHERE round_id = %(id)s)""",
}


@pytest.mark.parametrize("what", CHANGES)
def test_the_database_refuses_it_and_its_owner_is_found_out(published, what):
    sql = CHANGES[what]
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, {"id": published.pk})
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute(sql, {"id": published.pk})
        assert cursor.rowcount > 0
        cursor.execute("SET session_replication_role = origin")
    changed = VoteRound.objects.select_related("method", "year").get(pk=published.pk)
    assert verify(changed) != []
    with pytest.raises(CommandError, match="1 of 1 rounds do not hold"):
        call_command("verify_vote", published.code)


def test_a_change_of_the_rows_and_of_the_log_breaks_the_chain(published):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE congress_auditevent DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE congress_auditevent SET facts = '{\"a\":1}' WHERE verb = 'outreach.vote.counted'"
        )
        cursor.execute("ALTER TABLE congress_auditevent ENABLE ALWAYS TRIGGER audit_event_guard")
    assert any("工作日志的链" in finding for finding in verify(published))


# ---- the archive alone


def mutate(archive, kind, chance):
    """One change of this kind, somewhere."""
    ballots, receipts = archive["ballots"], archive["receipts"]
    place = chance.randrange(len(ballots))
    if kind == "a ballot altered":
        ballots[place] = [["4", "approve"], ["3", "approve"], ["4", "abstain"]][: 1 + place % 3]
    elif kind == "a ballot added":
        ballots.insert(place, [["4", "approve"]])
        receipts.insert(place, digest(str(chance.random())))
    elif kind == "a ballot removed":
        del ballots[place], receipts[place]
    elif kind == "two receipts swapped":
        other = (place + 1 + chance.randrange(len(receipts) - 1)) % len(receipts)
        receipts[place], receipts[other] = receipts[other], receipts[place]
    elif kind == "ballots reordered":
        ballots.append(ballots.pop(chance.randrange(len(ballots) - 2)))
    elif kind == "the method changed":
        archive["frozen"]["method"][chance.choice(["places", "threshold", "quorum"])] = [1, 3]
    elif kind == "the roll changed":
        archive["participants"][place]["name"] += "甲"
    else:
        line = archive["result"]["lines"][place % 4]
        line["approve"] += 1
        line["abstain"] -= 1


KINDS = [
    "a ballot altered", "a ballot added", "a ballot removed", "two receipts swapped", "ballots reordered",
    "the method changed", "the roll changed", "another count",
]  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
def test_a_hundred_changed_archives_are_refused_with_the_signature_and_without_it(published, kind):
    archive = json.loads(published.archive)
    assert examine(archive, published.frozen_hash) == []
    chance = random.Random(kind)  # noqa: S311 - a repeatable one
    for _round in range(100):
        changed = copy.deepcopy(archive)
        while changed == archive:
            mutate(changed, kind, chance)
        found = examine(changed)
        assert found
        # Even if the signature could be forged, something else gives the change away.
        assert [finding for finding in found if "签名" not in finding]


def test_another_vote_is_not_passed_off_as_this_one(published):
    archive = json.loads(published.archive)
    assert examine(archive, "0" * 64) == ["不是会场公布的那一次投票：封存文件的散列值不同。"]
    assert examine({}) != []
    assert examine({**archive, "signature": "AAAA"}) == ["档案的签名不对：公布以后有改动。"]


def test_the_scrutineers_archive_holds_the_boxes_too(published):
    archive = {**json.loads(published.archive), "boxes": sealed_boxes(published)}
    assert examine(archive, published.frozen_hash) == []
    archive["boxes"][0] = archive["boxes"][1]
    assert examine(archive) == ["密封选票与公布的清单不是同一批。"]


def test_a_citizen_checks_the_file_with_python_alone(published, tmp_path):
    path = tmp_path / "vote.json"
    path.write_text(published.archive, encoding="utf-8")

    def run(*arguments):
        script = f"import sys; sys.path.insert(0, {str(ROOT)!r}); sys.modules['django'] = None\n"
        script += "from outreach.projects.check import main; sys.exit(main(sys.argv[1:]))"
        return subprocess.run(
            [sys.executable, "-I", "-c", script, *arguments],
            capture_output=True, check=False, text=True, encoding="utf-8",
        )  # fmt: skip

    good = run(str(path), published.frozen_hash)
    assert (good.returncode, good.stdout.strip()) == (
        0, "没有发现问题：11 张电子选票，散列值和签名相符并重新计票，结果相同。",
    )  # fmt: skip
    path.write_text(published.archive.replace('"valid":11', '"valid":10'), encoding="utf-8")
    bad = run(str(path))
    assert bad.returncode == 1
    assert "签名不对" in bad.stdout
    assert run("nothing.json").returncode == 2
    assert run().returncode == 2
