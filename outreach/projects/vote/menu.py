"""Menu entries of votes."""

from django.utils.translation import gettext_lazy as _

from congress.people.roles import Role
from congress.registry import MenuEntry

ENTRIES = (
    MenuEntry(
        "desk", _("民生实事"), _("民生实事票决"), "outreach:votes", "vote",
        frozenset({Role.CLERK, Role.SUPERVISOR, Role.LEADER}), order=84,
    ),
)  # fmt: skip
