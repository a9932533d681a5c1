"""Rows that speak of the same thing: they share the pairs of characters that few others have.

How rare a pair is comes from the planner's statistics of the gram column, so it is known without counting. A young
table without statistics is small: there the newest rows are compared, and every pair counts the same.
"""

import time
from collections.abc import Collection
from dataclasses import dataclass
from math import log
from typing import Any

from django.db import connection
from django.db.models import F, Max, QuerySet

# Pairs that are looked up, and how many of the newest rows that hold one of them are compared.
LOOKED_UP, CANDIDATES = 12, 150
# The index is asked for pairs that so many rows hold together; beyond that fetching them costs more than it finds.
AFFORDABLE = 4_000
# A text of nothing but common words is compared with the newest of so many rows: its twins are recent.
WALK = 20_000
# How long the statistics are kept in the process; autovacuum renews them in the table now and then.
KEPT_SECONDS = 600.0


@dataclass(frozen=True, slots=True)
class _Rarity:
    """Share of the `rows` for each frequent pair; `least` bounds the share of all others. Empty without statistics."""

    shares: dict[int, float]
    least: float
    rows: float = 0.0

    def weight(self, gram: int) -> float:
        """How much a shared pair says: the logarithm of how rare it is."""
        if not self.shares:
            return 1.0
        return -log(max(self.share(gram), 1e-9))

    def share(self, gram: int) -> float:
        # The planner's own guess for what is not among the frequent ones.
        return self.shares.get(gram, self.least / 2)

    def affordable(self, grams: list[int]) -> list[int]:
        """The first of these, rarest first, that the index can fetch without reading half the table."""
        left = AFFORDABLE / max(self.rows, 1.0)
        fitting: list[int] = []
        for gram in grams:
            # Pairs fall off quickly behind the frequent ones; the first of them is always worth a look.
            left -= self.shares.get(gram, self.least / 10 if fitting else 0.0)
            if left < 0:
                break
            fitting.append(gram)
        return fitting


_rarities: dict[tuple[str, str], tuple[float, _Rarity]] = {}


def alike(
    queryset: QuerySet[Any], wanted: Collection[int], *, gram_field: str, limit: int = 5, share: float = 0.3
) -> list[tuple[Any, float]]:
    """The rows of the queryset most like a text with these grams, with their likeness from 0 to 1, best first.

    Likeness is the weight of the shared pairs over that of the smaller of the two texts; rows below `share` are left
    out. The queryset's own order is not kept.
    """
    if not wanted:
        return []
    rarity = _rarity(queryset.model._meta.db_table, queryset.model._meta.get_field(gram_field).column)
    newest = queryset.order_by("-pk")
    if rarity.shares:
        telling = sorted(wanted, key=lambda gram: (rarity.share(gram), gram))[:LOOKED_UP]
        if fitting := rarity.affordable(telling):
            # The sum keeps the planner from walking the primary key in order, which finds a rare pair last.
            newest = queryset.filter(**{f"{gram_field}__overlap": fitting}).order_by((F("pk") + 0).desc())
        else:
            top = queryset.model._default_manager.aggregate(top=Max("pk"))["top"] or 0
            newest = newest.filter(pk__gt=top - WALK, **{f"{gram_field}__overlap": telling})
    weights = {gram: rarity.weight(gram) for gram in wanted}
    own_weight = sum(weights.values())
    found = []
    for row in newest[:CANDIDATES]:
        theirs = frozenset(getattr(row, gram_field))
        smaller = own_weight
        if len(theirs) < len(weights):
            smaller = min(smaller, sum(map(rarity.weight, theirs)))
        likeness = sum(weights[gram] for gram in weights.keys() & theirs) / smaller if smaller else 0.0
        if likeness >= share:
            found.append((row, likeness))
    return sorted(found, key=lambda pair: (-pair[1], -pair[0].pk))[:limit]


def _rarity(table: str, column: str) -> _Rarity:
    kept = _rarities.get((table, column))
    if kept and time.monotonic() - kept[0] < KEPT_SECONDS:
        return kept[1]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT most_common_elems::text::int[], most_common_elem_freqs,"
            " (SELECT reltuples FROM pg_class WHERE oid = to_regclass(tablename)) FROM pg_stats"
            " WHERE schemaname = current_schema() AND tablename = %s AND attname = %s",
            [table, column],
        )
        row = cursor.fetchone()
    rarity = _Rarity({}, 0.0)
    if row and row[0]:
        # Behind the shares stand their least, their greatest and the share of NULL.
        shares = dict(zip(row[0], row[1][: len(row[0])], strict=True))
        rarity = _Rarity(shares, min(shares.values()), max(row[2] or 0.0, 0.0))
    _rarities[table, column] = (time.monotonic(), rarity)
    return rarity


def forget_statistics() -> None:
    """Ask the database anew at the next call."""
    _rarities.clear()
