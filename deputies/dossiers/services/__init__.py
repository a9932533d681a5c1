"""What is done with dossiers."""

from deputies.dossiers.services.dossiers import (
    close_dossier,
    object_to_dossier,
    open_dossiers,
    reopen_dossier,
    show_dossier,
)
from deputies.dossiers.services.facts import AttendanceDraft, MeetingDraft, add_honour, record_meeting

__all__ = [
    "AttendanceDraft",
    "MeetingDraft",
    "add_honour",
    "close_dossier",
    "object_to_dossier",
    "open_dossiers",
    "record_meeting",
    "reopen_dossier",
    "show_dossier",
]
