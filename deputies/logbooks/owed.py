"""What is owed in a half-year: each household one call or message, and one visit at home. Pure and reads."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from deputies.logbooks.models import Contact, Household
from deputies.logbooks.states import ContactWay
from deputies.roster.models import Deputy


@dataclass(frozen=True, slots=True)
class HalfYear:
    """January to June or July to December."""

    first: date
    last: date

    @classmethod
    def of(cls, day: date) -> "HalfYear":
        """The half-year in which the day lies."""
        if day.month <= 6:
            return cls(date(day.year, 1, 1), date(day.year, 6, 30))
        return cls(date(day.year, 7, 1), date(day.year, 12, 31))


@dataclass(frozen=True, slots=True)
class Owed:
    """A household and what it still lacks."""

    household: Household
    call: bool
    visit: bool


def _with_contacts(households: QuerySet[Household], half: HalfYear) -> QuerySet[Any]:
    contacts = Contact.objects.filter(household=OuterRef("pk"), on__gte=half.first, on__lte=half.last)
    return households.annotate(
        # A visit is more than a call: who was visited was spoken to.
        called=Exists(contacts),
        visited=Exists(contacts.filter(way=ContactWay.VISIT)),
    )


def households_of(deputy: Deputy, *, on: date) -> QuerySet[Household]:
    """The deputy's list that day."""
    return deputy.households.filter(added_on__lte=on).filter(Q(ended_on__isnull=True) | Q(ended_on__gt=on))


def owed_by(deputy: Deputy, *, on: date) -> list[Owed]:
    """The deputy's households with what each still lacks this half-year; done ones included. One query."""
    rows = _with_contacts(households_of(deputy, on=on), HalfYear.of(on)).select_related("cell")
    return [Owed(row, not row.called, not row.visited) for row in rows]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a deputy is: of `households`, so many spoken to and so many visited."""

    deputy_id: int
    households: int
    called: int
    visited: int

    @property
    def is_done(self) -> bool:
        return self.called >= self.households and self.visited >= self.households


def progress_of(deputies: QuerySet[Deputy], *, on: date) -> dict[int, Progress]:
    """Of many deputies, by deputy; those without a list are left out. One query."""
    half = HalfYear.of(on)
    rows = _with_contacts(
        Household.objects.filter(deputy__in=deputies, ended_on__isnull=True, added_on__lte=on), half
    ).values_list("deputy_id", "called", "visited")
    counts: dict[int, list[int]] = {}
    for deputy, called, visited in rows:
        have = counts.setdefault(deputy, [0, 0, 0])
        have[0] += 1
        have[1] += called
        have[2] += visited
    return {deputy: Progress(deputy, *have) for deputy, have in counts.items()}
