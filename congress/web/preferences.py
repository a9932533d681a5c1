"""How a visitor wants the pages to look: type size, 长辈版, single-letter keys. Kept in cookies, no account needed."""

from dataclasses import dataclass
from datetime import timedelta

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt
from django.views.generic import View

SIZES = ("s", "l", "xl")
_A_YEAR = int(timedelta(days=365).total_seconds())


@dataclass(frozen=True, slots=True)
class Preferences:
    """`size`: s (standard), l or xl; `elder`: 长辈版; `keys`: may single letters act as shortcuts?"""

    size: str = "s"
    elder: bool = False
    keys: bool = True


def preferences_of(request: HttpRequest) -> Preferences:
    """What the cookies say; anything unknown counts as the standard."""
    size = request.COOKIES.get("size", "s")
    return Preferences(
        size=size if size in SIZES else "s",
        elder=request.COOKIES.get("elder") == "1",
        keys=request.COOKIES.get("keys") != "0",
    )


# No CSRF token: a stranger's page could at worst enlarge the type, and the public pages stay cacheable without one.
@method_decorator(csrf_exempt, name="dispatch")
class PreferencesView(View):
    """Set what the form names and go back to `next`. Unknown values change nothing."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        wanted = request.POST.get("next", "/")
        if not url_has_allowed_host_and_scheme(wanted, allowed_hosts=None):
            wanted = "/"
        response = HttpResponseRedirect(wanted)
        size = request.POST.get("size", "")
        if size in SIZES:
            _keep(request, response, "size", size)
            # 长辈版 has its own size; choosing one leaves it.
            _keep(request, response, "elder", "0")
        for name in ("elder", "keys"):
            if request.POST.get(name) in {"0", "1"}:
                _keep(request, response, name, request.POST[name])
        return response


def _keep(request: HttpRequest, response: HttpResponse, name: str, value: str) -> None:
    # Readable by scripts: page.js changes the size at once and writes the same cookie.
    response.set_cookie(name, value, max_age=_A_YEAR, samesite="Lax", secure=request.is_secure())
