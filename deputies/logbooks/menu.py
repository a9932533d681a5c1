"""The logbooks in the menus."""

from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from congress.models import User
from congress.people.roles import Role
from congress.registry import MenuEntry
from deputies.logbooks.selectors import entries_for
from deputies.logbooks.states import EntryState
from deputies.roster.menu import GROUP, READERS


def _waiting(user: User) -> int | None:
    """How many entries wait to be verified, counted to a hundred."""
    rows = entries_for(user, on=localdate()).filter(state=EntryState.PENDING)
    return rows.order_by().values("pk")[:100].count() or None


ENTRIES = (
    MenuEntry("desk", GROUP, _("履职台账"), "deputies:logbooks", "notebook-text", READERS, order=74),
    MenuEntry(
        "desk", GROUP, _("台账待核"), "deputies:logbook-verify", "list-checks", frozenset({Role.CLERK}), order=75,
        count=_waiting,
    ),
    # No number beside it: reports come once a year, and each number is a question on every page of the desk.
    MenuEntry("desk", GROUP, _("代表述职"), "deputies:reports", "file-pen-line", READERS, order=76),
    MenuEntry("desk", GROUP, _("联系群众"), "deputies:contacts", "phone", READERS, order=77),
)  # fmt: skip
