"""The voting method: drafted by the office, adopted by the congress, then as it is."""

from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput, NotAllowed, WrongState
from congress.models import User
from congress.texts import require_text
from outreach.projects.models import ProjectYear
from outreach.projects.rules import require_office
from outreach.projects.services import locked_year, require_phase
from outreach.projects.states import YearState
from outreach.projects.vote.models import VotingMethod
from outreach.projects.vote.rules import USUAL_DIFF, method_hash
from outreach.projects.vote.states import BallotType

_BEFORE = (YearState.SCREENING, YearState.CONSULTING, YearState.NOTICING, YearState.VOTING)


@dataclass(frozen=True, slots=True)
class MethodDraft:
    """The parameters; money in fen. See VotingMethod."""

    places: int
    ballot_type: str = "choose_up_to_s"
    base: str = "all"
    threshold_upper: int = 1
    threshold_lower: int = 2
    quorum_upper: int = 2
    quorum_lower: int = 3
    tie_rule: str = "runoff_tied"
    shortfall_rule: str = "accept_fewer"
    money_cap_fen: int | None = None
    min_diff: int = 1
    min_diff_reason: str = ""
    electronic: bool = False
    remote: bool = False
    publishes_ballots: bool = False


def save_method(year: ProjectYear, draft: MethodDraft, *, actor: User, at: datetime) -> VotingMethod:
    """Write or rewrite the year's draft. Raises NotAllowed, WrongState once one is adopted, BadInput."""
    _require_lawful(draft)
    with transaction.atomic():
        row = locked_year(year, None)
        require_office(actor, row, on=localdate(at))
        require_phase(row, *_BEFORE)
        method = VotingMethod.objects.select_for_update().filter(year=row).first() or VotingMethod(year=row)
        if method.adopted_on:
            raise WrongState("adopted", _("票决办法已经通过，不能再改。"))
        for name, value in asdict(draft).items():
            setattr(method, name, value)
        method.drafted_by, method.updated_at = actor, at
        method.save()
        record("outreach.vote.method_saved", method, actor=actor, **asdict(draft))
    return method


def _require_lawful(draft: MethodDraft) -> None:
    """Local organisation law, arts. 14 and 25; elections by analogy, arts. 27 and 29."""
    if not 1 <= draft.places <= 100:
        raise BadInput("bad_places", _("应选数要在 1 至 100 之间。"), field="places")
    if (
        draft.quorum_lower < 1
        or draft.quorum_upper * 3 < draft.quorum_lower * 2
        or draft.quorum_upper > draft.quorum_lower
    ):
        raise BadInput(
            "bad_quorum",
            _("到会代表不得少于全体代表的三分之二（地方组织法第十四条）。"),
            field="quorum_upper",
        )
    if (
        draft.threshold_lower < 1
        or draft.threshold_upper * 2 < draft.threshold_lower
        or draft.threshold_upper >= draft.threshold_lower
    ):
        raise BadInput(
            "bad_threshold", _("通过须超过半数（地方组织法第二十五条）。"), field="threshold_upper"
        )
    is_block = draft.ballot_type == BallotType.BLOCK
    usual = 0 if is_block else max(1, -(-draft.places // USUAL_DIFF))
    if draft.min_diff < (0 if is_block else 1):
        raise BadInput("no_diff", _("除整体表决外，候选数至少比应选数多 1 项。"), field="min_diff")
    if draft.min_diff < usual and len(draft.min_diff_reason.strip()) < 4:
        raise BadInput(
            "small_diff",
            _("差额少于应选数的五分之一（%(n)d 项），请写明理由。") % {"n": usual},
            field="min_diff_reason",
        )
    if draft.remote and not draft.electronic:
        raise BadInput("remote_needs_screens", _("不到会投票只能用电子方式。"), field="remote")
    if draft.money_cap_fen is not None and draft.money_cap_fen <= 0:
        raise BadInput("bad_cap", _("资金上限要大于零。"), field="money_cap_fen")


def adopt_method(
    method: VotingMethod, *, document_number: str, adopted_on: date, actor: User, at: datetime
) -> VotingMethod:
    """Record that the congress adopted the method; from here on it is hashed and cannot be changed.

    By another person than who drafted it. Raises NotAllowed, WrongState, BadInput.
    """
    document_number = require_text(document_number, field="document_number", least=2, most=60)
    with transaction.atomic():
        row = (
            VotingMethod.objects.select_for_update(of=("self",))
            .select_related("year__region")
            .get(pk=method.pk)
        )
        require_office(actor, row.year, on=localdate(at))
        if row.adopted_on:
            raise WrongState("adopted", _("票决办法已经通过，不能再改。"))
        if row.drafted_by_id == actor.pk:
            raise NotAllowed("same_person", _("起草的人不能自己登记通过，请另一位同事核对后登记。"))
        if adopted_on > localdate(at):
            raise BadInput("in_future", _("通过日期不能晚于今天。"), field="adopted_on")
        row.document_number, row.adopted_on, row.adopted_by = document_number, adopted_on, actor
        row.sha256 = method_hash(row)
        row.updated_at = at
        row.save()
        record(
            "outreach.vote.method_adopted",
            row,
            actor=actor,
            sha256=row.sha256,
            document_number=document_number,
        )
    return row
