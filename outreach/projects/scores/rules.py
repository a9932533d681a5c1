"""What the counts say. Pure: no query, no clock, no account; a clerk can follow each function with a pencil.

Domain paper B6. The words of the Zhenhai method contradict themselves at exactly half ("半数以上" and "不足半数（含半数）"),
so `half_inclusive` is a parameter that the assessment carries and prints. By default exactly half fails.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from math import sqrt

from outreach.projects.scores.states import Grade, Part

# From here on a table of rates says nothing about which project is better (domain paper B6, 白柳镇).
CEILING = Decimal(99)
# Two sides of a normal distribution, 95 %.
Z95 = 1.959964
# Fewer answers than this say too little to enter a total.
LEAST_SAMPLE = 30


@dataclass(frozen=True, slots=True)
class Counts:
    """Answers per grade. `abstained`: ballots that say nothing about this project."""

    good: int
    fair: int
    poor: int
    abstained: int = 0

    @property
    def said(self) -> int:
        """Answers with a grade."""
        return self.good + self.fair + self.poor

    @property
    def all(self) -> int:
        """Answers and abstentions."""
        return self.said + self.abstained


@dataclass(frozen=True, slots=True)
class Points:
    """What an answer of each grade is worth on the scale to 100."""

    good: Decimal = Decimal(100)
    fair: Decimal = Decimal(70)
    poor: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class Share:
    """One part of a total: its weight by the method, the weight it got, its value, and what it added."""

    part: str
    weight: Decimal
    used: Decimal
    value: Decimal | None
    added: Decimal


@dataclass(frozen=True, slots=True)
class Total:
    """A weighted total with its working. `value` is None where no part has one."""

    value: Decimal | None
    shares: tuple[Share, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Parts without a value: their weight went to the others."""
        return tuple(share.part for share in self.shares if share.value is None)


def reaches_half(votes: int, members: int, *, half_inclusive: bool) -> bool:
    """Do the votes reach half of all members? In whole numbers: 14.5 of 29 is never rounded."""
    return votes * 2 >= members if half_inclusive else votes * 2 > members


def votes_needed(members: int, *, half_inclusive: bool) -> int:
    """The least number of votes that reaches half of all members."""
    return (members + 1) // 2 if half_inclusive else members // 2 + 1


def grade_of(counts: Counts, *, members: int, half_inclusive: bool = False) -> Grade:
    """满意 when the satisfied are half of ALL members; else 基本满意 when both together are; else 不满意.

    Members who stayed away or said nothing count in the base, as the law has it for every decision.
    """
    if members < 1:
        raise ValueError("an assessment needs members")
    if counts.all > members:
        raise ValueError("more answers than members")
    if reaches_half(counts.good, members, half_inclusive=half_inclusive):
        return Grade.GOOD
    if reaches_half(counts.good + counts.fair, members, half_inclusive=half_inclusive):
        return Grade.FAIR
    return Grade.POOR


def rate_of(counts: Counts) -> Decimal | None:
    """满意率: satisfied and basically satisfied, per cent of those who said something, two digits."""
    return _percent(counts.good + counts.fair, counts.said)


def mean_rate(items: Iterable[Counts]) -> Decimal | None:
    """The rate of all items together, every answer counting once."""
    rows = list(items)
    return _percent(sum(row.good + row.fair for row in rows), sum(row.said for row in rows))


def distribution(counts: Counts) -> list[tuple[Grade, int, Decimal | None]]:
    """Each grade with its answers and its per cent of those who said something: what is always published."""
    numbers = {Grade.GOOD: counts.good, Grade.FAIR: counts.fair, Grade.POOR: counts.poor}
    return [(grade, number, _percent(number, counts.said)) for grade, number in numbers.items()]


def points_of(counts: Counts, points: Points) -> Decimal | None:
    """The mean on the scale to 100, two digits; None while nobody answered."""
    if not counts.said:
        return None
    total = counts.good * points.good + counts.fair * points.fair + counts.poor * points.poor
    return _rounded(total / counts.said)


def margin_of_error(answers: int, population: int | None = None) -> Decimal | None:
    """± percentage points at 95 %, for the worst case of half and half; one digit. 300 answers: 5.7.

    A population that is known and small makes it smaller (finite population); everybody asked: 0. None without answers.
    """
    if answers < 1:
        return None
    share = 1.0
    if population is not None:
        if population < answers:
            raise ValueError("more answers than people")
        share = (population - answers) / (population - 1) if population > 1 else 0.0
    return Decimal(str(100 * Z95 * sqrt(0.25 / answers * share))).quantize(Decimal("0.1"), ROUND_HALF_UP)


def weighted_total(values: Mapping[str, Decimal | None], weights: Mapping[str, Decimal]) -> Total:
    """The total to 100. A part without a value leaves its weight to the others in proportion, and the working says so."""
    there = {part: value for part in Part.values if (value := values.get(part)) is not None and weights[part]}
    whole = sum((weights[part] for part in there), Decimal(0))
    shares = []
    exact = Decimal(0)
    for part in Part.values:
        if part not in there:
            shares.append(Share(part, weights[part], Decimal(0), values.get(part), Decimal(0)))
            continue
        used = weights[part] * 100 / whole
        exact += used * there[part] / 100
        shares.append(
            Share(part, weights[part], _rounded(used), there[part], _rounded(used * there[part] / 100))
        )
    return Total(_rounded(exact) if whole else None, tuple(shares))


def is_ceiling(items: Sequence[Counts]) -> bool:
    """Is every item at 99 % or more? Then the table does not tell one project from another, and the page says so."""
    rates = [rate_of(item) for item in items]
    return bool(rates) and all(rate is not None and rate >= CEILING for rate in rates)


def completion_of(*, progress: int, on_time: bool, cost_fen: int, spent_fen: int | None) -> Decimal:
    """目标完成: what is built of the goal to 100, less 10 when late, less the overrun of the budget up to 20 points."""
    value = Decimal(max(0, min(progress, 100)))
    if not on_time:
        value -= 10
    if spent_fen is not None and cost_fen > 0 and spent_fen > cost_fen:
        value -= min(Decimal(20), Decimal(spent_fen - cost_fen) * 100 / cost_fen)
    return _rounded(max(value, Decimal(0)))


def _percent(part: int, whole: int) -> Decimal | None:
    return _rounded(Decimal(part) * 100 / whole) if whole else None


def _rounded(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)
