"""The door for ballots and what everybody may read of a vote. No cookie is read or set here, and nobody is asked for."""

import json
import logging
import re
from typing import Any

from django.db import InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from congress.errors import DomainError, NotFound
from outreach.projects.vote.selectors import get_public_round
from outreach.projects.vote.services.casting import Cast, cast
from outreach.projects.vote.states import RoundPhase

logger = logging.getLogger(__name__)

# The largest box and the longest credential are below two thousand characters.
MOST_BYTES = 16_000
_JSON = "application/json"


_ADDRESS = re.compile(r"/vote/([^/]{1,40})/cast")


@method_decorator(csrf_exempt, name="dispatch")
class CastView(View):
    """POST {"credential", "box"}. The credential is the whole right: no session, no token of a form.

    200 {"receipt"}; 400, 404, 409 {"reason", "problem"}; 503 when the same box should be sent again.
    In production `front_door` answers the same before Django.
    """

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        """Take the box."""
        length = int(request.headers.get("Content-Length") or 0)
        # A form's body was read by the middleware before: only JSON is read here.
        readable = request.content_type == _JSON and length <= MOST_BYTES
        status, told = take(code, request.content_type or "", request.body if readable else b"")
        answer = _private(JsonResponse(told, status=status))
        if status == 503:
            answer["Retry-After"] = "1"
        return answer

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Only posting."""
        return HttpResponseNotAllowed(["POST"])


def front_door(environ: dict[str, Any]) -> tuple[int, bytes] | None:
    """The same for the web server: six hundred deputies press within seconds, and nothing of a request is needed."""
    if environ["REQUEST_METHOD"] != "POST" or not environ.get("PATH_INFO", "").startswith("/vote/"):
        return None
    address = _ADDRESS.fullmatch(environ["PATH_INFO"])
    length = environ.get("CONTENT_LENGTH") or ""
    if address is None or not length.isdecimal() or int(length) > MOST_BYTES:
        # Django's own road refuses what has no length or too much of it.
        return None
    content_type = environ.get("CONTENT_TYPE", "").split(";")[0].strip().lower()
    if content_type != _JSON:
        return None
    status, told = take(address[1], content_type, environ["wsgi.input"].read(int(length)))
    return status, json.dumps(told).encode()


def take(code: str, content_type: str, body: bytes) -> tuple[int, dict[str, str]]:
    """Status and answer for one posted body."""
    given = _read(body) if content_type == _JSON else None
    if given is None:
        return 400, {"reason": "bad", "problem": _("收到的内容不完整，请重新发送。")}
    try:
        return 200, {"receipt": _cast(code, *given).receipt}
    except DomainError as refused:
        status = 400 if refused.status == 422 else refused.status
        return status, {"reason": refused.code, "problem": refused.message}
    except (OperationalError, InterfaceError):
        # Without the values: a trace in the log would tie a moment to a credential.
        logger.warning("the database did not answer a cast")
        return 503, {"reason": "again", "problem": _("服务器暂时没有应答，请再发送一次，不会重复计票。")}


def _cast(code: str, credential: str, sealed: str) -> Cast:
    """Once more over a new connection when the kept one is dead: the same box twice is one ballot."""
    try:
        return cast(code, credential, sealed)
    except (OperationalError, InterfaceError):
        if connection.in_atomic_block:
            raise
        connection.close()
        return cast(code, credential, sealed)


def _read(body: bytes) -> tuple[str, str] | None:
    try:
        given = json.loads(body)
        credential, sealed = given["credential"], given["box"]
    except (ValueError, KeyError, TypeError, RecursionError):
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
