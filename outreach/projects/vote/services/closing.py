"""End the casting, read the boxes, count."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput, WrongState
from congress.models import User
from congress.people.actors import Actor
from outreach.projects.check import ballot_texts, canonical, digest, list_hash, recount
from outreach.projects.rules import require_office
from outreach.projects.tally import BadMethod
from outreach.projects.vote.archive import counting_data
from outreach.projects.vote.models import Opening, VoteRound
from outreach.projects.vote.rules import is_electronic, require_scrutineer
from outreach.projects.vote.selectors import agreed_paper
from outreach.projects.vote.services.rounds import locked_round, require_round_phase
from outreach.projects.vote.states import Means, RoundPhase, ScrutineerRole


def close_round(vote: VoteRound, *, actor: Actor, at: datetime, version: int | None = None) -> VoteRound:
    """End the casting: boxes and spent credentials are written apart, each in the order of its hashes, and the intake goes.

    Raises NotAllowed, Stale, WrongState.
    """
    with transaction.atomic():
        row = locked_round(vote, version)
        require_office(actor, row.year, on=localdate(at))
        require_round_phase(row, RoundPhase.OPEN)
        if is_electronic(row):
            with connection.cursor() as cursor:
                cursor.execute("SELECT vote_close(%s)", [row.pk])
        hashes = [bytes(each).hex() for each in row.boxes.order_by("hash").values_list("hash", flat=True)]
        row.received, row.list_hash = len(hashes), list_hash(hashes)
        row.phase, row.closed_at = RoundPhase.CLOSED, at
        row.version += 1
        row.save(update_fields=["received", "list_hash", "phase", "closed_at", "version"])
        record("outreach.vote.closed", row, actor=actor, received=row.received, list_hash=row.list_hash)
    return row


def enter_opening(vote: VoteRound, ballots: Sequence[Any], *, actor: User, at: datetime) -> VoteRound:
    """Take what a scrutineer's machine read from the boxes: one ballot for each, `["unreadable"]` for what would not open.

    Sorted here once more, so nothing of the order of the boxes comes along. When two scrutineers' readings are equal the
    round is opened. Raises NotAllowed, WrongState, BadInput when the number is not that of the boxes.
    """
    texts = ballot_texts(ballots)
    with transaction.atomic():
        row = locked_round(vote)
        require_scrutineer(actor, row, ScrutineerRole.CHIEF, ScrutineerRole.SCRUTINEER)
        require_round_phase(row, RoundPhase.CLOSED)
        if row.opened_hash:
            raise WrongState("opened", _("选票已经启封，两位监票人的结果一致。"))
        if len(texts) != row.received:
            raise BadInput(
                "other_number",
                _("票箱里有 %(boxes)d 张，启封得到 %(ballots)d 张，两数不同。")
                % {"boxes": row.received, "ballots": len(texts)},
            )
        if row.openings.filter(by=actor).exists():
            raise WrongState("entered", _("您已经提交过启封结果，请另一位监票人在自己的设备上启封。"))
        told = digest("\n".join(texts))
        Opening.objects.create(round=row, by=actor, ballots="[" + ",".join(texts) + "]", sha256=told)
        agreed = row.openings.filter(sha256=told).count() > 1
        if agreed:
            row.opened, row.opened_hash = "[" + ",".join(texts) + "]", told
            row.version += 1
            row.save(update_fields=["opened", "opened_hash", "version"])
        record("outreach.vote.opening_entered", row, actor=actor, sha256=told, agreed=agreed)
    return row


def count_round(vote: VoteRound, *, actor: Actor, at: datetime) -> VoteRound:
    """Count by the frozen method what was opened and what was counted on paper. By a scrutineer or counter.

    Raises NotAllowed, WrongState while a part is missing, BadInput for figures that cannot be counted.
    """
    with transaction.atomic():
        row = locked_round(vote)
        require_scrutineer(actor, row)
        require_round_phase(row, RoundPhase.CLOSED)
        if is_electronic(row) and row.received and not row.opened_hash:
            raise WrongState("not_opened", _("电子选票还没有由两位监票人启封。"))
        if row.means != Means.ELECTRONIC and agreed_paper(row) is None:
            raise WrongState("paper_open", _("纸质票还没有由两组计票人核对一致。"))
        try:
            result = recount(counting_data(row))
        except BadMethod as wrong:
            raise BadInput("cannot_count", str(wrong)) from wrong
        row.result = canonical(result)
        row.phase, row.counted_at = RoundPhase.COUNTED, at
        row.version += 1
        row.save(update_fields=["result", "phase", "counted_at", "version"])
        record(
            "outreach.vote.counted", row, actor=actor, outcome=result["outcome"], result_hash=digest(row.result),
            opened_hash=row.opened_hash,
        )  # fmt: skip
    return row


def settle_tie(
    vote: VoteRound, keys: Sequence[str], *, document: str, actor: Actor, at: datetime
) -> VoteRound:
    """Record whom presidium or lot gave the open places, where the method leaves a tie to them.

    `keys` among the contenders, exactly as many as places are open. Raises NotAllowed, WrongState, BadInput.
    """
    with transaction.atomic():
        row = locked_round(vote)
        require_office(actor, row.year, on=localdate(at))
        require_round_phase(row, RoundPhase.COUNTED)
        result = json.loads(row.result)
        if result["outcome"] not in {"presidium", "lot"}:
            raise WrongState("no_tie", _("计票结果没有留给主席团或抽签决定的名额。"))
        chosen = (
            sorted(set(keys), key=result["contenders"].index)
            if set(keys) <= set(result["contenders"])
            else []
        )
        if len(chosen) != result["open_places"]:
            raise BadInput(
                "other_number",
                _("要在同票的项目中确定 %(n)d 项。") % {"n": result["open_places"]},
                field="keys",
            )
        if not document.strip():
            raise BadInput("no_document", _("请写明主席团决定的文号或抽签记录。"), field="document")
        row.decision = canonical({"keys": chosen, "document": document.strip()[:120]})
        row.version += 1
        row.save(update_fields=["decision", "version"])
        record("outreach.vote.tie_settled", row, actor=actor, keys=chosen, document=document.strip()[:120])
    return row
