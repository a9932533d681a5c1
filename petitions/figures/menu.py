"""Ledgers, figures and the import in the menus."""

from django.utils.translation import gettext_lazy as _

from congress.people.roles import Role
from congress.registry import MenuEntry
from petitions.suggestions.menu import PORTAL, STAFF

LEDGERS = _("台账与统计")

ENTRIES = (
    MenuEntry("desk", LEDGERS, _("台账"), "petitions:ledger", "book-open", STAFF, order=60),
    MenuEntry(
        "desk",
        LEDGERS,
        _("统计"),
        "petitions:figures",
        "chart-column",
        STAFF - {Role.STATION_OFFICER},
        order=61,
    ),
    MenuEntry(
        "desk", LEDGERS, _("导入台账"), "petitions:import", "file-up", frozenset({Role.CLERK}), order=62
    ),
    MenuEntry("portal", PORTAL, _("部门公示"), "petitions:department-figures", "chart-column", order=50),
)
