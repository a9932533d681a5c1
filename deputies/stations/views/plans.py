"""进站分配方案: propose by rule, change by hand, adopt."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.generic import View

from congress.errors import DomainError, NotFound
from congress.models import User
from congress.people.roles import Role
from congress.people.rules import region_prefixes
from congress.regions.selectors import counties, place_name
from congress.web import DeskMixin
from deputies.desk import person
from deputies.stations.models import AssignmentPlan, Station
from deputies.stations.services.plans import adopt_plan, change_plan, make_plan
from deputies.stations.states import SERVING


class PlanListView(DeskMixin, View):
    """The counties of the clerk, with the draft of each."""

    roles = (Role.CLERK,)

    def get(self, request: HttpRequest, *, trouble: str = "", status: int = 200) -> HttpResponse:
        places = self._places(request)
        drafts = AssignmentPlan.objects.filter(region_code__in=[place.code for place in places])
        context = {
            "places": places,
            "plans": [(plan, place_name(plan.region_code)) for plan in drafts.select_related("made_by")[:40]],
            "trouble": trouble,
            "crumbs": [(_("站点"), reverse("deputies:desk-stations")), (_("分配方案"), "")],
        }
        return render(request, "deputies/desk/plans.html", context, status=status)

    def post(self, request: HttpRequest) -> HttpResponse:
        county = request.POST.get("county", "")
        if county not in {place.code for place in self._places(request)}:
            return self.get(request, trouble=_("请选择县市区。"), status=422)
        try:
            plan = make_plan(county, actor=person(request), on=localdate())
        except DomainError as refused:
            return self.get(request, trouble=refused.message, status=refused.status)
        return redirect("deputies:plan", pk=plan.pk)

    @staticmethod
    def _places(request: HttpRequest) -> list[Any]:
        prefixes = region_prefixes(person(request), [Role.CLERK], on=localdate())
        return [place for place in counties() if any(place.code.startswith(prefix) for prefix in prefixes)]


def plan_for(user: User, pk: int, *, on: date) -> AssignmentPlan:
    """The one door: a proposal of a county that the clerk keeps. Raises NotFound."""
    prefixes = region_prefixes(user, [Role.CLERK], on=on)
    plan = AssignmentPlan.objects.filter(pk=pk).first()
    if plan is None or not any(plan.region_code.startswith(prefix) for prefix in prefixes):
        raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
    return plan


class PlanView(DeskMixin, View):
    """One proposal, with its reasons and what it makes of each station."""

    roles = (Role.CLERK,)

    def get(self, request: HttpRequest, pk: int, *, trouble: str = "", status: int = 200) -> HttpResponse:
        plan = plan_for(person(request), pk, on=localdate())
        lines = list(
            plan.lines.select_related("deputy__home_region", "station__organisation").order_by(
                "station_id", "deputy_id"
            )
        )
        stations = Station.objects.filter(region_code__startswith=plan.region_code, state__in=SERVING)
        coming: dict[int, int] = {}
        for line in lines:
            coming[line.station_id] = coming.get(line.station_id, 0) + 1
        rows = list(stations.select_related("organisation").order_by("region_code", "pk"))
        return render(
            request,
            "deputies/desk/plan.html",
            {
                "plan": plan,
                "lines": lines,
                "stations": rows,
                "coming": [(station, coming.get(station.pk, 0)) for station in rows],
                "place": place_name(plan.region_code),
                "trouble": trouble,
                "crumbs": [
                    (_("站点"), reverse("deputies:desk-stations")),
                    (_("分配方案"), reverse("deputies:plans")),
                    (place_name(plan.region_code), ""),
                ],
            },
            status=status,
        )

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        plan = plan_for(person(request), pk, on=localdate())
        user, on = person(request), localdate()
        version = request.POST.get("version", "")
        number = int(version) if version.isascii() and version.isdigit() and len(version) < 9 else 0
        changes = {
            int(name.removeprefix("line-")): int(value)
            for name, value in request.POST.items()
            if name.startswith("line-")
            and all(part.isascii() and part.isdigit() and len(part) < 18 for part in (name[5:], value))
        }
        try:
            plan = change_plan(plan, changes, version=number, actor=user, on=on)
            if "adopt" not in request.POST:
                messages.success(request, _("调整已保存。"))
                return redirect("deputies:plan", pk=plan.pk)
            done = adopt_plan(plan, version=plan.version, actor=user, on=on)
        except DomainError as refused:
            return self.get(request, pk, trouble=refused.message, status=refused.status)
        messages.success(request, _("已安排 %(n)d 位代表进站。") % {"n": done.number})
        for deputy, why in done.refused[:20]:
            messages.warning(request, _("%(name)s 没有安排：%(why)s") % {"name": deputy.name, "why": why})
        return redirect("deputies:plan", pk=plan.pk)
