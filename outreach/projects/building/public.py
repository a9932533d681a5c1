"""What everybody may read of a project's building: for the portal's page and the register. No names of staff."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from congress.models import Organisation
from outreach.projects.building.models import (
    Acceptance,
    ChangeLine,
    ChangeRequest,
    Inspection,
    Milestone,
    Plan,
    ProgressReport,
    Urging,
)
from outreach.projects.building.selectors import Standing, public_reports, standings
from outreach.projects.building.states import AcceptanceState, ChangeState, UrgingState
from outreach.projects.models import Project
from outreach.templatetags.money import wan


@dataclass(frozen=True, slots=True)
class Change:
    """An approved change: what it says with its document, and each value before and after in words."""

    request: ChangeRequest
    lines: list[tuple[str, str, str]]


@dataclass(frozen=True, slots=True)
class Building:
    """One project as the public sees it. `reports` carry their public photos as `pictures`."""

    row: Standing
    plan: Plan | None
    milestones: list[Milestone]
    reports: list[ProgressReport]
    changes: list[Change]
    acceptance: Acceptance | None
    # How often it was looked at and urged, and when last: numbers, no texts.
    inspections: int
    inspected_on: date | None
    urgings: int
    urgings_closed: int


def building_of(project: Project, *, on: date) -> Building:
    """The public page of a chosen project; a fixed number of queries, however many reports there are."""
    row = standings(Project.objects.filter(pk=project.pk), on=on, public=True, photos=True)[0]
    decided = ChangeRequest.objects.filter(project=project, state=ChangeState.APPROVED).prefetch_related(
        "lines"
    )
    seen = Inspection.objects.filter(project=project).order_by("-inspected_on")
    days = list(seen.values_list("inspected_on", flat=True))
    states = list(Urging.objects.filter(project=project).values_list("state", flat=True))
    return Building(
        row=row,
        plan=row.plan,
        milestones=row.milestones,
        reports=list(public_reports(project)),
        changes=[Change(request, lines_of(request.lines.all())) for request in decided],
        acceptance=Acceptance.objects.filter(project=project, state=AcceptanceState.PASSED).first(),
        inspections=len(days),
        inspected_on=days[0] if days else None,
        urgings=len(states),
        urgings_closed=states.count(UrgingState.CLOSED),
    )


def lines_of(lines: Iterable[ChangeLine]) -> list[tuple[str, str, str]]:
    """What a change changes, in words: name, before, after."""
    rows: list[ChangeLine] = list(lines)
    keys = [text for line in rows if line.field == "unit" for text in (line.before, line.after) if text]
    units = dict(Organisation.objects.filter(pk__in=keys).values_list("pk", "name")) if keys else {}

    def said(line: ChangeLine, text: str) -> str:
        if line.field == "unit":
            return units.get(int(text), "") if text else ""
        return _("%(n)s 万元") % {"n": wan(int(text))} if line.field.endswith("_fen") else text

    def named(field: str) -> str:
        label = str(getattr(Project._meta.get_field(field), "verbose_name", field))
        return label.removesuffix("（分）")

    return [(named(line.field), said(line, line.before), said(line, line.after)) for line in rows]
