"""What every page's frame knows: `face` (menus, roles, preferences, unread) and `site` (whose office this is)."""

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.timezone import localdate

from congress.notices.selectors import unread_badge
from congress.people.models import User
from congress.people.rules import grants_of, roles_of
from congress.registry import MenuEntry, menu_for
from congress.web.preferences import Preferences, preferences_of

# Their address is the beginning of every other one at that face, so only the exact page makes them current.
_ROOTS = frozenset({"/", "/desk/", "/m/"})


@dataclass(frozen=True, slots=True)
class MenuLine:
    """An entry as the page shows it. `count` is the number beside it, or None."""

    label: str
    url: str
    icon: str
    current: bool
    count: int | None


@dataclass(frozen=True, slots=True)
class MenuGroup:
    label: str
    lines: list[MenuLine]


class Face:
    """Everything is looked up when a template asks, so a public page costs no query."""

    def __init__(self, request: HttpRequest) -> None:
        self._request = request

    @cached_property
    def user(self) -> User | None:
        user = getattr(self._request, "user", None)
        return user if getattr(user, "is_authenticated", False) else None

    @cached_property
    def roles(self) -> frozenset[str]:
        return roles_of(self.user, on=localdate()) if self.user else frozenset()

    @cached_property
    def office(self) -> str:
        """The organisation of the user's first grant."""
        grants = grants_of(self.user, on=localdate()) if self.user else []
        return grants[0].organisation.name if grants else ""

    @cached_property
    def preferences(self) -> Preferences:
        return preferences_of(self._request)

    @cached_property
    def unread(self) -> int | None:
        return unread_badge(self.user) if self.user else None

    @property
    def path(self) -> str:
        """Of this page with its query, to come back to."""
        return self._request.get_full_path()

    @cached_property
    def portal_menu(self) -> list[MenuGroup]:
        return self._groups("portal")

    @cached_property
    def desk_menu(self) -> list[MenuGroup]:
        return self._groups("desk")

    @cached_property
    def phone_menu(self) -> list[MenuGroup]:
        return self._groups("phone")

    def _groups(self, face: str) -> list[MenuGroup]:
        entries = [(entry, url) for entry in menu_for(face, self.roles) if (url := _url(entry))]
        current = self._current([url for _entry, url in entries])
        names = list(dict.fromkeys(entry.group for entry, _url in entries))
        # Groups in the order of their first entry, however the apps' entries are mixed.
        entries.sort(key=lambda pair: names.index(pair[0].group))
        return [
            MenuGroup(str(name), [self._line(entry, url, current) for entry, url in members])
            for name, members in groupby(entries, key=lambda pair: pair[0].group)
        ]

    def _line(self, entry: MenuEntry, url: str, current: str) -> MenuLine:
        count = entry.count(self.user) if entry.count and self.user else None
        return MenuLine(str(entry.label), url, entry.icon, url == current, count)

    def _current(self, urls: list[str]) -> str:
        """The longest address that this page lies under."""
        here = self._request.path
        matching = [url for url in urls if here == url or (url not in _ROOTS and here.startswith(url))]
        return max(matching, key=len, default="")


def _url(entry: MenuEntry) -> str:
    try:
        return reverse(entry.url_name)
    except NoReverseMatch:
        # An app may be left out of an installation's routes; its entry then leads nowhere and is not shown.
        return ""


def face(request: HttpRequest) -> dict[str, Any]:
    """The context processor."""
    return {
        "face": Face(request),
        "site": settings.SITE,
    }
