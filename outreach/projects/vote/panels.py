"""The phone's first page: the way to an unnamed credential while a vote outside the hall is prepared or open."""

from datetime import date
from typing import Any

from congress.models import User
from congress.registry import PhonePanel
from outreach.projects.vote.selectors import remote_rounds_of


def remote_votes(user: User, on: date) -> dict[str, Any] | None:
    """Nothing on most days. One query."""
    rounds = list(remote_rounds_of(user))
    return {"rounds": rounds} if rounds else None


PANELS = (PhonePanel(15, "outreach/phone/_remote_votes.html", remote_votes),)
