"""联系群众进度: who still owes calls and visits this half-year, by deputy, station and delegation."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from congress.attachments.export import Column
from congress.audit.services import record
from congress.models import User
from congress.paging import Page, keyset_page
from congress.people.roles import Role
from congress.people.rules import organisations_of, region_prefixes, roles_of
from congress.regions.selectors import counties
from congress.web import DeskMixin
from deputies.desk import person, uuids_in, workbook
from deputies.logbooks.owed import (
    HalfYear,
    add_up,
    behind,
    households_of,
    keepers,
    progress_of,
    without_list,
)
from deputies.logbooks.services.contacts import may_keep_list
from deputies.logbooks.services.reminders import remind_contacts
from deputies.roster.models import Deputy, Mandate, Team
from deputies.roster.rules import READERS as OFFICES
from deputies.roster.selectors import deputies_for, get_deputy_for, with_mandates
from deputies.roster.states import TeamKind
from deputies.stations.models import Station, StationAssignment
from deputies.stations.selectors import assigned, main_stations, stations_for
from deputies.stations.states import SERVING

READERS = (Role.CLERK, Role.SUPERVISOR, Role.LEADER, Role.STATION_OFFICER)
REMINDERS = (Role.CLERK, Role.STATION_OFFICER)
VIEWS = (("deputy", _("按代表")), ("station", _("按站点")), ("team", _("按代表团")))
ONLY = (("behind", _("还没做完")), ("unlisted", _("没有联系户名单")))
MOST_STATIONS, MOST_TEAMS, MOST_PICKED = 600, 300, 200


def wanted_of(data: Any) -> dict[str, str]:
    """The filters as they stand in an address or a form; nonsense narrows nothing or finds nothing."""
    wanted = {name: data.get(name, "").strip()[:40] for name in ("by", "county", "station", "team", "only")}
    if wanted["by"] not in dict(VIEWS):
        wanted["by"] = "deputy"
    if not (wanted["team"].isascii() and wanted["team"].isdigit() and len(wanted["team"]) < 10):
        wanted["team"] = ""
    return wanted


def duty_of(user: User, *, on: date) -> QuerySet[Deputy]:
    """The deputies on whom the duty lies and whom the account sees; a station: those who are there today."""
    people = keepers(deputies_for(user, on=on), on=on)
    if region_prefixes(user, OFFICES, on=on):
        return people
    return people.filter(_there(Q(station__in=organisations_of(user, Role.STATION_OFFICER, on=on)), on))


def _there(where: Q, on: date) -> Exists:
    return Exists(StationAssignment.objects.filter(assigned(on), where, deputy=OuterRef("pk")))


def narrowed(people: QuerySet[Deputy], wanted: dict[str, str], *, on: date) -> QuerySet[Deputy]:
    """The list's filters; the export takes the same."""
    held = Mandate.objects.in_office(on).filter(deputy=OuterRef("pk"))
    if wanted["county"]:
        people = people.filter(Exists(held.filter(constituency__region__code__startswith=wanted["county"])))
    if wanted["team"]:
        people = people.filter(Exists(held.filter(delegation=int(wanted["team"]))))
    if wanted["station"]:
        people = people.filter(_there(Q(station__organisation__code=wanted["station"]), on))
    if wanted["only"] == "behind":
        people = behind(people, on=on)
    elif wanted["only"] == "unlisted":
        people = without_list(people, on=on)
    return people


class ContactsView(DeskMixin, TemplateView):
    """联系群众进度 of the running half-year."""

    roles = READERS
    template_name = "deputies/desk/contacts.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, on = person(self.request), localdate()
        wanted = wanted_of(self.request.GET)
        read = {"deputy": self._deputies, "station": self._stations, "team": self._teams}[wanted["by"]]
        page, rows = read(user, wanted, on)
        half = HalfYear.of(on)
        stations = stations_for(user, on=on).order_by("organisation__code")
        return super().get_context_data(
            page=page,
            rows=rows,
            wanted=wanted,
            half=half,
            days_left=half.days_left(on),
            tabs=[
                {
                    "label": label,
                    "url": f"{reverse('deputies:contacts')}?{urlencode({'by': by})}",
                    "current": by == wanted["by"],
                }
                for by, label in VIEWS
            ],
            is_filtered=any(value for name, value in wanted.items() if name != "by"),
            stations=list(stations[:MOST_STATIONS]),
            counties=counties(),
            only=ONLY,
            may_remind=bool(roles_of(user, on=on) & set(REMINDERS)),
            **kwargs,
        )

    def _deputies(self, user: User, wanted: dict[str, str], on: date) -> tuple[Page, list[dict[str, Any]]]:
        people = narrowed(duty_of(user, on=on), wanted, on=on)
        page = keyset_page(people, ("pk",), self.request.GET.get("cursor", ""), cap=1000, name="contacts")
        return page, _rows(page.rows, on=on)

    def _stations(self, user: User, wanted: dict[str, str], on: date) -> tuple[Page, list[dict[str, Any]]]:
        stations = stations_for(user, on=on).filter(state__in=SERVING)
        if wanted["county"]:
            stations = stations.filter(region_code__startswith=wanted["county"])
        if wanted["station"]:
            stations = stations.filter(organisation__code=wanted["station"])
        page = keyset_page(
            stations, ("region_code", "pk"), self.request.GET.get("cursor", ""), cap=1000, name="contacts:s"
        )
        return page, _station_rows(page.rows, duty_of(user, on=on), on=on)

    def _teams(self, user: User, wanted: dict[str, str], on: date) -> tuple[Page, list[dict[str, Any]]]:
        people = duty_of(user, on=on)
        held = Mandate.objects.in_office(on).filter(deputy__in=people)
        if wanted["county"]:
            held = held.filter(constituency__region__code__startswith=wanted["county"])
        teams = Team.objects.filter(kind=TeamKind.DELEGATION, pk__in=held.values("delegation"))
        page = keyset_page(
            teams.select_related("term"), ("term_id", "pk"), self.request.GET.get("cursor", ""), cap=1000,
            name="contacts:t",
        )  # fmt: skip
        keys = [team.pk for team in page.rows]
        members: dict[int, list[int]] = {}
        for team, deputy in held.filter(delegation__in=keys).values_list("delegation_id", "deputy_id"):
            members.setdefault(team, []).append(deputy)
        sums = _sums(members, on=on)
        return page, [{"team": team, "sums": sums(team.pk)} for team in page.rows]


def _rows(people: list[Deputy], *, on: date) -> list[dict[str, Any]]:
    """Each deputy with station, delegation and what is done. Three queries."""
    progress = progress_of(Deputy.objects.filter(pk__in=[row.pk for row in people]), on=on)
    stations, mandates = main_stations(people, on=on), with_mandates(people, on=on)
    return [
        {
            "deputy": deputy,
            "station": stations.get(deputy.pk),
            "team": next((m.delegation for m in mandates.get(deputy.pk, []) if m.delegation), None),
            "progress": progress.get(deputy.pk),
        }
        for deputy in people
    ]


def _station_rows(stations: list[Station], people: QuerySet[Deputy], *, on: date) -> list[dict[str, Any]]:
    members: dict[int, list[int]] = {}
    rows = StationAssignment.objects.filter(
        assigned(on), is_main=True, station__in=[row.pk for row in stations], deputy__in=people
    )
    for station, deputy in rows.values_list("station_id", "deputy_id"):
        members.setdefault(station, []).append(deputy)
    sums = _sums(members, on=on)
    return [{"station": station, "sums": sums(station.pk)} for station in stations]


def _sums(members: dict[int, list[int]], *, on: date) -> Any:
    every = {pk for people in members.values() for pk in people}
    progress = progress_of(Deputy.objects.filter(pk__in=every), on=on)
    return lambda group: add_up(members.get(group, []), progress)


class ContactsExportView(DeskMixin, View):
    """The list as a workbook, a line a deputy: numbers only, no household's name."""

    roles = READERS
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        user, on = person(request), localdate()
        wanted = wanted_of(request.POST)
        people = list(narrowed(duty_of(user, on=on), wanted, on=on).order_by("pk"))
        half = HalfYear.of(on)
        heads = (
            _("代表"), _("代表团"), _("站点"), _("联系户"), _("已联系"), _("还要联系"), _("已走访"), _("还要走访"),
            _("完成"),
        )  # fmt: skip
        with transaction.atomic():
            record(
                "deputies.contact.exported", None, actor=user, rows=len(people),
                filters={name: value for name, value in wanted.items() if value},
            )  # fmt: skip
        title = _("联系群众进度") + half.name
        return workbook(user, title, [Column(head, 14) for head in heads], _lines(people, on=on), at=now())


def _lines(people: list[Deputy], *, on: date) -> Iterator[list[Any]]:
    for row in _rows(people, on=on):
        done = row["progress"]
        numbers: list[Any] = ["", "", "", "", "", _("没有联系户名单")]
        if done:
            numbers = [
                done.households, done.called, done.calls_left, done.visited, done.visits_left, done.is_done,
            ]  # fmt: skip
        station = row["station"].organisation.name if row["station"] else ""
        yield [row["deputy"].name, row["team"].name if row["team"] else "", station, *numbers]


class RemindView(DeskMixin, View):
    """Remind the chosen ones now. Who owes nothing is passed over, nobody is told twice a day."""

    roles = REMINDERS
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        user, on = person(request), localdate()
        picked = uuids_in(request.POST.getlist("pick")[:MOST_PICKED])
        told, chosen = remind_contacts(duty_of(user, on=on).filter(uid__in=picked), actor=user, on=on)
        if told:
            messages.success(request, _("已提醒 %(n)d 位代表。") % {"n": told})
        if not picked:
            messages.warning(request, _("请先勾选要提醒的代表。"))
        elif told < chosen:
            messages.info(
                request,
                _("%(n)d 位没有再发：已经做完、今天已提醒过，或者没有账号和电话。") % {"n": chosen - told},
            )
        wanted = {name: value for name, value in wanted_of(request.POST).items() if value}
        return redirect(f"{reverse('deputies:contacts')}?{urlencode(wanted)}")


class DeputyContactsView(DeskMixin, View):
    """One deputy's list with what each household had this half-year. Names are masked."""

    roles = READERS

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        user, on = person(request), localdate()
        deputy = get_deputy_for(user, uid, on=on)
        half = HalfYear.of(on)
        in_half = Q(contacts__on__gte=half.first, contacts__on__lte=half.last)
        households = (
            households_of(deputy, on=on)
            .select_related("cell")
            .annotate(
                spoken_on=Max("contacts__on", filter=in_half),
                visited_on=Max("contacts__on", filter=in_half & Q(contacts__way="visit")),
            )
            .order_by("pk")
        )
        return render(
            request,
            "deputies/desk/contacts_deputy.html",
            {
                "deputy": deputy,
                "half": half,
                "days_left": half.days_left(on),
                "households": list(households),
                "may_keep": may_keep_list(deputy, user, on=on),
                "crumbs": [(_("联系群众进度"), reverse("deputies:contacts")), (deputy.name, "")],
            },
        )
