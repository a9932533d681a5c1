"""Did a form of our own pages send this? For the few public forms that carry no token, so that their pages can be cached."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from congress.errors import NotAllowed
from congress.web.errors import refusal_page

_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def is_same_origin(request: HttpRequest) -> bool:
    """By what the browser says of the page that sent it.

    A browser too old to say is believed: only forms stand behind this whose worst abuse is a page that opens.
    """
    site = request.headers.get("Sec-Fetch-Site", "")
    if site:
        return site in {"same-origin", "none"}
    origin = request.headers.get("Origin", "")
    return not origin or urlsplit(origin).netloc == request.get_host()


def same_origin_form(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Instead of a CSRF token: refuse (403) what another site's page sends."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method not in _SAFE and not is_same_origin(request):
            return refusal_page(request, NotAllowed("other_site", _("请在本网站的页面上提交。")))
        return view(request, *args, **kwargs)

    return csrf_exempt(guarded)
