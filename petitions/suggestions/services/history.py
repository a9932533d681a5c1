"""Cases of the past: ledgers that offices bring along. Same rules as `submit_suggestion`, many at once.

What is finished comes in finished: no clock runs, nobody is told, no code is handed out. What has no reply comes in
as received that day in the past, with a triage clock that starts on the day of import: the days used count from the
true receipt, but nobody is late for a limit that was not known here.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from congress.audit.services import record_many
from congress.models import Organisation, Region, User
from congress.people.actors import SYSTEM, Actor
from congress.privacy import blind_index
from congress.search.grams import grams, normalise
from congress.workdays.calendar import WorkingCalendar
from congress.workdays.deadlines import Deadline
from congress.workdays.selectors import deadline_for, working_calendar
from petitions.suggestions.codes import code_hash, query_code, show_number
from petitions.suggestions.models import (
    Assignment,
    Category,
    Clock,
    Entry,
    Petitioner,
    Rating,
    Reply,
    Suggestion,
)
from petitions.suggestions.models.clocks import ClockKind
from petitions.suggestions.models.matter import NO_DUE
from petitions.suggestions.rules import is_crisis
from petitions.suggestions.selectors import office_of
from petitions.suggestions.services.clocks import reminder_days
from petitions.suggestions.services.crisis import suspend_suggestion
from petitions.suggestions.states import Channel, HandlerRole, Kind, ReplyKind, Route, Satisfaction, State

CHUNK = 500
# An open letter with words of despair goes the crisis path only while a call can still help.
CRISIS_DAYS = 30

_NUMBERS = """
    INSERT INTO petitions_numberseries (kind, region_code, year, last) VALUES ('MY', %s, %s, %s)
    ON CONFLICT (kind, region_code, year) DO UPDATE SET last = petitions_numberseries.last + EXCLUDED.last
    RETURNING last
"""


@dataclass(frozen=True, slots=True)
class PastCase:
    """One row of an old ledger, checked. `replied_at` makes it a finished case; `due_on` is what the ledger said."""

    line: int
    key: UUID
    title: str
    content: str
    region: Region
    received_at: datetime
    name: str = ""
    phone: str = ""
    spot: str = ""
    category: Category | None = None
    lead: Organisation | None = None
    reply: str = ""
    replied_at: datetime | None = None
    due_on: date | None = None
    result_class: str = ""
    solved: str = ""
    satisfied: str = ""
    source_id: str = ""


def keys_present(keys: Iterable[UUID]) -> set[UUID]:
    """Which of these rows are cases already."""
    keys = list(keys)
    return set(Suggestion.objects.filter(client_uuid__in=keys).values_list("client_uuid", flat=True))


def write_history(
    cases: Sequence[PastCase],
    *,
    actor: Actor,
    on: date,
    archive_open: bool = False,
    progress: Callable[[int], None] = lambda done: None,
) -> list[Suggestion]:
    """Write cases that are not here yet, in the order given; inside the caller's transaction.

    `archive_open` files rows without a reply away instead of opening them. One audit event each.
    """
    numbers = _numbers_for(cases, present=on.year)
    written: list[Suggestion] = []
    for start in range(0, len(cases), CHUNK):
        chunk = cases[start : start + CHUNK]
        written += _write_chunk(
            chunk, numbers[start : start + CHUNK], actor=actor, on=on, archive_open=archive_open
        )
        progress(start + len(chunk))
    _write_present(written, present=on.year)
    # Last: from here on every other writer of the work log waits for the end of this transaction.
    _record(written, actor)
    for row in written:
        _watch(row, on)
    return written


def _record(rows: Sequence[Suggestion], actor: Actor) -> None:
    record_many(
        "petitions.suggestion.submitted",
        [
            (
                row,
                {
                    "number": row.number,
                    "channel": row.channel,
                    "kind": row.kind,
                    "region": row.region_id,
                    "received_on": row.received_on,
                    "replied_on": row.replied_on,
                    "days_used": row.days_used,
                    "state": row.state,
                },
            )
            for row in rows
        ],
        actor=actor,
    )


def _numbers_for(cases: Sequence[PastCase], *, present: int) -> list[str]:
    """Official numbers of the years gone by; "" for the present year, whose series citizens wait for: it comes last."""
    past = [case for case in cases if _year(case) != present]
    taken = iter(_take_numbers([(case.region.county_code, _year(case)) for case in past]))
    return ["" if _year(case) == present else next(taken) for case in cases]


def _write_present(rows: Sequence[Suggestion], *, present: int) -> None:
    """Number and write the cases of the present year, when all that hangs on them is written."""
    mine = [row for row in rows if not row.number]
    numbers = _take_numbers([(row.county_code, present) for row in mine])
    for row, number in zip(mine, numbers, strict=True):
        row.number = number
        row.search_text = normalise(f"{number} {row.title} {row.content}")
        row.search_grams = grams(row.search_text)
    Suggestion.objects.bulk_create(mine, batch_size=CHUNK)


def _reserve_keys(rows: Sequence[Suggestion]) -> None:
    """Keys ahead of the rows, in the order of the file: PostgreSQL looks at foreign keys when all is written."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('petitions_suggestion', 'id')) FROM generate_series(1, %s)",
            [len(rows)],
        )
        for row, (key,) in zip(rows, cursor.fetchall(), strict=True):
            row.pk = key


def _take_numbers(places: Sequence[tuple[str, int]]) -> list[str]:
    """Gap-free, in blocks: one statement a county and year."""
    following: dict[tuple[str, int], int] = {}
    with connection.cursor() as cursor:
        # In one order always, so that two imports never wait for each other crosswise.
        for (county, year), count in sorted(Counter(places).items()):
            cursor.execute(_NUMBERS, [county, year, count])
            (last,) = cursor.fetchone()
            following[county, year] = last - count
    numbers = []
    for county, year in places:
        following[county, year] += 1
        numbers.append(show_number("MY", year, county, following[county, year]))
    return numbers


def _year(case: PastCase) -> int:
    return timezone.localtime(case.received_at).year


def _write_chunk(
    cases: Sequence[PastCase], numbers: Sequence[str], *, actor: Actor, on: date, archive_open: bool
) -> list[Suggestion]:
    user = actor if isinstance(actor, User) else None
    now = timezone.now()
    triage = deadline_for("suggestion.triage", on=on)
    dues: dict[str, tuple[date, WorkingCalendar]] = {}
    for county in {case.region.county_code for case in cases}:
        calendar = working_calendar(county)
        dues[county] = (triage.due(on, calendar), calendar)
    rows = [
        _suggestion(case, number, user, now, dues[case.region.county_code], archive_open=archive_open)
        for case, number in zip(cases, numbers, strict=True)
    ]
    _reserve_keys(rows)
    Suggestion.objects.bulk_create(row for row in rows if row.number)
    pairs = list(zip(rows, cases, strict=True))
    Petitioner.objects.bulk_create(
        Petitioner(
            suggestion=row,
            name=case.name or None,
            phone=case.phone or None,
            phone_index=blind_index(case.phone) if case.phone else None,
        )
        for row, case in pairs
        if case.name or case.phone
    )
    _write_answers(pairs, user)
    _write_clocks(rows, on, triage, dues)
    Entry.objects.bulk_create(
        entry for row, case in pairs for entry in _entries(row, case, actor, now=now, on=on)
    )
    return rows


def _suggestion(
    case: PastCase,
    number: str,
    user: User | None,
    now: datetime,
    due: tuple[date, WorkingCalendar],
    *,
    archive_open: bool,
) -> Suggestion:
    county = case.region.county_code
    received_on = timezone.localtime(case.received_at).date()
    replied_on = timezone.localtime(case.replied_at).date() if case.replied_at else None
    is_done = replied_on is not None or archive_open
    text = normalise(f"{number} {case.title} {case.content}")
    return Suggestion(
        number=number,
        code_hash=code_hash(query_code(case.key)),
        client_uuid=case.key,
        channel=Channel.IMPORT,
        kind=Kind.NAMED if case.name or case.phone else Kind.ANONYMOUS,
        title=case.title,
        content=case.content,
        category=case.category,
        region=case.region,
        county_code=county,
        spot=case.spot,
        registered_by=user,
        lead=case.lead,
        route=Route.TRANSFER if case.lead and replied_on else "",
        state=State.ARCHIVED if is_done else State.RECEIVED,
        due_on=NO_DUE if is_done else due[0],
        received_at=case.received_at,
        received_on=received_on,
        replied_on=replied_on,
        concluded_on=replied_on,
        days_used=due[1].between(received_on, replied_on) if replied_on else None,
        # Unknown stays unknown: without the ledger's own limit nobody can say whether it was kept.
        replied_in_time=replied_on <= case.due_on if replied_on and case.due_on else None,
        result_class=case.result_class,
        solved=case.solved,
        satisfied=case.satisfied,
        updated_at=now,
        search_text=text,
        search_grams=grams(text) if number else [],
    )


def _write_answers(pairs: Sequence[tuple[Suggestion, PastCase]], user: User | None) -> None:
    answered = [(row, case) for row, case in pairs if row.replied_on]
    replies = Reply.objects.bulk_create(
        Reply(
            suggestion=row,
            kind=ReplyKind.IMPORTED,
            organisation=case.lead,
            text=case.reply,
            result_class=case.result_class,
            author=user,
            replied_on=row.replied_on,
        )
        for row, case in answered
    )
    Rating.objects.bulk_create(
        Rating(
            suggestion=row,
            reply=reply,
            solved=case.solved,
            satisfied=case.satisfied or Satisfaction.NONE,
            entered_by=user,
            rated_on=row.replied_on,
            first_rated_on=row.replied_on,
        )
        for reply, (row, case) in zip(replies, answered, strict=True)
        if case.solved or case.satisfied
    )
    Assignment.objects.bulk_create(
        Assignment(
            suggestion=row,
            organisation=case.lead,
            role=HandlerRole.LEAD,
            assigned_on=row.received_on,
            assigned_by=user,
            return_until=row.received_on,
        )
        for row, case in answered
        if case.lead
    )


def _write_clocks(
    rows: Sequence[Suggestion], on: date, triage: Deadline, dues: dict[str, tuple[date, WorkingCalendar]]
) -> None:
    offices = {county: office_of(county) for county in dues}
    clocks = []
    for row in rows:
        if row.state != State.RECEIVED:
            continue
        due, calendar = dues[row.county_code]
        days = reminder_days(ClockKind.TRIAGE, due, calendar)
        stage = next((i for i, day in enumerate(days) if day >= on), len(days) - 1)
        clocks.append(
            Clock(
                suggestion=row,
                kind=ClockKind.TRIAGE,
                organisation=offices[row.county_code],
                rule_code="suggestion.triage",
                amount=triage.amount,
                unit=triage.unit,
                basis=triage.basis,
                started_on=on,
                due_on=due,
                original_due_on=due,
                calendar_version=calendar.version,
                is_provisional=calendar.is_provisional(due),
                stage=stage,
                remind_on=days,
                next_on=days[stage],
            )
        )
    Clock.objects.bulk_create(clocks)


def _entries(row: Suggestion, case: PastCase, actor: Actor, *, now: datetime, on: date) -> list[Entry]:
    """The history of the case as the ledger tells it; who imported it stands in each line."""
    user = actor if isinstance(actor, User) else None
    note = _("由历史台账导入（%(day)s）。") % {"day": on.isoformat()}
    if case.source_id:
        note += _("原编号 %(id)s。") % {"id": case.source_id}
    entries = [
        Entry(
            suggestion=row,
            at=case.received_at,
            actor=user,
            actor_name=actor.name,
            step="submit",
            to_state=State.RECEIVED,
            text=note,
            is_public=True,
            due_on=row.due_on,
        )
    ]
    if case.replied_at:
        entries.append(
            Entry(
                suggestion=row,
                at=case.replied_at,
                actor=user,
                actor_name=actor.name,
                organisation_name=case.lead.short_name if case.lead else "",
                step="reply",
                from_state=State.RECEIVED,
                to_state=State.REPLIED,
                text=case.reply,
                is_public=True,
                public_text=case.reply,
            )
        )
    if row.state == State.ARCHIVED:
        entries.append(
            Entry(
                suggestion=row,
                at=now,
                actor=user,
                actor_name=actor.name,
                step="archive",
                from_state=State.REPLIED if case.replied_at else State.RECEIVED,
                to_state=State.ARCHIVED,
                text=note,
            )
        )
    return entries


def _watch(row: Suggestion, on: date) -> None:
    is_recent = row.received_on >= on - timedelta(days=CRISIS_DAYS)
    if row.state == State.RECEIVED and is_recent and is_crisis(f"{row.title}\n{row.content}"):
        suspend_suggestion(
            row, actor=SYSTEM, on=on, text=_("文字中有危及生命安全的表述，系统自动转入紧急处置。")
        )
