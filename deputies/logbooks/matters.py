"""Where a voter's words become a suggestion. Petitions stand above deputies: they put their desk here at start."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from congress.models import User
from congress.people.actors import Actor
from deputies.logbooks.models import Voice


@dataclass(frozen=True, slots=True)
class MatterStatus:
    """What a recorder sees of a suggestion: no personal data. `due_on` is None while no clock runs."""

    number: str
    state: str
    due_on: date | None
    desk_url: str
    # Whether asking how it stands makes sense: somebody is to act.
    is_in_hand: bool = False


class MatterDesk(Protocol):
    """What petitions offer."""

    def raise_matter(self, voice: Voice, *, actor: Actor, on: date) -> str:
        """Submit the voter's words under `voice.uid` (twice gives the same) and return the number.

        Raises BadInput with a sentence, the entry is kept then and the voice says why.
        """
        ...

    def inquire(self, voice: Voice, *, actor: User, on: date) -> None:
        """Ask how the matter of this voice stands (催问), once a day. Raises NotFound, RightExpired, WrongState."""
        ...

    def statuses(self, numbers: Iterable[str]) -> dict[str, MatterStatus]:
        """By number; one query."""
        ...


_desk: list[MatterDesk] = []


def register_matter_desk(desk: MatterDesk) -> None:
    """Called once, when petitions are ready."""
    _desk[:] = [desk]


def matter_desk() -> MatterDesk | None:
    """None where the project runs without petitions: then voices stay in the book."""
    return _desk[0] if _desk else None
