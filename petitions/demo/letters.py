"""The invented letters of the demo world: written by hand, one JSON object a line (see README.md beside them)."""

import json
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any


@dataclass(slots=True)
class Letter:
    """One citizen's words and what shall become of them (`fate`)."""

    title: str
    body: str
    category: str
    place: str
    channel: str
    kind: str
    handler: str
    fate: str
    spot: str = ""
    people: int = 1
    author: str = ""
    minor: bool = False
    co_handlers: list[str] = field(default_factory=list)
    summary: str = ""
    publish: bool = False
    reply: str = ""
    reply2: str = ""
    answer: str = ""
    rating: dict[str, str] | None = None
    decline_reason: str = ""
    guidance: str = ""
    return_basis: str = ""
    proposed: str = ""
    extension_reason: str = ""
    same_as: str = ""
    progress: list[str] = field(default_factory=list)
    contact_note: str = ""


def read_letters() -> list[Letter]:
    """Every letter of every file, in the order of the files."""
    known = set(Letter.__dataclass_fields__)
    letters = []
    folder = files("petitions.demo") / "letters"
    for source in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if source.name.endswith(".jsonl"):
            for line in source.read_text(encoding="utf-8").splitlines():
                row: dict[str, Any] = json.loads(line)
                letters.append(
                    Letter(**{key: value for key, value in row.items() if key in known and value is not None})
                )
    return letters
