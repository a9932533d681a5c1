"""Why this day, and how far it is: clocks and stages in words, for desk and citizen alike. Reads only."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from congress.workdays.deadlines import Deadline, Unit
from congress.workdays.selectors import working_calendar
from petitions.suggestions.models import Clock, Suggestion
from petitions.suggestions.models.clocks import WORK_KINDS
from petitions.suggestions.states import State


@dataclass(frozen=True, slots=True)
class ClockInWords:
    """A clock for a page: `lines` is the arithmetic, one sentence each."""

    kind: str
    label: str
    due_on: date
    started_on: date
    organisation: str
    outcome: str
    is_running: bool
    is_provisional: bool
    unit: str
    lines: tuple[str, ...]


def explain_clocks(matter: Suggestion, *, on: date, only_running: bool = False) -> list[ClockInWords]:
    """The work clocks of a case, running ones first."""
    clocks = matter.clocks.select_related("organisation").filter(kind__in=WORK_KINDS)
    if only_running:
        clocks = clocks.filter(stopped_on=None)
    in_words = [_in_words(clock, matter) for clock in clocks.order_by("-id")]
    return sorted(in_words, key=lambda clock: not clock.is_running)


def unit_of(clocks: list[ClockInWords], due_on: date) -> str:
    """How the limit that the light shows is counted."""
    return next((c.unit for c in clocks if c.is_running and c.due_on == due_on), Unit.DAYS)


def _in_words(clock: Clock, matter: Suggestion) -> ClockInWords:
    calendar = working_calendar(matter.county_code)
    deadline = Deadline(clock.rule_code, clock.amount, Unit(clock.unit), clock.basis)
    lines = list(deadline.explain(clock.started_on, calendar).lines)
    if clock.due_on != clock.original_due_on:
        lines.append(
            _("经批准延期或重新计算，期限由 %(old)s 改为 %(new)s。")
            % {"old": clock.original_due_on, "new": clock.due_on}
        )
    return ClockInWords(
        kind=clock.kind,
        label=str(clock.get_kind_display()),
        due_on=clock.due_on,
        started_on=clock.started_on,
        organisation=clock.organisation.short_name if clock.organisation else "",
        outcome=str(clock.get_outcome_display()) if clock.outcome else "",
        is_running=clock.stopped_on is None,
        is_provisional=clock.is_provisional,
        unit=clock.unit,
        lines=tuple(lines),
    )


# The five steps that everybody sees, and the states in which each is the present one.
_STAGES: tuple[tuple[Any, frozenset[str]], ...] = (
    ("received", frozenset({State.RECEIVED, State.SUSPENDED, State.DECLINED})),
    ("accepted", frozenset({State.ACCEPTED, State.RETURNED})),
    ("handling", frozenset({State.TRANSFERRED, State.HANDLING, State.SUPERVISED})),
    ("replied", frozenset({State.REPLIED})),
    ("concluded", frozenset({State.RATED, State.CONCLUDED, State.ARCHIVED})),
)


def stages_of(matter: Suggestion) -> list[dict[str, str]]:
    """The stage bar: 登记 → 分办 → 办理 → 答复 → 评价办结, with dates where they are known."""
    labels = {
        "received": _("登记"),
        "accepted": _("分办"),
        "handling": _("办理"),
        "replied": _("答复"),
        "concluded": _("评价办结"),
    }
    notes = {
        "received": matter.received_on,
        "handling": matter.transferred_on,
        "replied": matter.replied_on,
        "concluded": matter.concluded_on,
    }
    state = matter.state_before if matter.state == State.MERGED else matter.state
    now = next((i for i, (_name, states) in enumerate(_STAGES) if state in states), 0)
    is_over = matter.state in (State.CONCLUDED, State.ARCHIVED)
    return [
        {
            "label": labels[name],
            "state": "done" if i < now or is_over else "now" if i == now else "",
            "note": f"{notes[name]:%m-%d}" if i <= now and notes.get(name) else "",
        }
        for i, (name, _states) in enumerate(_STAGES)
    ]
