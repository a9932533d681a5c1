"""Keep the roll-up: find the months and counties that changed, count just those anew.

A case changes its `updated_at` with each step; from that follow the months that it is counted in: of receipt, of each
reply, of each limit. The cost grows with what changed. A run costs one index lookup when nothing did.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.db import connection, transaction
from django.utils import timezone

from petitions.figures.models import ANSWER, COHORT, DUE, MEASURES, FigureState, StaleFigure

# A transaction may commit later than another with a later stamp; this much is looked at again each time.
OVERLAP = timedelta(minutes=5)
# Limits pass without a step being taken: on a new day these months are counted anew.
MONTHS_BACK = 3
_LOCK = 774_201

_CHANGED = """
    WITH changed AS MATERIALIZED (
        SELECT id, county_code, received_on, replied_on FROM petitions_suggestion WHERE updated_at > %(since)s
    ), days AS (
        SELECT county_code, received_on AS day FROM changed
        UNION SELECT county_code, replied_on FROM changed
        UNION SELECT c.county_code, r.replied_on FROM changed c JOIN petitions_reply r ON r.suggestion_id = c.id
        UNION SELECT c.county_code, k.due_on FROM changed c
            JOIN petitions_clock k ON k.suggestion_id = c.id AND k.kind = 'reply'
        UNION SELECT c.county_code, k.original_due_on FROM changed c
            JOIN petitions_clock k ON k.suggestion_id = c.id AND k.kind = 'reply'
        UNION SELECT county_code, month FROM petitions_stalefigure
    )
    SELECT date_trunc('month', day)::date, array_agg(DISTINCT county_code) FROM days WHERE day IS NOT NULL GROUP BY 1
"""

# What each count means. s: the case; the month of a row is given by the source.
_COHORT = """
    SELECT s.county_code, s.lead_id, left(coalesce(s.category_id, ''), 2) AS category_group, s.channel,
        1 AS received,
        s.people_count AS people,
        (s.route = 'on_the_spot')::int AS on_spot,
        (s.state NOT IN ('received', 'declined', 'merged', 'suspended') AND NOT x.was_declined)::int AS accepted,
        (s.state = 'declined' OR x.was_declined)::int AS declined,
        (s.state = 'merged')::int AS merged,
        (s.state IN ('concluded', 'archived') AND s.replied_on IS NOT NULL)::int AS closed,
        (s.transferred_on IS NOT NULL)::int AS sent,
        (s.transferred_on IS NOT NULL AND x.sent_in_time)::int AS sent_in_time,
        x.delivered, x.signed_in_time, x.auto_signed, x.returned
    FROM petitions_suggestion s
    CROSS JOIN LATERAL (SELECT
        s.state = 'archived' AND s.replied_on IS NULL
            AND EXISTS (SELECT FROM petitions_refusal f WHERE f.suggestion_id = s.id) AS was_declined,
        s.transferred_on IS NOT NULL AND EXISTS (
            SELECT FROM petitions_clock k WHERE k.suggestion_id = s.id AND k.kind = 'triage' AND k.outcome = 'met'
        ) AS sent_in_time,
        CASE WHEN s.channel = 'import' THEN 0 ELSE count(*) END AS delivered,
        count(*) FILTER (WHERE a.signed_on IS NOT NULL AND NOT a.is_auto_signed) AS signed_in_time,
        count(*) FILTER (WHERE a.is_auto_signed) AS auto_signed,
        count(*) FILTER (WHERE a.returned_on IS NOT NULL) AS returned
        FROM petitions_assignment a WHERE a.suggestion_id = s.id AND a.role = 'lead') x
    WHERE s.received_on >= %(first)s AND s.received_on < %(end)s AND s.county_code = ANY(%(counties)s)
"""
_DUE = """
    SELECT s.county_code, coalesce(k.organisation_id, s.lead_id) AS lead_id,
        left(coalesce(s.category_id, ''), 2) AS category_group, s.channel,
        1 AS due,
        (k.outcome = 'met')::int AS due_met,
        (k.outcome = 'met' AND k.stopped_on <= k.original_due_on)::int AS due_strict
    FROM petitions_clock k JOIN petitions_suggestion s ON s.id = k.suggestion_id
    WHERE k.kind = 'reply' AND k.due_on >= %(first)s AND k.due_on < %(end)s AND s.county_code = ANY(%(counties)s)
        AND (k.outcome IN ('met', 'late') OR (k.stopped_on IS NULL AND k.due_on < %(on)s))
    UNION ALL
    SELECT s.county_code, s.lead_id, left(coalesce(s.category_id, ''), 2), s.channel,
        1, s.replied_in_time::int, s.replied_in_time::int
    FROM petitions_reply r JOIN petitions_suggestion s ON s.id = r.suggestion_id
    WHERE r.kind = 'imported' AND s.replied_in_time IS NOT NULL
        AND r.replied_on >= %(first)s AND r.replied_on < %(end)s AND s.county_code = ANY(%(counties)s)
"""
_REPLIES = """
    SELECT s.county_code, coalesce(r.organisation_id, s.lead_id) AS lead_id,
        left(coalesce(s.category_id, ''), 2) AS category_group, s.channel,
        1 AS replied,
        x.contact::int AS contact,
        (x.contact AND g.id IS NOT NULL)::int AS rated_contact,
        coalesce((g.satisfied = 'satisfied')::int, 0) AS satisfied,
        coalesce((g.satisfied = 'basically')::int, 0) AS basically,
        coalesce((g.satisfied = 'dissatisfied')::int, 0) AS dissatisfied,
        coalesce((g.solved = 'solved')::int, 0) AS solved,
        coalesce((g.solved = 'partly')::int, 0) AS partly,
        coalesce((g.solved = 'unsolved')::int, 0) AS unsolved,
        (x.contact AND r.kind <> 'imported')::int AS follow_due,
        (x.contact AND r.kind <> 'imported' AND x.calls > 0)::int AS follow_done,
        (x.contact AND r.kind <> 'imported' AND x.reached > 0)::int AS follow_reached,
        (r.round = 1 AND s.round > 1)::int AS reopened,
        (r.round > 1 AND coalesce(g.satisfied = 'dissatisfied' AND g.solved <> 'solved', false))::int AS second_no,
        (r.is_current AND s.days_used IS NOT NULL)::int AS days_n,
        CASE WHEN r.is_current THEN coalesce(s.days_used, 0) ELSE 0 END AS days_sum
    FROM petitions_reply r JOIN petitions_suggestion s ON s.id = r.suggestion_id
    LEFT JOIN petitions_rating g ON g.reply_id = r.id AND NOT g.is_suspect AND NOT s.is_crisis
    CROSS JOIN LATERAL (SELECT
        EXISTS (SELECT FROM petitions_petitioner p WHERE p.suggestion_id = s.id AND p.phone_index IS NOT NULL) AS contact,
        (SELECT count(*) FROM petitions_followup f WHERE f.reply_id = r.id) AS calls,
        (SELECT count(*) FROM petitions_followup f WHERE f.reply_id = r.id AND f.is_reached) AS reached) x
    WHERE r.replied_on >= %(first)s AND r.replied_on < %(end)s AND s.county_code = ANY(%(counties)s)
"""
_DAYS = """
    INSERT INTO petitions_daysfigure (month, county_code, lead_id, category_group, channel, days, n)
    SELECT %(first)s, s.county_code, coalesce(r.organisation_id, s.lead_id), left(coalesce(s.category_id, ''), 2),
        s.channel, s.days_used, count(*)
    FROM petitions_reply r JOIN petitions_suggestion s ON s.id = r.suggestion_id
    WHERE r.is_current AND s.days_used IS NOT NULL
        AND r.replied_on >= %(first)s AND r.replied_on < %(end)s AND s.county_code = ANY(%(counties)s)
    GROUP BY 2, 3, 4, 5, 6
"""


def _counting() -> str:
    """One statement that counts a month: the three sources side by side, added up by cell."""
    cell = "county_code, lead_id, category_group, channel"
    parts = []
    for name, source, own in (("cohort", _COHORT, COHORT), ("due", _DUE, DUE), ("answer", _REPLIES, ANSWER)):
        columns = ", ".join(measure if measure in own else f"0 AS {measure}" for measure in MEASURES)
        parts.append(f"SELECT {cell}, {columns} FROM ({source}) AS {name}_rows")  # noqa: S608 - our own words
    sums = ", ".join(f"sum({measure})" for measure in MEASURES)
    return (
        f"INSERT INTO petitions_monthfigure (month, {cell}, {', '.join(MEASURES)}) "  # noqa: S608
        f"SELECT %(first)s, {cell}, {sums} FROM ({' UNION ALL '.join(parts)}) AS counted GROUP BY {cell}"
    )


_COUNT = _counting()


def refresh_figures(*, on: date, at: datetime) -> int:
    """Count what changed since the last run; the number of months (of any county) counted anew.

    Safe to run twice and at once: the second run returns without doing anything while the first is at it.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return 0
        # A month's rows are few: compiling the statement would only add to its time.
        cursor.execute("SET LOCAL jit = off")
        state = FigureState.objects.first()
        since = (
            state.counted_to - OVERLAP
            if state
            else datetime(1970, 1, 1, tzinfo=timezone.get_default_timezone())
        )
        cursor.execute(_CHANGED, {"since": since})
        months: dict[date, set[str] | None] = {month: set(counties) for month, counties in cursor.fetchall()}
        if state and state.refreshed_on != on:
            months |= dict.fromkeys(_last_months(on))
        StaleFigure.objects.all().delete()
        for month, counties in sorted(months.items()):
            _count_month(cursor, month, counties, on)
        FigureState.objects.update_or_create(id=1, defaults={"counted_to": at, "refreshed_on": on})
    return len(months)


def mark_stale(places: Iterable[tuple[date, str]]) -> None:
    """Say that cases of these (days, counties) were taken away; the next run counts their months anew."""
    StaleFigure.objects.bulk_create(
        StaleFigure(month=month, county_code=county)
        for month, county in {(day.replace(day=1), county) for day, county in places}
    )


def _last_months(on: date) -> list[date]:
    months = [on.replace(day=1)]
    while len(months) < MONTHS_BACK:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return months


def _count_month(cursor: object, month: date, counties: set[str] | None, on: date) -> None:
    """Throw the cells of a month away and count them; `counties` None means all."""
    if counties is None:
        cursor.execute("SELECT DISTINCT county_code FROM petitions_suggestion")  # type: ignore[attr-defined]
        counties = {county for (county,) in cursor.fetchall()}  # type: ignore[attr-defined]
    bound = {
        "first": month,
        "end": (month + timedelta(days=32)).replace(day=1),
        "counties": sorted(counties),
        "on": on,
    }
    for table in ("petitions_monthfigure", "petitions_daysfigure"):
        cursor.execute(  # type: ignore[attr-defined]
            f"DELETE FROM {table} WHERE month = %(first)s AND county_code = ANY(%(counties)s)", bound  # noqa: S608
        )  # fmt: skip
    cursor.execute(_COUNT, bound)  # type: ignore[attr-defined]
    cursor.execute(_DAYS, bound)  # type: ignore[attr-defined]
