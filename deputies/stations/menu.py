"""Stations and deputies in the menus."""

from django.utils.translation import gettext_lazy as _

from congress.registry import MenuEntry

PORTAL = _("门户")

ENTRIES = (
    MenuEntry("portal", PORTAL, _("找代表"), "deputies:deputies", "users", order=44),
    MenuEntry("portal", PORTAL, _("代表站点"), "deputies:stations", "map-pin", order=45),
)
