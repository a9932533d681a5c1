"""Entries as the tests type them."""

from datetime import date
from decimal import Decimal
from typing import Any

from congress.models import Region
from deputies.logbooks.services import EntryDraft, Part
from deputies.models import Deputy, Station

VISITED = date(2026, 11, 20)


def visit(deputy: Deputy, station: Station, **changes: Any) -> EntryDraft:
    """A visit to a village, two days before."""
    fields: dict[str, Any] = {
        "kind": "activity",
        "subkind": "visit",
        "title": "走访大塘村五户",
        "region": Region.objects.get(code=station.region_code),
        "happened_on": VISITED,
        "parts": [Part(deputy)],
        "station": station,
        "place": "大塘村",
        "content": "看了两户独居老人，问了冬天取暖的事。",
        "source": "phone",
    }
    return EntryDraft(**{**fields, **changes})


def training(deputy: Deputy, station: Station, **changes: Any) -> EntryDraft:
    """Half a day of study."""
    return visit(
        deputy,
        station,
        **{
            "kind": "training",
            "subkind": "",
            "title": "代表法学习",
            "place": "街道会议室",
            "content": "学习新修改的代表法。",
            "details": {"form": "together"},
            "hours": Decimal(3),
            **changes,
        },
    )
