"""The year in the menus."""

from django.utils.translation import gettext_lazy as _

from congress.people.roles import Role
from congress.registry import MenuEntry

ENTRIES = (
    MenuEntry(
        "desk", _("民生实事"), _("民生实事年度"), "outreach:project-years", "calendar-range",
        frozenset({Role.CLERK, Role.SUPERVISOR, Role.LEADER}), order=82,
    ),
    MenuEntry(
        "desk", _("民生实事"), _("群众提案"), "outreach:station-proposals", "inbox",
        frozenset({Role.STATION_OFFICER}), order=83,
    ),
)  # fmt: skip
