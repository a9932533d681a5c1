"""The session's own note of a sign-in: when it began and was last used, which face, which factors.

The notes stand in the session row, so that the check costs no query of its own.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from django.contrib.sessions.backends.base import SessionBase

_NOTE = "sign_in"
# The last use is written back at most this often; idle time is that much less exact.
SEEN_EVERY_SECONDS = 30


@dataclass(frozen=True, slots=True)
class Note:
    face: str
    signed_in_at: datetime
    seen_at: datetime
    second_factor: bool


def read_note(session: SessionBase) -> Note | None:
    """The note, or None in a session without one."""
    raw = session.get(_NOTE)
    if not isinstance(raw, dict):
        return None
    return Note(
        face=raw["face"],
        signed_in_at=datetime.fromtimestamp(raw["signed_in_at"], UTC),
        seen_at=datetime.fromtimestamp(raw["seen_at"], UTC),
        second_factor=raw["second_factor"],
    )


def write_note(session: SessionBase, note: Note) -> None:
    """Put the note into the session (whole seconds)."""
    session[_NOTE] = {
        "face": note.face,
        "signed_in_at": int(note.signed_in_at.timestamp()),
        "seen_at": int(note.seen_at.timestamp()),
        "second_factor": note.second_factor,
    }
