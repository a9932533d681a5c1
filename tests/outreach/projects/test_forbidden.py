"""What nobody may do to a vote: the office that holds it, the administrator, whoever reaches the database, its owner.

One table: each act is tried by each. "refused": it does not happen. "found": its owner can do it, and then the check of
the round says so, or the deputy whose receipt is not in the list. Services that do not exist are no door: the tests below
the table say which doors there are.
"""

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.test import Client

from congress.errors import DomainError
from congress.models import User
from congress.people.roles import Role
from outreach.models import VoteRound
from outreach.projects.vote import shares
from outreach.projects.vote.services import casting, closing, methods, paper, publishing, roll, rounds
from tests.factories import give_role, make_user
from tests.outreach.projects.vote_keys import PRIVATE
from tests.outreach.projects.vote_makers import AT, PUBLIC_TEXT, Hall, read_boxes

pytestmark = pytest.mark.django_db
NINE = paper.PaperFigures(9, 9, 9, {}, {key: [9, 0, 0, 9] for key in "1234"})


@dataclass(frozen=True)
class Act:
    """`phase`: when; `through`: the services that come nearest to it, by whoever tries; `sql`: the same past them."""

    phase: str
    through: Callable[[Hall, VoteRound, User], Any] | None = None
    sql: str = ""
    # Ticks of roll and envelopes are what the product itself writes: the database cannot tell whose they are, the log can.
    database: str = "refused"
    # By the check of the round; or by the deputy, whose receipt is not in the published list.
    owner: str = "found"
    # Some changes show only once the round is closed and counted.
    afterwards: Callable[[Hall, VoteRound], VoteRound] | None = None


def finished(hall: Hall, vote: VoteRound) -> VoteRound:
    """Closed, opened, counted and published, as the people of the round do it who noticed nothing."""
    vote = closing.close_round(vote, actor=hall.clerk, at=AT)
    return published(hall, vote)


def published(hall: Hall, vote: VoteRound) -> VoteRound:
    for watcher in hall.watchers[:2]:
        vote = closing.enter_opening(vote, read_boxes(vote), actor=watcher, at=AT)
    vote = closing.count_round(vote, actor=hall.watchers[0], at=AT)
    return publishing.publish_round(vote, actor=hall.clerk, at=AT)


PARTS = (
    "rollentry", "credential", "box", "spentcredential", "opening", "papercount", "scrutineer", "roundcandidate",
)  # fmt: skip

ACTS: dict[str, Act] = {
    "change the rule after its adoption": Act(
        "frozen",
        lambda hall, vote, who: methods.adopt_method(
            hall.method, document_number="邵人发〔2026〕9号", adopted_on=AT.date(), actor=who, at=AT
        ),
        "UPDATE outreach_votingmethod SET places = 3 WHERE id = (SELECT method_id FROM outreach_voteround WHERE id = %(id)s)",
    ),
    "change the frozen document": Act(
        "frozen",
        lambda hall, vote, who: rounds.freeze_round(vote, actor=who, at=AT),
        """UPDATE outreach_voteround SET frozen = replace(frozen, '"places":2', '"places":3') WHERE id = %(id)s""",
    ),
    "put an own key in place of the scrutineers'": Act(
        "frozen",
        lambda hall, vote, who: rounds.set_key(vote, PUBLIC_TEXT, k=2, actor=who, at=AT),
        "UPDATE outreach_voteround SET public_key = repeat('A', 87) WHERE id = %(id)s",
    ),
    "make a draft's key oneself": Act(
        "draft", lambda hall, vote, who: rounds.set_key(vote, PUBLIC_TEXT, k=2, actor=who, at=AT)
    ),
    "take a candidate off the ballot": Act(
        "frozen", None, "DELETE FROM outreach_roundcandidate WHERE round_id = %(id)s AND number = 4"
    ),
    "watch the own vote": Act(
        "draft", lambda hall, vote, who: rounds.appoint(vote, who, role="scrutineer", actor=who, at=AT)
    ),
    "add somebody to the roll": Act(
        "frozen",
        None,
        """INSERT INTO outreach_rollentry (round_id, mandate_id, seat, name, checked_in, credential_given, blinded_hash, "left",
           paper_given) SELECT round_id, mandate_id + 1000, 99, '外人', true, true, '', false, false FROM outreach_rollentry
           WHERE round_id = %(id)s LIMIT 1""",
    ),
    "rename somebody on the roll": Act(
        "open", None, "UPDATE outreach_rollentry SET name = '外人' WHERE round_id = %(id)s AND seat = 3"
    ),
    "check somebody in after the opening": Act(
        "open",
        lambda hall, vote, who: roll.check_in(vote, 9, actor=who, at=AT),
        "UPDATE outreach_voteround SET present = 9 WHERE id = %(id)s",
    ),
    "make more envelopes after the opening": Act(
        "open",
        lambda hall, vote, who: roll.make_envelopes(vote, actor=who, at=AT, replaces=True),
        "INSERT INTO outreach_credential (round_id, hash, number, voided) VALUES (%(id)s, sha256('own'), 99, false)",
    ),
    "give an envelope an own code": Act(
        "open",
        None,
        "UPDATE outreach_credential SET hash = sha256('own') WHERE round_id = %(id)s AND number = "
        "(SELECT max(number) FROM outreach_credential WHERE round_id = %(id)s)",
    ),
    "void an envelope alone": Act(
        "open",
        lambda hall, vote, who: roll.void_envelope(vote, 11, reason="遗失", actor=who, at=AT),
        "UPDATE outreach_credential SET voided = true WHERE round_id = %(id)s AND number = 11",
        database="found",
    ),
    "hand out an envelope too many": Act(
        "open",
        lambda hall, vote, who: roll.hand_out(vote, 1, actor=who, at=AT),
        "UPDATE outreach_rollentry SET checked_in = true, credential_given = true WHERE round_id = %(id)s AND seat = 9",
        database="found",
    ),
    "cast for a deputy who did not": Act(
        "open",
        None,
        "INSERT INTO outreach_intake_{id} (credential, proof, box, hash) SELECT hash, 'x', 'x', sha256('x') "
        "FROM outreach_credential WHERE round_id = %(id)s AND number = "
        "(SELECT max(number) FROM outreach_credential WHERE round_id = %(id)s)",
        afterwards=finished,
    ),
    "take a ballot out while the vote is open": Act(
        "open",
        None,
        "DELETE FROM outreach_intake_{id} WHERE credential = (SELECT min(credential) FROM outreach_intake_{id})",
        owner="found by who cast it",
        afterwards=finished,
    ),
    "put an own box in place of somebody's": Act(
        "open",
        None,
        "UPDATE outreach_intake_{id} SET box = 'x', hash = sha256('x') "
        "WHERE credential = (SELECT min(credential) FROM outreach_intake_{id})",
        owner="found by who cast it",
        afterwards=finished,
    ),
    "read ballots before the closing": Act(
        "open", lambda hall, vote, who: closing.enter_opening(vote, [], actor=who, at=AT)
    ),
    "count before the closing": Act(
        "open", lambda hall, vote, who: closing.count_round(vote, actor=who, at=AT)
    ),
    "close before it is open": Act(
        "frozen",
        lambda hall, vote, who: closing.close_round(vote, actor=hall.watchers[0], at=AT),
        "UPDATE outreach_voteround SET phase = 'closed' WHERE id = %(id)s",
    ),
    "open a closed vote again": Act(
        "closed",
        lambda hall, vote, who: rounds.open_round(vote, actor=who, at=AT),
        "UPDATE outreach_voteround SET phase = 'open' WHERE id = %(id)s",
    ),
    "go back to the draft": Act(
        "published",
        lambda hall, vote, who: rounds.freeze_round(vote, actor=who, at=AT),
        "UPDATE outreach_voteround SET phase = 'draft' WHERE id = %(id)s",
    ),
    "change a box after the closing": Act(
        "closed",
        None,
        "UPDATE outreach_box SET box = set_byte(box, 90, 255 - get_byte(box, 90)) WHERE round_id = %(id)s",
    ),
    "swap two boxes": Act(
        "closed",
        None,
        "UPDATE outreach_box SET id = id + 1000 WHERE id = (SELECT min(id) FROM outreach_box WHERE round_id = %(id)s)",
    ),
    "hand in an opening as the organiser": Act(
        "closed", lambda hall, vote, who: closing.enter_opening(vote, read_boxes(vote), actor=who, at=AT)
    ),
    "change the opened ballots": Act(
        "counted",
        lambda hall, vote, who: closing.enter_opening(vote, [], actor=who, at=AT),
        """UPDATE outreach_voteround SET opened = replace(opened, '"2"', '"4"') WHERE id = %(id)s""",
    ),
    "count the paper alone": Act(
        "closed", lambda hall, vote, who: paper.enter_paper(vote, NINE, actor=who, at=AT)
    ),
    "change the result": Act(
        "counted",
        lambda hall, vote, who: closing.count_round(vote, actor=who, at=AT),
        """UPDATE outreach_voteround SET result = replace(result, '"1"', '"4"') WHERE id = %(id)s""",
    ),
    "publish an own archive": Act(
        "published",
        lambda hall, vote, who: publishing.publish_round(vote, actor=who, at=AT),
        """UPDATE outreach_voteround SET archive = replace(archive, '"valid":', '"valid":1') WHERE id = %(id)s""",
    ),
    "delete a vote": Act(
        "published",
        None,
        "".join(f"DELETE FROM outreach_{table} WHERE round_id = %(id)s;" for table in PARTS)
        + "DELETE FROM outreach_voteround WHERE id = %(id)s",
    ),
    "decide for oneself a tie that is none": Act(
        "counted",
        lambda hall, vote, who: closing.settle_tie(vote, ["4"], document="会议记录", actor=who, at=AT),
    ),
}


@pytest.fixture
def hall(clerk, city_office):
    return Hall(clerk, city_office)


def reach(hall: Hall, phase: str) -> VoteRound:
    """A round of nine, eight present, of whom seven cast; one envelope is void."""
    if phase == "draft":
        return hall.drafted(is_test=True)
    if phase == "frozen":
        return hall.frozen()
    vote = hall.opened(present=8)
    hall.receipts = hall.vote(vote, [["1", "2"]] * 4 + [["2", "3"]] * 3)
    if phase == "open":
        return vote
    vote = closing.close_round(vote, actor=hall.clerk, at=AT)
    if phase == "closed":
        return vote
    if phase == "published":
        return published(hall, vote)
    for watcher in hall.watchers[:2]:
        vote = closing.enter_opening(vote, read_boxes(vote), actor=watcher, at=AT)
    return closing.count_round(vote, actor=hall.watchers[0], at=AT)


def state_of(vote: VoteRound) -> list[Any]:
    """All rows of the round, to see that a refused act left nothing."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT t::text FROM outreach_voteround t WHERE id = %s", [vote.pk])
        found = cursor.fetchall()
        for table in PARTS:
            cursor.execute(
                f"SELECT t::text FROM outreach_{table} t WHERE round_id = %s ORDER BY id", [vote.pk]
            )
            found += cursor.fetchall()
    return found


def administrator(hall: Hall) -> User:
    """Who keeps accounts and settings. There is no all-mighty account: the database refuses one."""
    user = make_user(username="root", name="系统管理员")
    give_role(user, Role.SYSTEM_ADMIN, hall.year.office)
    return user


THROUGH = [name for name, act in ACTS.items() if act.through]
WRITTEN = [name for name, act in ACTS.items() if act.sql]


@pytest.mark.parametrize("who", ["organiser", "administrator"])
@pytest.mark.parametrize("name", THROUGH)
def test_it_is_refused_to_who_organises_and_to_the_administrator(hall, name, who):
    act = ACTS[name]
    vote = reach(hall, act.phase)
    person = hall.clerk if who == "organiser" else administrator(hall)
    before = state_of(vote)
    with pytest.raises(DomainError), transaction.atomic():
        act.through(hall, vote, person)
    assert state_of(vote) == before


def written(vote: VoteRound, sql: str) -> int:
    with connection.cursor() as cursor:
        for statement in sql.replace("{id}", str(vote.pk)).split(";"):
            cursor.execute(statement, {"id": vote.pk})
        return cursor.rowcount


@pytest.mark.parametrize("name", WRITTEN)
def test_the_database_refuses_it_to_whoever_reaches_it_or_the_log_gives_it_away(hall, name):
    vote = reach(hall, ACTS[name].phase)
    before = state_of(vote)
    if ACTS[name].database == "found":
        assert written(vote, ACTS[name].sql) > 0
        assert_found(vote)
        return
    with pytest.raises(DatabaseError), transaction.atomic():
        written(vote, ACTS[name].sql)
    assert state_of(vote) == before


@pytest.mark.parametrize("name", WRITTEN)
def test_its_owner_is_found_out(hall, name):
    act = ACTS[name]
    vote = reach(hall, act.phase)
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
    assert written(vote, act.sql) > 0
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = origin")
    if act.afterwards:
        act.afterwards(hall, VoteRound.objects.select_related("method", "year").get(pk=vote.pk))
    if act.owner == "found":
        assert_found(vote)
    else:
        listed = Client().get(f"/vote/{vote.code}/receipts/").content.decode()
        assert sum(receipt not in listed for receipt in hall.receipts) == 1


def assert_found(vote: VoteRound) -> None:
    with pytest.raises(CommandError, match="do not hold"):
        call_command("verify_vote", vote.code)


@pytest.mark.parametrize("phase", ["frozen", "open", "closed", "counted", "published"])
def test_a_round_that_nobody_touched_holds_in_every_phase(hall, phase):
    call_command("verify_vote", reach(hall, phase).code)


def test_fewer_shares_than_agreed_open_nothing():
    dealt = shares.split(PRIVATE, kid="0" * 16, k=3, n=5)
    for few in combinations(dealt, 2):
        with pytest.raises(ValueError, match="需要 3 份"):
            shares.join(few)
    for enough in combinations(dealt, 3):
        assert shares.join(enough) == PRIVATE


def test_there_is_no_other_door_than_these_services_and_none_in_the_administration():
    doors = {
        name
        for module in (rounds, roll, casting, closing, methods, paper, publishing)
        for name, made in inspect.getmembers(module, inspect.isfunction)
        if made.__module__ == module.__name__ and not name.startswith("_")
    }
    assert doors == {
        "adopt_method", "allow_paper", "appoint", "cast", "check_in", "close_round", "count_round", "dismiss",
        "draft_follower", "draft_round", "enter_opening", "enter_paper", "freeze_round", "hand_out", "hand_out_paper",
        "locked_entry", "locked_round", "make_envelopes", "mark_left", "open_round", "publish_round",
        "require_round_phase", "save_method", "set_key", "settle_tie", "sign_token", "void_envelope",
    }  # fmt: skip
    of_votes = {
        model for model in apps.get_app_config("outreach").get_models() if ".vote." in model.__module__
    }
    assert len(of_votes) == 10
    assert not of_votes & set(admin.site._registry)


def test_who_voted_how_stands_in_no_column_once_the_vote_is_closed(hall):
    vote = reach(hall, "closed")
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [f"outreach_intake_{vote.pk}"])
        assert cursor.fetchone() == (None,)
    linked = {
        (model.__name__, field.name)
        for model in apps.get_app_config("outreach").get_models()
        if model.__name__ in {"Box", "SpentCredential"}
        for field in model._meta.get_fields()
        if field.is_relation
    }
    assert linked == {("Box", "round"), ("SpentCredential", "round")}
