"""The building in the menus."""

from django.utils.translation import gettext_lazy as _

from congress.people.roles import Role
from congress.registry import MenuEntry

GROUP = _("民生实事")
READERS = frozenset({Role.CLERK, Role.SUPERVISOR, Role.LEADER, Role.HANDLER})

ENTRIES = (
    MenuEntry("desk", GROUP, _("实施进度"), "outreach:project-board", "traffic-cone", READERS, order=84),
)
