"""Documents of a vote as PDF: the blank ballot, the count's report, the announcement, the minutes (domain paper B8)."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from congress.audit.selectors import events_of
from congress.printing import pdf
from outreach.projects.vote.archive import counting_data
from outreach.projects.vote.models import VoteRound
from outreach.projects.vote.results import result_of
from outreach.projects.vote.rules import rule_sentence
from outreach.projects.vote.states import BallotType, RoundPhase, ScrutineerRole
from outreach.projects.vote.wording import instruction

_DONE = (RoundPhase.COUNTED, RoundPhase.PUBLISHED)


def _base(vote: VoteRound, title: str, at: datetime) -> dict[str, Any]:
    test = _("（测试）") if vote.is_test else ""
    return {
        "title": f"{vote.year.title}{title}{test}",
        "subtitle": f"{vote.session} {vote.get_kind_display()}",
        "note": "",
        "facts": [],
        "heads": [],
        "widths": [],
        "rows": [],
        "paragraphs": [],
        "signatures": [],
        "foot": f"{vote.code} {localtime(at):%Y-%m-%d %H:%M}",
    }


def ballot(vote: VoteRound, *, at: datetime) -> bytes:
    """票决票: nothing on it names anybody; number, project, unit, cost, and place for the mark."""
    rows = list(vote.candidates.select_related("project__unit").order_by("number"))
    marks = (
        [_("同意"), _("不同意"), _("弃权")] if vote.method.ballot_type == BallotType.APPROVE else [_("标记")]
    )
    return pdf(
        "vote_sheet",
        {
            **_base(vote, _("票决票"), at),
            "note": instruction(vote, len(rows)) + _("同意的划“○”。"),
            "heads": [_("序号"), _("项目"), _("责任单位"), _("总投资（万元）"), *marks],
            "widths": [1, 6, 3, 2, *([1] * len(marks))],
            "rows": [
                [
                    row.number, row.project.title, row.project.unit.short_name if row.project.unit else "",
                    f"{row.project.cost_fen / 1_000_000:,.2f}", *([""] * len(marks)),
                ]
                for row in rows
            ],
            "paragraphs": [_("票决办法散列值 %(hash)s") % {"hash": vote.method.sha256}],
            "foot": "",
        },
    )  # fmt: skip


def report(vote: VoteRound, *, at: datetime) -> bytes:
    """计票报告单: figures, the three numbers of every line, spoiled by reason, the working, lines to sign."""
    result, roll = json.loads(vote.result), counting_data(vote)["roll"]
    return pdf(
        "vote_sheet",
        {
            **_base(vote, _("计票报告单"), at),
            "facts": [
                *_roll(roll),
                (_("有效"), result["valid"]),
                (_("无效"), sum(result["spoiled"].values())),
                (_("赞成须达到"), result["needed"]),
            ],
            **_lines(vote, result),
            "paragraphs": [*result["working"], *_spoiled(result)],
            "signatures": [_("总监票人："), _("监票人："), _("计票人："), _("时间：")],
        },
    )


def announcement(vote: VoteRound, *, at: datetime) -> bytes:
    """票决结果公告: the chosen projects in the order of their votes."""
    result = result_of(vote)
    said = _(
        "%(session)s以无记名投票方式对 %(n)d 项候选项目进行票决。代表总数 %(deputies)d 人，到会 %(present)d 人，"
        "发出选票 %(issued)d 张，收回 %(returned)d 张，有效 %(valid)d 张。%(rule)s%(sentence)s现公布如下："
    ) % {
        "session": vote.session,
        "n": len(result.lines),
        "valid": result.valid,
        "rule": rule_sentence(vote.method, vote.deputies_total),
        "sentence": result.sentence,
        **result.roll,
    }
    won = [line for line in result.lines if line.is_elected]
    return pdf(
        "vote_sheet",
        {
            **_base(vote, _("票决结果公告"), at),
            "note": said,
            "heads": [_("次序"), _("项目"), _("赞成票")],
            "widths": [1, 8, 2],
            "rows": [[place, line.title, line.approve] for place, line in enumerate(won, start=1)],
            "paragraphs": [_("责任单位将在 15 个工作日内报送实施方案，进度按月公布。")] if won else [],
            "signatures": ["", _("大会主席团")],
        },
    )


def minutes(vote: VoteRound, *, at: datetime) -> bytes:
    """会议记录: who watched, what was frozen, the empty box, every step with its time, all hashes."""
    watchers = vote.scrutineers.select_related("user").order_by("pk")
    hashes = [
        (_("票决办法散列值"), vote.method.sha256),
        (_("封存文件散列值"), vote.frozen_hash),
        (_("选票清单散列值"), vote.list_hash),
        (_("启封结果散列值"), vote.opened_hash),
    ]
    quiet = {
        "outreach.vote.checked_in",
        "outreach.vote.handed_out",
        "outreach.vote.paper_handed_out",
        "outreach.vote.token_signed",
        "outreach.vote.left",
    }
    steps = [event for event in events_of(vote) if event.verb not in quiet]
    opened = next((event for event in steps if event.verb == "outreach.vote.opened"), None)
    zero = (
        _("开始投票前核对票箱：电子票箱内 %(n)d 张（零票报告）。") % {"n": opened.facts["boxes"]}
        if opened
        else _("投票没有开始。")
    )
    people = [(row.role == ScrutineerRole.CHIEF, row.user.name) for row in watchers]
    return pdf(
        "vote_sheet",
        {
            **_base(vote, _("投票记录"), at),
            "facts": [
                (_("方式"), vote.get_means_display()),
                (_("总监票人"), "、".join(name for is_chief, name in people if is_chief)),
                (_("监票人、计票人"), "、".join(name for is_chief, name in people if not is_chief)),
                (_("到会"), vote.present if vote.present is not None else ""),
            ],
            "heads": [_("时间"), _("事项"), _("办理人")],
            "widths": [3, 4, 3],
            "rows": [
                [f"{localtime(event.at):%m-%d %H:%M:%S}", event.verb_label, event.actor_name]
                for event in steps
            ],
            "paragraphs": [zero, *(f"{label} {value}" for label, value in hashes if value)],
            "signatures": [_("主持人："), _("总监票人："), _("记录人：")],
        },
    )


def _roll(roll: dict[str, int]) -> list[tuple[str, int]]:
    return [
        (_("代表总数"), roll["deputies"]),
        (_("到会"), roll["present"]),
        (_("发出"), roll["issued"]),
        (_("收回"), roll["returned"]),
    ]


def _titles(vote: VoteRound) -> dict[str, str]:
    return {str(row.number): row.project.title for row in vote.candidates.select_related("project")}


def _lines(vote: VoteRound, result: dict) -> dict[str, Any]:
    titles, won = _titles(vote), set(result["elected"])
    return {
        "heads": [_("序号"), _("项目"), _("赞成"), _("反对"), _("弃权"), _("结果")],
        "widths": [1, 7, 1, 1, 1, 1],
        "rows": [
            [
                line["key"], titles[line["key"]], line["approve"], line["against"], line["abstain"],
                _("当选") if line["key"] in won else "",
            ]
            for line in result["lines"]
        ],
    }  # fmt: skip


_REASONS = {
    "too_many": _lazy("同意数超过应选数"),
    "too_few": _lazy("没有选满应选数"),
    "two_marks": _lazy("一项有两种标记"),
    "unknown_mark": _lazy("标记无法辨认"),
    "unknown_item": _lazy("有不在名单上的项目"),
    "same_rank": _lazy("名次重复"),
    "unreadable": _lazy("无法启封"),
}


def _spoiled(result: dict) -> list[str]:
    return [
        _("无效票：%(why)s %(n)d 张。") % {"why": _REASONS.get(reason, reason), "n": many}
        for reason, many in result["spoiled"].items()
    ]


# Name in the address: (title, what prints it, from which phases on).
SHEETS: dict[str, tuple[Any, Callable[..., bytes], tuple[str, ...]]] = {
    "ballot": (_lazy("票决票"), ballot, tuple(RoundPhase)),
    "report": (_lazy("计票报告单"), report, _DONE),
    "announcement": (_lazy("票决结果公告"), announcement, (RoundPhase.PUBLISHED,)),
    "minutes": (_lazy("投票记录"), minutes, (RoundPhase.FROZEN, RoundPhase.OPEN, RoundPhase.CLOSED, *_DONE)),
}
