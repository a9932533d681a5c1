"""A year's awards and totals counted from the events, in the database: the same figure however often it runs."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import WrongState
from congress.people.actors import Actor
from deputies.points.models import PointPeriod
from deputies.points.services.sources import AUTOMATIC, EVENTS

# Each mandate beside each rule that holds for it, with the days on which both hold. A rule that does not feed every
# mandate feeds the highest one only; `rank` is what "highest" means. `tables`: which tables hold (simulation.py asks
# for one alone).
SEATS = """
CREATE TEMP TABLE point_seat ON COMMIT DROP AS
SELECT m.id AS mandate_id, m.deputy_id, r.id AS rule_id, r.event, r.points, r.feeds_every_mandate,
    m.level, m.region_code,
    array_position(ARRAY['national','province','city','county','township'], m.level::text) AS rank,
    GREATEST(m.starts_on, {valid_from}, %(first)s::date) AS since,
    LEAST(COALESCE(m.ends_on, 'infinity'), COALESCE({valid_to}, 'infinity'), s.until, %(last)s::date) AS until,
    EXISTS (SELECT 1 FROM deputies_mandate o WHERE o.deputy_id = m.deputy_id AND o.id <> m.id) AS has_rival,
    EXISTS (SELECT 1 FROM deputies_mandatechange c WHERE c.mandate_id = m.id AND c.kind = 'suspension') AS paused
FROM deputies_mandate m
JOIN ({tables}) s
    ON s.region_code = m.region_code AND s.level = m.level
JOIN deputies_pointrule r ON r.ruleset_id = s.id
WHERE m.deputy_id IN (SELECT deputy_id FROM deputies_mandate
    WHERE region_code = %(region)s AND level = %(level)s)
"""

_ADOPTED = """SELECT *, COALESCE(LEAD(valid_from) OVER (PARTITION BY region_code, level ORDER BY valid_from) - 1,
    'infinity'::date) AS until FROM deputies_ruleset WHERE state = 'adopted'"""

DUE = """
CREATE TEMP TABLE point_due ON COMMIT DROP AS
SELECT t.mandate_id, t.rule_id, e.key, e."on", e.quantity, (e.quantity * t.points / 100) AS points
FROM ({events}) e
JOIN point_seat t ON t.deputy_id = e.deputy_id AND t.event = e.event AND e."on" BETWEEN t.since AND t.until
WHERE t.region_code = %(region)s AND t.level = %(level)s
    AND (e.level = '' OR (e.level = t.level AND e.region_code = t.region_code))
    AND (t.feeds_every_mandate OR e.level <> '' OR NOT t.has_rival OR NOT EXISTS (
        SELECT 1 FROM point_seat o WHERE o.deputy_id = t.deputy_id AND o.event = t.event
            AND e."on" BETWEEN o.since AND o.until AND (o.rank, o.mandate_id) < (t.rank, t.mandate_id)))
    AND (t.points >= 0 OR NOT t.paused OR 'suspension' IS DISTINCT FROM (
        SELECT c.kind FROM deputies_mandatechange c WHERE c.mandate_id = t.mandate_id AND c."on" <= e."on"
            AND c.kind IN ('suspension', 'resumption') ORDER BY c."on" DESC, c.id DESC LIMIT 1))
UNION ALL
-- The base is of a year: under the first table that holds in it, once.
(SELECT DISTINCT ON (mandate_id) mandate_id, rule_id, 'base:' || %(year)s, since, 100, points
FROM point_seat WHERE event = 'base' AND since <= until AND region_code = %(region)s AND level = %(level)s
ORDER BY mandate_id, since, rule_id)
"""

# A ruling by a person (decided_by) stands against the machine; what lies in a closed quarter is not touched.
_OPEN = 'NOT (EXTRACT(QUARTER FROM {table}."on")::int = ANY(%(closed)s))'
_INSERT = """
INSERT INTO deputies_pointaward (mandate_id, rule_id, key, year, "on", quantity, points, state, note)
SELECT d.mandate_id, d.rule_id, d.key, %(year)s, d."on", d.quantity, d.points, 'confirmed', ''
FROM point_due d WHERE {open}
ON CONFLICT (mandate_id, rule_id, key) DO UPDATE SET "on" = EXCLUDED."on", quantity = EXCLUDED.quantity,
    points = EXCLUDED.points, state = 'confirmed', note = ''
WHERE deputies_pointaward.decided_by_id IS NULL AND {open_old}
    AND (deputies_pointaward."on", deputies_pointaward.quantity, deputies_pointaward.points,
        deputies_pointaward.state) IS DISTINCT FROM (EXCLUDED."on", EXCLUDED.quantity, EXCLUDED.points, 'confirmed')
"""
_REVOKE = """
UPDATE deputies_pointaward a SET state = 'revoked', note = %(note)s
FROM deputies_pointrule r, deputies_mandate m
WHERE r.id = a.rule_id AND m.id = a.mandate_id AND m.region_code = %(region)s AND m.level = %(level)s
    AND a.year = %(year)s AND a.state = 'confirmed' AND a.decided_by_id IS NULL AND r.event = ANY(%(automatic)s)
    AND {open} AND NOT EXISTS (SELECT 1 FROM point_due d
        WHERE d.mandate_id = a.mandate_id AND d.rule_id = a.rule_id AND d.key = a.key)
"""
_TOTALS = """
INSERT INTO deputies_pointaccount (mandate_id, year, total, awards, counted_at)
SELECT m.id, %(year)s, COALESCE(t.total, 0), COALESCE(t.awards, 0), %(at)s FROM deputies_mandate m
LEFT JOIN (
    SELECT mandate_id, SUM(awards) AS awards, SUM(CASE WHEN cap IS NULL THEN points
        WHEN cap >= 0 THEN LEAST(points, cap) ELSE GREATEST(points, cap) END) AS total
    FROM (SELECT a.mandate_id, SUM(a.points) AS points, MAX(r.cap) AS cap, COUNT(*) AS awards
        FROM deputies_pointaward a JOIN deputies_pointrule r ON r.id = a.rule_id
        WHERE a.year = %(year)s AND a.state = 'confirmed'
            AND (%(only)s::bigint[] IS NULL OR a.mandate_id = ANY(%(only)s::bigint[]))
        GROUP BY a.mandate_id, CASE WHEN r.cap_group <> '' THEN 'group:' || r.cap_group
            ELSE 'item:' || r.label END) bucket
    GROUP BY mandate_id) t ON t.mandate_id = m.id
WHERE m.region_code = %(region)s AND m.level = %(level)s AND m.starts_on <= %(last)s
    AND (m.ends_on IS NULL OR m.ends_on >= %(first)s)
    AND (%(only)s::bigint[] IS NULL OR m.id = ANY(%(only)s::bigint[]))
ON CONFLICT (mandate_id, year) DO UPDATE
SET total = EXCLUDED.total, awards = EXCLUDED.awards, counted_at = EXCLUDED.counted_at
WHERE (deputies_pointaccount.total, deputies_pointaccount.awards) IS DISTINCT FROM (EXCLUDED.total, EXCLUDED.awards)
"""


def lock_year(region_code: str, level: str, year: int) -> None:
    """One writer a division, level and year: recounts, awards and freezing wait for one another."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"points:{region_code}:{level}:{year}"]
        )


def closed_quarters(region_code: str, level: str, year: int) -> list[int]:
    """The quarters in which nothing changes any more; all four where the year is closed."""
    quarters = PointPeriod.objects.filter(region_code=region_code, level=level, year=year).values_list(
        "quarter", flat=True
    )
    return [1, 2, 3, 4] if 0 in quarters else sorted(quarters)


def _values(region_code: str, level: str, year: int) -> dict[str, Any]:
    return {
        "region": region_code,
        "level": str(level),
        "year": year,
        "first": date(year, 1, 1),
        "last": date(year, 12, 31),
    }


def write_totals(
    region_code: str, level: str, year: int, *, at: datetime, only: Iterable[int] | None = None
) -> None:
    """The accounts from the confirmed awards, caps applied; of the mandates `only` where given."""
    values = {
        **_values(region_code, level, year),
        "at": at,
        "only": None if only is None else list(only),
    }
    with connection.cursor() as cursor:
        cursor.execute(_TOTALS, values)


@transaction.atomic
def recount_year(region_code: str, level: str, year: int, *, actor: Actor, at: datetime) -> dict[str, int]:
    """Bring awards and totals of a division, level and year in line with the events. Counts of what changed.

    Events pushed by others (award_points) and claims are added up, never taken away. Raises WrongState when the year
    is closed.
    """
    lock_year(region_code, level, year)
    closed = closed_quarters(region_code, level, year)
    if closed == [1, 2, 3, 4]:
        raise WrongState("period_closed", _("这一年的积分已经冻结，不再变动。"))
    values = {
        **_values(region_code, level, year),
        "closed": closed,
        "automatic": sorted(str(event) for event in AUTOMATIC),
        "note": _("来源记录已取消或更改"),
    }
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS point_seat, point_due")
        cursor.execute(
            SEATS.format(tables=_ADOPTED, valid_from="s.valid_from", valid_to="s.valid_to"), values
        )
        cursor.execute("CREATE INDEX ON point_seat (deputy_id, event)")
        cursor.execute("ANALYZE point_seat")
        cursor.execute(DUE.format(events=EVENTS), values)
        cursor.execute("CREATE INDEX ON point_due (mandate_id, rule_id, key)")
        cursor.execute("ANALYZE point_due")
        # Revoked before written: where a correction changes the key, both happen in one go.
        cursor.execute(_REVOKE.format(open=_OPEN.format(table="a")), values)
        revoked = cursor.rowcount
        cursor.execute(
            _INSERT.format(open=_OPEN.format(table="d"), open_old=_OPEN.format(table="deputies_pointaward")),
            values,
        )
        written = cursor.rowcount
    write_totals(region_code, level, year, at=at)
    counts = {"written": written, "revoked": revoked}
    if written or revoked:
        record(
            "deputies.points.recounted",
            None,
            actor=actor,
            region_code=region_code,
            level=str(level),
            year=year,
            **counts,
        )
    return counts
