from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CongressConfig(AppConfig):
    name = "congress"
    verbose_name = _("账号与基础数据")

    def ready(self) -> None:
        from congress import checks  # noqa: F401 - registers them
        from congress.attachments.labels import ATTACHMENT_VERBS
        from congress.audit.labels import AUDIT_VERBS
        from congress.notices.ready import register_notices
        from congress.oversight.ready import register_oversight
        from congress.people.demo import load_demo
        from congress.people.labels import PEOPLE_VERBS
        from congress.privacy.erasers import register_own_erasers
        from congress.privacy.verbs import PRIVACY_VERBS
        from congress.regions.demo import load_map
        from congress.registry import register_demo, register_menu, register_verbs
        from congress.web.phone import register_phone_menu
        from congress.workdays.labels import WORKDAY_VERBS
        from congress.workdays.menu import WORKDAY_MENU

        register_verbs(*ATTACHMENT_VERBS, *AUDIT_VERBS, *PEOPLE_VERBS, *PRIVACY_VERBS, *WORKDAY_VERBS)
        register_menu(*WORKDAY_MENU)
        register_demo(50, load_map)
        register_demo(100, load_demo)
        register_own_erasers()
        register_notices()
        register_oversight()
        register_phone_menu()
