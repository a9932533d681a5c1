from django.apps import AppConfig


class CongressConfig(AppConfig):
    name = "congress"

    def ready(self) -> None:
        from congress.audit.labels import AUDIT_VERBS
        from congress.registry import register_verbs

        register_verbs(*AUDIT_VERBS)
