"""What if this table had held that year: totals under it beside those booked. Reads only.

The seats are those of the year's mandates under the one table, from the year's first day to its last; events are read
as recount.py reads them. Awards that others pushed, claims and rulings come from the book, by their event.
"""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction

from deputies.points.models import RuleSet
from deputies.points.services.recount import DUE, SEATS
from deputies.points.services.sources import AUTOMATIC, EVENTS

# The one table in the place of its own congress's, for the whole year; other congresses keep theirs, since an event goes
# to the highest mandate.
_TABLES = """
SELECT a.*, COALESCE(LEAD(a.valid_from) OVER (PARTITION BY a.region_code, a.level ORDER BY a.valid_from) - 1,
    'infinity'::date) AS until FROM deputies_ruleset a
WHERE a.state = 'adopted' AND (a.region_code, a.level) <> (%(region)s, %(level)s)
UNION ALL SELECT s.*, 'infinity'::date FROM deputies_ruleset s WHERE s.id = %(table)s
"""
_FROM = "CASE WHEN s.id = %(table)s THEN %(first)s::date ELSE s.valid_from END"
_TO = "CASE WHEN s.id = %(table)s THEN NULL ELSE s.valid_to END"

_COUNT = """
WITH booked AS (
    SELECT a.mandate_id, a.key, r.event, a.quantity, a.points, a.decided_by_id, a.state
    FROM deputies_pointaward a JOIN deputies_pointrule r ON r.id = a.rule_id
    JOIN deputies_mandate m ON m.id = a.mandate_id
    WHERE a.year = %(year)s AND m.region_code = %(region)s AND m.level = %(level)s
), line AS (
    -- Counted from the events, apart from what a person has ruled on.
    SELECT d.mandate_id, d.rule_id, d.points FROM point_due d JOIN deputies_pointrule r ON r.id = d.rule_id
    WHERE NOT EXISTS (SELECT 1 FROM booked b WHERE b.mandate_id = d.mandate_id AND b.event = r.event
        AND b.key = d.key AND b.decided_by_id IS NOT NULL)
    UNION ALL
    SELECT b.mandate_id, r.id, CASE WHEN b.decided_by_id IS NOT NULL AND b.event = ANY(%(automatic)s)
        THEN b.points ELSE b.quantity * r.points / 100 END
    FROM booked b JOIN LATERAL (SELECT id, points FROM deputies_pointrule
        WHERE ruleset_id = %(table)s AND event = b.event ORDER BY "order" LIMIT 1) r ON true
    WHERE b.state = 'confirmed' AND (b.decided_by_id IS NOT NULL OR NOT b.event = ANY(%(automatic)s))
), bucket AS (
    SELECT l.mandate_id, SUM(l.points) AS points, MAX(r.cap) AS cap FROM line l
    JOIN deputies_pointrule r ON r.id = l.rule_id
    GROUP BY l.mandate_id, CASE WHEN r.cap_group <> '' THEN 'group:' || r.cap_group ELSE 'item:' || r.label END
), total AS (
    SELECT mandate_id, SUM(CASE WHEN cap IS NULL THEN points WHEN cap >= 0 THEN LEAST(points, cap)
        ELSE GREATEST(points, cap) END)::int AS total FROM bucket GROUP BY mandate_id
)
SELECT m.id, p.name, COALESCE(c.total, 0), COALESCE(t.total, 0),
    RANK() OVER (ORDER BY COALESCE(c.total, 0) DESC), RANK() OVER (ORDER BY COALESCE(t.total, 0) DESC)
FROM deputies_mandate m JOIN deputies_deputy p ON p.id = m.deputy_id
LEFT JOIN deputies_pointaccount c ON c.mandate_id = m.id AND c.year = %(year)s
LEFT JOIN total t ON t.mandate_id = m.id
WHERE m.region_code = %(region)s AND m.level = %(level)s AND m.starts_on <= %(last)s
    AND (m.ends_on IS NULL OR m.ends_on >= %(first)s)
ORDER BY 6, 5, m.id
"""


@dataclass(frozen=True, slots=True)
class Simulated:
    """One mandate: the booked total and rank, and those that the table would have given. Hundredths of a point."""

    mandate_id: int
    name: str
    before: int
    after: int
    rank_before: int
    rank_after: int

    @property
    def change(self) -> int:
        return self.after - self.before

    @property
    def climbed(self) -> int:
        """Places gained; below zero: lost."""
        return self.rank_before - self.rank_after


def simulate(ruleset: RuleSet, year: int) -> list[Simulated]:
    """Every mandate of the table's division and level that year, best first. Nothing is kept."""
    values: dict[str, Any] = {
        "table": ruleset.pk,
        "region": ruleset.region_code,
        "level": str(ruleset.level),
        "year": year,
        "first": date(year, 1, 1),
        "last": date(year, 12, 31),
        "automatic": sorted(str(event) for event in AUTOMATIC),
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS point_seat, point_due")
        cursor.execute(SEATS.format(tables=_TABLES, valid_from=_FROM, valid_to=_TO), values)
        cursor.execute("ANALYZE point_seat")
        cursor.execute(DUE.format(events=EVENTS), values)
        cursor.execute("ANALYZE point_due")
        cursor.execute(_COUNT, values)
        return [Simulated(*row) for row in cursor.fetchall()]
