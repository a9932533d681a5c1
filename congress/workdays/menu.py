"""Where the calendar stands in the desk's menu."""

from django.utils.translation import gettext_lazy as _

from congress.registry import MenuEntry

GROUP = _("办理依据")

WORKDAY_MENU = (
    MenuEntry("desk", GROUP, _("工作日历"), "workdays-calendar", "calendar-days", order=900),
    MenuEntry("desk", GROUP, _("办理期限"), "deadline-rules", "timer", order=910),
)
