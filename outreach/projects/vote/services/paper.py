"""Paper ballots: two teams count the box apart, a difference calls a third."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput, WrongState
from congress.models import User
from outreach.projects.tally import BadMethod, PaperSums, read_round
from outreach.projects.vote.archive import counting_data
from outreach.projects.vote.models import PaperCount, VoteRound
from outreach.projects.vote.rules import require_scrutineer, sums_hash
from outreach.projects.vote.selectors import agreed_paper, roll_figures
from outreach.projects.vote.services.rounds import locked_round, require_round_phase
from outreach.projects.vote.states import Means, RoundPhase

TEAMS = 3


@dataclass(frozen=True, slots=True)
class PaperFigures:
    """What a team wrote down; `lines` as in tally.PaperSums."""

    issued: int
    returned: int
    valid: int
    spoiled: Mapping[str, int]
    lines: Mapping[str, list[int]]


def enter_paper(vote: VoteRound, figures: PaperFigures, *, actor: User, at: datetime) -> PaperCount:
    """Take the next team's figures, by a person who entered none before. After closing.

    The third team is called only when the first two differ. Raises NotAllowed, WrongState, BadInput for figures that
    cannot be one pile of ballots, or for more ballots than there are deputies without a ballot on a screen.
    """
    with transaction.atomic():
        row = locked_round(vote)
        require_scrutineer(actor, row)
        require_round_phase(row, RoundPhase.CLOSED)
        if row.means == Means.ELECTRONIC:
            raise WrongState("no_paper", _("本次投票没有纸质票。"))
        if agreed_paper(row) is not None:
            raise WrongState("agreed", _("两组计票已经一致。"))
        counts = list(row.paper_counts.order_by("team"))
        if any(count.by_id == actor.pk for count in counts):
            raise WrongState("entered", _("您已经录入一组，另一组须由别人录入。"))
        if len(counts) >= TEAMS:
            raise WrongState(
                "three_differ", _("三组计票互不一致，须由总监票人当场重新清点，本次投票不能计票。")
            )
        _require_sound(row, figures)
        count = PaperCount(round=row, team=len(counts) + 1, by=actor, **asdict(figures))
        count.sha256 = sums_hash(count)
        count.save()
        record("outreach.vote.paper_entered", row, actor=actor, team=count.team, sha256=count.sha256)
    return count


def _require_sound(vote: VoteRound, figures: PaperFigures) -> None:
    method = read_round({**counting_data(vote), "paper": []})[0]
    try:
        PaperSums(figures.returned, figures.valid, figures.spoiled, figures.lines).require_sound(method)
    except BadMethod as wrong:
        raise BadInput("bad_sums", str(wrong)) from wrong
    if figures.returned > figures.issued:
        raise BadInput("too_many", _("收回的票多于发出的票，请重新清点。"), field="returned")
    there = roll_figures(vote)
    if figures.issued > there.deputies - (vote.received or 0):
        raise BadInput("too_many_issued", _("发出的纸质票比还没有投电子票的代表多。"), field="issued")
    # Beside screens every paper ballot stands on the roll; on paper alone the office may hand out by the row.
    if (vote.means == Means.MIXED or there.paper) and figures.issued != there.paper:
        raise BadInput(
            "other_issued",
            _("名册上领取纸质票的有 %(n)d 人，与填的发出数不同。") % {"n": there.paper},
            field="issued",
        )
