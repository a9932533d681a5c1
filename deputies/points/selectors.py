"""What pages read about points."""

from dataclasses import dataclass

from django.db.models import F, QuerySet, Window
from django.db.models.functions import Rank

from deputies.points.models import PointAccount

# Below this a ranking would point at persons: none is shown.
LEAST_RANKED = 5


@dataclass(frozen=True, slots=True)
class Ranked:
    """One line of a ranking; the same total has the same rank."""

    rank: int
    account: PointAccount


def ranking(accounts: QuerySet[PointAccount]) -> list[Ranked]:
    """The accounts of one year by total; empty for groups of fewer than five."""
    rows = list(
        accounts.select_related("mandate__deputy", "mandate__delegation")
        .annotate(rank=Window(Rank(), order_by=F("total").desc()))
        .order_by("rank", "mandate_id")
    )
    return [Ranked(row.rank, row) for row in rows] if len(rows) >= LEAST_RANKED else []
