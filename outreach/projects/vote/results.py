"""The published result of a vote in words and rows. Pure: reads what the count left on the round."""

import json
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from outreach.projects.vote.models import VoteRound


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One project's votes; `is_elected` by the rule, `is_contender` when a further ballot decides."""

    place: int
    key: str
    title: str
    approve: int
    against: int
    abstain: int
    is_elected: bool
    is_contender: bool


@dataclass(frozen=True, slots=True)
class PublicResult:
    """What the announcement says."""

    outcome: str
    sentence: str
    lines: list[ResultLine]
    roll: dict[str, int]
    valid: int
    spoiled: int
    needed: int
    working: list[str]


def rule_sentence(method: dict[str, Any]) -> str:
    """The rule by which a frozen method chooses, in one sentence."""
    places, ballot_type = int(method["places"]), method["ballot_type"]
    base = _("全体代表") if method["base"] == "all" else _("到会代表")
    upper, lower = method["threshold"]
    share = (
        _("半数")
        if (upper, lower) == (1, 2)
        else _("%(lower)d 分之 %(upper)d") % {"lower": lower, "upper": upper}
    )
    candidates = len(method["candidates"])
    if ballot_type == "block":
        return _("%(n)d 个项目整体表决，赞成票超过%(base)s的%(share)s即通过。") % {
            "n": candidates, "base": base, "share": share,
        }  # fmt: skip
    how = {
        "approve_per_item": _("逐项表决"),
        "choose_up_to_s": _("每张票最多选 %(n)d 项") % {"n": places},
        "choose_exactly_s": _("每张票正好选 %(n)d 项") % {"n": places},
        "rank": _("每张票按先后排出 %(n)d 项") % {"n": places},
    }[ballot_type]
    return _(
        "从 %(candidates)d 个候选项目中选 %(places)d 个，%(how)s；赞成票超过%(base)s的%(share)s才能当选，票多的先当选。"
    ) % {"candidates": candidates, "places": places, "how": how, "base": base, "share": share}


def result_of(vote: VoteRound) -> PublicResult:
    """Read a published round. The order is that of the votes, then of the ballot."""
    frozen, result, archive = json.loads(vote.frozen), json.loads(vote.result), json.loads(vote.archive)
    titles = {row["key"]: row.get("title", "") for row in frozen["method"]["candidates"]}
    elected, contenders = result["elected"], result["contenders"]
    if vote.decision:
        # A tie that presidium or lot settled.
        elected = [*elected, *json.loads(vote.decision).get("keys", [])]
    order = {key: place for place, key in enumerate(titles)}
    lines = sorted(result["lines"], key=lambda line: (-line["score"], -line["approve"], order[line["key"]]))
    return PublicResult(
        outcome=result["outcome"],
        sentence=_outcome("decided" if vote.decision else result["outcome"], len(elected)),
        lines=[
            ResultLine(
                place, line["key"], titles[line["key"]], line["approve"], line["against"], line["abstain"],
                line["key"] in elected, line["key"] in contenders and line["key"] not in elected,
            )
            for place, line in enumerate(lines, 1)
        ],
        roll=archive["roll"],
        valid=result["valid"],
        spoiled=sum(result["spoiled"].values()),
        needed=result["needed"],
        working=list(result["working"]),
    )  # fmt: skip


def _outcome(outcome: str, elected: int) -> str:
    if outcome == "decided":
        return _("%(n)d 个项目当选。") % {"n": elected}
    return {
        "no_quorum": _("到会人数不足，没有表决。"),
        "void": _("收回的票与发出的票对不上，这次表决无效，重新表决。"),
        "runoff": _("%(n)d 个项目当选；票数相同的项目再次投票。") % {"n": elected},
        "presidium": _("%(n)d 个项目当选；票数相同的项目由主席团决定。") % {"n": elected},
        "lot": _("%(n)d 个项目当选；票数相同的项目由主持人抽签。") % {"n": elected},
        "second_round": _("%(n)d 个项目当选，名额没有选满，再投一轮。") % {"n": elected},
        "deferred": _("%(n)d 个项目当选，名额没有选满，留待下次会议。") % {"n": elected},
    }.get(outcome, "")
