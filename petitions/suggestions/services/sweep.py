"""What time alone brings about: reminders before and at the limit, escalation after it, automatic steps.

One UPDATE takes the clocks whose day has come, whatever the number of open cases; its cost follows the number due.
Several workers may sweep at once (SKIP LOCKED), and a second run on the same day finds nothing.
"""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import DomainError
from congress.models import Organisation
from congress.notices.services import Posting, post_notices
from congress.people.actors import SYSTEM
from petitions.suggestions.models import Clock, Suggestion
from petitions.suggestions.models.clocks import STAGES, ClockKind
from petitions.suggestions.selectors import office_of
from petitions.suggestions.services.attention import supervise_suggestion, urge_suggestion
from petitions.suggestions.services.rating import archive_suggestion, conclude_suggestion
from petitions.suggestions.services.transfer import sign_suggestion

BATCH = 5000

# Kinds whose stages are steps of the system, not words to somebody; and stages that are steps for any kind.
_SILENT = frozenset({ClockKind.RATING, ClockKind.ARCHIVE})
_STEPS = frozenset({"urge", "supervise"})
# What a missed signature brings is both: the words, and the signature by the system.
_BOTH = (ClockKind.SIGN, "overdue")
# "kind:n" for the n-th stage (from 0) of each kind that brings a step.
_WITH_STEP = [
    f"{kind}:{n}"
    for kind, stages in STAGES.items()
    for n, stage in enumerate(stages)
    if kind in _SILENT or stage in _STEPS or (kind, stage) == _BOTH
]

# remind_on counts from 1 in SQL: the stage just reached is stage + 1, the one after it stage + 2.
_ADVANCE = """
    UPDATE petitions_clock AS clock
    SET stage = clock.stage + 1, next_on = clock.remind_on[clock.stage + 2]
    FROM due WHERE clock.id = due.id
    RETURNING clock.id, clock.kind, clock.stage, clock.due_on, clock.organisation_id, clock.suggestion_id
"""
_TAKE_WORDS = f"""
    WITH due AS (
        SELECT id FROM petitions_clock
        WHERE next_on <= %s AND kind || ':' || stage <> ALL(%s)
        ORDER BY next_on
        LIMIT %s
        FOR UPDATE SKIP LOCKED
    ) {_ADVANCE}
"""  # noqa: S608 - constants
_FIND_STEPS = """
    SELECT id, suggestion_id FROM petitions_clock
    WHERE next_on <= %s AND kind || ':' || stage = ANY(%s) ORDER BY next_on, id LIMIT %s
"""
_TAKE_STEP = f"""
    WITH due AS (
        SELECT id FROM petitions_clock WHERE id = %s AND next_on <= %s AND kind || ':' || stage = ANY(%s)
        FOR UPDATE
    ) {_ADVANCE}
"""  # noqa: S608 - constants


class Reached(NamedTuple):
    """A clock that reached a stage."""

    clock: int
    kind: str
    stage: str
    due_on: date
    organisation: int | None
    suggestion: int


def sweep_clocks(*, on: date, batch: int = BATCH) -> int:
    """Tell and do everything that is due up to this day, missed days included. Returns the number of stages reached.

    Words go out by the batch. A step is taken in the transaction that turns its clock on: a worker killed in between
    leaves both undone, and the next sweep does them. A case that somebody works on just now is left for the next.
    """
    if not Clock.objects.filter(next_on__lte=on).exists():
        return 0
    return _tell_due(on, batch) + _do_due(on, batch)


def _tell_due(on: date, batch: int) -> int:
    total = 0
    while True:
        with transaction.atomic():
            reached = _rows(_TAKE_WORDS, [on, _WITH_STEP, batch])
            if not reached:
                return total
            post_notices(_notices(reached))
            record("petitions.clock.swept", None, actor=SYSTEM, on=on.isoformat(), count=len(reached))
        total += len(reached)


def _do_due(on: date, batch: int) -> int:
    total = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(_FIND_STEPS, [on, _WITH_STEP, batch])
            found = cursor.fetchall()
        done = sum(_do_one(clock, suggestion, on) for clock, suggestion in found)
        total += done
        if not done:
            return total


@transaction.atomic
def _do_one(clock: int, suggestion: int, on: date) -> int:
    # The case before the clock, as every step does: the other order could wait in a circle.
    held = Suggestion.objects.select_for_update(skip_locked=True, of=("self",)).filter(pk=suggestion)
    if not held.values_list("pk").first():
        return 0
    reached = _rows(_TAKE_STEP, [clock, on, _WITH_STEP])
    for row in reached:
        if (row.kind, row.stage) == _BOTH:
            post_notices(_notices([row]))
        _act(row, on=on)
    return len(reached)


def _rows(sql: str, values: list[Any]) -> list[Reached]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return [Reached(clock, kind, STAGES[kind][stage - 1], *rest) for clock, kind, stage, *rest in cursor]


# Up to so many cases of one receiver and stage are told one by one; more come as one message with a list to open.
SINGLE = 3


def _notices(reached: list[Reached]) -> Iterator[Posting]:
    """Who owes is told; of overdue ones the office, too. Forty messages in a morning are read by nobody: many cases
    of one office and stage come as one. The keys name the first clock, and each stage is taken once: told once."""
    told: dict[tuple[int, str], list[Reached]] = defaultdict(list)
    for_office = []
    for row in reached:
        if row.organisation is not None:
            told[row.organisation, row.stage].append(row)
        if row.stage == "overdue" or row.organisation is None:
            for_office.append(row)
    for row, (_number, county) in zip(for_office, _cases(for_office), strict=True):
        office = office_of(county)
        if office is not None and office.pk != row.organisation:
            told[office.pk, row.stage].append(row)
    named = Organisation.objects.in_bulk({organisation for organisation, _stage in told})
    singles = [row for rows in told.values() if len(rows) <= SINGLE for row in rows]
    numbers = {row.suggestion: number for row, (number, _c) in zip(singles, _cases(singles), strict=True)}
    for (receiver, stage), rows in told.items():
        if len(rows) > SINGLE:
            yield _list(named[receiver], stage, rows)
        else:
            yield from (_single(named[receiver], row, numbers[row.suggestion]) for row in rows)


def _cases(rows: list[Reached]) -> list[tuple[str, str]]:
    """Number and county of the case of each row."""
    ids = {row.suggestion for row in rows}
    found = Suggestion.objects.filter(pk__in=ids).values_list("pk", "number", "county_code") if ids else ()
    known = {pk: (number, county) for pk, number, county in found}
    return [known[row.suggestion] for row in rows]


def _list(organisation: Organisation, stage: str, rows: list[Reached]) -> Posting:
    first = min(rows)
    return Posting(
        template=f"clocks_{stage}",
        to=organisation,
        key=f"clocks:{stage}:{organisation.pk}:{first.clock}:{first.due_on}",
        context={"count": len(rows), "earliest": min(row.due_on for row in rows).isoformat()},
        link=f"/desk/suggestions/?view={'overdue' if stage == 'overdue' else 'soon'}",
    )


def _single(organisation: Organisation, row: Reached, number: str) -> Posting:
    return Posting(
        template=f"clock_{row.stage}",
        to=organisation,
        key=f"clock:{row.clock}:{row.stage}:{row.due_on}:{organisation.pk}",
        context={"number": number, "kind": str(ClockKind(row.kind).label), "due": row.due_on.isoformat()},
        link=f"/desk/suggestions/{number}/",
    )


def _act(row: Reached, *, on: date) -> None:
    """The step that a stage brings. A case that has moved on meanwhile refuses, which is no fault."""
    suggestion = Suggestion(pk=row.suggestion)
    try:
        with transaction.atomic():
            _step(row, suggestion, on)
    except DomainError as refusal:
        record(
            "petitions.clock.passed_over", None, actor=SYSTEM, number=_cases([row])[0][0], kind=row.kind, stage=row.stage,
            code=refusal.code,
        )  # fmt: skip


def _step(row: Reached, suggestion: Suggestion, on: date) -> None:
    if (row.kind, row.stage) == _BOTH:
        sign_suggestion(suggestion, actor=SYSTEM, on=on)
    elif row.kind == ClockKind.RATING:
        conclude_suggestion(suggestion, actor=SYSTEM, on=on)
    elif row.kind == ClockKind.ARCHIVE:
        archive_suggestion(suggestion, actor=SYSTEM, on=on)
    elif row.stage == "urge":
        urge_suggestion(suggestion, text=_("已超期，请立即办理并书面说明原因。"), actor=SYSTEM, on=on)
    else:
        supervise_suggestion(suggestion, text=_("催办后 5 个工作日仍未答复，转为督办。"), actor=SYSTEM, on=on)


def due_by_stage(*, on: date) -> dict[tuple[str, str], int]:
    """How many stages wait for the next sweep, by kind and stage: for the metrics page."""
    counts: dict[tuple[str, str], int] = defaultdict(int)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, stage, count(*) FROM petitions_clock WHERE next_on <= %s GROUP BY kind, stage", [on]
        )
        for kind, stage, count in cursor:
            counts[kind, STAGES[kind][stage]] += count
    return dict(counts)
