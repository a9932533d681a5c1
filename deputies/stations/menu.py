"""Stations and deputies in the menus."""

from django.utils.translation import gettext_lazy as _

from congress.registry import MenuEntry
from deputies.roster.menu import GROUP, READERS

PORTAL = _("门户")

ENTRIES = (
    MenuEntry("desk", GROUP, _("站点"), "deputies:desk-stations", "map-pin", READERS, order=71),
    MenuEntry("desk", GROUP, _("接待轮值"), "deputies:rota-list", "calendar-days", READERS, order=72),
    MenuEntry("portal", PORTAL, _("找代表"), "deputies:deputies", "users", order=44),
    MenuEntry("portal", PORTAL, _("代表站点"), "deputies:stations", "map-pin", order=45),
    MenuEntry("portal", PORTAL, _("本周接待"), "deputies:duty", "calendar-days", order=46),
)
