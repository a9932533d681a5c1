"""民生实事 on the portal: the wall, a year, a project, the result of a vote, former years."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.generic import View

from congress.paging import keyset_page
from congress.regions.selectors import counties
from congress.web import PortalMixin
from congress.web.page_cache import public_page
from outreach.projects.building.public import building_of
from outreach.projects.building.states import TONES, Light
from outreach.projects.consulting.models import PublicNotice
from outreach.projects.gathering.models import Proposal
from outreach.projects.models import Project
from outreach.projects.scores.selectors import FINISHED
from outreach.projects.scores.services import is_rateable
from outreach.projects.states import CHOSEN_STATES, Category, ProjectState
from outreach.projects.vote.results import result_of, rule_sentence
from outreach.projects.vote.selectors import get_public_round
from outreach.projects.vote.states import RoundPhase
from outreach.projects.wall.selectors import (
    Wanted,
    archive_years,
    category_choices,
    get_public_project,
    get_public_year,
    key_of,
    phase_bar,
    public_rounds,
    rows_after,
    wall_of,
    wall_years,
    years_under_way,
)

PAGE = 24


@method_decorator(public_page, name="dispatch")
class WallView(PortalMixin, View):
    """The chosen projects of a year over all congresses, with their lights; narrowed by plain links and one form."""

    def get(self, request: HttpRequest) -> HttpResponse:
        on, years, places = localdate(), wall_years(), counties()
        wanted = _wanted(request, years, {place.code for place in places}, this_year=on.year)
        wall = wall_of(wanted, places, on=on)
        page = keyset_page(
            lambda after, size: rows_after(wall.rows, after, size),
            key_of,
            request.GET.get("cursor", ""),
            PAGE,
            name=f"projects:{wanted.year}",
        )
        return render(
            request,
            "outreach/portal/wall.html",
            {
                "wanted": wanted, "wall": wall, "page": page, "years": years, "counties": places,
                "rows": [(row, TONES[Light(row.light)], Light(row.light).label) for row in page.rows],
                "categories": category_choices(), "lights": Light.choices, "under_way": years_under_way(), "today": on,
            },
        )  # fmt: skip


def _wanted(request: HttpRequest, years: list[int], codes: set[str], *, this_year: int) -> Wanted:
    told = {name: request.GET.get(name, "") for name in ("year", "county", "category", "light")}
    year = int(told["year"]) if told["year"].isdecimal() and len(told["year"]) == 4 else 0
    return Wanted(
        year=year if year in years else (years[0] if years else this_year),
        county=told["county"] if told["county"] in codes else "",
        category=told["category"] if told["category"] in Category.values else "",
        light=told["light"] if told["light"] in Light.values else "",
    )


@method_decorator(public_page, name="dispatch")
class YearView(PortalMixin, View):
    """One congress's year: where it stands, what one can do, its candidates or chosen projects, its votes."""

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        year = get_public_year(uid)
        listed = year.projects.exclude(state__in=[ProjectState.INITIAL, ProjectState.DROPPED])
        projects = list(listed.select_related("unit", "region"))
        return render(
            request,
            "outreach/portal/year.html",
            {
                "year": year,
                "steps": phase_bar(year),
                "chosen": [row for row in projects if row.state in CHOSEN_STATES],
                "candidates": [row for row in projects if row.state == ProjectState.CANDIDATE],
                "left_over": [row for row in projects if row.state == ProjectState.NOT_CHOSEN],
                "rounds": public_rounds(year),
                "notice": PublicNotice.objects.filter(year=year, opens_on__lte=localdate()).exists(),
                "crumbs": [(_("民生实事"), reverse("outreach:wall")), (year.title, "")],
            },
        )


@method_decorator(public_page, name="dispatch")
class ProjectPageView(PortalMixin, View):
    """One project, from the formal list on: what, for whom, by whom, for how much, and how the building goes."""

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        project = get_public_project(uid)
        building = building_of(project, on=localdate()) if project.state in CHOSEN_STATES else None
        return render(
            request,
            "outreach/portal/project.html",
            {
                "project": project,
                "building": building,
                "places": building.row.places if building else _places(project),
                "tone": TONES[Light(building.row.light)] if building else "",
                "word": Light(building.row.light).label if building else "",
                "proposed": Proposal.objects.filter(project=project).count(),
                "is_finished": project.state in FINISHED,
                "is_rateable": is_rateable(project),
                "rounds": public_rounds(project.year),
                "crumbs": _crumbs(project),
            },
        )


def _places(project: Project) -> list[str]:
    return list(project.places.order_by("pk").values_list("region__name", flat=True))


def _crumbs(project: Project) -> list[tuple[Any, str]]:
    year = reverse("outreach:public-year", args=[project.year.uid])
    return [(_("民生实事"), reverse("outreach:wall")), (project.year.title, year), (project.title, "")]


class ResultView(PortalMixin, View):
    """What a vote gave: the rule, the votes, the figures, the marks to check them by. Before that, only its phase.

    Made anew each time: the hall reloads it until the result is there.
    """

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        vote = get_public_round(code)
        is_published = vote.phase == RoundPhase.PUBLISHED
        return render(
            request,
            "outreach/portal/result.html",
            {
                "vote": vote,
                "rule": rule_sentence(json.loads(vote.frozen)["method"]),
                "result": result_of(vote) if is_published else None,
                "crumbs": [
                    (_("民生实事"), reverse("outreach:wall")),
                    (vote.year.title, reverse("outreach:public-year", args=[vote.year.uid])),
                    (_("票决结果"), ""),
                ],
            },
        )


@method_decorator(public_page, name="dispatch")
class ArchiveView(PortalMixin, View):
    """Every year of every congress, newest first."""

    def get(self, request: HttpRequest) -> HttpResponse:
        context = {
            "years": archive_years(),
            "crumbs": [(_("民生实事"), reverse("outreach:wall")), (_("历年项目"), "")],
        }
        return render(request, "outreach/portal/years.html", context)
