"""The calendar and the rules as values, kept per process while they do not change."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Min, Q

from congress.editions.shelf import Shelf
from congress.regions.models import Region
from congress.workdays.calendar import WorkingCalendar
from congress.workdays.deadlines import Deadline
from congress.workdays.models import CalendarYear, DeadlineRule, RuleChange, SpecialDay
from congress.workdays.official import OfficialDay


@dataclass
class _Days:
    """All special days by the prefix of the region's code; the empty prefix is the country."""

    mark: str
    known_years: frozenset[int]
    by_prefix: dict[str, list[tuple[date, bool, str]]]
    calendars: dict[str, WorkingCalendar] = field(default_factory=dict)

    def calendar(self, region_code: str) -> WorkingCalendar:
        # Nearly all regions share the national calendar: one object for all of them.
        key = max((p for p in self.by_prefix if p and region_code.startswith(p)), key=len, default="")
        if key not in self.calendars:
            rows = [
                row for p in sorted(self.by_prefix, key=len) if key.startswith(p) for row in self.by_prefix[p]
            ]
            self.calendars[key] = WorkingCalendar(
                {day: works for day, works, _name in rows},
                version=self.mark,
                known_years=self.known_years,
                names={day: name for day, _works, name in rows},
            )
        return self.calendars[key]


@dataclass
class _Rules:
    mark: str
    by_code: dict[str, list[tuple[date, date | None, Deadline]]]


def _read_days(mark: str) -> _Days:
    by_prefix: dict[str, list[tuple[date, bool, str]]] = {"": []}
    rows = SpecialDay.objects.order_by("date").values_list("region_id", "date", "is_working", "name")
    for code, day, works, name in rows:
        prefix = Region(code=code).prefix if code else ""
        by_prefix.setdefault(prefix, []).append((day, works, name))
    return _Days(mark, frozenset(CalendarYear.objects.values_list("year", flat=True)), by_prefix)


def _read_rules(mark: str) -> _Rules:
    by_code: dict[str, list[tuple[date, date | None, Deadline]]] = {}
    for rule in DeadlineRule.objects.order_by("code", "-valid_from"):
        by_code.setdefault(rule.code, []).append((rule.valid_from, rule.valid_to, rule.deadline))
    return _Rules(mark, by_code)


_days = Shelf("days", _read_days)
_rules = Shelf("rules", _read_rules)


def working_calendar(region_code: str = "") -> WorkingCalendar:
    """The calendar that holds in the division with this code; the national one without a code."""
    return _days.get().calendar(region_code)


def deadline_for(code: str, *, on: date) -> Deadline:
    """The rule in force that day. LookupError without one: a clock without a rule is a programming error."""
    for valid_from, valid_to, deadline in _rules.get().by_code.get(code, ()):
        if valid_from <= on and (valid_to is None or on <= valid_to):
            return deadline
    raise LookupError(f"no deadline rule {code!r} in force on {on}")


def forget_calendar() -> None:
    """Read days and rules anew at the next call in this process."""
    _days.forget()
    _rules.forget()


@dataclass(frozen=True, slots=True)
class Changes:
    """What entering a year changes, day by day as ISO dates."""

    added: list[str]
    removed: list[str]
    changed: list[str]

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.changed)


def changes_against(days: Iterable[OfficialDay], *, year: int, region: Region | None) -> Changes:
    """What would change if these became the special days of the year, for the country or one division."""
    wanted = {day.date: (day.is_working, day.name) for day in days}
    rows = SpecialDay.objects.filter(date__year=year, region=region)
    held = {day: (works, name) for day, works, name in rows.values_list("date", "is_working", "name")}
    return Changes(
        added=[day.isoformat() for day in sorted(wanted.keys() - held.keys())],
        removed=[day.isoformat() for day in sorted(held.keys() - wanted.keys())],
        changed=[day.isoformat() for day in sorted(wanted.keys() & held.keys()) if wanted[day] != held[day]],
    )


def special_days(year: int) -> list[SpecialDay]:
    """The special days of a year, national and regional, in order."""
    return list(
        SpecialDay.objects.filter(date__year=year).select_related("region").order_by("date", "region_id")
    )


def calendar_year(year: int) -> CalendarYear | None:
    """The notice of the year, if it is entered."""
    return CalendarYear.objects.select_related("loaded_by").filter(year=year).first()


def rules_in_force(*, on: date) -> list[DeadlineRule]:
    """The rules that hold that day, and those decided to hold later, in the order in which matters meet them."""
    rules = DeadlineRule.objects.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on)).order_by("pk")
    # A rule is entered in the order of the procedure; its later versions stay at the place of the first.
    places = dict(DeadlineRule.objects.values_list("code").annotate(Min("pk")))
    return sorted(rules, key=lambda rule: (places[rule.code], rule.valid_from))


def rule_changes() -> list[RuleChange]:
    """Proposals, those that wait first, then the newest decisions."""
    changes = RuleChange.objects.select_related("proposed_by", "decided_by")
    return sorted(changes.order_by("-proposed_at")[:50], key=lambda change: change.state != "proposed")
