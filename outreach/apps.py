from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OutreachConfig(AppConfig):
    name = "outreach"
    verbose_name = _("民生实事与联系群众")

    def ready(self) -> None:
        from congress.attachments.rules import register_attachment_policy
        from congress.privacy.services import register_eraser
        from congress.registry import (
            register_demo,
            register_front_door,
            register_menu,
            register_phone_panel,
            register_todos,
            register_verbs,
        )
        from deputies.dossiers.sources import register_dossier_source
        from outreach.demo.building import load_buildings
        from outreach.demo.coming import load_coming
        from outreach.demo.projects import load_projects
        from outreach.demo.scores import load_scores
        from outreach.demo.spread import load_spread
        from outreach.labels import VERBS
        from outreach.menu import ENTRIES
        from outreach.projects.building.panels import PANELS, inspection_todos
        from outreach.projects.building.selectors import may_read_file
        from outreach.projects.consulting.services.noticing import COMMENTER_MONTHS, erase_commenters
        from outreach.projects.gathering.services.collecting import PROPOSER_MONTHS, erase_proposers
        from outreach.projects.scores.services.hearing import MONTHS, erase_rating_phones
        from outreach.projects.vote.panels import PANELS as VOTE_PANELS
        from outreach.projects.vote.selectors import votes_of
        from outreach.projects.vote.views.casting import front_door
        from outreach.projects.wall.panels import PANELS as WALL_PANELS

        register_verbs(*VERBS)
        register_dossier_source(votes_of)
        register_front_door(front_door)
        register_menu(*ENTRIES)
        register_todos(inspection_todos)
        register_phone_panel(*PANELS, *VOTE_PANELS, *WALL_PANELS)
        for owner in ("progressreport", "inspection", "urging", "acceptance"):
            register_attachment_policy(f"outreach.{owner}", may_read_file)
        register_demo(870, load_projects)
        register_demo(880, load_buildings)
        # After the projects of the demo are built and accepted.
        register_demo(890, load_scores)
        # Written in bulk, with nothing left to hand over or to score.
        register_demo(895, load_spread)
        register_demo(896, load_coming)
        register_eraser(
            "outreach.commenters",
            label="公示意见人姓名和电话",
            months=COMMENTER_MONTHS,
            basis="个人信息保护法第四十七条",
            eraser=erase_commenters,
        )
        register_eraser(
            "outreach.proposers",
            label="民生实事提案人姓名和电话",
            months=PROPOSER_MONTHS,
            basis="个人信息保护法第四十七条",
            eraser=erase_proposers,
        )
        register_eraser(
            "outreach.rating_phones",
            label="民生实事评价的手机号标记",
            months=MONTHS,
            basis="个人信息保护法第四十七条",
            eraser=erase_rating_phones,
        )
