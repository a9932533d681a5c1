"""What is done with the roster."""

from deputies.roster.services.mandates import Decision, MandateDraft, begin_mandate, change_mandate
from deputies.roster.services.persons import DeputyDraft, add_deputy, change_deputy, link_account
from deputies.roster.services.photos import set_photo
from deputies.roster.services.terms import open_term

__all__ = [
    "Decision",
    "DeputyDraft",
    "MandateDraft",
    "add_deputy",
    "begin_mandate",
    "change_deputy",
    "change_mandate",
    "link_account",
    "open_term",
    "set_photo",
]
