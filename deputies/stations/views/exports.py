"""The stations' tables to take away. Every export is recorded."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.generic import View

from congress.attachments.export import Column
from congress.audit.services import record
from congress.errors import NotFound
from congress.people.roles import Role
from congress.regions.selectors import place_name
from congress.web import DeskMixin
from deputies.desk import person, workbook
from deputies.stations.exports import PLAN_HEADS, TABLES, plan_lines
from deputies.stations.models import Station
from deputies.stations.selectors import stations_for
from deputies.stations.views.desk import READERS, narrowed_stations, wanted_of
from deputies.stations.views.plans import plan_for


class StationsExportView(DeskMixin, View):
    """What the list shows, or what hangs on its stations: deputies, villages, checks, stars."""

    roles = READERS
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        user, on = person(request), localdate()
        what, wanted = request.POST.get("what", "stations"), wanted_of(request.POST)
        table = TABLES.get(what)
        if table is None:
            raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
        found = narrowed_stations(stations_for(user, on=on), wanted)
        stations = Station.objects.filter(pk__in=found.order_by().values("pk"))
        rows = list(table.lines(stations, on))
        with transaction.atomic():
            record(
                "deputies.station.exported", None, actor=user, table=what, rows=len(rows),
                filters={name: value for name, value in wanted.items() if value},
            )  # fmt: skip
        return workbook(user, str(table.label), [Column(head, 16) for head in table.heads], rows, at=now())


class PlanExportView(DeskMixin, View):
    """One proposal, line by line."""

    roles = (Role.CLERK,)
    http_method_names = ["post"]

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user = person(request)
        plan = plan_for(user, pk, on=localdate())
        rows = list(plan_lines(plan))
        with transaction.atomic():
            record("deputies.station.exported", None, actor=user, table="plan", plan=plan.pk, rows=len(rows))
        title = _("%(place)s进站分配方案") % {"place": place_name(plan.region_code)}
        return workbook(user, title, [Column(head, 18) for head in PLAN_HEADS], rows, at=now())
