"""The roster in the menus."""

from django.utils.translation import gettext_lazy as _

from congress.people.roles import Role
from congress.registry import MenuEntry

GROUP = _("代表和站点")
READERS = frozenset({Role.CLERK, Role.SUPERVISOR, Role.LEADER, Role.STATION_OFFICER})

ENTRIES = (MenuEntry("desk", GROUP, _("代表名册"), "deputies:roster", "users", READERS, order=70),)
