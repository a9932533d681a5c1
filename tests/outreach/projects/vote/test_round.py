"""A vote from its preparation to its publication."""

import json

import pytest
from django.db import connection

from congress.errors import BadInput, NotAllowed, NotFound, WrongState
from congress.models import AuditEvent
from deputies.dossiers.selectors import Line, assemble
from outreach.models import Box, Credential, SpentCredential, VoteRound
from outreach.projects.check import digest, examine, list_hash
from outreach.projects.states import ProjectState
from outreach.projects.vote.envelopes import credential_hash, new_code
from outreach.projects.vote.selectors import envelope_figures, received, roll_figures
from outreach.projects.vote.services import closing, publishing, roll, rounds
from outreach.projects.vote.services.casting import cast
from outreach.projects.vote.states import Means, RoundPhase
from outreach.projects.vote.verify import verify
from tests.factories import make_user
from tests.outreach.projects.vote_makers import AT, PUBLIC_TEXT, Hall, read_boxes, sealed

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(clerk, city_office):
    return Hall(clerk, city_office)


def states(hall):
    return {project.number: project.state for project in hall.year.projects.order_by("number")}


def test_nine_deputies_choose_two_of_four(hall):
    hall.tested()
    vote = hall.opened(is_test=False)
    assert (vote.present, received(vote)) == (9, 0)
    # The third gets exactly half of the nine less one: not enough.
    choices = [["1", "2"]] * 5 + [["1", "3"]] * 2 + [["3"]] * 2
    counted = hall.counted(vote, choices)
    result = json.loads(counted.result)
    assert (result["outcome"], result["elected"], result["needed"], result["valid"]) == (
        "decided",
        ["1", "2"],
        5,
        9,
    )
    lines = {line["key"]: (line["approve"], line["against"], line["abstain"]) for line in result["lines"]}
    assert lines == {"1": (7, 0, 2), "2": (5, 0, 4), "3": (4, 0, 5), "4": (0, 0, 9)}
    published = publishing.publish_round(counted, actor=hall.clerk, at=AT)
    assert published.phase == RoundPhase.PUBLISHED
    assert states(hall) == {1: "chosen", 2: "chosen", 3: "not_chosen", 4: "not_chosen"}
    assert published.blind_key is None
    assert published.signing_key is None
    archive = json.loads(published.archive)
    assert archive["ballots"] is None
    assert examine(archive, published.frozen_hash) == []


def test_the_test_vote_moves_no_project_and_the_real_one_waits_for_it(hall):
    real = hall.drafted()
    with pytest.raises(BadInput, match="测试投票"):
        rounds.freeze_round(real, actor=hall.clerk, at=AT)
    hall.tested()
    assert set(states(hall).values()) == {ProjectState.CANDIDATE}
    assert rounds.freeze_round(real, actor=hall.clerk, at=AT).phase == RoundPhase.FROZEN


def test_a_round_on_screens_needs_the_congress_to_allow_it(clerk, city_office):
    hall = Hall(clerk, city_office, electronic=False)
    with pytest.raises(BadInput, match="只能用纸质票"):
        hall.drafted()
    vote = hall.frozen(hall.drafted(means=Means.PAPER))
    assert (vote.kid, vote.deputies_total) == ("", 9)
    with pytest.raises(WrongState, match="不需要凭证"):
        roll.make_envelopes(vote, actor=clerk, at=AT)


def test_one_year_has_one_deciding_round(hall):
    hall.drafted()
    with pytest.raises(WrongState, match="已有一次投票"):
        hall.drafted()


def test_the_frozen_document_holds_all_that_the_vote_depends_on(hall):
    vote = hall.frozen()
    told = json.loads(vote.frozen)
    assert digest(vote.frozen) == vote.frozen_hash
    assert told["method_hash"] == hall.method.sha256
    assert told["method"]["places"] == 2
    assert [line["title"] for line in told["method"]["candidates"]] == ["第1项", "第2项", "第3项", "第4项"]
    assert (told["k"], told["n"], told["roll"]["deputies"]) == (2, 3, 9)
    assert told["blind_key"] is None
    facts = AuditEvent.objects.get(verb="outreach.vote.frozen").facts
    assert facts == {"frozen_hash": vote.frozen_hash, "deputies": 9, "method_hash": hall.method.sha256}


# ---- watchers


def test_who_organises_or_builds_does_not_watch(hall, handler, clerk, station_officer):
    vote = rounds.draft_round(
        hall.year,
        session="第六次会议",
        means=Means.PAPER,
        opens_at=AT,
        closes_at=AT.replace(hour=3),
        actor=clerk,
        at=AT,
    )
    for user in (clerk, handler):
        with pytest.raises(BadInput, match="不能当监票人"):
            rounds.appoint(vote, user, role="counter", actor=clerk, at=AT)
    with pytest.raises(BadInput, match="从本届代表中产生"):
        rounds.appoint(vote, station_officer, role="scrutineer", actor=clerk, at=AT)
    rounds.appoint(vote, station_officer, role="counter", actor=clerk, at=AT)
    with pytest.raises(BadInput, match="至少要有一位总监票人"):
        rounds.freeze_round(vote, actor=clerk, at=AT)


def test_a_key_is_made_by_scrutineers_and_void_when_one_of_them_changes(hall):
    vote = hall.drafted()
    with pytest.raises(NotAllowed):
        rounds.set_key(vote, PUBLIC_TEXT, k=2, actor=hall.clerk, at=AT)
    with pytest.raises(BadInput, match="公钥不对"):
        rounds.set_key(vote, "AAAA", k=2, actor=hall.watchers[0], at=AT)
    assert list(vote.scrutineers.order_by("pk").values_list("share", flat=True)) == [1, 2, 3]
    rounds.dismiss(vote, hall.watchers[2], actor=hall.clerk, at=AT)
    vote.refresh_from_db()
    assert (vote.kid, vote.shares_n) == ("", 0)


# ---- roll and envelopes


def test_below_two_thirds_the_vote_cannot_begin_and_that_is_recorded(hall):
    vote = hall.frozen()
    for seat in range(1, 6):
        roll.check_in(vote, seat, actor=hall.clerk, at=AT)
    with pytest.raises(WrongState, match="到会 5 人，法定人数 6 人"):
        rounds.open_round(vote, actor=hall.clerk, at=AT)
    assert AuditEvent.objects.get(verb="outreach.vote.no_quorum").facts == {"present": 5, "need": 6}
    roll.check_in(vote, 6, actor=hall.clerk, at=AT)
    roll.check_in(vote, 7, actor=hall.clerk, at=AT)
    roll.mark_left(vote, 7, actor=hall.clerk, at=AT)
    assert rounds.open_round(vote, actor=hall.clerk, at=AT).present == 6


def test_the_roll_says_who_holds_an_envelope_and_nothing_which(hall):
    vote = hall.frozen()
    with pytest.raises(WrongState, match="没有签到"):
        roll.hand_out(vote, 1, actor=hall.clerk, at=AT)
    roll.check_in(vote, 1, actor=hall.clerk, at=AT)
    roll.hand_out(vote, 1, actor=hall.clerk, at=AT)
    with pytest.raises(WrongState, match="已经领过"):
        roll.hand_out(vote, 1, actor=hall.clerk, at=AT)
    assert (roll_figures(vote).given, roll_figures(vote).present) == (1, 1)
    assert AuditEvent.objects.get(verb="outreach.vote.handed_out").facts == {"seat": 1}


def test_envelopes_are_made_once_with_a_twentieth_to_spare_and_stored_as_hashes_in_order(hall):
    vote = hall.frozen()
    assert len(hall.codes) == 9 + 2
    stored = [bytes(row.hash) for row in Credential.objects.filter(round=vote).order_by("pk")]
    assert stored == sorted(credential_hash(vote.code, code.encode()) for code in hall.codes)
    with pytest.raises(WrongState, match="不能再次生成"):
        roll.make_envelopes(vote, actor=hall.clerk, at=AT)


def test_a_printing_that_went_wrong_is_made_anew_until_the_first_envelope_is_handed_out(hall):
    vote = hall.frozen()
    again = roll.make_envelopes(vote, actor=hall.clerk, at=AT, replaces=True)
    assert [number for number, _code in again] == list(range(12, 23))
    assert (envelope_figures(vote)["voided"], verify(vote)) == (11, [])
    roll.check_in(vote, 1, actor=hall.clerk, at=AT)
    roll.hand_out(vote, 1, actor=hall.clerk, at=AT)
    with pytest.raises(WrongState, match="已经有代表领取"):
        roll.make_envelopes(vote, actor=hall.clerk, at=AT, replaces=True)


def test_a_lost_envelope_is_voided_by_two_scrutineers_and_a_spent_one_by_nobody(hall):
    vote = hall.opened()
    numbers = {bytes(row.hash): row.number for row in Credential.objects.filter(round=vote)}
    number_of = {code: numbers[credential_hash(vote.code, code.encode())] for code in hall.codes}
    lost, spent = number_of[hall.codes[0]], number_of[hall.codes[1]]
    cast(vote.code, hall.codes[1], sealed(vote, []))
    assert roll.void_envelope(vote, lost, reason="遗失", actor=hall.watchers[0], at=AT) is False
    with pytest.raises(NotAllowed, match="另一位监票人"):
        roll.void_envelope(vote, lost, reason="遗失", actor=hall.watchers[0], at=AT)
    with pytest.raises(NotAllowed):
        roll.void_envelope(vote, lost, reason="遗失", actor=hall.clerk, at=AT)
    assert roll.void_envelope(vote, lost, reason="遗失", actor=hall.watchers[1], at=AT) is True
    with pytest.raises(WrongState, match="作废"):
        cast(vote.code, hall.codes[0], sealed(vote, []))
    with pytest.raises(WrongState, match="已经投过票"):
        roll.void_envelope(vote, spent, reason="遗失", actor=hall.watchers[0], at=AT)
    closing.close_round(vote, actor=hall.clerk, at=AT)
    vote.refresh_from_db()
    assert envelope_figures(vote) == {"envelopes": 11, "voided": 1, "spent": 1, "unused": 9}


# ---- casting


def test_one_envelope_one_ballot(hall):
    vote = hall.opened()
    first = sealed(vote, [["1", "approve"]])
    once, again = cast(vote.code, hall.codes[0], first), cast(vote.code, hall.codes[0], first)
    assert (once.is_new, again.is_new, again.receipt) == (True, False, once.receipt)
    with pytest.raises(WrongState, match="已经投过票"):
        cast(vote.code, hall.codes[0], sealed(vote, [["1", "approve"]]))
    with pytest.raises(WrongState, match="完全相同"):
        cast(vote.code, hall.codes[1], first)
    assert received(vote) == 1


def test_codes_are_taken_as_people_type_them(hall):
    vote = hall.opened()
    code = hall.codes[0].lower()
    typed = f" {code[:5]}-{code[5:13]} {code[13:]}".replace("0", "o").replace("1", "l")
    assert cast(vote.code, typed, sealed(vote, [])).is_new


def test_what_is_no_ballot_or_no_credential_is_refused(hall):
    vote = hall.opened()
    good = sealed(vote, [])
    for bad in ("", "AAAA", good[:-4], "B" + good[1:], good + "AAAA", "密"):
        with pytest.raises(BadInput):
            cast(vote.code, hall.codes[0], bad)
    for code in ("", "ABC", new_code(), "R.a.b", "R.", "R.AAAA.AAAA.AAAA", "密" * 26):
        with pytest.raises(NotFound):
            cast(vote.code, code, good)
    with pytest.raises(NotFound, match="没有这次投票"):
        cast("ZZZZZZZZ", hall.codes[0], good)
    assert received(vote) == 0


def test_before_the_opening_and_after_the_closing_nothing_is_taken(hall):
    vote = hall.frozen()
    with pytest.raises(WrongState, match="还没有开始"):
        cast(vote.code, hall.codes[0], sealed(vote, []))
    vote = hall.opened(vote)
    mine = sealed(vote, [["2", "approve"]])
    receipt = cast(vote.code, hall.codes[0], mine).receipt
    closing.close_round(vote, actor=hall.clerk, at=AT)
    with pytest.raises(WrongState, match="已经截止"):
        cast(vote.code, hall.codes[1], sealed(vote, []))
    # Who lost the answer in the last second still gets the receipt.
    assert cast(vote.code, hall.codes[0], mine).receipt == receipt


def test_closing_tears_the_link_between_credential_and_box(hall):
    vote = hall.opened()
    hall.vote(vote, [["1"], ["2"], ["3"], ["1", "2"]])
    closed = closing.close_round(vote, actor=hall.clerk, at=AT)
    boxes = [bytes(row.hash) for row in Box.objects.order_by("pk")]
    spent = [bytes(row.hash) for row in SpentCredential.objects.order_by("pk")]
    assert boxes == sorted(boxes)
    assert spent == sorted(spent) == sorted(credential_hash(vote.code, c.encode()) for c in hall.codes[:4])
    assert closed.list_hash == list_hash([each.hex() for each in boxes])
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s)", [f"outreach_intake_{vote.pk}"])
        assert cursor.fetchone()[0] is None


# ---- opening and counting


def test_two_scrutineers_must_read_the_same(hall):
    vote = hall.opened()
    hall.vote(vote, [["1"], ["2"]])
    closed = closing.close_round(vote, actor=hall.clerk, at=AT)
    ballots = read_boxes(closed)
    chief, second, third = hall.watchers
    with pytest.raises(BadInput, match="两数不同"):
        closing.enter_opening(closed, ballots[:1], actor=chief, at=AT)
    assert closing.enter_opening(closed, [[], []], actor=chief, at=AT).opened_hash == ""
    with pytest.raises(WrongState, match="另一位监票人"):
        closing.enter_opening(closed, ballots, actor=chief, at=AT)
    with pytest.raises(NotAllowed):
        closing.enter_opening(closed, ballots, actor=hall.clerk, at=AT)
    assert closing.enter_opening(closed, ballots, actor=second, at=AT).opened_hash == ""
    with pytest.raises(WrongState, match="还没有由两位监票人启封"):
        closing.count_round(closed, actor=chief, at=AT)
    opened = closing.enter_opening(closed, list(reversed(ballots)), actor=third, at=AT)
    assert json.loads(opened.opened) == [[["1", "approve"]], [["2", "approve"]]]
    agreed = [
        event.facts["agreed"]
        for event in AuditEvent.objects.filter(verb="outreach.vote.opening_entered").order_by("seq")
    ]
    assert agreed == [False, False, True]


def test_a_box_that_does_not_open_is_spoiled_and_not_lost(hall):
    vote = hall.opened()
    other = VoteRound.objects.get(pk=vote.pk)
    other.frozen_hash = "ab" * 32
    cast(vote.code, hall.codes[0], sealed(other, [["1", "approve"]]))
    hall.codes = hall.codes[1:]
    counted = hall.counted(vote, [["1"]] * 5)
    result = json.loads(counted.result)
    assert (result["valid"], result["spoiled"], result["elected"]) == (5, {"unreadable": 1}, ["1"])


def test_ties_across_the_boundary_are_voted_on_again_by_themselves(hall):
    hall.tested()
    vote = hall.opened(is_test=False)
    counted = hall.counted(vote, [["1", "2"]] * 3 + [["1", "3"]] * 3 + [["2", "3"]] * 3)
    assert json.loads(counted.result)["contenders"] == ["1", "2", "3"]
    publishing.publish_round(counted, actor=hall.clerk, at=AT)
    assert states(hall) == {1: "candidate", 2: "candidate", 3: "candidate", 4: "not_chosen"}
    again = VoteRound.objects.get(parent=counted)
    assert (again.kind, again.places, again.phase) == ("runoff", 2, "draft")
    assert [row.number for row in again.candidates.order_by("number")] == [1, 2, 3]
    decided = hall.counted(hall.opened(hall.frozen(hall.watched(again))), [["2", "3"]] * 9)
    publishing.publish_round(decided, actor=hall.clerk, at=AT)
    assert states(hall) == {1: "not_chosen", 2: "chosen", 3: "chosen", 4: "not_chosen"}


def test_where_the_presidium_decides_a_tie_nothing_is_published_before(clerk, city_office):
    hall = Hall(clerk, city_office, tie_rule="presidium")
    hall.tested()
    counted = hall.counted(hall.opened(is_test=False), [["1", "2"]] * 3 + [["1", "3"]] * 3 + [["2", "3"]] * 3)
    with pytest.raises(WrongState, match="同票"):
        publishing.publish_round(counted, actor=clerk, at=AT)
    with pytest.raises(BadInput, match="确定 2 项"):
        closing.settle_tie(counted, ["1"], document="主席团第3次会议", actor=clerk, at=AT)
    with pytest.raises(BadInput, match="确定 2 项"):
        closing.settle_tie(counted, ["1", "4"], document="主席团第3次会议", actor=clerk, at=AT)
    closing.settle_tie(counted, ["3", "1"], document="主席团第3次会议", actor=clerk, at=AT)
    published = publishing.publish_round(counted, actor=clerk, at=AT)
    assert states(hall) == {1: "chosen", 2: "not_chosen", 3: "chosen", 4: "not_chosen"}
    assert json.loads(published.archive)["decision"] == {"keys": ["1", "3"], "document": "主席团第3次会议"}


def test_nobody_but_the_people_of_the_round_moves_it(hall, county_clerk, deputy):
    vote = hall.opened()
    stranger = make_user(username="nobody", name="路人")
    for actor in (county_clerk, deputy, stranger):
        for act in (rounds.open_round, closing.close_round, closing.count_round, publishing.publish_round):
            with pytest.raises(NotAllowed):
                act(vote, actor=actor, at=AT)
    # The office runs the vote and cannot count it.
    closed = closing.close_round(vote, actor=hall.clerk, at=AT)
    with pytest.raises(NotAllowed, match="监票人"):
        closing.count_round(closed, actor=hall.clerk, at=AT)


def test_the_dossier_says_that_a_deputy_took_part_and_nothing_more(hall):
    hall.tested()
    vote = hall.frozen(hall.drafted())
    opened = hall.opened(vote, present=8)
    publishing.publish_round(hall.counted(opened, [["1", "2"]] * 8), actor=hall.clerk, at=AT)
    there = vote.roll.get(seat=1).mandate
    away = vote.roll.get(seat=9).mandate
    said = Line("2026-01-20", "市第十七届人大第六次会议民生实事项目票决", "第一轮")
    assert assemble(there, 2026).parts["meetings"] == [said]
    assert assemble(away, 2026).parts["meetings"] == []
