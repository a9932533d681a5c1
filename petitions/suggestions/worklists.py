"""The desk's lists: named views of what the account may see, filters from the address, keyset pages of plain tuples.

A row is one SQL row with everything the list shows; names of regions and categories come from the process's memory.
Order is by due date, oldest limit first, or newest first; both continue from a key, never from an offset.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from congress.models import User
from congress.people.roles import Role
from congress.people.rules import roles_of
from congress.privacy import blind_index, phone_or_none
from congress.search.selectors import matching
from congress.workdays.selectors import working_calendar
from petitions.suggestions.models import Clock, Extension, Petitioner, Suggestion
from petitions.suggestions.models.clocks import WORK_KINDS
from petitions.suggestions.selectors import suggestions_for
from petitions.suggestions.states import IN_HAND, OPEN, State

PAGE = 50
# Counts stop here: "99+" says as much as the number and costs nothing.
CAP = 100

CLERKS = frozenset({Role.CLERK, Role.SUPERVISOR, Role.LEADER})
ALL = CLERKS | {Role.HANDLER, Role.STATION_OFFICER}

# What a row holds, in this order.
COLUMNS = (
    "id",
    "number",
    "title",
    "summary",
    "state",
    "due_on",
    "lead__short_name",
    "region_id",
    "category_id",
    "received_on",
    "channel",
    "people_count",
    "is_crisis",
    "is_minor",
    "supervised_on",
    "round",
    "version",
)


@dataclass(frozen=True, slots=True)
class Worklist:
    """A named list. `condition(on)` narrows what the account sees; `by_due` says how it is ordered."""

    name: str
    label: str | Promise
    condition: Callable[[date], Q]
    roles: frozenset[str]
    by_due: bool = True


def _soon(on: date) -> Q:
    return Q(state__in=sorted(OPEN), due_on__gte=on, due_on__lte=working_calendar().add(on, 2))


def _pending_extension(_on: date) -> Q:
    return Q(state=State.HANDLING) & Q(
        Exists(Extension.objects.filter(suggestion=OuterRef("pk"), is_granted__isnull=True))
    )


_DUE = [State.RECEIVED, State.ACCEPTED, State.RETURNED, State.SUPERVISED, State.SUSPENDED]

WORKLISTS: dict[str, Worklist] = {
    worklist.name: worklist
    for worklist in (
        Worklist("mine", _("待我办"), lambda on: Q(state__in=_DUE), CLERKS),
        Worklist("mine_handler", _("待我办"), lambda on: Q(state__in=[State.TRANSFERRED, State.HANDLING]),
                 frozenset({Role.HANDLER})),
        Worklist("mine_station", _("待我办"), lambda on: Q(state__in=[State.RECEIVED, State.REPLIED]),
                 frozenset({Role.STATION_OFFICER})),
        Worklist("crisis", _("紧急处置"), lambda on: Q(state=State.SUSPENDED), CLERKS),
        Worklist("triage", _("待分办"), lambda on: Q(state__in=[State.RECEIVED, State.ACCEPTED]), CLERKS),
        Worklist("returned", _("退回待重派"), lambda on: Q(state=State.RETURNED), CLERKS),
        Worklist("extension", _("延期待批"), _pending_extension, CLERKS),
        Worklist("in_hand", _("在办"), lambda on: Q(state__in=sorted(IN_HAND)), ALL),
        Worklist("soon", _("即将到期"), _soon, ALL),
        Worklist("overdue", _("已超期"), lambda on: Q(state__in=sorted(OPEN), due_on__lt=on), ALL),
        Worklist("follow_up", _("待回访"), lambda on: Q(state=State.REPLIED), CLERKS | {Role.STATION_OFFICER}),
        Worklist("unrated", _("未评价"), lambda on: Q(state=State.REPLIED, solved=""), ALL),
        Worklist("supervised", _("督办"), lambda on: Q(state__in=sorted(OPEN), supervised_on__isnull=False),
                 CLERKS | {Role.HANDLER}),
        Worklist("all", _("全部"), lambda on: Q(), ALL, by_due=False),
    )
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Filters:
    """The filters of a list, as they stand in the address. Unknown or empty values narrow nothing."""

    q: str = ""
    county: str = ""
    category: str = ""
    lead: str = ""
    channel: str = ""
    state: str = ""
    month: str = ""

    @classmethod
    def from_address(cls, address: Mapping[str, str]) -> "Filters":
        """From request.GET."""
        return cls(**{name: address.get(name, "").strip()[:60] for name in cls.__slots__})

    def as_query(self) -> dict[str, str]:
        return {name: value for name in self.__slots__ if (value := getattr(self, name))}

    def conditions(self) -> Q:
        """Everything but the words."""
        condition = Q()
        if self.county:
            condition &= Q(county_code=self.county)
        if self.category:
            condition &= Q(category__in=[self.category]) if len(self.category) > 2 else Q(
                category__code__startswith=self.category)  # fmt: skip
        if self.lead.isascii() and self.lead.isdigit():
            condition &= Q(lead_id=int(self.lead))
        if self.channel:
            condition &= Q(channel=self.channel)
        if self.state in State.values:
            condition &= Q(state=self.state)
        span = month_span(self.month)
        if span:
            condition &= Q(received_on__gte=span[0], received_on__lt=span[1])
        return condition


def month_span(text: str) -> tuple[date, date] | None:
    """First day of the month `2026-11` and of the next one; None for anything else."""
    try:
        first = date.fromisoformat(f"{text}-01")
        return first, (first + timedelta(days=32)).replace(day=1)
    except (ValueError, OverflowError):
        # Also a month without a next one: the end of the calendar is December 9999.
        return None


def worklists_for(user: User, *, on: date) -> list[Worklist]:
    """The lists that make sense for the account's roles, in the order of the tabs."""
    held = roles_of(user, on=on)
    return [worklist for worklist in WORKLISTS.values() if worklist.roles & held]


def rows_of(
    worklist: Worklist,
    user: User,
    *,
    on: date,
    filters: Filters,
    after: tuple[Any, ...] | None = None,
    size: int = PAGE,
) -> list[tuple[Any, ...]]:
    """Up to `size` + 1 rows of COLUMNS after the key; one more than asked for means that there is a next page.

    The key is (due_on, id) or (id,), see `key_of`.
    """  # fmt: skip
    rows = suggestions_for(user, on=on).filter(worklist.condition(on), filters.conditions())
    phone = phone_or_none(filters.q) if filters.q else None
    if phone:
        rows = rows.filter(
            pk__in=Petitioner.objects.filter(phone_index=blind_index(phone)).values("suggestion")
        )
    if worklist.by_due:
        if after:
            rows = rows.filter(
                Q(due_on__gt=after[0]) | Q(due_on=after[0], id__gt=after[1]), due_on__gte=after[0]
            )
        rows = rows.order_by("due_on", "id")
    else:
        if after:
            rows = rows.filter(id__lt=after[0])
        rows = rows.order_by("-id")
    if filters.q and not phone:
        rows = matching(rows, filters.q, text_field="search_text", gram_field="search_grams")
    return list(rows.values_list(*COLUMNS)[: size + 1])


def key_of(worklist: Worklist, row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Where the next page starts after this row."""
    return (row[5], row[0]) if worklist.by_due else (row[0],)


def units_of(rows: list[tuple[Any, ...]]) -> dict[int, str]:
    """How the limit of each row counts (`working_days`, `days`, `months`), by the id of the case, in one query."""
    due = {row[0]: row[5] for row in rows}
    running = Clock.objects.filter(suggestion__in=list(due), stopped_on=None, kind__in=WORK_KINDS)
    return {
        pk: unit
        for pk, due_on, unit in running.values_list("suggestion_id", "due_on", "unit")
        if due_on == due[pk]
    }


def counts_for(user: User, *, on: date, known: Sequence[Worklist] | None = None) -> dict[str, int]:
    """How many each of the `known` lists (all of the account's) holds, CAP at most, in one statement."""
    parts, parameters = [], []
    for worklist in worklists_for(user, on=on) if known is None else known:
        rows = suggestions_for(user, on=on).filter(worklist.condition(on)).order_by().values("pk")[:CAP]
        sql, bound = rows.query.sql_with_params()
        parts.append(f"SELECT %s, count(*) FROM ({sql}) AS listed")  # noqa: S608 - Django's own SQL
        parameters += [worklist.name, *bound]
    if not parts:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts), parameters)
        return dict(cursor.fetchall())


def neighbours(worklist: Worklist, user: User, suggestion: Suggestion, *, on: date) -> str | None:
    """The number of the next case of the same list, for "下一件"; None at its end."""
    rows = suggestions_for(user, on=on).filter(worklist.condition(on)).exclude(pk=suggestion.pk)
    if worklist.by_due:
        later = Q(due_on=suggestion.due_on, id__gt=suggestion.pk) | Q(due_on__gt=suggestion.due_on)
        ahead = rows.filter(later).order_by("due_on", "id")
    else:
        ahead = rows.filter(id__lt=suggestion.pk).order_by("-id")
    return ahead.values_list("number", flat=True).first()
