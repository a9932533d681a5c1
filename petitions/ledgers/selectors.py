"""Reads: which rows a ledger has for an account, narrowed by what stands in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from congress.models import User
from petitions.suggestions.models import Assignment, FollowUp, Rating, Refusal, Suggestion
from petitions.suggestions.selectors import suggestions_for
from petitions.suggestions.states import Channel, HandlerRole, Satisfaction, State

# An export beyond this is refused; beyond ASK_REASON it needs a reason.
MOST_ROWS = 50_000
ASK_REASON = 100


@dataclass(frozen=True, slots=True)
class Ledger:
    """One of the office's ledgers: rows of `model` that meet `condition`, `path` leading to their case."""

    name: str
    label: str | Promise
    model: type
    condition: Q
    path: str = ""

    @property
    def order(self) -> tuple[str, ...]:
        return ("-pk",) if self.path else ("-received_on", "-pk")


LEDGERS = {
    ledger.name: ledger
    for ledger in (
        Ledger("reception", _("接待登记"), Suggestion, Q()),
        Ledger("transfer", _("转办反馈"), Assignment, Q(role=HandlerRole.LEAD), "suggestion"),
        Ledger("dispute", _("退办争议"), Assignment, Q(returned_on__isnull=False), "suggestion"),
        Ledger("joint", _("联办"), Assignment, Q(role=HandlerRole.CO), "suggestion"),
        Ledger("supervised", _("督办"), Suggestion, Q(supervised_on__isnull=False)),
        Ledger("follow_up", _("回访"), FollowUp, Q(), "suggestion"),
        Ledger("declined", _("不予受理"), Refusal, Q(), "suggestion"),
        Ledger("merged", _("合并"), Suggestion, Q(state=State.MERGED)),
        Ledger(
            "dissatisfied", _("群众不满意件"), Rating, Q(satisfied=Satisfaction.DISSATISFIED), "suggestion"
        ),
        Ledger("published", _("公开目录"), Suggestion, Q(published_at__isnull=False)),
    )
}


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The filters of a ledger as they stand in the address; nonsense narrows nothing."""

    since: str = ""
    until: str = ""
    county: str = ""
    category: str = ""
    lead: str = ""
    station: str = ""
    channel: str = ""
    state: str = ""

    @classmethod
    def from_address(cls, address: Mapping[str, str]) -> "Narrowing":
        given = {field.name: address.get(field.name, "").strip()[:20] for field in fields(cls)}
        lists = {"channel": Channel.values, "state": State.values}
        for name, value in given.items():
            is_day = name in ("since", "until")
            if (
                (is_day and _day(value) is None)
                or (name in lists and value not in lists[name])
                or (
                    name in ("county", "category", "lead", "station")
                    and not (value.isascii() and value.isdigit())
                )
                or len(value) > 10
            ):
                given[name] = ""
        return cls(**given)

    def as_query(self) -> dict[str, str]:
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}

    def conditions(self, path: str) -> Q:
        """Over rows whose case lies behind `path`. The period is that of the receipt."""
        at = f"{path}__" if path else ""
        conditions: dict[str, Any] = {}
        for name, lookup in (("since", "received_on__gte"), ("until", "received_on__lte")):
            if getattr(self, name):
                conditions[at + lookup] = _day(getattr(self, name))
        for name, lookup in (
            ("county", "county_code"), ("lead", "lead_id"),
            ("station", "station_id"), ("channel", "channel"), ("state", "state"),
        ):  # fmt: skip
            if getattr(self, name):
                conditions[at + lookup] = getattr(self, name)
        if self.category:
            conditions[f"{at}category__code__startswith"] = self.category
        return Q(**conditions)


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def ledger_rows(ledger: Ledger, user: User, narrowing: Narrowing, *, on: date) -> QuerySet[Any]:
    """The rows that the account sees; each case by the rules of the worklists."""
    rows = ledger.model.objects.filter(ledger.condition, narrowing.conditions(ledger.path))  # type: ignore[attr-defined]
    cases = suggestions_for(user, on=on)
    if ledger.path:
        return rows.filter(suggestion__in=cases)
    return rows & cases
