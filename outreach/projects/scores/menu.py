"""Menu entries of the scores."""

from django.utils.translation import gettext_lazy as _

from congress.people.roles import Role
from congress.registry import MenuEntry

GROUP = _("民生实事")
OFFICE = frozenset({Role.CLERK, Role.SUPERVISOR, Role.LEADER})

ENTRIES = (
    MenuEntry("desk", GROUP, _("测评和评价"), "outreach:scores", "star", OFFICE | {Role.HANDLER}, order=86),
    MenuEntry("desk", GROUP, _("项目统计"), "outreach:project-figures", "chart-column", OFFICE, order=87),
)
