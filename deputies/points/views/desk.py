"""Points at the desk: the ranking of a congress's year, one deputy's account, the workbook."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from congress.attachments.export import Column
from congress.audit.services import record
from congress.models import User
from congress.paging import keyset_page
from congress.people.roles import Role
from congress.people.rules import holds
from congress.web import DeskMixin
from deputies.desk import person, workbook
from deputies.points.defaults import TALK_ADVICE, TALK_AT
from deputies.points.models import PointAccount, PointPeriod
from deputies.points.selectors import (
    LEAST_RANKED,
    Ranked,
    appeals_for,
    claims_for,
    get_mandate_for,
    mandates_for,
    ranked_page,
    ranking,
    shows_ranks,
    statement_of,
)
from deputies.roster.models import Team, Term
from deputies.stations.models import StationAssignment
from deputies.stations.selectors import assigned, main_stations

READERS = (Role.CLERK, Role.SUPERVISOR, Role.LEADER)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class Wanted:
    """Which congress, year, delegation and station the address asks for; nonsense narrows nothing."""

    def __init__(self, user: User, given: Any, on: date) -> None:
        self.terms = list(
            Term.objects.filter(
                pk__in=mandates_for(user, on=on).order_by().values("term").distinct(),
                starts_on__lte=on,
                ends_on__gte=on,
            ).order_by("region_code", "level", "-ordinal")[:200]
        )
        key = _number(given.get("term", ""))
        self.term = next((term for term in self.terms if term.pk == key), next(iter(self.terms), None))
        year = _number(given.get("year", ""))
        self.year = year if 2000 <= year <= on.year else on.year
        self.years = list(range(on.year, on.year - 5, -1))
        self.teams = list(Team.objects.filter(term=self.term).order_by("kind", "name")) if self.term else []
        team = _number(given.get("team", ""))
        self.team = next((each for each in self.teams if each.pk == team), None)
        self.station = given.get("station", "").strip()[:40]
        self.query = urlencode(
            {
                "term": self.term.pk if self.term else "",
                "year": self.year,
                "team": self.team.pk if self.team else "",
                "station": self.station,
            }
        )

    def accounts(self, user: User, on: date) -> QuerySet[PointAccount]:
        mandates = mandates_for(user, on=on).filter(term=self.term)
        if self.team is not None:
            mandates = mandates.filter(delegation=self.team) | mandates.filter(group=self.team)
        if self.station:
            mandates = mandates.filter(
                deputy__in=StationAssignment.objects.filter(
                    assigned(on), station__organisation__code=self.station
                ).values("deputy")
            )
        return PointAccount.objects.filter(year=self.year, mandate__in=mandates.values("pk")).select_related(
            "mandate__deputy", "mandate__delegation"
        )


class RankingView(DeskMixin, TemplateView):
    """积分排名. Groups of fewer than five are shown without ranks, by name."""

    roles = READERS
    template_name = "deputies/desk/points.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, on = person(self.request), localdate()
        wanted = Wanted(user, self.request.GET, on)
        accounts = wanted.accounts(user, on)
        may_rank = wanted.term is not None and shows_ranks(user, wanted.term, wanted.year, on=on)
        page = keyset_page(
            accounts,
            # An order by points would be a ranking, too.
            ("-total", "mandate_id") if may_rank else ("mandate_id",),
            self.request.GET.get("cursor", ""),
            cap=20_000,
            name=f"points:{wanted.query}:{may_rank}",
        )
        rows = ranked_page(accounts, page.rows) if may_rank else [Ranked(0, row) for row in page.rows]
        stations = main_stations([row.account.mandate.deputy for row in rows], on=on)
        return super().get_context_data(
            wanted=wanted,
            page=page,
            is_ranked=may_rank and page.capped_count >= LEAST_RANKED,
            is_hidden=not may_rank,
            rows=[
                {
                    "rank": row.rank,
                    "account": row.account,
                    "station": stations.get(row.account.mandate.deputy_id),
                    "advice": TALK_ADVICE if row.account.total <= TALK_AT and wanted.year < on.year else "",
                }
                for row in rows
            ],
            closed=PointPeriod.objects.filter(
                region_code=wanted.term.region_code, level=wanted.term.level, year=wanted.year
            ).order_by("quarter")
            if wanted.term
            else [],
            is_clerk=holds(user, Role.CLERK, on=on),
            waiting=claims_for(user, on=on).count() + appeals_for(user, on=on).count(),
            **kwargs,
        )


class RankingExportView(DeskMixin, View):
    """The same as a workbook."""

    roles = READERS
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        user, at = person(request), now()
        on = localdate(at)
        wanted = Wanted(user, request.POST, on)
        accounts = wanted.accounts(user, on)
        may_rank = wanted.term is not None and shows_ranks(user, wanted.term, wanted.year, on=on)
        rows = ranking(accounts) if may_rank else []
        # Without ranks, in the order of the roster: groups of fewer than five, and who may not see them.
        rows = rows or [Ranked(0, account) for account in accounts.order_by("mandate_id")]
        stations = main_stations([row.account.mandate.deputy for row in rows], on=on)
        with transaction.atomic():
            record("deputies.points.exported", None, actor=user, filters=wanted.query, rows=len(rows))
        heads = (
            (_("名次"), 8),
            (_("代表"), 14),
            (_("代表团"), 18),
            (_("站点"), 22),
            (_("积分"), 10),
            (_("记录数"), 10),
        )
        lines = (
            (
                row.rank or "",
                row.account.mandate.deputy.name,
                row.account.mandate.delegation.name if row.account.mandate.delegation else "",
                found.organisation.short_name
                if (found := stations.get(row.account.mandate.deputy_id))
                else "",
                row.account.total / 100,
                row.account.awards,
            )
            for row in rows
        )
        title = _("%(year)d 年履职积分") % {"year": wanted.year}
        return workbook(user, title, [Column(head, width) for head, width in heads], lines, at=at)


class AccountView(DeskMixin, View):
    """One mandate's year: each item with its cap, each award with where it came from."""

    roles = READERS

    def get(self, request: HttpRequest, pk: int, year: int) -> HttpResponse:
        mandate = get_mandate_for(person(request), pk, on=localdate())
        statement = statement_of(mandate, year)
        return render(
            request,
            "deputies/desk/points_account.html",
            {
                "statement": statement,
                "mandate": mandate,
                "year": year,
                "crumbs": [(_("履职积分"), reverse("deputies:points")), (mandate.deputy.name, "")],
            },
        )


class AccountExportView(DeskMixin, View):
    """One account as a workbook."""

    roles = READERS
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int, year: int) -> HttpResponse:
        user, at = person(request), now()
        mandate = get_mandate_for(user, pk, on=localdate(at))
        statement = statement_of(mandate, year)
        with transaction.atomic():
            record("deputies.points.exported", mandate.deputy, actor=user, year=year)
        heads = (
            (_("项目"), 26),
            (_("日期"), 12),
            (_("数量"), 8),
            (_("分值"), 8),
            (_("状态"), 10),
            (_("说明"), 40),
        )
        lines = (
            (
                item.label,
                award.on,
                award.quantity / 100,
                award.points / 100,
                str(award.get_state_display()),
                award.note,
            )
            for item in statement.items
            for award in item.awards
        )
        title = _("%(name)s %(year)d 年履职积分") % {"name": mandate.deputy.name, "year": year}
        return workbook(user, title, [Column(head, width) for head, width in heads], lines, at=at)
