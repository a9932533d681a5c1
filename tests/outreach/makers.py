"""Plain functions that make the rows of livelihood projects. What is not said gets a plain value."""

from datetime import date
from itertools import count
from typing import Any

from django.utils.timezone import now

from congress.regions.models import Organisation
from deputies.models import Term
from outreach.models import Project, ProjectYear, PublicNotice, YearPhase
from outreach.projects.rules import usual_dates
from outreach.projects.states import Category, ProjectState, YearState
from tests.deputies.makers import make_term
from tests.factories import make_organisation, make_region, make_user

_numbers = count(1)


def make_year(
    year: int = 2027, *, state: str = YearState.PREPARING, term: Term | None = None, office: Organisation | None = None,
    **fields: Any,
) -> ProjectYear:  # fmt: skip
    """A year with the usual dates, in this phase; of the city's congress unless a term is given."""
    term = term or make_term()
    region = make_region(term.region_code)
    office = office or make_organisation(f"{region.code}-RD-DGW", region=region)
    made = ProjectYear.objects.create(
        term=term, year=year, office=office, region=region, state=state, updated_at=now(),
        title=fields.pop("title", f"{region.name}{year}年民生实事项目"), **fields,
    )  # fmt: skip
    YearPhase.objects.bulk_create(
        YearPhase(year=made, phase=phase, opens_on=opens, closes_on=closes)
        for phase, (opens, closes) in usual_dates(year).items()
    )
    return made


def make_notice(
    year: ProjectYear, *, opens_on: date = date(2026, 11, 1), closes_on: date = date(2026, 11, 10)
) -> PublicNotice:
    """The published notice of a year's candidates."""
    return PublicNotice.objects.create(
        year=year, opens_on=opens_on, closes_on=closes_on, text="现将候选项目公示如下，欢迎提出意见。",
        published_by=make_user(), published_at=now(),
    )  # fmt: skip


def make_project(
    year: ProjectYear | None = None, *, state: str = ProjectState.INITIAL, **fields: Any
) -> Project:
    """A project; from the formal list on with number, unit and cost."""
    number = next(_numbers)
    year = year or make_year()
    if state not in {ProjectState.INITIAL, ProjectState.DROPPED}:
        fields.setdefault("number", year.projects.count() + 1)
        fields.setdefault("cost_fen", 300_000_00)
        fields.setdefault("head", "王局长")
        if "unit" not in fields:
            fields["unit"] = make_organisation(f"{year.region_id}-SL{number}", "市水利局", region=year.region)
    return Project.objects.create(
        year=year,
        state=state,
        title=fields.pop("title", f"第{number}号村组公路硬化"),
        category=fields.pop("category", Category.TRANSPORT),
        problem=fields.pop("problem", "下雨天校车进不了村。"),
        region=fields.pop("region", year.region),
        updated_at=fields.pop("updated_at", now()),
        **fields,
    )
