from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PetitionsConfig(AppConfig):
    name = "petitions"
    verbose_name = _("民意与建议")

    def ready(self) -> None:
        from congress.attachments.rules import register_attachment_policy
        from congress.privacy.services import register_eraser
        from congress.registry import (
            register_calendar_follower,
            register_demo,
            register_menu,
            register_verbs,
        )
        from deputies.logbooks.matters import register_matter_desk
        from deputies.stations.followers import register_merge_follower
        from petitions.demo.passed_on import load_passed_on
        from petitions.demo.world import load_demo
        from petitions.figures.demo import count_demo
        from petitions.figures.menu import ENTRIES as FIGURE_ENTRIES
        from petitions.intake.labels import VERBS as INTAKE_VERBS
        from petitions.suggestions.labels import VERBS
        from petitions.suggestions.menu import ENTRIES
        from petitions.suggestions.rules import may_read_files
        from petitions.suggestions.services.inheritance import inherit_suggestions
        from petitions.suggestions.services.matters import SuggestionDesk
        from petitions.suggestions.services.retention import MONTHS, erase_petitioners
        from petitions.suggestions.tasks import recompute_suggestion_clocks

        register_verbs(*VERBS, *INTAKE_VERBS)
        register_menu(*ENTRIES, *FIGURE_ENTRIES)
        register_attachment_policy("petitions.Suggestion", may_read_files)
        register_matter_desk(SuggestionDesk())
        register_merge_follower(inherit_suggestions)
        register_demo(500, load_demo)
        # After the logbooks, which pass voters' words on.
        register_demo(620, load_passed_on)
        # After every loader of cases: the pages of the figures must not open empty.
        register_demo(900, count_demo)
        register_calendar_follower(recompute_suggestion_clocks.delay)
        register_eraser(
            "petitions.petitioners",
            label=_("反映人的姓名、电话和住址"),
            months=MONTHS,
            basis=_("个人信息保护法第四十七条；告知书写明的三年"),
            eraser=erase_petitioners,
        )
