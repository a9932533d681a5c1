"""群众提案 at a contact station: what was said or handed in there is typed in, with a receipt to take home."""

from datetime import date
from typing import Any
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views import View

from congress.errors import NotFound
from congress.models import Organisation
from congress.paging import keyset_page
from congress.people.roles import Role
from congress.people.rules import organisations_of
from congress.web import DeskMixin
from congress.web.qr import qr_svg
from deputies.desk import FormPage, person
from outreach.projects.gathering import forms
from outreach.projects.gathering.models import Proposal
from outreach.projects.gathering.selectors import station_proposals, station_years
from outreach.projects.gathering.services.collecting import propose
from outreach.projects.gathering.states import Channel
from outreach.projects.models import ProjectYear
from petitions.suggestions.codes import show_code

_ROOT = (_lazy("群众提案"), "outreach:station-proposals")


def _stations(request: HttpRequest, on: date) -> list[Organisation]:
    keys = organisations_of(person(request), Role.STATION_OFFICER, on=on)
    return list(Organisation.objects.filter(pk__in=keys).select_related("region").order_by("code"))


class StationProposalsView(DeskMixin, View):
    """The years that take proposals, and what the own stations took in, with its fate."""

    roles = (Role.STATION_OFFICER,)

    def get(self, request: HttpRequest) -> HttpResponse:
        """Newest first."""
        stations = _stations(request, localdate())
        page = keyset_page(
            station_proposals(stations), ("-pk",), request.GET.get("cursor", ""), name="station-proposals"
        )
        context = {
            "stations": stations, "years": station_years(stations), "page": page, "rows": page.rows,
            "crumbs": [(_("群众提案"), "")],
        }  # fmt: skip
        return render(request, "outreach/desk/station_proposals.html", context)


class StationProposeView(FormPage):
    """录入群众提案."""

    roles = (Role.STATION_OFFICER,)
    root = _ROOT
    form_class = forms.StationProposalForm
    heading, send = _lazy("录入群众提案"), _lazy("收下并打印收条")
    target: ProjectYear

    def find(self) -> ProjectYear:
        self.stations = _stations(self.request, localdate())
        found = station_years(self.stations).filter(uid=self.kwargs["uid"]).first()
        if found is None:
            raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
        return found

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "client_uuid": uuid4()}

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "year": self.target, "stations": self.stations}

    def get_form(self, form_class: Any = None) -> forms.StationProposalForm:
        self.bound: forms.StationProposalForm = super().get_form(form_class)
        return self.bound

    def act(self, target: ProjectYear, data: dict[str, Any]) -> Proposal:
        made, code = propose(
            target, self.bound.draft(), actor=person(self.request), at=now(), client_uuid=data["client_uuid"],
            channel=Channel.STATION, station=data["station"],
        )  # fmt: skip
        # By the session alone: an address would keep the code in histories.
        self.request.session["station_receipt"] = [str(made.uid), code]
        return made

    def get_success_url(self) -> str:
        return reverse("outreach:station-receipt")


class StationReceiptView(DeskMixin, View):
    """收条: shown once, to be printed and handed over."""

    roles = (Role.STATION_OFFICER,)

    def get(self, request: HttpRequest) -> HttpResponse:
        """The slip; without one just made, back to the list."""
        uid, code = request.session.pop("station_receipt", ("", ""))
        stations = _stations(request, localdate())
        row = station_proposals(stations).filter(uid=uid).select_related("year").first() if uid else None
        address = request.build_absolute_uri(reverse("outreach:project-receipt"))
        context = {
            "row": row, "code": show_code(code) if code else "", "address": address, "qr": qr_svg(address),
            "crumbs": [(str(_ROOT[0]), reverse(_ROOT[1])), (_("收条"), "")],
        }  # fmt: skip
        answer = render(request, "outreach/desk/station_receipt.html", context, status=200 if row else 404)
        answer["Cache-Control"] = "no-store"
        return answer
