"""The wall in the portal's menu."""

from django.utils.translation import gettext_lazy as _

from congress.registry import MenuEntry

ENTRIES = (MenuEntry("portal", _("门户"), _("民生实事"), "outreach:wall", "hammer", order=43),)
