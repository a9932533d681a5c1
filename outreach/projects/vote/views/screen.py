"""The hall's big screen: figures everybody may know, and the result once it is announced."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views import View

from congress.web.faces import PortalMixin
from outreach.projects.vote.results import result_of
from outreach.projects.vote.selectors import get_public_round, received, roll_figures
from outreach.projects.vote.states import RoundPhase


class ScreenView(PortalMixin, View):
    """Drawn anew every five seconds until the result stands; no sign-in, nothing of any ballot before."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The page."""
        vote = get_public_round(code)
        method = vote.method
        result = result_of(vote) if vote.phase == RoundPhase.PUBLISHED else None
        answer = render(
            request,
            "outreach/portal/screen.html",
            {
                "vote": vote,
                "figures": roll_figures(vote),
                "need": -(-vote.deputies_total * method.quorum_upper // method.quorum_lower),
                "received": received(vote) if vote.kid else None,
                "result": result,
                "top": max((line.approve for line in result.lines), default=0) or 1 if result else 1,
            },
        )
        answer["Cache-Control"] = "no-store"
        return answer
