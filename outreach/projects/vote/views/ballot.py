"""The page on which a deputy casts: no sign-in, no cookie, the same for everybody."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from congress.web.faces import PortalMixin
from outreach.projects.vote.models import VoteRound
from outreach.projects.vote.selectors import get_public_round
from outreach.projects.vote.states import BallotType, RoundPhase

MARKS = (
    ("approve", gettext_lazy("同意")),
    ("against", gettext_lazy("不同意")),
    ("abstain", gettext_lazy("弃权")),
)


class BallotView(PortalMixin, View):
    """One round. The credential comes in the address's fragment, which no browser sends."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The ballot while the round is open; otherwise what to do instead."""
        vote = get_public_round(code)
        candidates = list(vote.candidates.select_related("project__unit").order_by("number"))
        answer = render(
            request,
            "outreach/portal/ballot.html",
            {
                "vote": vote,
                "method": vote.method,
                "candidates": candidates,
                "marks": MARKS,
                "places": range(1, vote.places + 1),
                "instruction": instruction(vote, len(candidates)),
                "open": vote.phase == RoundPhase.OPEN and bool(vote.kid),
                "paper": not vote.kid,
            },
        )
        answer["Cache-Control"] = "no-store"
        answer["Referrer-Policy"] = "no-referrer"
        return answer


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
