"""The roster at the desk: list, one deputy, and the forms of what happens to a deputy."""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View

from congress.errors import DomainError, NotAllowed, NotFound
from congress.models import User
from congress.paging import keyset_page
from congress.people.roles import Role
from congress.people.rules import region_prefixes, roles_of
from congress.privacy.services import reveal
from congress.regions.selectors import counties
from congress.web import DeskMixin
from deputies.desk import person
from deputies.roster.models import Deputy, Mandate
from deputies.roster.selectors import deputies_for, get_deputy_for, search_deputies, with_mandates
from deputies.roster.states import Level, MandateState

READERS = (Role.CLERK, Role.SUPERVISOR, Role.LEADER, Role.STATION_OFFICER)
STATES = (
    ("sitting", _("在任")),
    ("suspended", _("暂停执行职务")),
    ("ended", _("已离任")),
)


def narrowed(rows: QuerySet[Deputy], wanted: dict[str, str], *, on: date) -> QuerySet[Deputy]:
    """The list's filters; the export takes the same."""
    mandates = Mandate.objects.filter(deputy=OuterRef("pk"))
    held = mandates.in_office(on)
    if wanted["state"] == "ended":
        rows = rows.filter(~Exists(held))
        held = mandates
    elif wanted["state"] == "suspended":
        held = held.filter(state=MandateState.SUSPENDED)
    if wanted["level"]:
        held = held.filter(level=wanted["level"])
    if wanted["county"]:
        held = held.filter(constituency__region__code__startswith=wanted["county"])
    if wanted["state"] in {"sitting", "suspended"} or wanted["level"] or wanted["county"]:
        rows = rows.filter(Exists(held))
    if wanted["station"]:
        there = Deputy.objects.filter(
            assignments__station__organisation__code=wanted["station"], assignments__ends_on__isnull=True
        )
        rows = rows.filter(pk__in=there.values("pk"))
    return search_deputies(rows, wanted["q"]) if wanted["q"] else rows


def wanted_of(data: Any) -> dict[str, str]:
    """The filters as they stand in an address or a form."""
    return {name: data.get(name, "").strip()[:40] for name in ("q", "level", "county", "station", "state")}


class DeputyListView(DeskMixin, TemplateView):
    """代表名册."""

    roles = READERS
    template_name = "deputies/desk/roster_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, on = person(self.request), localdate()
        wanted = wanted_of(self.request.GET)
        rows = narrowed(deputies_for(user, on=on), wanted, on=on).prefetch_related(
            "assignments__station__organisation"
        )
        page = keyset_page(rows, ("pk",), self.request.GET.get("cursor", ""), cap=1000, name="roster")
        mandates = with_mandates(page.rows, on=on)
        return super().get_context_data(
            page=page,
            rows=[
                {"deputy": deputy, "mandates": mandates.get(deputy.pk, []), "stations": here_now(deputy, on)}
                for deputy in page.rows
            ],
            wanted=wanted,
            is_filtered=any(wanted.values()),
            is_clerk=Role.CLERK in roles_of(user, on=on),
            levels=Level.choices,
            states=STATES,
            counties=counties(),
            **kwargs,
        )


def here_now(deputy: Deputy, on: date) -> list[Any]:
    """The stations of that day out of what was fetched along, the main one first."""
    rows = [
        row
        for row in deputy.assignments.all()  # type: ignore[attr-defined]
        if row.starts_on <= on and (row.ends_on is None or row.ends_on >= on)
    ]
    return [row.station for row in sorted(rows, key=lambda row: not row.is_main)]


class DeputyPageView(DeskMixin, View):
    """One deputy: the person, the mandates with their history, the stations. POST shows the phone, with a reason."""

    roles = READERS

    def get(self, request: HttpRequest, uid: Any) -> HttpResponse:
        return self._show(request, get_deputy_for(person(request), uid, on=localdate()))

    def post(self, request: HttpRequest, uid: Any) -> HttpResponse:
        user, on = person(request), localdate()
        deputy = get_deputy_for(user, uid, on=on)
        if not roles_of(user, on=on) & {Role.CLERK, Role.STATION_OFFICER}:
            raise NotAllowed("not_allowed", _("您没有办理该事项的权限。"))
        try:
            clear = reveal(deputy, "phone", actor=user, reason=request.POST.get("reason", ""), on=on)
        except DomainError as refused:
            return self._show(request, deputy, refusal=refused.message, status=refused.status)
        return self._show(request, deputy, clear=clear)

    def _show(
        self, request: HttpRequest, deputy: Deputy, *, clear: str = "", refusal: str = "", status: int = 200
    ) -> HttpResponse:
        user, on = person(request), localdate()
        roles = roles_of(user, on=on)
        mandates = (
            deputy.mandates.select_related("term", "constituency", "delegation", "group", "committee")
            .prefetch_related("changes__recorded_by")
            .order_by("-starts_on", "-pk")
        )
        held = list(mandates)
        in_office = any(row.starts_on <= on and (row.ends_on is None or row.ends_on >= on) for row in held)
        response = render(
            request,
            "deputies/desk/roster_deputy.html",
            {
                "deputy": deputy,
                "mandates": held,
                "shows_card": in_office and bool(roles & {Role.CLERK, Role.STATION_OFFICER}),
                "assignments": list(
                    deputy.assignments.select_related("station__organisation").order_by("-starts_on")  # type: ignore[attr-defined]
                ),
                "cells": list(deputy.cells.select_related("region").order_by("name")),  # type: ignore[attr-defined]
                "is_clerk": Role.CLERK in roles,
                "may_reveal": bool(roles & {Role.CLERK, Role.STATION_OFFICER}),
                "clear": clear,
                "refusal_text": refusal,
                "today": on,
                "crumbs": [(_("代表名册"), reverse("deputies:roster")), (deputy.name, "")],
            },
            status=status,
        )
        if clear:
            response["Cache-Control"] = "no-store"
        return response


def mandate_for(user: User, uid: Any, pk: int, *, on: date) -> Mandate:
    """A mandate of a deputy whom the account may see. Raises NotFound."""
    deputy = get_deputy_for(user, uid, on=on)
    mandate = deputy.mandates.select_related("term", "constituency", "deputy").filter(pk=pk).first()
    if mandate is None:
        raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
    return mandate


def prefixes_of(user: User, *, on: date) -> list[str]:
    """The divisions whose roster the clerk keeps."""
    return region_prefixes(user, [Role.CLERK], on=on)
