"""Public pages that are the same for everybody, answered before sessions, accounts and the database are touched.

A view says so by `@public_page`. Its pages are kept in the process, behind that in Redis, under the mark of what is
published: whatever is published, changed or withdrawn changes the mark (triggers), at latest EDITION_CHECK_SECONDS
later everywhere. Only visitors whose cookies say nothing but how the page should look get or make a kept page.
"""

import time
from collections import OrderedDict
from collections.abc import Callable
from functools import lru_cache, wraps
from threading import Lock
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from congress.editions.shelf import Shelf

# Type size and 长辈版 change the page; a CSRF cookie and the switch for shortcuts change nothing on a public one.
LOOKS = ("size", "elder")
HARMLESS = frozenset({*LOOKS, "keys", "csrftoken"})
# Figures and "today" on a page may be so old.
SECONDS = 60
# Pages kept in the process; the one unused longest goes first. Longer addresses are not worth keeping.
MOST, LONGEST_KEY = 400, 400

_published: Shelf[str] = Shelf("published", lambda mark: mark)

# (content, headers, when made)
_Page = tuple[bytes, list[tuple[str, str]], float]


def public_page(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view's pages hold no form with a token and nothing of the visitor."""

    @wraps(view)
    def marked(*args: Any, **kwargs: Any) -> HttpResponse:
        return view(*args, **kwargs)

    marked.is_public_page = True  # type: ignore[attr-defined]
    return marked


def published_mark() -> str:
    """Changes with whatever the public sees; for the key of what is kept about it."""
    return _published.get()


class PageCache:
    """Middleware; stands before the session's."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        self._kept: OrderedDict[str, _Page] = OrderedDict()
        self._lock = Lock()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not _is_anybody(request) or not _is_public(request.path_info):
            return self.get_response(request)
        key = _key(request)
        page = self._fresh(self._kept.get(key))
        if page is None and len(key) <= LONGEST_KEY:
            page = self._fresh(cache.get(key))
            if page is None:
                response = self.get_response(request)
                if not _may_keep(response):
                    return response
                page = (response.content, list(response.items()), time.time())
                cache.set(key, page, SECONDS)
            self._put(key, page)
        return self.get_response(request) if page is None else _again(page)

    @staticmethod
    def _fresh(page: _Page | None) -> _Page | None:
        return page if page is not None and time.time() - page[2] < SECONDS else None

    def _put(self, key: str, page: _Page) -> None:
        with self._lock:
            self._kept[key] = page
            self._kept.move_to_end(key)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)


def _is_anybody(request: HttpRequest) -> bool:
    return (
        request.method == "GET"
        and "HTTP_AUTHORIZATION" not in request.META
        and HARMLESS.issuperset(request.COOKIES)
    )


def _key(request: HttpRequest) -> str:
    looks = ":".join(request.COOKIES.get(name, "") for name in LOOKS)
    host = request.META.get("HTTP_HOST", "")
    # A page names style sheets of its build: after a new one is installed, the old pages are nobody's.
    build = getattr(staticfiles_storage, "manifest_hash", "")
    return f"page:{build}:{_published.get()}:{request.scheme}:{host}:{looks}:{request.get_full_path()}"


@lru_cache(maxsize=2048)
def _is_public(path: str) -> bool:
    try:
        return getattr(resolve(path).func, "is_public_page", False)
    except Resolver404:
        return False


def _may_keep(response: HttpResponse) -> bool:
    """A view keeps a page out by `Cache-Control: no-store`: where the visitor stands is in its address."""
    if "no-store" in response.get("Cache-Control", ""):
        return False
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and _TOKEN not in response.content
    )


# A token belongs to one visitor: a page that holds one is nobody else's.
_TOKEN = b"csrfmiddlewaretoken"


def _again(page: _Page) -> HttpResponse:
    content, headers, _made_at = page
    response = HttpResponse(content)
    for name, value in headers:
        response[name] = value
    return response
