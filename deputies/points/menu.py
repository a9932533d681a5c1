"""Points in the menus."""

from django.utils.translation import gettext_lazy as _

from congress.people.roles import Role
from congress.registry import MenuEntry
from deputies.roster.menu import GROUP, READERS

ENTRIES = (
    MenuEntry(
        "desk", GROUP, _("履职积分"), "deputies:points", "award", READERS - {Role.STATION_OFFICER}, order=77
    ),
)
