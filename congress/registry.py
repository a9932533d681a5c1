"""Where the apps above announce themselves to the core, which only lists: menu entries, audit verbs, tiles, demo loaders.

Each app calls these from `AppConfig.ready()`; the core never imports an app.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Verb:
    """An audit verb with its Chinese label, e.g. `petitions.suggestion.transferred`."""

    name: str
    label: str | Promise


@dataclass(frozen=True, slots=True)
class MenuEntry:
    """A line in a face's menu. `face`: desk, phone or portal; `roles` empty: everybody at that face."""

    face: str
    group: str | Promise
    label: str | Promise
    url_name: str
    icon: str
    roles: frozenset[str] = frozenset()
    order: int = 100
    # Returns the number shown beside the entry (already capped), or None. Called with the user.
    count: Callable[[Any], int | None] | None = None


verbs: dict[str, Verb] = {}
menu: list[MenuEntry] = []
# Loaders of the demo world, by order; called as loader(on=date). See the `load_demo` command.
demo_loaders: list[tuple[int, Callable[..., None]]] = []

# Gauges of /metrics: name -> (description, what measures it). Asked at every scrape: one cheap query each.
gauges: dict[str, tuple[str, Callable[[], float]]] = {}


# Answered before Django makes a request of it; see `congress.front`.
FrontDoor = Callable[[dict[str, Any]], "tuple[int, bytes] | None"]
front_doors: list[FrontDoor] = []


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """An account of the demo world, for the list that `make demo` prints and writes to demo.json."""

    username: str
    password: str
    role: str
    name: str
    face: str
    # What an administrator's phone app makes its codes from (base32); empty for everybody else.
    totp_seed: str = ""


@dataclass(frozen=True, slots=True)
class PhonePanel:
    """A part of the first page of the phone. `context` gets the user and the day; None: nothing to show today.

    What a template shows of it stands under `panel`.
    """

    order: int
    template: str
    context: Callable[[Any, date], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Todo:
    """Something that waits for a deputy. `tag` are two or three words beside it, `tone` their colour (warn, bad …);
    the page sorts by `rank`, the most pressing first."""

    title: str
    url: str
    note: str = ""
    tag: str = ""
    tone: str = ""
    rank: int = 50


phone_panels: list[PhonePanel] = []
# Each gets the user and the day and gives what waits for that deputy: one or two cheap queries.
todo_sources: list[Callable[[Any, date], Iterable[Todo]]] = []


# Filled by the loaders of the demo world: the accounts, and one partner system of the API.
# Called after the transaction in which special days were entered.
calendar_followers: list[Callable[[], None]] = []
demo_accounts: list[DemoAccount] = []
demo_api: dict[str, str] = {}


def register_verbs(*entries: Verb) -> None:
    """Make audit verbs known. A verb registered twice with another label is a programming error."""
    for entry in entries:
        if entry.name in verbs and verbs[entry.name] != entry:
            raise ValueError(f"audit verb {entry.name!r} registered twice")
        verbs[entry.name] = entry


def register_menu(*entries: MenuEntry) -> None:
    """Add menu entries; a repeated `ready()` adds nothing."""
    for entry in entries:
        if entry not in menu:
            menu.append(entry)
    menu.sort(key=lambda entry: entry.order)


def register_gauge(name: str, description: str, measure: Callable[[], float]) -> None:
    """Add a figure to /metrics, shown as `lianxin_<name>`."""
    gauges[name] = (description, measure)


def register_front_door(door: FrontDoor) -> None:
    """`door(environ)` returns (status, JSON) for what it answers, None for everything else. Costs every request a call."""
    front_doors.append(door)


def register_calendar_follower(follower: Callable[[], None]) -> None:
    """Add what must happen after the working calendar changed, e.g. starting the task that recomputes limits."""
    if follower not in calendar_followers:
        calendar_followers.append(follower)


def register_phone_panel(*panels: PhonePanel) -> None:
    """Add parts of the phone's first page."""
    for panel in panels:
        if panel not in phone_panels:
            phone_panels.append(panel)
    phone_panels.sort(key=lambda panel: panel.order)


def register_todos(source: Callable[[Any, date], Iterable[Todo]]) -> None:
    """Add a source of what waits for a deputy."""
    if source not in todo_sources:
        todo_sources.append(source)


def todos_of(user: Any, on: date) -> list[Todo]:
    """What waits for this deputy today, the most pressing first."""
    found = [todo for source in todo_sources for todo in source(user, on)]
    return sorted(found, key=lambda todo: todo.rank)


def register_demo(order: int, loader: Callable[..., None]) -> None:
    """Add a loader of demo rows. Lower `order` runs first."""
    if (order, loader) not in demo_loaders:
        demo_loaders.append((order, loader))
        demo_loaders.sort(key=lambda pair: pair[0])


def menu_for(face: str, roles: Iterable[str]) -> list[MenuEntry]:
    """The entries of a face that somebody with these roles sees."""
    held = frozenset(roles)
    return [e for e in menu if e.face == face and (not e.roles or e.roles & held)]


def load_demo(on: date) -> None:
    """Run every registered loader; each is safe to run twice."""
    for _order, loader in demo_loaders:
        loader(on=on)
