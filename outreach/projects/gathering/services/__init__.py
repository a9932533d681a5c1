"""Verbs of the gathering: `collecting` takes proposals in, `screening` decides, `candidates` writes the list."""

from outreach.projects.gathering.services.candidates import (
    CandidateDraft,
    add_candidate,
    drop_candidate,
    edit_candidate,
    fix_list,
    take_up_candidate,
)

__all__ = [
    "CandidateDraft",
    "add_candidate",
    "drop_candidate",
    "edit_candidate",
    "fix_list",
    "take_up_candidate",
]
