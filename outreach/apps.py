from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutreachConfig(AppConfig):
    name = "outreach"
    verbose_name = _("民生实事与联系群众")

    def ready(self) -> None:
        from congress.registry import register_menu, register_verbs
        from outreach.labels import VERBS
        from outreach.menu import ENTRIES

        register_verbs(*VERBS)
        register_menu(*ENTRIES)
