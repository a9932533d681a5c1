"""The count of a vote: every case of the domain paper by hand, and what must hold for any box of ballots."""

import json
import subprocess
import sys
from dataclasses import asdict, replace
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from outreach.projects.tally import BadMethod, Candidate, Method, PaperSums, Roll, main, read_round, tally

ROOT = Path(__file__).resolve().parents[3]


def method(places: int = 2, of: int = 4, **fields) -> Method:
    return Method(places, tuple(Candidate(f"P{n}", cost=n * 100) for n in range(1, of + 1)), **fields)


def box(**votes: int) -> list[list[list[str]]]:
    """`box(P1=3, P2=1)`: ballots with one approval each."""
    return [[[key, "approve"]] for key, many in votes.items() for _n in range(many)]


def count(rule: Method, ballots, *, deputies: int = 0, present: int = 0, issued: int = 0):
    many = len(ballots)
    return tally(rule, Roll(deputies or many, present or many, issued or many, many), ballots)


@pytest.mark.parametrize(
    ("deputies", "approvals", "passes"),
    [(327, 163, False), (327, 164, True), (328, 164, False), (328, 165, True)],
)
def test_more_than_half_of_all_deputies_is_needed_and_exactly_half_is_not_enough(deputies, approvals, passes):
    ballots = [*box(P1=approvals), *[[] for _n in range(314 - approvals)]]
    result = count(method(1, 2), ballots, deputies=deputies, present=314)
    assert (result.elected == ("P1",)) is passes


def test_the_base_is_all_deputies_however_few_came():
    ballots = [*box(P1=164), *[[] for _n in range(240 - 164)]]
    assert count(method(1, 2), ballots, deputies=327, present=240).elected == ("P1",)
    assert count(method(1, 2), ballots[1:], deputies=327, present=240).elected == ()


@pytest.mark.parametrize(("present", "outcome"), [(217, "no_quorum"), (218, "decided")])
def test_one_short_of_two_thirds_cannot_vote(present, outcome):
    assert count(method(1, 2), box(P1=200), deputies=327, present=present).outcome == outcome


def test_the_most_votes_win_in_their_order():
    ballots = [[["P1", "approve"], ["P3", "approve"]]] * 6 + [[["P2", "approve"], ["P3", "approve"]]] * 4
    result = count(method(), ballots)
    assert (result.outcome, result.elected) == ("decided", ("P3", "P1"))
    assert [(line.key, line.approve, line.against, line.abstain) for line in result.lines] == [
        ("P1", 6, 0, 4), ("P2", 4, 0, 6), ("P3", 10, 0, 0), ("P4", 0, 0, 10),
    ]  # fmt: skip


def tie(places: int, scores: list[int]) -> tuple[Method, list]:
    """Ballots in which P1, P2 … get these approvals, each passing; everybody may mark all that are wanted."""
    rule = method(places, len(scores), min_diff=0, base="present", threshold=(0, 1))
    width = max(scores)
    sheets = [[] for _n in range(width * len(scores))]
    place = 0
    for number, score in enumerate(scores, start=1):
        for _n in range(score):
            sheets[place % len(sheets)].append([f"P{number}", "approve"])
            place += 1
    return rule, sheets


@pytest.mark.parametrize(
    ("scores", "elected", "contenders", "left"),
    [
        ([9, 5, 5, 1], ("P1",), ("P2", "P3"), 1),
        ([9, 5, 5, 5], ("P1",), ("P2", "P3", "P4"), 1),
        ([5, 5, 5, 5], (), ("P1", "P2", "P3", "P4"), 2),
    ],
)
@pytest.mark.parametrize(
    ("rule", "outcome"), [("runoff_tied", "runoff"), ("presidium", "presidium"), ("chair_lot", "lot")]
)
def test_a_tie_across_the_boundary_goes_by_the_methods_rule(scores, elected, contenders, left, rule, outcome):
    settled, sheets = tie(2, scores)
    result = count(replace(settled, tie_rule=rule), sheets)
    assert (result.outcome, result.elected, result.contenders, result.open_places) == (
        outcome, elected, contenders, left,
    )  # fmt: skip


def test_a_tie_within_the_places_changes_nothing():
    settled, sheets = tie(3, [5, 5, 5, 1])
    assert count(settled, sheets).elected == ("P1", "P2", "P3")


@pytest.mark.parametrize(
    ("rule", "outcome", "contenders"),
    [
        ("accept_fewer", "decided", ()),
        ("defer", "deferred", ()),
        ("second_round", "second_round", ("P2", "P3")),
    ],
)
def test_too_few_above_the_half_go_by_the_methods_rule(rule, outcome, contenders):
    ballots = [*box(P1=8), [["P2", "approve"]], [["P3", "approve"]], [], []]
    result = count(method(2, 4, shortfall_rule=rule), ballots)
    assert (result.outcome, result.elected, result.open_places) == (outcome, ("P1",), 1)
    assert result.contenders == contenders


def test_twice_as_many_as_there_are_places_left_go_on_to_the_second_round():
    ballots = [*box(P1=12, P2=4, P3=3, P4=2), []]
    result = count(method(2, 4, shortfall_rule="second_round"), ballots)
    assert (result.elected, result.contenders) == (("P1",), ("P2", "P3"))


def test_all_spoiled_elects_nobody():
    ballots = [[["P1", "approve"], ["P2", "approve"], ["P3", "approve"]]] * 5
    result = count(method(), ballots)
    assert (result.valid, result.spoiled, result.elected) == (0, {"too_many": 5}, ())


@pytest.mark.parametrize(
    ("ballot", "reason"),
    [
        ([["P9", "approve"]], "unknown_item"),
        ([["P1", "maybe"]], "unknown_mark"),
        ([["P1", "approve"], ["P1", "abstain"]], "two_marks"),
        ([["P1"]], "unreadable"),
        (["P1"], "unreadable"),
        ([["P1", "approve"], ["P2", "approve"], ["P3", "approve"]], "too_many"),
    ],
)
def test_what_spoils_a_ballot(ballot, reason):
    result = count(method(), [ballot, []])
    assert (result.valid, dict(result.spoiled)) == (1, {reason: 1})


def test_the_same_mark_twice_is_one_mark():
    assert count(method(), [[["P1", "approve"], ["P1", "approve"]]]).lines[0].approve == 1


def test_exactly_so_many_spoils_fewer_but_not_a_blank():
    result = count(method(ballot_type="choose_exactly_s"), [[["P1", "approve"]], []])
    assert (result.valid, dict(result.spoiled)) == (1, {"too_few": 1})


def test_approving_and_opposing_each_is_counted_apart():
    ballots = [[["P1", "approve"], ["P2", "against"], ["P3", "against"]]] * 3
    lines = count(method(ballot_type="approve_per_item"), ballots).lines
    assert [(line.approve, line.against, line.abstain) for line in lines] == [
        (3, 0, 0), (0, 3, 0), (0, 3, 0), (0, 0, 3),
    ]  # fmt: skip


def test_ranks_order_those_who_passed():
    ballots = [[["P1", 2], ["P2", 1]]] * 3
    assert count(method(ballot_type="rank"), ballots).elected == ("P2", "P1")
    assert dict(count(method(ballot_type="rank"), [[["P1", 1], ["P2", 1]]]).spoiled) == {"same_rank": 1}


def test_a_block_passes_as_a_whole():
    whole = method(4, 4, ballot_type="block")
    assert count(whole, [[["*", "approve"]]] * 3).elected == ("P1", "P2", "P3", "P4")
    assert count(whole, [[["*", "against"]]] * 3).elected == ()


@pytest.mark.parametrize("box_has", [9, 11])
def test_a_box_that_does_not_match_the_returned_number_is_void(box_has):
    assert tally(method(), Roll(10, 10, 12, 10), [[]] * box_has).outcome == "void"


def test_more_returned_than_issued_is_void():
    assert tally(method(), Roll(10, 10, 9, 10), [[]] * 10).outcome == "void"


def test_winners_above_the_money_are_flagged_and_none_is_dropped():
    ballots = [[["P3", "approve"], ["P4", "approve"]]] * 3
    result = count(method(money_cap=600), ballots)
    assert (result.elected, result.total_cost, result.is_over_cap) == (("P3", "P4"), 700, True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"places": 0}, {"places": 5}, {"places": 4}, {"ballot_type": "x"}, {"base": "x"}, {"tie_rule": "x"},
        {"threshold": (3, 2)}, {"quorum": (1, 0)}, {"ballot_type": "block"},
    ],
)  # fmt: skip
def test_a_method_nobody_can_count_by_is_refused_with_a_sentence(wrong):
    with pytest.raises(BadMethod, match="。"):
        tally(replace(method(), **wrong), Roll(1, 1, 1, 1), [[]])


# ---- any box

KEYS = ["P1", "P2", "P3", "P4"]
SHEETS = st.lists(st.lists(st.sampled_from(KEYS), max_size=3, unique=True), min_size=1, max_size=30)
RULES = st.builds(
    method,
    places=st.integers(1, 3),
    of=st.just(4),
    shortfall_rule=st.sampled_from(["accept_fewer", "second_round", "defer"]),
    base=st.sampled_from(["all", "present"]),
)


def marked(sheets: list[list[str]]) -> list[list[list[str]]]:
    return [[[key, "approve"] for key in sheet] for sheet in sheets]


@given(RULES, SHEETS.flatmap(lambda sheets: st.tuples(st.just(sheets), st.permutations(sheets))))
def test_the_order_of_ballots_never_matters(rule, pair):
    sheets, mixed = pair
    assert count(rule, marked(sheets)) == count(rule, marked(mixed))


@given(RULES, SHEETS)
def test_counting_again_gives_the_same(rule, sheets):
    assert count(rule, marked(sheets)) == count(rule, marked(sheets))


@given(RULES, SHEETS, st.sampled_from(KEYS), st.integers(0, 29))
def test_one_more_approval_never_hurts_its_project(rule, sheets, key, which):
    sheet = sheets[which % len(sheets)]
    assume(key not in sheet and len(sheet) < rule.places)
    before = count(rule, marked(sheets))
    more = [[*each, key] if index == which % len(sheets) else each for index, each in enumerate(sheets)]
    after = count(rule, marked(more))
    if key in before.elected:
        assert key in after.elected
    if key in before.contenders:
        assert key in (*after.elected, *after.contenders)


@given(RULES, SHEETS)
def test_nobody_is_elected_without_the_votes_and_never_more_than_there_are_places(rule, sheets):
    result = count(rule, marked(sheets))
    approvals = {line.key: line.approve for line in result.lines}
    assert all(approvals[key] >= result.needed for key in result.elected)
    assert len(result.elected) + result.open_places == rule.places
    assert all(line.approve + line.against + line.abstain == result.valid for line in result.lines)


# ---- the file of a scrutineer


def archive() -> dict:
    settled = asdict(method())
    return {
        "method": settled,
        "roll": {"deputies": 3, "present": 3, "issued": 3, "returned": 3},
        "ballots": [[["P1", "approve"]], [["P1", "approve"], ["P2", "approve"]], []],
    }


def test_a_scrutineer_recounts_from_the_file_with_python_alone(tmp_path):
    path = tmp_path / "round.json"
    path.write_text(json.dumps(archive()), encoding="utf-8")
    script = "import sys; sys.modules['django'] = None; from outreach.projects.tally import main; main(sys.argv[1:])"
    done = subprocess.run(
        [sys.executable, "-I", "-c", f"import sys; sys.path.insert(0, {str(ROOT)!r}); {script}", str(path)],
        capture_output=True, check=True, text=True, encoding="utf-8",
    )  # fmt: skip
    result = json.loads(done.stdout)
    assert (result["outcome"], result["elected"], result["open_places"]) == ("decided", ["P1"], 1)
    assert result == json.loads(json.dumps(asdict(tally(*read_round(archive())))))


@pytest.mark.parametrize("text", ["", "{}", "[]", '{"method": 1, "roll": {}, "ballots": []}'])
def test_a_broken_file_is_refused_with_a_sentence(tmp_path, capsys, text):
    path = tmp_path / "broken.json"
    path.write_text(text, encoding="utf-8")
    assert main([str(path)]) == 2
    assert capsys.readouterr().err
    assert main([]) == 2


# ---- paper beside screens


def sums(rule: Method, sheets: list) -> PaperSums:
    """What two teams with pencils would write down for these ballots."""
    alone = tally(rule, Roll(len(sheets), len(sheets), len(sheets), len(sheets)), sheets)
    lines = {line.key: (line.approve, line.against, line.abstain, line.score) for line in alone.lines}
    return PaperSums(len(sheets), alone.valid, alone.spoiled, lines)


@given(RULES, SHEETS, st.integers(0, 30))
def test_a_ballot_counts_the_same_on_paper_and_on_a_screen(rule, sheets, cut):
    ballots = marked(sheets)
    roll = Roll(30, 30, len(ballots), len(ballots))
    paper = [sums(rule, ballots[:cut])] if ballots[:cut] else []
    mixed, plain = tally(rule, roll, ballots[cut:], paper), tally(rule, roll, ballots)
    assert mixed == plain


def good_sums(**changes) -> PaperSums:
    figures = {"returned": 10, "valid": 9, "spoiled": {"too_many": 1}}
    figures["lines"] = {"P1": [6, 0, 3, 6], "P2": [5, 0, 4, 5], "P3": [0, 0, 9, 0]}
    return PaperSums(**{**figures, **changes})


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"returned": 11}, "不等于收回数"),
        ({"lines": {"P1": [9, 0, 0, 9]}}, "候选项目"),
        ({"lines": {"P1": [6, 0, 2, 6], "P2": [5, 0, 4, 5], "P3": [0, 0, 9, 0]}}, "P1 的赞成"),
        ({"lines": {"P1": [6, 0, 3, 7], "P2": [5, 0, 4, 5], "P3": [0, 0, 9, 0]}}, "得分"),
        ({"lines": {"P1": [9, 0, 0, 9], "P2": [9, 0, 0, 9], "P3": [1, 0, 8, 1]}}, "多于有效票乘应选数"),
    ],
)
def test_paper_figures_that_cannot_be_one_pile_are_refused(changes, sentence):
    rule = method(2, 3)
    good_sums().require_sound(rule)
    with pytest.raises(BadMethod, match=sentence):
        tally(rule, Roll(12, 12, 12, 10), [], [good_sums(**changes)])


def test_paper_that_is_missing_from_the_box_makes_the_vote_void():
    rule = method(2, 3)
    assert tally(rule, Roll(12, 12, 12, 11), [], [good_sums()]).outcome == "void"
    assert tally(rule, Roll(12, 12, 12, 10), [], [good_sums()]).outcome == "decided"
