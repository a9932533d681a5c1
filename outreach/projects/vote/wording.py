"""What stands over the list of a ballot, on screen and on paper."""

from typing import Any

from django.utils.translation import gettext as _

from outreach.projects.vote.models import VoteRound
from outreach.projects.vote.states import BallotType


def instruction(vote: VoteRound, candidates: int) -> str:
    """The line over the list, as it stands on the paper ballot (domain paper B8)."""
    told: dict[str, Any] = {"n": candidates, "s": vote.places}
    return {
        BallotType.UP_TO: _(
            "候选项目 %(n)d 项，应选 %(s)d 项。同意的勾选；同意数等于或少于 %(s)d 项的有效，多于的无效；不选为弃权。"
        ),
        BallotType.EXACTLY: _("候选项目 %(n)d 项，必须选满 %(s)d 项，多于或少于的无效；一项也不选为弃权。"),
        BallotType.APPROVE: _(
            "候选项目 %(n)d 项，应选 %(s)d 项。每项选同意、不同意或弃权；同意数等于或少于 %(s)d 项的有效。"
        ),
        BallotType.RANK: _("候选项目 %(n)d 项，按先后排出至多 %(s)d 项；一个名次只能给一项，不排为弃权。"),
        BallotType.BLOCK: _("对 %(n)d 项候选项目整体表决：同意、不同意或弃权。"),
    }[BallotType(vote.method.ballot_type)] % told
