"""A deputy who is not in the hall gets an unnamed credential: signed in here, cast later on the page without sign-in."""

import base64
import json

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views import View

from congress.errors import DomainError
from congress.web.faces import PhoneMixin
from deputies.desk import person
from outreach.projects.check import unpack
from outreach.projects.vote.selectors import get_round_of_deputy
from outreach.projects.vote.services.roll import sign_token
from outreach.projects.vote.states import RoundPhase

# A blinded message is as long as the key; a little more for the JSON around it.
MOST_BYTES = 2_000


class TokenView(PhoneMixin, View):
    """领取不记名凭证: the device makes a token and hides it; only the hidden one is sent for signing."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """What may be done now; whether it was done is on the roll, the token itself only on the device."""
        vote, entry = get_round_of_deputy(person(request), code, on=localdate())
        remote = vote.blind_key is not None
        early = vote.phase == RoundPhase.FROZEN
        answer = render(
            request,
            "outreach/phone/vote_token.html",
            {
                "vote": vote,
                "entry": entry,
                "remote": remote,
                "envelope": entry.credential_given,
                "late": not early and not (vote.phase == RoundPhase.OPEN and entry.checked_in),
                "back": "/m/",
            },
        )
        answer["Cache-Control"] = "no-store"
        return answer


class SignView(PhoneMixin, View):
    """POST {"blinded"} -> {"signature"}. The same blinded message gets the same answer, another one is refused."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Sign once for the deputy who is signed in."""
        vote, entry = get_round_of_deputy(person(request), code, on=localdate())
        blinded = _read(request)
        if blinded is None:
            return JsonResponse({"problem": _("收到的内容不完整，请重试。")}, status=400)
        try:
            signature = sign_token(vote, entry.seat, blinded, actor=person(request), at=now())
        except DomainError as refused:
            return JsonResponse({"reason": refused.code, "problem": refused.message}, status=refused.status)
        answer = JsonResponse({"signature": base64.urlsafe_b64encode(signature).decode().rstrip("=")})
        answer["Cache-Control"] = "no-store"
        return answer


def _read(request: HttpRequest) -> bytes | None:
    if request.content_type != "application/json" or len(request.body) > MOST_BYTES:
        return None
    try:
        return unpack(json.loads(request.body)["blinded"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
