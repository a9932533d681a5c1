"""What is owed in a half-year: each household one call or message, and one visit at home. Pure and reads."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from deputies.logbooks.models import Contact, Household
from deputies.logbooks.states import ContactWay
from deputies.roster.models import Deputy, Mandate
from deputies.roster.states import MandateState


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

    @property
    def name(self) -> str:
        """For headings: 2026 年下半年."""
        part = _("上半年") if self.first.month == 1 else _("下半年")
        return _("%(year)d 年%(part)s") % {"year": self.first.year, "part": part}

    def days_left(self, day: date) -> int:
        """Until the last day; 0 on it."""
        return (self.last - day).days


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


def listed_on(on: date) -> Q:
    """The households that are on a list that day."""
    return Q(added_on__lte=on) & (Q(ended_on__isnull=True) | Q(ended_on__gt=on))


def households_of(deputy: Deputy, *, on: date) -> QuerySet[Household]:
    """The deputy's list that day."""
    return deputy.households.filter(listed_on(on))


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
    def calls_left(self) -> int:
        """Households nobody has spoken to yet."""
        return self.households - self.called

    @property
    def visits_left(self) -> int:
        """Households nobody has called on yet."""
        return self.households - self.visited

    @property
    def is_done(self) -> bool:
        """Nothing is owed any more."""
        return self.called >= self.households and self.visited >= self.households


def progress_of(deputies: QuerySet[Deputy], *, on: date) -> dict[int, Progress]:
    """Of many deputies, by deputy; those without a list are left out. One query, one row a deputy."""
    listed = Household.objects.filter(listed_on(on), deputy__in=deputies)
    rows = (
        _with_contacts(listed, HalfYear.of(on))
        .order_by()
        .values("deputy_id")
        .annotate(
            total=Count("pk"),
            spoken=Count("pk", filter=Q(called=True)),
            seen=Count("pk", filter=Q(visited=True)),
        )
        .values_list("deputy_id", "total", "spoken", "seen")
    )
    return {deputy: Progress(deputy, total, spoken, seen) for deputy, total, spoken, seen in rows}


def keepers(deputies: QuerySet[Deputy], *, on: date) -> QuerySet[Deputy]:
    """Those on whom the duty lies that day: in office and not suspended."""
    held = Mandate.objects.in_office(on).filter(deputy=OuterRef("pk")).exclude(state=MandateState.SUSPENDED)
    return deputies.filter(Exists(held))


def behind(deputies: QuerySet[Deputy], *, on: date) -> QuerySet[Deputy]:
    """Those who still owe something this half-year. A visit counts as a call, so a missing visit says it all."""
    half = HalfYear.of(on)
    visits = Contact.objects.filter(
        household=OuterRef("pk"), way=ContactWay.VISIT, on__gte=half.first, on__lte=half.last
    )
    owed = Household.objects.filter(listed_on(on), ~Exists(visits), deputy=OuterRef("pk"))
    return deputies.filter(Exists(owed))


def without_list(deputies: QuerySet[Deputy], *, on: date) -> QuerySet[Deputy]:
    """Those who have no household on their list."""
    return deputies.filter(~Exists(Household.objects.filter(listed_on(on), deputy=OuterRef("pk"))))


@dataclass(frozen=True, slots=True)
class GroupProgress:
    """A station's or delegation's deputies added up. `done` of `deputies - unlisted` owe nothing more."""

    deputies: int
    unlisted: int
    done: int
    households: int
    called: int
    visited: int

    @property
    def behind(self) -> int:
        """Deputies who still owe something."""
        return self.deputies - self.unlisted - self.done


def add_up(deputies: Iterable[int], progress: Mapping[int, Progress]) -> GroupProgress:
    """The sum over these deputies, each counted once."""
    members = set(deputies)
    rows = [progress[pk] for pk in members if pk in progress]
    return GroupProgress(
        deputies=len(members),
        unlisted=len(members) - len(rows),
        done=sum(row.is_done for row in rows),
        households=sum(row.households for row in rows),
        called=sum(row.called for row in rows),
        visited=sum(row.visited for row in rows),
    )
