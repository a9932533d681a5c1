"""What the scrutineers' own devices do: make the key, open the boxes. And the list in which everybody finds a receipt."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views import View

from congress.errors import DomainError, NotFound
from congress.web import DeskMixin, PortalMixin
from deputies.desk import person
from outreach.projects.vote.archive import sealed_boxes
from outreach.projects.vote.box import receipt
from outreach.projects.vote.models import VoteRound
from outreach.projects.vote.rules import require_scrutineer
from outreach.projects.vote.selectors import get_public_round, get_round_for
from outreach.projects.vote.services import closing, rounds
from outreach.projects.vote.states import RoundPhase, ScrutineerRole
from outreach.projects.vote.views.console import PEOPLE

MOST_BALLOTS = 8_000_000


class _Scrutineers(DeskMixin, View):
    """Only those who keep a share."""

    roles = PEOPLE

    def find(self, code: str) -> VoteRound:
        """The round, for one of its scrutineers. Raises NotFound, NotAllowed."""
        user = person(self.request)
        vote = get_round_for(user, code, on=localdate())
        require_scrutineer(user, vote, ScrutineerRole.CHIEF, ScrutineerRole.SCRUTINEER)
        return vote

    def crumbs(self, vote: VoteRound, here: str) -> list[tuple[str, str]]:
        """The way back."""
        console = (str(vote), reverse("outreach:vote", args=[vote.code]))
        return [(_("民生实事票决"), reverse("outreach:votes")), console, (here, "")]


class CeremonyView(_Scrutineers):
    """生成密钥: the key is made and split in the browser; only the public half is posted."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The page."""
        vote = self.find(code)
        holders = list(
            vote.scrutineers.exclude(role=ScrutineerRole.COUNTER).select_related("user").order_by("pk")
        )
        context = {
            "vote": vote,
            "holders": holders,
            "least": rounds.LEAST_WATCHERS,
            "ks": range(2, len(holders) + 1),
            "usual_k": len(holders) // 2 + 1,
            "crumbs": self.crumbs(vote, _("生成密钥")),
        }
        return render(request, "outreach/desk/vote_ceremony.html", context)

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """JSON {public_key, k}: the public half."""
        vote = self.find(code)
        try:
            given = json.loads(request.body)
            rounds.set_key(vote, str(given["public_key"]), k=int(given["k"]), actor=person(request), at=now())
        except DomainError as refused:
            return JsonResponse({"problem": refused.message}, status=refused.status)
        except (ValueError, KeyError, TypeError):
            return JsonResponse({"problem": _("收到的公钥不对，请重新生成。")}, status=422)
        return JsonResponse({"address": reverse("outreach:vote", args=[code])})


class BoxesView(_Scrutineers):
    """The sealed boxes after closing, for the devices that open them."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """In the order of their hashes."""
        vote = self.find(code)
        if vote.received is None:
            raise NotFound("not_closed", _("投票还没有截止。"))
        answer = JsonResponse({"boxes": sealed_boxes(vote), "list_hash": vote.list_hash})
        answer["Cache-Control"] = "no-store"
        return answer


class OpeningView(_Scrutineers):
    """启封: shares are read and boxes opened in the browser; the sorted ballots are posted."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """The page."""
        vote = self.find(code)
        mine = vote.openings.filter(by=person(request)).first()
        return render(
            request,
            "outreach/desk/vote_opening.html",
            {
                "vote": vote,
                "mine": mine,
                "ks": range(1, vote.threshold_k + 1),
                "closed": RoundPhase.CLOSED,
                "crumbs": self.crumbs(vote, _("启封")),
            },
        )

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """JSON {ballots}."""
        vote = self.find(code)
        ballots = _ballots(request)
        if ballots is None:
            return JsonResponse({"problem": _("收到的内容不完整，请重新启封。")}, status=422)
        try:
            after = closing.enter_opening(vote, ballots, actor=person(request), at=now())
        except DomainError as refused:
            return JsonResponse({"problem": refused.message}, status=refused.status)
        return JsonResponse(
            {"agreed": bool(after.opened_hash), "address": reverse("outreach:vote", args=[code])}
        )


def _ballots(request: HttpRequest) -> list[Any] | None:
    if request.content_type != "application/json" or len(request.body) > MOST_BALLOTS:
        return None
    try:
        ballots = json.loads(request.body)["ballots"]
    except (ValueError, KeyError, TypeError):
        return None
    return ballots if isinstance(ballots, list) else None


class ReceiptsView(PortalMixin, View):
    """用回执查找: the list of receipts after closing. It shows that a box is there and nothing of what is in it."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """`r`: a receipt as typed. Nothing is kept of what was asked."""
        vote = get_public_round(code)
        typed = request.GET.get("r", "").strip()[:40]
        wanted = "".join(c for c in typed.upper() if c.isalnum())
        hashes = [bytes(each) for each in vote.boxes.order_by("hash").values_list("hash", flat=True)]
        receipts = [receipt(each) for each in hashes]
        found = any(one.replace("-", "") == wanted for one in receipts)
        answer = render(
            request,
            "outreach/portal/receipts.html",
            {
                "vote": vote,
                "receipts": receipts,
                "typed": typed,
                "found": found,
                "closed": vote.received is not None,
            },
        )
        answer["Cache-Control"] = "no-store"
        answer["Referrer-Policy"] = "no-referrer"
        return answer
