"""A deputy's own code: on paper for the desk, on the deputy's phone, and what happens when somebody scans it."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.generic import View

from congress.errors import NotFound
from congress.limits import hit
from congress.people.lockout import client_address
from congress.people.roles import Role
from congress.web import DeskMixin, PortalMixin
from congress.web.faces import PhoneMixin
from congress.web.qr import qr_svg
from deputies.desk import person
from deputies.roster.models import Deputy
from deputies.roster.rules import require_in_office
from deputies.roster.selectors import get_deputy_for
from deputies.stations.directory import cards
from deputies.stations.selectors import station_of
from deputies.stations.services import count_scan
from deputies.stations.views.phone import own_deputy
from deputies.stations.views.portal import SCANS_AN_HOUR


def _card(request: HttpRequest, deputy: Deputy) -> dict[str, Any]:
    """What stands beside the code: no more than everybody may know. None in `card` for who is not in office."""
    on = localdate()
    address = request.build_absolute_uri(reverse("deputies:deputy-scan", args=[deputy.uid]))
    return {
        "deputy": deputy,
        "card": next(iter(cards([deputy], on=on)), None),
        "station": station_of(deputy, on=on),
        "qr": qr_svg(address),
        "address": address,
    }


class CardView(DeskMixin, View):
    """联系卡 on paper: the deputy's code for a village's notice board or a gate."""

    roles = (Role.CLERK, Role.STATION_OFFICER)

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        found = get_deputy_for(person(request), uid, on=localdate())
        context = _card(request, Deputy.objects.select_related("photo").get(pk=found.pk))
        if context["card"] is None:
            raise NotFound("not_in_office", _("这位代表现在不在任，没有联系卡。"))
        return render(request, "deputies/desk/card.html", context)


class MyCodeView(PhoneMixin, View):
    """我的二维码: shown at the door of a household instead of a paper card."""

    def get(self, request: HttpRequest) -> HttpResponse:
        deputy = own_deputy(request)
        require_in_office(deputy, on=localdate())
        return render(request, "deputies/phone/my_code.html", {**_card(request, deputy), "back": "/m/"})


class DeputyScanView(PortalMixin, View):
    """Somebody scanned a deputy's code. Counted at the deputy's station without the person, then the public page."""

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        deputy = Deputy.objects.filter(uid=uid, mandates__isnull=False).first()
        if deputy is None:
            return render(request, "deputies/portal/scan_unknown.html", status=404)
        on = localdate()
        station = station_of(deputy, on=on)
        if (
            station is not None
            and hit(f"scan:d{deputy.pk}:{client_address(request)}", SCANS_AN_HOUR, 3600).allowed
        ):
            count_scan(station, deputy=deputy, on=on)
        return redirect(reverse("deputies:deputy", args=[uid]))
