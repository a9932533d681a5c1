"""The figures of livelihood projects (domain paper B7): a few statements for any number of projects, five years beside
each other, by county, township, level and category. Each line knows the filter of the records behind it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, Left

from congress.models import RegionLevel, User
from congress.regions.selectors import find_region
from outreach.projects.models import Project
from outreach.projects.scores.models import AssessmentItem, CitizenRating, Rectification
from outreach.projects.scores.selectors import FINISHED
from outreach.projects.scores.states import AssessmentState, Grade, TaskState
from outreach.projects.selectors import projects_for
from outreach.projects.states import CHOSEN_STATES, LISTED_STATES, Category, ProjectState
from outreach.projects.vote.models import VoteRound
from outreach.projects.vote.states import RoundKind, RoundPhase

YEARS = 5
FIRST_YEAR, LAST_YEAR = 2000, 2100
_COUNTY, _TOWN = 6, 9


@dataclass(frozen=True, slots=True)
class Scope:
    """What is counted: years, a division, a level of congress, a category. Everything stands in the address."""

    since: int
    until: int
    region: str = ""
    level: str = ""
    category: str = ""

    @classmethod
    def from_address(cls, given: Mapping[str, str], *, on: date) -> "Scope":
        """Nonsense narrows nothing; without years, the five up to this one."""
        until = _year(given.get("until", "")) or on.year
        since = _year(given.get("since", "")) or until - YEARS + 1
        region, level, category = (given.get(name, "").strip() for name in ("region", "level", "category"))
        return cls(
            min(since, until),
            max(since, until),
            region if region.isascii() and region.isdigit() and len(region) <= 12 else "",
            level if level in RegionLevel.values else "",
            category if category in Category.values else "",
        )

    def query(self, **changes: Any) -> str:
        """The address part of this scope, changed."""
        other = replace(self, **changes)
        parts = {"since": other.since, "until": other.until}
        parts |= {name: value for name in ("region", "level", "category") if (value := getattr(other, name))}
        return urlencode(parts)

    def conditions(self) -> Q:
        """For projects."""
        found = Q(year__year__gte=self.since, year__year__lte=self.until)
        if self.region:
            found &= Q(region__code__startswith=_prefix(self.region))
        if self.level:
            found &= Q(year__region__level=self.level)
        if self.category:
            found &= Q(category=self.category)
        return found


def _year(text: str) -> int | None:
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        return None
    return int(text) if FIRST_YEAR <= int(text) <= LAST_YEAR else None


def _prefix(code: str) -> str:
    """430500 stands for the whole city."""
    found = find_region(code)
    return found.prefix if found is not None else code


@dataclass(frozen=True, slots=True)
class Line:
    """The sums of one group of projects."""

    key: Any
    label: str
    query: str
    counts: Mapping[str, int] = field(default_factory=dict)

    def n(self, name: str) -> int:
        """A sum; zero where there was nothing to add."""
        return int(self.counts.get(name) or 0)

    @property
    def finished_share(self) -> Decimal | None:
        """Per cent of the chosen that were accepted."""
        return _share(self.n("finished"), self.n("chosen"))

    @property
    def satisfied_share(self) -> Decimal | None:
        """Per cent of the assessed that came out 满意 or 基本满意."""
        return _share(self.n("good") + self.n("fair"), self.n("good") + self.n("fair") + self.n("poor"))

    @property
    def surplus_share(self) -> Decimal | None:
        """差额比例: candidates beyond the chosen, per cent of the chosen."""
        return _share(self.n("listed") - self.n("chosen"), self.n("chosen"))


def _share(part: int, whole: int) -> Decimal | None:
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.1")) if whole else None


def counted_projects(user: User, scope: Scope, *, on: date) -> QuerySet[Project]:
    """Every project on a formal list that the account may see, with the newest published grade."""
    return _graded(projects_for(user, on=on).filter(scope.conditions()))


def public_count(region: str) -> QuerySet[Project]:
    """The same of one congress alone: what its own report compares."""
    return _graded(Project.objects.filter(year__region=region))


def _graded(projects: QuerySet[Project]) -> QuerySet[Project]:
    newest = (
        AssessmentItem.objects.filter(project=OuterRef("pk"), assessment__state=AssessmentState.PUBLISHED)
        .order_by("-assessment__published_at", "-pk")
        .values("grade")[:1]
    )
    return projects.filter(state__in=LISTED_STATES).annotate(
        newest_grade=Coalesce(Subquery(newest), Value(""))
    )


_CHOSEN = Q(state__in=CHOSEN_STATES)
_SUMS: dict[str, Any] = {
    "listed": Count("pk"),
    "chosen": Count("pk", filter=_CHOSEN),
    "cost": Coalesce(Sum("cost_fen", filter=_CHOSEN), 0),
    "own": Coalesce(Sum("own_money_fen", filter=_CHOSEN), 0),
    "people": Coalesce(Sum("beneficiaries", filter=_CHOSEN), 0),
    "finished": Count("pk", filter=Q(state__in=FINISHED)),
    "stopped": Count("pk", filter=Q(state=ProjectState.STOPPED)),
    "good": Count("pk", filter=Q(newest_grade=Grade.GOOD)),
    "fair": Count("pk", filter=Q(newest_grade=Grade.FAIR)),
    "poor": Count("pk", filter=Q(newest_grade=Grade.POOR)),
}


def whole(rows: QuerySet[Project], scope: Scope) -> Line:
    """Everything together: one statement."""
    return Line(None, "", scope.query(), rows.order_by().aggregate(**_SUMS))


def lines(rows: QuerySet[Project], by: str, scope: Scope) -> list[Line]:
    """One statement for a table. `by`: year, county, town, level or category."""
    keys: dict[str, Any] = {
        "year": F("year__year"),
        "county": Left("region__code", _COUNTY),
        "town": Left("region__code", _TOWN),
        "level": F("year__region__level"),
        "category": F("category"),
    }
    found = (
        rows.order_by()
        .annotate(line_key=keys[by])
        .values_list("line_key")
        .annotate(**_SUMS)
        .order_by("line_key")
    )
    return [_line(by, key, dict(zip(_SUMS, sums, strict=True)), scope) for key, *sums in found]


def _line(by: str, key: Any, counts: Mapping[str, int], scope: Scope) -> Line:
    if by == "year":
        return Line(key, str(key), scope.query(since=key, until=key), counts)
    if by in {"county", "town"}:
        place = find_region(key) or find_region(str(key).ljust(6, "0"))
        return Line(key, place.name if place else str(key), scope.query(region=key), counts)
    if by == "level":
        return Line(key, str(RegionLevel(key).label), scope.query(level=key), counts)
    return Line(key, str(Category(key).label), scope.query(category=key), counts)


@dataclass(frozen=True, slots=True)
class VoteLine:
    """The first votes of one year: how many rounds, deputies due and present, and all later rounds."""

    year: int
    rounds: int
    due: int
    present: int
    followers: int

    @property
    def presence(self) -> Decimal | None:
        """出席率."""
        return _share(self.present, self.due)


def vote_lines(user: User, scope: Scope, *, on: date) -> list[VoteLine]:
    """Published votes by year, tests left out: one statement."""
    years = projects_for(user, on=on).filter(scope.conditions()).order_by().values("year")
    first = Q(kind=RoundKind.FIRST)
    rows = (
        VoteRound.objects.filter(year__in=years, phase=RoundPhase.PUBLISHED, is_test=False)
        .order_by()
        .values_list("year__year")
        .annotate(
            rounds=Count("pk", filter=first),
            due=Coalesce(Sum("deputies_total", filter=first), 0, output_field=IntegerField()),
            there=Coalesce(Sum("present", filter=first), 0, output_field=IntegerField()),
            later=Count("pk", filter=~first),
        )
        .order_by("year__year")
    )
    return [VoteLine(*row) for row in rows]


@dataclass(frozen=True, slots=True)
class HeardLine:
    """Of one year: citizens' answers, and tasks of putting right."""

    year: int
    answers: int
    content: int
    tasks: int
    closed: int
    late: int

    @property
    def content_share(self) -> Decimal | None:
        """Per cent of the answers that were 满意 or 基本满意."""
        return _share(self.content, self.answers)


def heard_lines(user: User, scope: Scope, *, on: date) -> list[HeardLine]:
    """Two statements: what citizens answered and what is put right, by year."""
    seen = projects_for(user, on=on).filter(scope.conditions()).order_by().values("pk")
    answers = {
        year: (n, content)
        for year, n, content in CitizenRating.objects.filter(project__in=seen)
        .values_list("project__year__year")
        .annotate(n=Count("pk"), content=Count("pk", filter=~Q(grade=Grade.POOR)))
    }
    running = Q(state__in=[TaskState.OPEN, TaskState.REPORTED])
    tasks = {
        year: (n, closed, late)
        for year, n, closed, late in Rectification.objects.filter(project__in=seen)
        .order_by()
        .values_list("project__year__year")
        .annotate(
            n=Count("pk"),
            closed=Count("pk", filter=Q(state=TaskState.CLOSED)),
            late=Count("pk", filter=running & Q(due_on__lt=on)),
        )
    }
    return [
        HeardLine(year, *answers.get(year, (0, 0)), *tasks.get(year, (0, 0, 0)))
        for year in sorted({*answers, *tasks})
    ]
