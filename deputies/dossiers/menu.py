"""The dossiers in the menus."""

from django.utils.translation import gettext_lazy as _

from congress.registry import MenuEntry
from deputies.dossiers.selectors import READERS as OFFICE
from deputies.roster.menu import GROUP, READERS

ENTRIES = (
    MenuEntry("desk", GROUP, _("履职档案"), "deputies:dossiers", "folder-archive", READERS, order=76),
    MenuEntry("desk", GROUP, _("会议出席"), "deputies:meetings", "presentation", frozenset(OFFICE), order=78),
    MenuEntry("desk", GROUP, _("表彰奖励"), "deputies:honours", "medal", frozenset(OFFICE), order=79),
)
