"""What is done with logbooks."""

from deputies.logbooks.services.contacts import HouseholdDraft, add_household, end_household, record_contact
from deputies.logbooks.services.drafts import EntryDraft, Part, VoiceDraft
from deputies.logbooks.services.entries import (
    Recorded,
    amend_entry,
    correct_entry,
    raise_voice,
    record_entry,
    withdraw_entry,
)
from deputies.logbooks.services.verification import lock_year, refuse_entry, unlock_year, verify_entries

__all__ = [
    "EntryDraft",
    "HouseholdDraft",
    "Part",
    "Recorded",
    "VoiceDraft",
    "add_household",
    "amend_entry",
    "correct_entry",
    "end_household",
    "lock_year",
    "raise_voice",
    "record_contact",
    "record_entry",
    "refuse_entry",
    "unlock_year",
    "verify_entries",
    "withdraw_entry",
]
