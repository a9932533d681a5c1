"""Which deputy goes to which station: a proposal as a pure function. No Django here, so that any county can be tried.

The order of the rule: the township where the deputy lives, then the one where he or she works, then wherever deputies
are fewest for the voters. Where a township has several stations, the voters decide between them, too.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Why(StrEnum):
    """Which line of the rule decided."""

    HOME = "home"
    WORK = "work"
    BALANCE = "balance"


@dataclass(frozen=True, slots=True)
class Person:
    """A deputy without a main station. `home` and `work` are township codes or empty."""

    key: int
    home: str = ""
    work: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A station that serves: where, for how many voters, with how many deputies already."""

    key: int
    region: str
    voters: int
    deputies: int = 0


@dataclass(frozen=True, slots=True)
class Choice:
    """`before` deputies were at the station for its `voters` when this one was given to it."""

    person: int
    place: int
    why: Why
    before: int
    voters: int


def allot(people: Iterable[Person], places: Sequence[Place]) -> list[Choice]:
    """One choice for everybody, whatever order they come in; nobody where there is no station."""
    if not places:
        return []
    numbers = {place.key: place.deputies for place in places}
    by_region: dict[str, list[Place]] = {}
    for place in places:
        by_region.setdefault(place.region, []).append(place)

    def take(person: Person, among: Sequence[Place], why: Why) -> Choice:
        chosen = min(among, key=lambda place: (_crowd(numbers[place.key] + 1, place.voters), place.key))
        before = numbers[chosen.key]
        numbers[chosen.key] += 1
        return Choice(person.key, chosen.key, why, before, chosen.voters)

    # Those with a claim to a place first: who has none fills the gaps that they leave.
    waiting = sorted(people, key=lambda person: person.key)
    choices = [take(p, by_region[p.home], Why.HOME) for p in waiting if p.home in by_region]
    rest = [p for p in waiting if p.home not in by_region]
    choices += [take(p, by_region[p.work], Why.WORK) for p in rest if p.work in by_region]
    choices += [take(p, places, Why.BALANCE) for p in rest if p.work not in by_region]
    return sorted(choices, key=lambda choice: choice.person)


def _crowd(deputies: int, voters: int) -> Fraction:
    """Deputies for a voter; a station whose voters nobody has counted stands last in the balance."""
    return Fraction(deputies, voters) if voters > 0 else Fraction(deputies * 10**9)
