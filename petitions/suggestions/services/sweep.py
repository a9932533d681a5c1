"""What time alone brings about: reminders before and at the limit, escalation after it, automatic steps.

One UPDATE takes the clocks whose day has come, whatever the number of open cases; its cost follows the number due.
Several workers may sweep at once (SKIP LOCKED), and a second run on the same day finds nothing.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import DomainError
from congress.models import Organisation
from congress.notices.services import Posting, post_notices
from congress.people.actors import SYSTEM
from petitions.suggestions.models import Suggestion
from petitions.suggestions.models.clocks import STAGES, ClockKind
from petitions.suggestions.selectors import office_of
from petitions.suggestions.services.attention import supervise_suggestion, urge_suggestion
from petitions.suggestions.services.rating import archive_suggestion, conclude_suggestion
from petitions.suggestions.services.transfer import sign_suggestion

BATCH = 5000

# remind_on counts from 1 in SQL: the stage just reached is stage + 1, the one after it stage + 2.
_TAKE = """
    WITH due AS (
        SELECT id FROM petitions_clock
        WHERE next_on <= %s
        ORDER BY next_on
        LIMIT %s
        FOR UPDATE SKIP LOCKED
    )
    UPDATE petitions_clock AS clock
    SET stage = clock.stage + 1, next_on = clock.remind_on[clock.stage + 2]
    FROM due, petitions_suggestion AS matter
    WHERE clock.id = due.id AND matter.id = clock.suggestion_id
    RETURNING clock.id, clock.kind, clock.stage, clock.due_on, clock.organisation_id,
              matter.id, matter.number, matter.county_code
"""


@dataclass(frozen=True, slots=True)
class Reached:
    """A clock that reached a stage."""

    clock: int
    kind: str
    stage: str
    due_on: date
    organisation: int | None
    suggestion: int
    number: str
    county_code: str


def sweep_clocks(*, on: date, batch: int = BATCH) -> int:
    """Tell and do everything that is due up to this day, missed days included. Returns the number of stages reached."""
    total = 0
    while True:
        with transaction.atomic():
            reached = _take(on, batch)
            if not reached:
                return total
            post_notices(_notices(reached))
            record("petitions.clock.swept", None, actor=SYSTEM, on=on.isoformat(), count=len(reached))
        for row in reached:
            _act(row, on=on)
        total += len(reached)


def _take(on: date, batch: int) -> list[Reached]:
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, [on, batch])
        return [
            Reached(clock, kind, STAGES[kind][stage - 1], due_on, organisation, suggestion, number, county)
            for clock, kind, stage, due_on, organisation, suggestion, number, county in cursor
        ]


# Kinds whose stages are steps of the system, not words to somebody.
_SILENT = frozenset({ClockKind.RATING, ClockKind.ARCHIVE})


def _notices(reached: Iterable[Reached]) -> list[Posting]:
    """One line per clock and stage to who owes; overdue ones also to the office. The key makes each of them once."""
    rows: list[Posting] = []
    offices: dict[str, Organisation | None] = {}
    named: dict[int, Organisation] = Organisation.objects.in_bulk(
        {row.organisation for row in reached if row.organisation}
    )
    for row in reached:
        if row.kind in _SILENT or row.stage in ("urge", "supervise"):
            continue
        receivers = {row.organisation: named.get(row.organisation)} if row.organisation else {}
        if row.stage == "overdue" or not receivers:
            if row.county_code not in offices:
                offices[row.county_code] = office_of(row.county_code)
            office = offices[row.county_code]
            if office is not None:
                receivers[office.pk] = office
        for organisation in receivers.values():
            if organisation is None:
                continue
            rows.append(
                Posting(
                    template=f"clock_{row.stage}",
                    to=organisation,
                    key=f"clock:{row.clock}:{row.stage}:{row.due_on}:{organisation.pk}",
                    context={
                        "number": row.number,
                        "kind": str(ClockKind(row.kind).label),
                        "due": row.due_on.isoformat(),
                    },
                    link=f"/desk/suggestions/{row.number}/",
                )
            )
    return rows


def _act(row: Reached, *, on: date) -> None:
    """The step that a stage brings. A case that has moved on meanwhile refuses, which is no fault."""
    suggestion = Suggestion(pk=row.suggestion)
    try:
        if row.kind == ClockKind.SIGN and row.stage == "overdue":
            sign_suggestion(suggestion, actor=SYSTEM, on=on)
        elif row.kind == ClockKind.RATING:
            conclude_suggestion(suggestion, actor=SYSTEM, on=on)
        elif row.kind == ClockKind.ARCHIVE:
            archive_suggestion(suggestion, actor=SYSTEM, on=on)
        elif row.stage == "urge":
            urge_suggestion(suggestion, text=_("已超期，请立即办理并书面说明原因。"), actor=SYSTEM, on=on)
        elif row.stage == "supervise":
            supervise_suggestion(
                suggestion, text=_("催办后 5 个工作日仍未答复，转为督办。"), actor=SYSTEM, on=on
            )
    except DomainError as refusal:
        record(
            "petitions.clock.passed_over", None, actor=SYSTEM, number=row.number, kind=row.kind, stage=row.stage,
            code=refusal.code,
        )  # fmt: skip


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
