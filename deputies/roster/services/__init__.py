"""What is done with the roster."""

from deputies.roster.services.mandates import Decision, MandateDraft, begin_mandate, change_mandate
from deputies.roster.services.persons import DeputyDraft, add_deputy, change_deputy, link_account

__all__ = [
    "Decision",
    "DeputyDraft",
    "MandateDraft",
    "add_deputy",
    "begin_mandate",
    "change_deputy",
    "change_mandate",
    "link_account",
]
