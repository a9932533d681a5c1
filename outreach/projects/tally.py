"""Counting the deputies' vote on livelihood projects, with nothing but Python: `python -m outreach.projects.tally FILE`.

A pure function from (method, roll, ballots) to (result, working): the same input gives the same result and the same
sentences, whoever runs it. The file is JSON with the keys `method`, `roll`, `ballots` and, where paper was counted by
hand, `paper`; a scrutineer reads the result from standard output.
Sources: local organisation law, arts. 14, 25, 28, 29; domain paper B3.

A ballot is what was marked, as a list of pairs [item, mark]. Marks: "approve", "against", "abstain"; for `rank` the place
as a whole number from 1; for `block` the item is "*". A blank ballot is valid and abstains from everything.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from fractions import Fraction
from typing import Any

APPROVE, AGAINST, ABSTAIN = "approve", "against", "abstain"
MARKS = frozenset({APPROVE, AGAINST, ABSTAIN})
WHOLE = "*"
TYPES = ("approve_per_item", "choose_up_to_s", "choose_exactly_s", "rank", "block")
BASES = ("all", "present")
TIE_RULES = ("runoff_tied", "presidium", "chair_lot")
SHORTFALL_RULES = ("accept_fewer", "second_round", "defer")

Ballot = Sequence[Sequence[Any]]


class BadMethod(ValueError):
    """The method cannot be counted by: a sentence for the person who wrote it."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """One line of the ballot. `cost` in fen; 0 where it is not known."""

    key: str
    title: str = ""
    cost: int = 0


@dataclass(frozen=True, slots=True)
class Method:
    """The voting method as the congress adopted it. Ratios are [numerator, denominator]; `money_cap` in fen."""

    places: int
    candidates: tuple[Candidate, ...]
    ballot_type: str = "choose_up_to_s"
    base: str = "all"
    threshold: tuple[int, int] = (1, 2)
    quorum: tuple[int, int] = (2, 3)
    tie_rule: str = "runoff_tied"
    shortfall_rule: str = "accept_fewer"
    money_cap: int | None = None
    # Least surplus of candidates over places; 0 in a run-off and for a block.
    min_diff: int = 1

    def require_sound(self) -> None:
        """Raise BadMethod for what no ballot could be counted by."""
        keys = [candidate.key for candidate in self.candidates]
        if not keys or len(set(keys)) < len(keys) or WHOLE in keys:
            raise BadMethod("候选项目编号为空或有重复。")
        if not 1 <= self.places <= len(keys):
            raise BadMethod("应选数要在 1 和候选数之间。")
        if self.ballot_type == "block":
            if self.places != len(keys):
                raise BadMethod("整体表决时，应选数要等于候选数。")
        elif len(keys) - self.places < self.min_diff:
            raise BadMethod(f"候选数至少要比应选数多 {self.min_diff} 个。")
        for name, value, known in (
            ("票型", self.ballot_type, TYPES),
            ("基数", self.base, BASES),
            ("同票规则", self.tie_rule, TIE_RULES),
            ("不足规则", self.shortfall_rule, SHORTFALL_RULES),
        ):
            if value not in known:
                raise BadMethod(f"{name}不认识：{value}。")
        for name, (upper, lower) in (("过半标准", self.threshold), ("法定人数", self.quorum)):
            if lower <= 0 or not 0 <= upper <= lower:
                raise BadMethod(f"{name}不是一个比例。")


@dataclass(frozen=True, slots=True)
class Roll:
    """Who could vote: all deputies, those present at the opening, ballots issued and returned."""

    deputies: int
    present: int
    issued: int
    returned: int


@dataclass(frozen=True, slots=True)
class Line:
    """What one project got; the three numbers add up to the valid ballots."""

    key: str
    approve: int
    against: int
    abstain: int
    # Rank ballots: places + 1 - place, summed; orders those who passed. Otherwise the approvals.
    score: int


@dataclass(frozen=True, slots=True)
class Result:
    """What the count gives.

    `outcome`: no_quorum, void (vote again), decided, runoff, presidium, lot (a tie across the boundary, by the method's rule),
    second_round, deferred (too few passed). `elected` in the order of their votes; `open_places` remain, `contenders` are
    those among whom they are to be filled.
    """

    outcome: str
    lines: tuple[Line, ...] = ()
    elected: tuple[str, ...] = ()
    contenders: tuple[str, ...] = ()
    open_places: int = 0
    valid: int = 0
    spoiled: Mapping[str, int] = field(default_factory=dict)
    needed: int = 0
    total_cost: int = 0
    is_over_cap: bool = False
    working: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PaperSums:
    """Paper ballots counted by hand. `lines` holds [approve, against, abstain, score] for each item, `score` being
    what a rank ballot adds up to and otherwise the approvals."""

    returned: int
    valid: int
    spoiled: Mapping[str, int]
    lines: Mapping[str, Sequence[int]]

    def require_sound(self, method: Method) -> None:
        """Raise BadMethod for figures that cannot be those of one pile of ballots."""
        if self.valid + sum(self.spoiled.values()) != self.returned or min(self.returned, self.valid) < 0:
            raise BadMethod("纸质票：有效票与无效票之和不等于收回数。")
        if set(self.lines) != {candidate.key for candidate in method.candidates}:
            raise BadMethod("纸质票：候选项目与票决办法不符。")
        for key, numbers in self.lines.items():
            if len(numbers) != 4 or min(numbers) < 0 or sum(numbers[:3]) != self.valid:
                raise BadMethod(f"纸质票：{key} 的赞成、反对、弃权之和不等于有效票。")
            if method.ballot_type != "rank" and numbers[3] != numbers[0]:
                raise BadMethod(f"纸质票：{key} 的得分应等于赞成票。")
        chosen = sum(numbers[0] for numbers in self.lines.values())
        if method.ballot_type.startswith("choose_") and chosen > self.valid * method.places:
            raise BadMethod("纸质票：赞成票总数多于有效票乘应选数。")


def tally(method: Method, roll: Roll, ballots: Iterable[Ballot], paper: Iterable[PaperSums] = ()) -> Result:
    """Count. Raises BadMethod; whatever the ballots hold is counted or spoiled, never refused.

    `paper` are the sums of ballots that were counted by hand; `roll` holds both kinds together.
    """
    method.require_sound()
    piles = list(paper)
    for pile in piles:
        pile.require_sound(method)
    if roll.present * method.quorum[1] < roll.deputies * method.quorum[0]:
        need = -(-roll.deputies * method.quorum[0] // method.quorum[1])
        return Result(
            "no_quorum",
            working=(f"代表总数 {roll.deputies}，到会 {roll.present}，不足法定人数 {need}，不能表决。",),
        )
    sheets = list(ballots)
    counted = (f"代表总数 {roll.deputies}，到会 {roll.present}，发出 {roll.issued}，收回 {roll.returned}。",)
    if roll.returned > roll.issued:
        return Result("void", working=(*counted, "收回的票多于发出的票，表决无效，重新表决。"))
    there = len(sheets) + sum(pile.returned for pile in piles)
    if there != roll.returned:
        return Result("void", working=(*counted, f"票箱内有 {there} 张，与收回数不符，表决无效。"))
    lines, valid, spoiled = _count(method, sheets)
    lines, valid, spoiled = _with_paper(lines, valid, spoiled, piles)
    base = roll.deputies if method.base == "all" else roll.present
    needed = _needed(base, method.threshold)
    working = [
        *counted,
        f"有效 {valid} 张，无效 {there - valid} 张。",
        f"以{'全体' if method.base == 'all' else '到会'}代表 {base} 人为基数，赞成须达到 {needed} 票。",
    ]
    passed = [line for line in lines if line.approve >= needed]
    passed.sort(key=lambda line: (-line.score, -line.approve, _place(method, line.key)))
    working.append(f"达到票数的有 {len(passed)} 项，应选 {method.places} 项。")
    outcome, elected, contenders, left = _decide(method, lines, passed, working)
    costs = {candidate.key: candidate.cost for candidate in method.candidates}
    cost = sum(costs[key] for key in elected)
    is_over = method.money_cap is not None and cost > method.money_cap
    if is_over:
        working.append("当选项目总投资超过资金上限，提请主席团决定，不自动去掉任何一项。")
    return Result(
        outcome, tuple(lines), tuple(elected), tuple(contenders), left, valid, dict(sorted(spoiled.items())), needed, cost,
        is_over, tuple(working),
    )  # fmt: skip


def _needed(base: int, threshold: tuple[int, int]) -> int:
    """The least whole number above the threshold's share of the base: exactly half is not enough."""
    return int(Fraction(base * threshold[0], threshold[1])) + 1


def _place(method: Method, key: str) -> int:
    return next(place for place, candidate in enumerate(method.candidates) if candidate.key == key)


# ---- single ballots


def _count(method: Method, ballots: Iterable[Ballot]) -> tuple[list[Line], int, Counter[str]]:
    keys = [candidate.key for candidate in method.candidates]
    sums = {key: Counter[str]() for key in keys}
    scores, spoiled, valid = Counter[str](), Counter[str](), 0
    for ballot in ballots:
        marks, reason = _read(method, ballot)
        if reason:
            spoiled[reason] += 1
            continue
        valid += 1
        for key in keys:
            mark = marks.get(key, ABSTAIN)
            if isinstance(mark, int):
                scores[key] += method.places + 1 - mark
                mark = APPROVE
            sums[key][mark] += 1
    ranked = method.ballot_type == "rank"
    lines = [
        Line(key, found[APPROVE], found[AGAINST], found[ABSTAIN], scores[key] if ranked else found[APPROVE])
        for key, found in sums.items()
    ]
    return lines, valid, spoiled


def _with_paper(
    lines: list[Line], valid: int, spoiled: Counter[str], piles: Sequence[PaperSums]
) -> tuple[list[Line], int, Counter[str]]:
    for pile in piles:
        added = (Line(line.key, *map(int.__add__, _numbers(line), pile.lines[line.key])) for line in lines)
        lines = list(added)
        spoiled = spoiled + Counter(pile.spoiled)
        valid += pile.valid
    return lines, valid, spoiled


def _numbers(line: Line) -> tuple[int, int, int, int]:
    return line.approve, line.against, line.abstain, line.score


def _read(method: Method, ballot: Ballot) -> tuple[dict[str, str | int], str]:
    """The marks by item, or why the ballot is spoiled."""
    keys = {candidate.key for candidate in method.candidates}
    known = {WHOLE} if method.ballot_type == "block" else keys
    marks: dict[str, str | int] = {}
    for entry in ballot:
        if not isinstance(entry, Sequence) or isinstance(entry, str) or len(entry) != 2:
            return {}, "unreadable"
        item, mark = entry
        if item not in known:
            return {}, "unknown_item"
        if not _is_mark(method, mark):
            return {}, "unknown_mark"
        if item in marks and marks[item] != mark:
            return {}, "two_marks"
        marks[item] = mark
    return _checked(method, keys, marks)


def _is_mark(method: Method, mark: Any) -> bool:
    if method.ballot_type == "rank":
        return isinstance(mark, int) and not isinstance(mark, bool) and 1 <= mark <= method.places
    if method.ballot_type in {"choose_up_to_s", "choose_exactly_s"}:
        return mark in {APPROVE, ABSTAIN}
    return mark in MARKS


def _checked(method: Method, keys: set[str], marks: dict[str, str | int]) -> tuple[dict[str, str | int], str]:
    if method.ballot_type == "block":
        return dict.fromkeys(keys, marks.get(WHOLE, ABSTAIN)), ""
    if method.ballot_type == "rank":
        if len(set(marks.values())) < len(marks):
            return {}, "same_rank"
        return marks, ""
    chosen = sum(mark == APPROVE for mark in marks.values())
    if chosen > method.places:
        return {}, "too_many"
    if method.ballot_type == "choose_exactly_s" and chosen not in {0, method.places}:
        return {}, "too_few"
    return marks, ""


# ---- from the lines to the outcome


def _decide(
    method: Method, lines: list[Line], passed: list[Line], working: list[str]
) -> tuple[str, list[str], list[str], int]:
    if len(passed) < method.places:
        return _short(method, lines, passed, working)
    last = passed[method.places - 1]
    after = passed[method.places] if len(passed) > method.places else None
    if after is None or _rank(after) != _rank(last):
        working.append("按得票多少当选。")
        return "decided", [line.key for line in passed[: method.places]], [], 0
    elected = [line.key for line in passed if _rank(line) > _rank(last)]
    tied = [line.key for line in passed if _rank(line) == _rank(last)]
    left = method.places - len(elected)
    working.append(f"第 {method.places} 名前后有 {len(tied)} 项票数相同，争 {left} 个名额。")
    outcome = {"runoff_tied": "runoff", "presidium": "presidium", "chair_lot": "lot"}[method.tie_rule]
    working.append(
        {
            "runoff": "对同票的项目再次投票。",
            "presidium": "由主席团决定。",
            "lot": "按办法由会议主持人抽签。",
        }[outcome]
    )
    return outcome, elected, tied, left


def _rank(line: Line) -> tuple[int, int]:
    return line.score, line.approve


def _short(
    method: Method, lines: list[Line], passed: list[Line], working: list[str]
) -> tuple[str, list[str], list[str], int]:
    elected = [line.key for line in passed]
    left = method.places - len(passed)
    rest = sorted((line for line in lines if line.key not in elected), key=_rank, reverse=True)
    if method.shortfall_rule == "accept_fewer" or not rest:
        working.append("达到票数的不足应选数，以实际达到的为准。")
        return "decided", elected, [], left
    if method.shortfall_rule == "defer":
        working.append("达到票数的不足应选数，余下名额留待下次会议。")
        return "deferred", elected, [], left
    # Twice as many as are left; whoever ties with the last of them comes along.
    edge = _rank(rest[min(2 * left, len(rest)) - 1])
    again = [line.key for line in rest if _rank(line) >= edge]
    working.append(f"达到票数的不足应选数，得票多的 {len(again)} 项参加第二轮，争 {left} 个名额。")
    return "second_round", elected, again, left


# ---- the file of a scrutineer


def read_round(data: Mapping[str, Any]) -> tuple[Method, Roll, list[Ballot], list[PaperSums]]:
    """What the published archive of a round holds. Raises BadMethod."""
    try:
        given = dict(data["method"])
        candidates = tuple(Candidate(**row) for row in given.pop("candidates"))
        pairs: dict[str, Any] = {
            name: tuple(given.pop(name)) for name in ("threshold", "quorum") if name in given
        }
        method = Method(candidates=candidates, **pairs, **given)
        paper = [PaperSums(**pile) for pile in data.get("paper") or ()]
        return method, Roll(**data["roll"]), list(data["ballots"]), paper
    except (KeyError, TypeError, ValueError) as wrong:
        raise BadMethod(f"文件格式不对：{wrong}") from wrong


def main(arguments: Sequence[str]) -> int:
    """Print the result of a file as JSON; 2 and a sentence for a file that cannot be counted."""
    if len(arguments) != 1:
        sys.stderr.write("usage: python -m outreach.projects.tally FILE\n")
        return 2
    try:
        with open(arguments[0], encoding="utf-8") as file:  # noqa: PTH123 - nothing but plain Python here
            result = tally(*read_round(json.load(file)))
    except (OSError, json.JSONDecodeError, BadMethod) as wrong:
        sys.stderr.write(f"{wrong}\n")
        return 2
    sys.stdout.write(json.dumps(asdict(result), ensure_ascii=False, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
