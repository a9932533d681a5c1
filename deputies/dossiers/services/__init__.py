"""What is done with dossiers."""

from deputies.dossiers.services.dossiers import (
    answer_objection,
    close_dossier,
    object_to_dossier,
    open_dossiers,
    reopen_dossier,
    show_dossier,
)
from deputies.dossiers.services.facts import (
    AttendanceDraft,
    HonourDraft,
    MeetingDraft,
    add_honour,
    change_attendance,
    change_honour,
    change_meeting,
    check_meeting,
    record_meeting,
    remove_honour,
)

__all__ = [
    "AttendanceDraft",
    "HonourDraft",
    "MeetingDraft",
    "add_honour",
    "answer_objection",
    "change_attendance",
    "change_honour",
    "change_meeting",
    "check_meeting",
    "close_dossier",
    "object_to_dossier",
    "open_dossiers",
    "record_meeting",
    "remove_honour",
    "reopen_dossier",
    "show_dossier",
]
