"""Where suggestions stand in the menus."""

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from congress.models import User
from congress.people.roles import Role
from congress.registry import MenuEntry
from petitions.suggestions.worklists import counts_for, worklists_for

DAILY = _("日常办理")
STAFF = frozenset({Role.CLERK, Role.SUPERVISOR, Role.LEADER, Role.HANDLER, Role.STATION_OFFICER})


def _waiting(user: User) -> int | None:
    """How many cases wait for this account; its own list is the first of its tabs."""
    on = localdate()
    first = worklists_for(user, on=on)[:1]
    return counts_for(user, on=on, known=first).get(first[0].name) if first else None


PORTAL = _("门户")

ENTRIES = (
    MenuEntry("portal", PORTAL, _("首页"), "petitions:home", "house", order=10),
    MenuEntry("portal", PORTAL, _("我要反映"), "petitions:report", "pencil-line", order=20),
    MenuEntry("portal", PORTAL, _("查进度"), "petitions:track", "search", order=30),
    MenuEntry("portal", PORTAL, _("办理公开"), "petitions:published", "book-open", order=40),
    MenuEntry("desk", DAILY, _("今天"), "petitions:today", "sun", STAFF, order=10),
    MenuEntry("desk", DAILY, _("待我办"), "petitions:worklist", "inbox", STAFF, order=20, count=_waiting),
    MenuEntry(
        "desk", DAILY, _("登记来电来访"), "petitions:register", "phone-incoming",
        frozenset({Role.CLERK, Role.STATION_OFFICER}), order=30,
    ),
    MenuEntry("desk", _("帮助"), _("办理流程"), "petitions:flow", "route", STAFF, order=900),
)  # fmt: skip
