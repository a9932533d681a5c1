"""The way to the projects from the phone's first page."""

from datetime import date
from typing import Any

from congress.models import User
from congress.registry import PhonePanel


def way(_user: User, _on: date) -> dict[str, Any]:
    """The same link for every deputy; no query."""
    return {"shown": True}


PANELS = (PhonePanel(54, "outreach/phone/_projects.html", way),)
