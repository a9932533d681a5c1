"""What the building's records say at the year's end: on time, over budget, changed, inspected, urged."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.translation import gettext as _

from congress.models import User
from outreach.projects.building.models import Acceptance, ChangeRequest, Inspection, Plan, Urging
from outreach.projects.building.states import AcceptanceState, ChangeKind, ChangeState, PlanState, UrgingState
from outreach.projects.models import Project
from outreach.projects.scores.figures import Scope
from outreach.projects.scores.rules import completion_of
from outreach.projects.selectors import projects_for


@dataclass(frozen=True, slots=True)
class Finish:
    """How one accepted project ended."""

    project: int
    finished_on: date
    planned_on: date | None
    cost_fen: int
    actual_fen: int

    @property
    def is_on_time(self) -> bool:
        """By the end of the plan in force; without a plan nothing is late."""
        return self.planned_on is None or self.finished_on <= self.planned_on

    @property
    def deviation(self) -> Decimal | None:
        """Per cent of the cost that the congress voted on; below zero: saved."""
        if not self.cost_fen:
            return None
        return (Decimal(self.actual_fen - self.cost_fen) * 100 / self.cost_fen).quantize(Decimal("0.1"))

    @property
    def completion(self) -> Decimal:
        """目标完成 by the method's working."""
        return completion_of(
            progress=100, on_time=self.is_on_time, cost_fen=self.cost_fen, spent_fen=self.actual_fen
        )

    @property
    def note(self) -> str:
        """The working in words."""
        when = _("按期完工") if self.is_on_time else _("超过计划工期")
        over = _("，投资比预算多 %(n)s%%") % {"n": self.deviation} if (self.deviation or 0) > 0 else ""
        return _("验收合格，%(when)s%(over)s") % {"when": when, "over": over}


def _accepted() -> Any:
    planned = (
        Plan.objects.filter(project=OuterRef("project"), state=PlanState.PUBLISHED)
        .order_by("-revision")
        .values("ends_on")[:1]
    )
    return Acceptance.objects.filter(state=AcceptanceState.PASSED).annotate(planned_on=Subquery(planned))


def finishes(projects: Iterable[int]) -> dict[int, Finish]:
    """The accepted ones among the projects: one statement."""
    rows = (
        _accepted()
        .filter(project__in=list(projects))
        .order_by("project_id", "-pk")
        .distinct("project_id")
        .values_list("project_id", "finished_on", "planned_on", "project__cost_fen", "actual_cost_fen")
    )
    return {row[0]: Finish(*row) for row in rows}


@dataclass(frozen=True, slots=True)
class BuiltLine:
    """Sums of one year."""

    year: int
    accepted: int = 0
    on_time: int = 0
    planned_fen: int = 0
    actual_fen: int = 0
    changes: int = 0
    stops: int = 0
    inspections: int = 0
    urgings: int = 0
    urgings_closed: int = 0

    @property
    def on_time_share(self) -> Decimal | None:
        """按期完成率, per cent of the accepted."""
        return _share(self.on_time, self.accepted)

    @property
    def deviation(self) -> Decimal | None:
        """预算偏差, per cent of what the accepted were to cost."""
        return _share(self.actual_fen - self.planned_fen, self.planned_fen)


def _share(part: int, whole: int) -> Decimal | None:
    return (Decimal(part) * 100 / whole).quantize(Decimal("0.1")) if whole else None


def built_lines(user: User, scope: Scope, *, on: date) -> list[BuiltLine]:
    """By year; four statements."""
    return _lines(projects_for(user, on=on).filter(scope.conditions()))


def built_of_year(year: Any) -> BuiltLine:
    """The same for one congress's year."""
    found = _lines(Project.objects.filter(year=year))
    return found[0] if found else BuiltLine(year.year)


def _lines(projects: QuerySet[Project]) -> list[BuiltLine]:
    seen = projects.order_by().values("pk")
    year = "project__year__year"
    found: dict[int, dict[str, int]] = defaultdict(dict)

    def add(rows: QuerySet[Any], **sums: Any) -> None:
        for row in rows.filter(project__in=seen).order_by().values(year).annotate(**sums):
            found[row[year]] |= {name: int(row[name] or 0) for name in sums}

    add(
        _accepted(),
        accepted=Count("pk"),
        on_time=Count("pk", filter=Q(planned_on__isnull=True) | Q(finished_on__lte=F("planned_on"))),
        planned_fen=Sum("project__cost_fen"),
        actual_fen=Sum("actual_cost_fen"),
    )
    approved = Q(state=ChangeState.APPROVED)
    add(
        ChangeRequest.objects.all(),
        changes=Count("pk", filter=approved & Q(kind=ChangeKind.CHANGE)),
        stops=Count("pk", filter=approved & Q(kind=ChangeKind.STOP)),
    )
    add(Inspection.objects.all(), inspections=Count("pk"))
    add(
        Urging.objects.all(),
        urgings=Count("pk"),
        urgings_closed=Count("pk", filter=Q(state=UrgingState.CLOSED)),
    )
    return [BuiltLine(key, **sums) for key, sums in sorted(found.items())]
