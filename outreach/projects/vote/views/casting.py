"""The door for ballots and what everybody may read of a vote. No cookie is read or set here, and nobody is asked for."""

import json
import logging
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from congress.errors import DomainError, NotFound
from outreach.projects.vote.selectors import get_public_round
from outreach.projects.vote.services.casting import cast
from outreach.projects.vote.states import RoundPhase

logger = logging.getLogger(__name__)

# The largest box and the longest credential are below two thousand characters.
MOST_BYTES = 16_000


@method_decorator(csrf_exempt, name="dispatch")
class CastView(View):
    """POST {"credential", "box"}. The credential is the whole right: no session, no token of a form.

    200 {"receipt"}; 400, 404, 409 {"reason", "problem"}; 503 when the same box should be sent again.
    """

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Take the box."""
        given = _read(request)
        if given is None:
            return _refusal(400, "bad", _("收到的内容不完整，请重新发送。"))
        try:
            done = cast(code, *given)
        except DomainError as refused:
            return _refusal(400 if refused.status == 422 else refused.status, refused.code, refused.message)
        except (OperationalError, InterfaceError):
            # Without the values: a trace in the log would tie a moment to a credential.
            logger.warning("the database did not answer a cast")
            answer = _refusal(503, "again", _("服务器暂时没有应答，请再发送一次，不会重复计票。"))
            answer["Retry-After"] = "1"
            return answer
        return _private(JsonResponse({"receipt": done.receipt}))

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only posting."""
        return HttpResponseNotAllowed(["POST"])


def _read(request: HttpRequest) -> tuple[str, str] | None:
    # A form's body was read by the middleware before: only JSON comes here, and no page of another site can send that.
    if request.content_type != "application/json":
        return None
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        return None
    try:
        given = json.loads(request.body)
        credential, sealed = given["credential"], given["box"]
    except (ValueError, KeyError, TypeError):
        return None
    if not isinstance(credential, str) or not isinstance(sealed, str):
        return None
    return credential, sealed


def _refusal(status: int, reason: str, problem: str) -> HttpResponse:
    return _private(JsonResponse({"reason": reason, "problem": problem}, status=status))


def _private(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


class RoundDocument(View):
    """The frozen document of a round as JSON, byte for byte what was hashed."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """For the ballot page, and for whoever wants to hash it."""
        try:
            vote = get_public_round(code)
        except NotFound as refused:
            return _refusal(404, refused.code, refused.message)
        return HttpResponse(vote.frozen, content_type="application/json")


class ArchiveDocument(View):
    """The signed archive after publication, for the stand-alone checker."""

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        """As a file to keep."""
        try:
            vote = get_public_round(code)
        except NotFound as refused:
            return _refusal(404, refused.code, refused.message)
        if vote.phase != RoundPhase.PUBLISHED:
            return _refusal(404, "not_published", _("投票结果还没有公布。"))
        answer = HttpResponse(vote.archive, content_type="application/json")
        answer["Content-Disposition"] = f'attachment; filename="vote-{vote.code}.json"'
        return answer
