"""What the portal gathers of projects: the wall with its filters and figures, a year's phases, the years before."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from congress.errors import NotFound
from congress.regions.mapping import MapValue
from congress.regions.models import Region
from outreach.projects.building.selectors import Standing, lights_of, wall_rows
from outreach.projects.building.states import TONES, Light
from outreach.projects.models import Project, ProjectYear
from outreach.projects.selectors import listed_projects, public_years
from outreach.projects.states import CHOSEN_STATES, PHASES, Category, YearState
from outreach.projects.vote.models import VoteRound
from outreach.projects.vote.states import RoundPhase

# Lights that ask for a look.
_TROUBLED = frozenset({Light.WARNING, Light.BEHIND, Light.STALLED})
Key = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the visitor narrowed the wall to; unknown values narrow nothing."""

    year: int
    county: str = ""
    category: str = ""
    light: str = ""

    @property
    def is_filtered(self) -> bool:
        return bool(self.county or self.category or self.light)

    def fits(self, row: Standing, *, any_light: bool = False) -> bool:
        """Does the project belong to what is wanted?"""
        return (
            row.project.region_id.startswith(self.county)
            and self.category in {"", row.project.category}
            and (any_light or self.light in {"", row.light})
        )


@dataclass(frozen=True, slots=True)
class Wall:
    """One year's chosen projects: `rows` are those wanted, in order; the figures count what the light does not narrow."""

    rows: list[Standing]
    total: int
    # (light, its words, its tone, how many), those without a project left out.
    lights: list[tuple[str, str, str, int]]
    beneficiaries: int
    cost_fen: int
    places: list[MapValue]


def wall_of(wanted: Wanted, counties: Sequence[Region], *, on: date) -> Wall:
    """The wall. Seven queries at most, whatever the number of projects."""
    every = wall_rows(on=on, year=wanted.year)
    shown = [row for row in every if wanted.fits(row, any_light=True)]
    counts = lights_of(shown)
    return Wall(
        rows=[row for row in shown if wanted.fits(row)],
        total=len(shown),
        lights=[
            (light.value, str(light.label), TONES[light], counts[light]) for light in Light if counts[light]
        ],
        beneficiaries=sum(row.project.beneficiaries for row in shown),
        cost_fen=sum(row.project.cost_fen for row in shown),
        places=_map_values(every, counties, wanted),
    )


def key_of(row: Standing) -> Key:
    """Where a project stands on the wall: by congress, then as on its ballot."""
    return row.project.year.region_id, row.project.number or 0, row.project.pk


def rows_after(rows: list[Standing], after: Key | None, size: int) -> list[Standing]:
    """The next `size` + 1 rows behind a key."""
    if after is not None:
        rows = [row for row in rows if key_of(row) > tuple(after)]
    return rows[: size + 1]


def _map_values(rows: list[Standing], counties: Sequence[Region], wanted: Wanted) -> list[MapValue]:
    counted = Counter(row.project.region_id[:6] for row in rows)
    troubled = Counter(row.project.region_id[:6] for row in rows if row.light in _TROUBLED)
    address = reverse("outreach:wall")
    return [
        MapValue(
            county.code,
            counted[county.code],
            _("%(count)d 个项目，%(behind)d 个落后于计划")
            % {"count": counted[county.code], "behind": troubled[county.code]},
            f"{address}?year={wanted.year}&county={county.code}",
        )
        for county in counties
    ]


def wall_years() -> list[int]:
    """The years in which the public can read about chosen projects, newest first. One query."""
    chosen = Q(projects__state__in=CHOSEN_STATES)
    return list(public_years().filter(chosen).order_by("-year").values_list("year", flat=True).distinct())


# ---- one year ----


@dataclass(frozen=True, slots=True)
class PhaseStep:
    """A phase on the bar. `standing`: done, now or later."""

    label: str
    opens_on: date | None
    closes_on: date | None
    standing: str


def phase_bar(year: ProjectYear) -> list[PhaseStep]:
    """The phases in their order with their dates. One query, none where they were fetched before."""
    dates = {row.phase: row for row in year.phases.all()}
    here = PHASES.index(year.state)
    return [
        PhaseStep(
            str(YearState(phase).label),
            dates[phase].opens_on if phase in dates else None,
            dates[phase].closes_on if phase in dates else None,
            "done" if place < here else "now" if place == here else "later",
        )
        for place, phase in enumerate(PHASES)
        if phase != YearState.PREPARING
    ]


def get_public_year(uid: UUID) -> ProjectYear:
    """The door to a year on the portal. Raises NotFound."""
    year = public_years().filter(uid=uid).first()
    if year is None:
        raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
    return year


def get_public_project(uid: UUID) -> Project:
    """The door to a project on the portal, open from the formal list on. Raises NotFound."""
    project = listed_projects().filter(uid=uid).first()
    if project is None:
        raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
    return project


def years_under_way() -> list[ProjectYear]:
    """The years in which something can still be said or is being decided: before the building, nearest end first."""
    before = [
        YearState.COLLECTING,
        YearState.SCREENING,
        YearState.CONSULTING,
        YearState.NOTICING,
        YearState.VOTING,
    ]
    return list(
        public_years().filter(state__in=before).order_by("region_id", "-year").prefetch_related("phases")
    )


def archive_years() -> list[ProjectYear]:
    """Every public year with the number of its projects listed and chosen. One query."""
    return list(
        public_years()
        .annotate(
            chosen=Count("projects", filter=Q(projects__state__in=CHOSEN_STATES)),
            finished=Count("projects", filter=Q(projects__state__in=["accepted", "evaluated", "rectifying"])),
        )
        .order_by("-year", "region_id")
    )


def public_rounds(year: ProjectYear) -> list[VoteRound]:
    """The real votes of a year, from their freezing on."""
    rounds = VoteRound.objects.filter(year=year, is_test=False).exclude(phase=RoundPhase.DRAFT)
    return list(rounds.select_related("method").order_by("pk"))


def category_choices() -> list[tuple[str, str]]:
    """For the filter."""
    return [(value, str(label)) for value, label in Category.choices]
