"""The dossiers in the menus."""

from django.utils.translation import gettext_lazy as _

from congress.registry import MenuEntry
from deputies.roster.menu import GROUP, READERS

ENTRIES = (MenuEntry("desk", GROUP, _("履职档案"), "deputies:dossiers", "folder-archive", READERS, order=76),)
