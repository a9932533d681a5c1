"""Watches over signed-in sessions: idle time-out, longest time, password due, second factor missing."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _

from congress.people.models import SignIn
from congress.people.rules import is_administrator, password_expired, sign_in_over
from congress.people.services import note_seen, note_sign_out
from congress.people.sessions import SEEN_EVERY_SECONDS, read_note, write_note
from congress.people.signing_in import start_sign_in

# Pages that somebody may open who must first change the password or enrol a second factor.
_ALWAYS_OPEN = frozenset({"login", "login-code", "logout", "javascript-catalog"})
_SENTENCES = {
    SignIn.End.IDLE: _("您有一段时间没有操作，为了安全已自动退出。重新登录后可以接着办理。"),
    SignIn.End.TOO_LONG: _("本次登录时间已满，请重新登录。"),
}


class SignInGuard:
    """Stands after AuthenticationMiddleware and MessageMiddleware."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.get_response(request)
        refusal = self._refuse_if_over(request)
        if refusal is not None:
            return refusal
        response = self.get_response(request)
        # What a signed-in person saw must not come back from a cache after signing out.
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store, private"
        return response

    def _refuse_if_over(self, request: HttpRequest) -> HttpResponse | None:
        at = now()
        note = read_note(request.session)
        if note is None:
            start_sign_in(request, second_factor=False, at=at)
            return None
        over = sign_in_over(face=note.face, signed_in_at=note.signed_in_at, seen_at=note.seen_at, at=at)
        if over:
            note_sign_out(session_key=request.session.session_key or "", at=at, end=over)
            logout(request)
            return _back_to_login(request, str(_SENTENCES[SignIn.End(over)]))
        asks_only = request.method == "GET" and request.path == reverse("account-session")
        if not asks_only and (at - note.seen_at).total_seconds() >= SEEN_EVERY_SECONDS:
            write_note(request.session, replace(note, seen_at=at))
            note_seen(session_key=request.session.session_key or "", at=at)
        return None

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Send those to the page in question who must change the password or enrol a second factor first."""
        user = request.user
        match = request.resolver_match
        if not user.is_authenticated or match is None or match.url_name in _ALWAYS_OPEN:
            return None
        at = now()
        if password_expired(user, at=at):
            return _only(request, "account-password", match.url_name)
        note = read_note(request.session)
        if (note is None or not note.second_factor) and is_administrator(user, on=localdate(at)):
            return _only(request, "account-second-factor", match.url_name)
        return None


def _only(request: HttpRequest, page: str, asked: str | None) -> HttpResponse | None:
    if asked == page:
        return None
    if wants_json(request):
        return _problem(403, "sign_in_incomplete", _("请先在网页上完成登录设置。"))
    return HttpResponseRedirect(reverse(page))


def wants_json(request: HttpRequest) -> bool:
    """Did a program ask, not a page? It must never be sent to the login page."""
    return request.path.startswith(("/m/api/", "/api/")) or request.headers.get("Accept", "").startswith(
        "application/json"
    )


def _problem(status: int, code: str, title: str) -> JsonResponse:
    problem = {"type": f"urn:lianxin:problem:{code}", "title": title, "status": status}
    return JsonResponse(problem, status=status, content_type="application/problem+json")


def _back_to_login(request: HttpRequest, sentence: str) -> HttpResponse:
    if request.path == reverse("account-session"):
        return JsonResponse({"left": None})
    if wants_json(request):
        return _problem(401, "session_over", sentence)
    messages.info(request, sentence)
    if request.headers.get("HX-Request"):
        page = urlsplit(request.headers.get("HX-Current-URL", "/")).path
        response = HttpResponse(status=401)
        response["HX-Redirect"] = redirect_to_login(page).url
        return response
    # A form that was being sent: back to the page it stood on; static/js/keep.js has kept its text.
    page = request.get_full_path()
    if request.method not in {"GET", "HEAD"}:
        referer = urlsplit(request.headers.get("Referer", ""))
        if referer.netloc == request.get_host():
            page = referer.path + (f"?{referer.query}" if referer.query else "")
    return redirect_to_login(page)
