"""What is read of proposals: all of them at the desk, their titles and fate in public, one by its code."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from congress.errors import NotFound
from congress.models import Organisation, Region, User
from outreach.projects.gathering.models import Proposal
from outreach.projects.gathering.states import OPEN_TO_STAFF, Channel, Criterion, ProposalState
from outreach.projects.models import ProjectYear
from outreach.projects.selectors import years_for
from outreach.projects.states import Category
from petitions.suggestions.codes import code_hash, read_code

DECIDED = (ProposalState.MERGED, ProposalState.LEFT_OUT, ProposalState.RESERVED)


def proposals_for(user: User, year: ProjectYear, *, on: date) -> QuerySet[Proposal]:
    """At the desk, newest first."""
    return Proposal.objects.filter(year=year, year__in=years_for(user, on=on)).select_related(
        "region", "project", "station", "suggestion"
    )


def published_proposals(year: ProjectYear) -> QuerySet[Proposal]:
    """In public: those that were decided on, by title, with the reason. What somebody wrote and who it was stays inside."""
    return Proposal.objects.filter(year=year, state__in=DECIDED).select_related("region", "project")


def proposal_counts(year: ProjectYear) -> dict[str, int]:
    """How many in each state, in one query."""
    rows: Any = Proposal.objects.filter(year=year).values("state").annotate(many=Count("pk")).order_by()
    found = {row["state"]: row["many"] for row in rows}
    return {state: found.get(state, 0) for state in ProposalState.values}


def station_years(stations: Sequence[Organisation]) -> QuerySet[ProjectYear]:
    """The years that take in what these stations are told: their township's, county's and city's congress."""
    codes = {station.region_id for station in stations}
    homes = [
        code
        for code in ProjectYear.objects.filter(state__in=OPEN_TO_STAFF)
        .values_list("region_id", flat=True)
        .distinct()
        if any(own.startswith(Region(code=code).prefix) for own in codes)
    ]
    return (
        ProjectYear.objects.filter(state__in=OPEN_TO_STAFF, region__in=homes)
        .select_related("region", "term", "office")
        .order_by("-year", "pk")
    )


def station_proposals(stations: Sequence[Organisation]) -> QuerySet[Proposal]:
    """What these stations took in."""
    return Proposal.objects.filter(station__in=stations).select_related("year", "project", "station")


@dataclass(frozen=True, slots=True)
class Tally:
    """A line of the statistics: how many, and what became of them by state."""

    label: str
    total: int
    by_state: dict[str, int]


def proposal_figures(year: ProjectYear) -> list[tuple[str, list[Tally]]]:
    """Tables by channel, category and place, and by criterion not met. Two statements; a line that is nought is left out."""
    rows = list(
        Proposal.objects.filter(year=year)
        .values("channel", "category", "region__name", "state")
        .annotate(many=Count("pk"))
        .order_by("region__code")
    )
    unmet = Proposal.objects.filter(year=year).exclude(unmet=[]).values_list("unmet", "state")
    flat = [{"unmet": each, "state": state, "many": 1} for codes, state in unmet for each in codes]
    return [
        (_("渠道"), _tallies(rows, "channel", dict(Channel.choices))),
        (_("类别"), _tallies(rows, "category", dict(Category.choices))),
        (_("地点"), _tallies(rows, "region__name", {})),
        (_("不符合的条件"), _tallies(flat, "unmet", dict(Criterion.choices))),
    ]


def _tallies(rows: Sequence[Any], name: str, labels: dict[str, Any]) -> list[Tally]:
    found: dict[str, dict[str, int]] = {}
    for row in rows:
        line = found.setdefault(row[name], dict.fromkeys(ProposalState.values, 0))
        line[row["state"]] += row["many"]
    made = [Tally(str(labels.get(key, key)), sum(line.values()), line) for key, line in found.items()]
    return sorted(made, key=lambda line: -line.total)


def proposal_of_code(typed: str) -> Proposal:
    """By the code of its receipt, as typed. Raises NotFound."""
    found = (
        Proposal.objects.filter(code_hash=code_hash(read_code(typed)))
        .select_related("year", "region", "project")
        .first()
    )
    if found is None:
        raise NotFound("not_found", _("没有这个收条码，请核对 12 个字符。"))
    return found
