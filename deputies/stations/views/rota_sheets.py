"""The rota as paper and workbook: a month's poster for the door, the export; and days on which nothing is planned."""

from calendar import monthrange
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.generic import View

from congress.attachments.export import Column
from congress.audit.services import record
from congress.errors import DomainError, NotAllowed, NotFound
from congress.people.roles import Role
from congress.people.rules import region_prefixes
from congress.regions.selectors import counties, find_region
from congress.web import DeskMixin
from congress.web.qr import qr_svg
from deputies.desk import person, workbook
from deputies.stations.forms_rota import BlackoutForm
from deputies.stations.models import Blackout, DutyShift, Station
from deputies.stations.selectors import get_station_for
from deputies.stations.services import add_blackout, drop_blackout
from deputies.stations.states import ShiftState
from deputies.stations.views.rota import READERS

EXPORT_DAYS = 400
_DEAD = (ShiftState.MOVED, ShiftState.CANCELLED)


def _month(text: str, on: date) -> date:
    """The first day of the month that the address names (2026-12), else of this month."""
    try:
        return date.fromisoformat(f"{text[:7]}-01")
    except ValueError:
        return on.replace(day=1)


def _shifts(station: Station, since: date, until: date) -> list[DutyShift]:
    return list(
        station.shifts.filter(on__gte=since, on__lte=until)
        .prefetch_related("places__deputy", "check_ins")
        .order_by("on", "starts_at")
    )


def _names(shift: DutyShift) -> str:
    return "、".join(place.deputy.name for place in shift.places.all() if place.left_at is None)


class MonthView(DeskMixin, View):
    """One A4 sheet for the door: who receives when this month, and the code of the station's public page."""

    roles = READERS

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        on = localdate()
        station = get_station_for(person(request), code, on=on)
        first = _month(request.GET.get("month", ""), on)
        last = first.replace(day=monthrange(first.year, first.month)[1])
        rows = [
            {"shift": shift, "names": _names(shift)}
            for shift in _shifts(station, first, last)
            if shift.state not in _DEAD and shift.published_at is not None
        ]
        address = request.build_absolute_uri(reverse("deputies:scan", args=[station.public_token]))
        return render(
            request,
            "deputies/desk/rota_print.html",
            {
                "station": station,
                "first": first,
                "before": first - timedelta(days=1),
                "after": last + timedelta(days=1),
                "rows": rows,
                "qr": qr_svg(address),
            },
        )


class ExportView(DeskMixin, View):
    """A station's shifts of a year back and ahead as a workbook."""

    roles = READERS
    http_method_names = ["post"]

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        user, at = person(request), now()
        on = localdate(at)
        station = get_station_for(user, code, on=on)
        shifts = _shifts(station, on - timedelta(days=EXPORT_DAYS), on + timedelta(days=EXPORT_DAYS))
        with transaction.atomic():
            record("deputies.rota.exported", station.organisation, actor=user, rows=len(shifts))
        heads = (
            (_("日期"), 12), (_("开始"), 8), (_("结束"), 8), (_("代表"), 24), (_("签到人数"), 10), (_("状态"), 10),
            (_("来访人数"), 10), (_("说明"), 30),
        )  # fmt: skip
        rows = (
            (
                shift.on,
                f"{shift.starts_at:%H:%M}",
                f"{shift.ends_at:%H:%M}",
                _names(shift),
                len(shift.check_ins.all()),
                str(shift.get_state_display()),
                shift.visitors,
                shift.note,
            )
            for shift in shifts
        )
        title = _("%(name)s轮值表") % {"name": station.organisation.short_name}
        return workbook(user, title, [Column(head, width) for head, width in heads], rows, at=at)


class BlackoutsView(DeskMixin, View):
    """不排班的日子 of the divisions that this office plans for."""

    roles = (Role.CLERK,)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, self._form(request))

    def post(self, request: HttpRequest) -> HttpResponse:
        user, on = person(request), localdate()
        if drop := request.POST.get("drop", ""):
            number = int(drop) if drop.isascii() and drop.isdigit() and len(drop) < 12 else 0
            row = self._rows(request).filter(pk=number).first()
            if row is None:
                raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
            drop_blackout(row, actor=user, on=on)
            messages.success(request, _("已取消，下次排班恢复正常。"))
            return redirect("deputies:blackouts")
        form = self._form(request, request.POST)
        if not form.is_valid():
            return self._page(request, form, status=422)
        try:
            add_blackout(**form.cleaned_data, actor=user, on=on)
        except NotAllowed:
            raise
        except DomainError as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
            return self._page(request, form, status=422)
        messages.success(request, _("已设定，下次排班会避开这几天；已经排好的班请逐个改期。"))
        return redirect("deputies:blackouts")

    def _prefixes(self, request: HttpRequest) -> list[str]:
        return region_prefixes(person(request), [Role.CLERK], on=localdate())

    def _form(self, request: HttpRequest, data: Any = None) -> BlackoutForm:
        prefixes = self._prefixes(request)
        regions = {row.code: row.name for prefix in prefixes if (row := find_region(prefix.ljust(6, "0")))}
        regions |= {
            row.code: row.name
            for row in counties()
            if any(row.code.startswith(prefix) for prefix in prefixes)
        }
        return BlackoutForm(data, regions=list(regions.items()))

    def _rows(self, request: HttpRequest) -> Any:
        visible = Q(pk__in=[])
        for prefix in self._prefixes(request):
            visible |= Q(region_code__startswith=prefix)
        return Blackout.objects.filter(visible, ends_on__gte=localdate()).order_by("starts_on", "pk")

    def _page(self, request: HttpRequest, form: BlackoutForm, *, status: int = 200) -> HttpResponse:
        rows = list(self._rows(request)[:200])
        names = {code: find_region(code) for code in {row.region_code for row in rows}}
        return render(
            request,
            "deputies/desk/blackouts.html",
            {
                "form": form,
                "rows": [
                    {
                        "row": row,
                        "place": place.name if (place := names[row.region_code]) else row.region_code,
                    }
                    for row in rows
                ],
                "crumbs": [(_("接待轮值"), reverse("deputies:rota-list")), (_("不排班的日子"), "")],
            },
            status=status,
        )
