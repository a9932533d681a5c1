"""Start, stop, move and recompute the clocks of a suggestion. Called inside the transaction of a step."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import DateField, Min, OuterRef, Subquery, Value
from django.db.models.functions import Coalesce

from congress.audit.services import record_many
from congress.models import Organisation
from congress.people.actors import Actor
from congress.workdays.calendar import WorkingCalendar
from congress.workdays.deadlines import Deadline, Unit
from congress.workdays.selectors import deadline_for, working_calendar
from petitions.suggestions.models import Clock, Extension, Suggestion
from petitions.suggestions.models.clocks import STAGES, WORK_KINDS, ClockKind, Outcome
from petitions.suggestions.models.matter import NO_DUE

# Working days: "soon" this long before the limit, a written urging this long after it, supervision after that.
SOON, URGE, SUPERVISE = 2, 1, 5


def reminder_days(kind: str, due: date, calendar: WorkingCalendar) -> list[date]:
    """The days on which the stages of this kind fall, in the order of STAGES[kind]."""
    overdue = due + timedelta(days=1)
    urge = calendar.add(due, URGE + 1)
    days = {
        "soon": calendar.add(due, -SOON),
        "due": due,
        "overdue": overdue,
        "urge": urge,
        "supervise": calendar.add(urge, SUPERVISE),
    }
    return [days[stage] for stage in STAGES[kind]]


def _first_stage(days: list[date], on: date) -> int:
    """Stages that would fall before the start are not told: the handler hears of the case that day anyway."""
    stage = 0
    while stage < len(days) - 1 and days[stage] < on:
        stage += 1
    return stage


def start_clock(
    suggestion: Suggestion,
    kind: ClockKind,
    *,
    rule: str,
    on: date,
    organisation: Organisation | None = None,
    deadline: Deadline | None = None,
) -> Clock:
    """Start a clock by the rule of that day (or by a given deadline made from it) and keep all that explains it."""
    deadline = deadline or deadline_for(rule, on=on)
    calendar = working_calendar(suggestion.county_code)
    due = deadline.due(on, calendar)
    days = reminder_days(kind, due, calendar)
    stage = _first_stage(days, on)
    return Clock.objects.create(
        suggestion=suggestion,
        kind=kind,
        organisation=organisation,
        rule_code=rule,
        amount=deadline.amount,
        unit=deadline.unit,
        basis=deadline.basis,
        started_on=on,
        due_on=due,
        original_due_on=due,
        calendar_version=calendar.version,
        is_provisional=calendar.is_provisional(due),
        stage=stage,
        remind_on=days,
        next_on=days[stage],
    )


def stop_clocks(
    suggestion: Suggestion, kinds: tuple[str, ...], *, on: date, organisation: Organisation | None = None
) -> list[Clock]:
    """Stop the running clocks of these kinds (of one organisation, if named) and say whether they were kept."""
    running = Clock.objects.filter(suggestion=suggestion, kind__in=kinds, stopped_on=None)
    if organisation is not None:
        running = running.filter(organisation=organisation)
    clocks = list(running)
    for clock in clocks:
        clock.stopped_on = on
        clock.outcome = Outcome.MET if on <= clock.due_on else Outcome.LATE
        clock.next_on = None
    Clock.objects.bulk_update(clocks, ["stopped_on", "outcome", "next_on"])
    return clocks


def cancel_clocks(suggestion: Suggestion, *, on: date, outcome: Outcome = Outcome.CANCELLED) -> None:
    """End every running clock without judging it: the matter went another way."""
    Clock.objects.filter(suggestion=suggestion, stopped_on=None).update(
        stopped_on=on, outcome=outcome, next_on=None
    )


def resume_clocks(suggestion: Suggestion, *, on: date, suspended_on: date) -> None:
    """Start again, in full length, the clocks that an emergency or a merge had stopped that day."""
    stopped = Clock.objects.filter(
        suggestion=suggestion, stopped_on=suspended_on, outcome=Outcome.SUSPENDED
    ).select_related("organisation")
    for clock in stopped:
        start_clock(
            suggestion,
            ClockKind(clock.kind),
            rule=clock.rule_code,
            on=on,
            organisation=clock.organisation,
            deadline=Deadline(clock.rule_code, clock.amount, Unit(clock.unit), clock.basis),
        )


_MOVED = ["due_on", "remind_on", "calendar_version", "is_provisional", "stage", "next_on"]


def move_clock(clock: Clock, due: date, *, county_code: str) -> None:
    """Set another due date (an extension, a new calendar); reminders follow it. `original_due_on` stays."""
    _set_due(clock, due, working_calendar(county_code))
    clock.save(update_fields=_MOVED)


def _set_due(clock: Clock, due: date, calendar: WorkingCalendar) -> None:
    clock.due_on = due
    clock.remind_on = reminder_days(clock.kind, due, calendar)
    clock.calendar_version = calendar.version
    clock.is_provisional = calendar.is_provisional(due)
    # Stages already told stay told, unless the new limit lies ahead of them again.
    clock.stage = min(clock.stage, len(clock.remind_on) - 1)
    clock.next_on = clock.remind_on[clock.stage]


def refresh_due(suggestion: Suggestion) -> None:
    """Set the case's `due_on` to the earliest running work clock; the caller saves it."""
    earliest = Clock.objects.filter(suggestion=suggestion, stopped_on=None, kind__in=WORK_KINDS).aggregate(
        due=Min("due_on")
    )["due"]
    suggestion.due_on = earliest or NO_DUE


RECOMPUTED_AT_ONCE = 2000


def recompute_clocks(*, actor: Actor, on: date) -> int:
    """Move every running clock to what the present calendar says; each moved date is an audit event.

    For the day on which the yearly notice is imported or corrected. Stopped clocks never move. Works in batches, each
    a transaction: killed in the middle it goes on where it was. Returns how many moved.
    """
    moved = 0
    last = 0
    while True:
        with transaction.atomic():
            found = list(
                Clock.objects.filter(stopped_on=None, pk__gt=last)
                .exclude(calendar_version=working_calendar().version)
                .order_by("pk")
                .values_list("pk", "suggestion_id")[:RECOMPUTED_AT_ONCE]
            )
            if not found:
                return moved
            # The cases before their clocks, as every step does: the other order could wait in a circle.
            cases = sorted({suggestion for _clock, suggestion in found})
            list(Suggestion.objects.select_for_update().filter(pk__in=cases).order_by("pk").values_list("pk"))
            clocks = Clock.objects.select_for_update(of=("self",)).select_related("suggestion")
            moved += _recompute(
                list(clocks.filter(pk__in=[pk for pk, _case in found], stopped_on=None)), actor=actor
            )
        last = found[-1][0]


def _recompute(clocks: list[Clock], *, actor: Actor) -> int:
    """The clocks of one batch, with a handful of statements. How many moved."""
    granted = dict(
        Extension.objects.filter(
            suggestion__in={c.suggestion_id for c in clocks if c.kind == ClockKind.REPLY}, is_granted=True
        )
        .order_by("-pk")
        .values_list("suggestion_id", "days")
    )
    events: list[tuple[Suggestion, dict[str, str]]] = []
    for clock in clocks:
        calendar = working_calendar(clock.suggestion.county_code)
        deadline = Deadline(clock.rule_code, clock.amount, Unit(clock.unit), clock.basis)
        due = deadline.due(clock.started_on, calendar)
        if clock.kind == ClockKind.REPLY and clock.due_on != clock.original_due_on:
            due = calendar.add(due, granted.get(clock.suggestion_id, 0))
        before = clock.due_on
        if due == before:
            clock.calendar_version = calendar.version
            clock.is_provisional = calendar.is_provisional(due)
            continue
        _set_due(clock, due, calendar)
        facts = {"kind": clock.kind, "before": before.isoformat(), "after": due.isoformat()}
        events.append((clock.suggestion, {**facts, "calendar": calendar.version}))
    Clock.objects.bulk_update(clocks, _MOVED, batch_size=500)
    if events:
        _refresh_dues({matter.pk for matter, _facts in events})
        record_many("petitions.clock.recomputed", events, actor=actor)
    return len(events)


def _refresh_dues(suggestions: set[int]) -> None:
    """`refresh_due` for many, in one statement."""
    earliest = (
        Clock.objects.filter(suggestion=OuterRef("pk"), stopped_on=None, kind__in=WORK_KINDS)
        .order_by()
        .values("suggestion")
        .annotate(due=Min("due_on"))
        .values("due")
    )
    Suggestion.objects.filter(pk__in=suggestions).update(
        due_on=Coalesce(Subquery(earliest), Value(NO_DUE), output_field=DateField())
    )
