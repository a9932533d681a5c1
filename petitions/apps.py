from django.apps import AppConfig


class PetitionsConfig(AppConfig):
    name = "petitions"
    verbose_name = "民意与建议"

    def ready(self) -> None:
        from congress.registry import register_demo, register_verbs
        from petitions.demo.world import load_demo
        from petitions.suggestions.labels import VERBS

        register_verbs(*VERBS)
        register_demo(500, load_demo)
