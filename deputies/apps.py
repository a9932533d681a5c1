from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeputiesConfig(AppConfig):
    name = "deputies"
    verbose_name = _("代表与站点")

    def ready(self) -> None:
        from congress.attachments.rules import register_attachment_policy
        from congress.registry import (
            register_demo,
            register_menu,
            register_phone_panel,
            register_todos,
            register_verbs,
        )
        from deputies.demo.contacts import load_contacts
        from deputies.demo.dossiers import load_dossiers
        from deputies.demo.logbooks import load_logbooks
        from deputies.demo.points import load_points
        from deputies.demo.reports import load_reports
        from deputies.demo.roster import load_roster
        from deputies.demo.rota import load_rota
        from deputies.demo.stations import load_stations
        from deputies.labels import VERBS
        from deputies.menu import ENTRIES
        from deputies.phone.panels import PANELS, TODOS
        from deputies.roster.followers import register_end_follower
        from deputies.roster.selectors import may_read_photo
        from deputies.stations.selectors import may_read_proof
        from deputies.stations.services import release_deputy, release_shifts

        register_verbs(*VERBS)
        register_attachment_policy("deputies.deputy", may_read_photo)
        register_attachment_policy("deputies.checkanswer", may_read_proof)
        register_menu(*ENTRIES)
        register_phone_panel(*PANELS)
        for source in TODOS:
            register_todos(source)
        register_demo(300, load_roster)
        register_demo(310, load_stations)
        register_demo(320, load_rota)
        # After petitions: what voters said becomes suggestions.
        register_demo(600, load_logbooks)
        register_demo(700, load_dossiers)
        register_demo(610, load_contacts)
        register_demo(650, load_reports)
        register_demo(710, load_points)
        register_end_follower(release_deputy)
        register_end_follower(release_shifts)
