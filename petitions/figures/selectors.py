"""Reads of the roll-up: totals, and one line for each month, county, handler, group of categories or channel."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Q, Sum

from congress.models import User
from congress.people.roles import Role
from congress.people.rules import organisations_of, region_prefixes
from petitions.figures.definitions import Tally
from petitions.figures.models import MEASURES, DaysFigure, FigureState, MonthFigure
from petitions.suggestions.rules import REGIONAL_ROLES
from petitions.suggestions.states import Channel

DIMENSIONS = ("month", "county_code", "lead_id", "category_group", "channel")


@dataclass(frozen=True, slots=True)
class Span:
    """The months looked at (first days; both included) and what they are narrowed to."""

    since: date
    until: date
    county: str = ""
    lead: str = ""
    category: str = ""
    channel: str = ""

    @classmethod
    def from_address(cls, address: Mapping[str, str], *, on: date) -> "Span":
        """From request.GET; the last twelve months when nothing or nonsense is said."""
        until = _month(address.get("until", "")) or on.replace(day=1)
        since = _month(address.get("since", "")) or months_before(until, 11)
        if since > until:
            since, until = until, since
        channel = address.get("channel", "")
        return cls(
            since,
            until,
            county=address.get("county", "").strip()[:6],
            lead=lead if (lead := address.get("lead", "").strip()[:9]).isascii() and lead.isdigit() else "",
            category=address.get("category", "").strip()[:2],
            channel=channel if channel in Channel.values else "",
        )

    def conditions(self) -> Q:
        condition = Q(month__gte=self.since, month__lte=self.until)
        if self.county:
            condition &= Q(county_code=self.county)
        if self.lead:
            condition &= Q(lead_id=int(self.lead))
        if self.category:
            condition &= Q(category_group=self.category)
        if self.channel:
            condition &= Q(channel=self.channel)
        return condition


def _month(text: str) -> date | None:
    """None also beyond the months of this office: years are subtracted and counted below."""
    try:
        month = date.fromisoformat(f"{text.strip()}-01")
    except ValueError:
        return None
    return month if 1980 <= month.year <= 2100 else None


def months_before(month: date, n: int) -> date:
    """The first day of the month n months earlier."""
    for _step in range(n):
        month = (month - timedelta(days=1)).replace(day=1)
    return month


def visible_to(user: User, *, on: date) -> Q:
    """The cells whose cases the account sees: those of its divisions, and of the organisations it handles for."""
    condition = Q(pk__in=[])
    home = settings.HOME_REGION.rstrip("0") or settings.HOME_REGION
    for prefix in region_prefixes(user, REGIONAL_ROLES, on=on):
        if home.startswith(prefix):
            return Q()
        condition |= Q(county_code__startswith=prefix[:6])
    handlers = organisations_of(user, Role.HANDLER, on=on)
    return condition | Q(lead_id__in=handlers) if handlers else condition


def tally(condition: Q) -> Tally:
    """Everything of these cells in one line."""
    counts = MonthFigure.objects.filter(condition).aggregate(**{m: Sum(m, default=0) for m in MEASURES})
    days = DaysFigure.objects.filter(condition).values_list("days").annotate(n=Sum("n")).order_by("days")
    return Tally(counts, dict(days))


def tallies(dimension: str, condition: Q) -> dict[Any, Tally]:
    """One line for each value of the dimension, in its order."""
    if dimension not in DIMENSIONS:
        raise ValueError(dimension)
    rows = (
        MonthFigure.objects.filter(condition)
        .values(dimension)
        .annotate(**{m: Sum(m) for m in MEASURES})
        .order_by(dimension)
    )
    days: dict[Any, dict[int, int]] = defaultdict(dict)
    spread = DaysFigure.objects.filter(condition).values_list(dimension, "days").annotate(total=Sum("n"))
    for key, used, n in spread:
        days[key][used] = n
    return {row[dimension]: Tally(row, days.get(row[dimension], {})) for row in rows}


def counted_to() -> FigureState | None:
    """How fresh the roll-up is."""
    return FigureState.objects.first()


def home_figures(*, on: date) -> dict[str, int | float | None]:
    """The home page's three numbers: received this month; of the answers of this and the two months before, average
    working days and satisfaction, with the number of ratings behind it. None where there is nothing to average."""
    month = on.replace(day=1)
    recent = Q(month__gte=months_before(month, 2))
    sums = MonthFigure.objects.filter(recent).aggregate(
        received=Sum("received", filter=Q(month=month), default=0),
        **{m: Sum(m, default=0) for m in ("days_n", "days_sum", "satisfied", "basically", "dissatisfied")},
    )
    content = sums["satisfied"] + sums["basically"]
    rated = content + sums["dissatisfied"]
    return {
        "received": sums["received"],
        "days": sums["days_sum"] / sums["days_n"] if sums["days_n"] else None,
        "rated": rated,
        "share": content / rated if rated else None,
    }
