"""Hold what the database says of a round against itself, against its hashes, and against the chained work log.

The rows can be changed by whoever owns the database; the log's chain then breaks, or says something else.
"""

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from congress.audit.models import AuditEvent
from congress.audit.selectors import check_chain, events_of
from outreach.projects.check import ballot_texts, canonical, digest, examine, is_proved, list_hash, recount
from outreach.projects.tally import BadMethod
from outreach.projects.vote.archive import build, counting_data
from outreach.projects.vote.models import VoteRound
from outreach.projects.vote.rules import adopted_text, entitled_hash, is_electronic, sums_hash
from outreach.projects.vote.selectors import received, roll_figures
from outreach.projects.vote.states import RoundPhase

_REACHED = list(RoundPhase)
_LOGGED = {
    RoundPhase.FROZEN: "frozen",
    RoundPhase.OPEN: "opened",
    RoundPhase.CLOSED: "closed",
    RoundPhase.COUNTED: "counted",
    RoundPhase.PUBLISHED: "published",
}


def verify(vote: VoteRound) -> list[str]:
    """What is wrong with a frozen round, in sentences; empty when nothing is."""
    log: dict[str, list[dict[str, Any]]] = {}
    for event in events_of(vote):
        log.setdefault(event.verb.removeprefix("outreach.vote."), []).append(event.facts)
    findings = [*_phase(vote, log), *_frozen(vote, log), *_roll(vote, log)]
    for phase, look in (
        (RoundPhase.CLOSED, _closed),
        (RoundPhase.COUNTED, _counted),
        (RoundPhase.PUBLISHED, _published),
    ):
        if _REACHED.index(RoundPhase(vote.phase)) >= _REACHED.index(phase):
            findings += look(vote, log)
    if vote.phase == RoundPhase.OPEN and is_electronic(vote) and received(vote) > roll_figures(vote).issued:
        findings.append("收到的选票比领取的凭证多。")
    broken = check_chain().broken
    if broken is not None:
        findings.append(f"工作日志的链在第 {broken.seq} 条断开：{broken.detail}")
    return findings


_Log = dict[str, list[dict[str, Any]]]


def _said(log: _Log, verb: str, **facts: Any) -> bool:
    """Does the log hold exactly one event of this verb, with these facts?"""
    events = log.get(verb, [])
    return len(events) == 1 and all(events[0].get(name) == value for name, value in facts.items())


def _phase(vote: VoteRound, log: _Log) -> Iterator[str]:
    """The log says how far it came; rows can be set back, the log cannot."""
    steps = [phase for phase in _REACHED[1:] if _LOGGED[phase] in log]
    if vote.phase != (steps[-1] if steps else RoundPhase.DRAFT):
        yield "投票的阶段与工作日志不同。"


def lost_rounds() -> list[int]:
    """Keys of rounds that the log says were frozen and that are gone, or drafts again."""
    frozen = AuditEvent.objects.filter(verb="outreach.vote.frozen").values_list("target_id", flat=True)
    there = set(VoteRound.objects.exclude(phase=RoundPhase.DRAFT).values_list("pk", flat=True))
    return sorted({int(pk) for pk in frozen} - there)


def _frozen(vote: VoteRound, log: _Log) -> Iterator[str]:
    told = json.loads(vote.frozen)
    if digest(vote.frozen) != vote.frozen_hash or not _said(log, "frozen", frozen_hash=vote.frozen_hash):
        yield "封存文件与封存时记录的散列值不符。"
    if (
        vote.method.sha256 != told["method_hash"]
        or digest(canonical(adopted_text(vote.method))) != told["method_hash"]
    ):
        yield "票决办法与封存的不同。"
    lines = [str(number) for number in vote.candidates.order_by("number").values_list("number", flat=True)]
    if lines != [line["key"] for line in told["method"]["candidates"]]:
        yield "候选项目与封存的不同。"
    for name in ("public_key", "kid", "session", "kind", "is_test"):
        if getattr(vote, name) != told[name]:
            yield f"投票的 {name} 与封存的不同。"
    if vote.places != told["method"]["places"] or vote.deputies_total != told["roll"]["deputies"]:
        yield "应选数或代表总数与封存的不同。"


def _roll(vote: VoteRound, log: _Log) -> Iterator[str]:
    entries = list(vote.roll.order_by("seat"))
    if entitled_hash(entries) != json.loads(vote.frozen)["roll"]["entitled_hash"]:
        yield "名册与封存的不同。"
    for verb, seats, what in (
        ("handed_out", {row.seat for row in entries if row.credential_given}, "领取信封"),
        ("token_signed", {row.seat for row in entries if row.blinded_hash}, "领取电子凭证"),
        ("paper_handed_out", {row.seat for row in entries if row.paper_given}, "领取纸质票"),
    ):
        logged = [facts["seat"] for facts in log.get(verb, [])]
        if sorted(logged) != sorted(seats):
            yield f"名册上{what}的代表与工作日志不同。"
    handed_in = {facts["seat"]: facts["number"] for facts in log.get("paper_handed_out", [])}
    if any(handed_in.get(row.seat) != row.exchanged for row in entries):
        yield "名册上换票的信封与工作日志不同。"
    came = {facts["seat"] for verb in ("checked_in", "token_signed") for facts in log.get(verb, [])}
    if {row.seat for row in entries if row.checked_in} != came:
        yield "名册上签到的代表与工作日志不同。"
    made = sum(facts["amount"] for facts in log.get("envelopes_made", []))
    if vote.credentials.count() != made:
        yield "信封数与工作日志不同。"
    yield from _envelopes(vote, log)
    replaced = max((facts["last"] for facts in log.get("envelopes_replaced", [])), default=0)
    one_by_one = {facts["number"] for facts in log.get("envelope_voided", [])}
    voided = sorted({*range(1, replaced + 1), *one_by_one})
    if (
        list(vote.credentials.filter(voided=True).order_by("number").values_list("number", flat=True))
        != voided
    ):
        yield "作废的信封与工作日志不同。"
    if vote.present is not None and not _said(log, "opened", present=vote.present, boxes=0):
        yield "到会人数与开始投票时的记录不同。"


def _envelopes(vote: VoteRound, log: _Log) -> Iterator[str]:
    """Are they those that were printed? The log holds the hash of each batch's list, in the order of the numbers."""
    rows = [
        (number, bytes(name).hex())
        for number, name in vote.credentials.order_by("number").values_list("number", "hash")
    ]
    last = 0
    for facts in log.get("envelopes_made", []):
        batch = sorted(name for number, name in rows if last < number <= last + facts["amount"])
        last += facts["amount"]
        if list_hash(batch) != facts["list_hash"]:
            yield "信封里的凭证与生成时的不同。"


def _closed(vote: VoteRound, log: _Log) -> Iterator[str]:
    rows = list(vote.boxes.order_by("pk").values_list("hash", "box"))
    hashes = [bytes(row[0]).hex() for row in rows]
    if any(hashlib.sha256(bytes(box)).digest() != bytes(name) for name, box in rows):
        yield "有密封选票被改动。"
    if hashes != sorted(hashes):
        yield "密封选票的顺序被改动。"
    if list_hash(hashes) != vote.list_hash or len(hashes) != vote.received:
        yield "密封选票的清单与截止时的不同。"
    if not _said(log, "closed", list_hash=vote.list_hash, received=vote.received):
        yield "截止时的清单与工作日志不同。"
    yield from _spent(vote)
    if vote.opened_hash:
        texts = ballot_texts(json.loads(vote.opened))
        if digest("\n".join(texts)) != vote.opened_hash or "[" + ",".join(texts) + "]" != vote.opened:
            yield "启封的选票与其散列值不符。"
        agreed = [facts for facts in log.get("opening_entered", []) if facts["agreed"]]
        if [facts["sha256"] for facts in agreed] != [vote.opened_hash]:
            yield "启封的选票与工作日志不同。"
        if vote.openings.filter(sha256=vote.opened_hash).count() < 2:  # two people
            yield "没有两位监票人启封得到这个结果。"


def _spent(vote: VoteRound) -> Iterator[str]:
    spent = {bytes(each) for each in vote.spent.values_list("hash", flat=True)}
    if len(spent) != vote.received:
        yield "已用凭证与选票的数目不同。"
    blind = json.loads(vote.frozen)["blind_key"]
    if any(
        not is_proved(vote.code, bytes(name).hex(), bytes(proof), blind)
        for name, proof in vote.spent.values_list("hash", "proof")
    ):
        yield "有已用凭证拿不出信封里的字符或签名：不是代表投的。"
    in_envelopes = vote.credentials.filter(hash__in=spent)
    signed = len(spent) - in_envelopes.count()
    if signed > roll_figures(vote).signed:
        yield "不在信封里的凭证比签发的多。"
    if in_envelopes.filter(voided=True).exists() or in_envelopes.count() > roll_figures(vote).given:
        yield "用过的信封比领取的多，或用了作废的。"


def _counted(vote: VoteRound, log: _Log) -> Iterator[str]:
    if not _said(log, "counted", result_hash=digest(vote.result), opened_hash=vote.opened_hash):
        yield "计票结果与工作日志不同。"
    logged = {facts["team"]: facts["sha256"] for facts in log.get("paper_entered", [])}
    stored = {count.team: sums_hash(count) for count in vote.paper_counts.all()}
    if logged != stored:
        yield "纸质票的计票与工作日志不同。"
    try:
        again = recount(counting_data(vote))
    except BadMethod as wrong:
        yield f"无法重新计票：{wrong}"
        return
    if canonical(again) != vote.result:
        yield "重新计票的结果与记录的不同。"
    if vote.decision and not _said(log, "tie_settled", **json.loads(vote.decision)):
        yield "同票项目的决定与工作日志不同。"


def _published(vote: VoteRound, log: _Log) -> Iterator[str]:
    if not _said(log, "published", archive_hash=digest(vote.archive)):
        yield "公布的档案与工作日志不同。"
    archive = json.loads(vote.archive)
    yield from examine(archive, vote.frozen_hash)
    now = build(vote, with_ballots=archive.get("ballots") is not None)
    if {**now, "signature": archive.get("signature")} != archive:
        yield "公布的档案与数据库现在的内容不同。"
