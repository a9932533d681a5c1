"""The page on which a deputy casts: no sign-in, no cookie, the same for everybody."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy
from django.views import View

from congress.web.faces import PortalMixin
from outreach.projects.vote.selectors import get_public_round
from outreach.projects.vote.states import RoundPhase
from outreach.projects.vote.wording import instruction

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
