"""The duty rota at the desk: every station's next receptions, one station's plan, and the steps of a shift."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Count, Min, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.generic import View

from congress.errors import DomainError, NotAllowed, NotFound
from congress.people.roles import Role
from congress.web import DeskMixin
from congress.web.qr import qr_svg
from deputies.desk import person
from deputies.roster.models import Deputy
from deputies.stations.door import door_token
from deputies.stations.forms import GenerateForm, PatternForm, ShiftForm
from deputies.stations.models import DutyShift, ShiftDeputy, Station
from deputies.stations.rules import is_office_of, is_officer_of
from deputies.stations.selectors import deputies_at, get_station_for, stations_for
from deputies.stations.services import (
    cancel_shift,
    finish_shift,
    generate_rota,
    miss_shift,
    move_shift,
    open_shift,
    plan_rota,
    publish_shifts,
    set_pattern,
    substitute,
)
from deputies.stations.states import ShiftState

READERS = (Role.CLERK, Role.SUPERVISOR, Role.LEADER, Role.STATION_OFFICER)
AHEAD_DAYS, BACK_DAYS, MOST = 92, 31, 400


class RotaListView(DeskMixin, View):
    """Each station with its next reception, empty shifts and what is not announced yet."""

    roles = READERS

    def get(self, request: HttpRequest) -> HttpResponse:
        on = localdate()
        ahead = Q(shifts__on__gte=on, shifts__state__in=[ShiftState.PLANNED, ShiftState.PUBLISHED])
        stations = (
            stations_for(person(request), on=on)
            .annotate(
                next_on=Min("shifts__on", filter=ahead),
                planned=Count("shifts", filter=ahead & Q(shifts__state=ShiftState.PLANNED), distinct=True),
                hollow=Count("shifts", filter=Q(shifts__is_hollow=True), distinct=True),
            )
            .order_by("region_code", "pk")[:MOST]
        )
        return render(request, "deputies/desk/rota_list.html", {"stations": stations})


class RotaView(DeskMixin, View):
    """One station: a month behind, a quarter ahead; plan, announce, and the steps of each shift."""

    roles = READERS

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        return self._page(request, get_station_for(person(request), code, on=localdate()))

    def post(self, request: HttpRequest, code: str) -> HttpResponse:
        station = get_station_for(person(request), code, on=localdate())
        step = _STEPS.get(request.POST.get("step", ""))
        if step is None:
            raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
        try:
            done = step(self, request, station)
        except (NotAllowed, NotFound):
            raise
        except DomainError as refused:
            return self._page(request, station, refusal=refused.message, status=refused.status)
        if isinstance(done, HttpResponse):
            return done
        messages.success(request, done)
        return redirect("deputies:rota", code=code)

    def _page(
        self,
        request: HttpRequest,
        station: Station,
        *,
        refusal: str = "",
        preview: Any = None,
        forms: dict[str, Any] | None = None,
        status: int = 200,
    ) -> HttpResponse:
        user, on = person(request), localdate()
        shifts = list(
            station.shifts.filter(
                on__gte=on - timedelta(days=BACK_DAYS), on__lte=on + timedelta(days=AHEAD_DAYS)
            )
            .select_related("moved_to")
            .prefetch_related("places__deputy", "check_ins")
            .order_by("on", "starts_at")
        )
        first = (on.replace(day=1) + timedelta(days=32)).replace(day=1)
        last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        pattern = station.patterns.filter(is_active=True).first()
        forms = forms or {}
        return render(
            request,
            "deputies/desk/rota.html",
            {
                "station": station,
                "ahead": [_row(shift) for shift in shifts if shift.on >= on],
                "past": [_row(shift) for shift in reversed(shifts) if shift.on < on],
                "pattern": pattern,
                "pattern_form": forms.get("pattern")
                or PatternForm(initial=PatternForm.initial_of(pattern) if pattern else {}),
                "generate_form": forms.get("generate")
                or GenerateForm(initial={"since": first, "until": last}),
                "people": deputies_at(station, on=on),
                "preview": preview,
                "refusal": refusal,
                "may_keep": is_officer_of(user, station, on=on)
                or is_office_of(user, station.region_code, on=on),
                "today": on,
                "crumbs": [(_("轮值"), reverse("deputies:rota-list")), (station.organisation.short_name, "")],
            },
            status=status,
        )

    # ---- what the buttons do: a sentence for the person, or a page ----

    def pattern(self, request: HttpRequest, station: Station) -> Any:
        """Set the reception days."""
        form = PatternForm(request.POST)
        if not form.is_valid():
            return self._page(request, station, forms={"pattern": form}, status=422)
        set_pattern(station, form.pattern(), actor=person(request), on=localdate())
        return _("接待日已设定。")

    def preview(self, request: HttpRequest, station: Station) -> Any:
        """What planning would give; nothing is written."""
        form = GenerateForm(request.POST)
        if not form.is_valid():
            return self._page(request, station, forms={"generate": form}, status=422)
        _pattern, turns = plan_rota(station, **form.cleaned_data, on=localdate())
        names = {deputy.pk: deputy.name for deputy in deputies_at(station, on=localdate())}
        rows = [
            {
                "on": turn.slot.on,
                "planned_on": turn.slot.planned_on,
                "names": "、".join(names.get(key, "") for key in turn.deputies),
                "missing": turn.missing,
            }
            for turn in turns
        ]
        return self._page(
            request, station, preview={"rows": rows, **form.cleaned_data}, forms={"generate": form}
        )

    def generate(self, request: HttpRequest, station: Station) -> Any:
        """Write the plan."""
        form = GenerateForm(request.POST)
        if not form.is_valid():
            return self._page(request, station, forms={"generate": form}, status=422)
        made = generate_rota(station, **form.cleaned_data, actor=person(request), on=localdate())
        return _("新排 %(n)d 班。") % {"n": len(made)}

    def publish(self, request: HttpRequest, station: Station) -> str:
        """Announce everything planned."""
        until = localdate() + timedelta(days=AHEAD_DAYS * 2)
        done = publish_shifts(station, until=until, actor=person(request), at=now())
        return _("已公告 %(n)d 班，并通知值班代表。") % {"n": len(done)}

    def shift(self, request: HttpRequest, station: Station) -> Any:
        """A step of one shift."""
        form = ShiftForm(request.POST)
        shift = station.shifts.filter(pk=_number(request.POST.get("shift", ""))).first()
        if shift is None:
            raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
        if not form.is_valid():
            first = next(iter(form.errors.values()))[0]
            return self._page(request, station, refusal=str(first), status=422)
        _SHIFT_STEPS[form.cleaned_data["act"]](request, station, shift, form.cleaned_data)
        return _("已办理。")


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def _row(shift: DutyShift) -> dict[str, Any]:
    places: list[ShiftDeputy] = [place for place in shift.places.all() if place.left_at is None]
    return {
        "shift": shift,
        "deputies": [place.deputy for place in places],
        "checked_in": {row.deputy_id for row in shift.check_ins.all()},
        "is_moved": shift.on != shift.planned_on,
    }


def _move(request: HttpRequest, station: Station, shift: DutyShift, data: dict[str, Any]) -> None:
    to = data["to"] or shift.on
    move_shift(shift, to=to, reason=data["reason"], version=data["version"], actor=person(request), at=now())


def _cancel(request: HttpRequest, station: Station, shift: DutyShift, data: dict[str, Any]) -> None:
    cancel_shift(shift, reason=data["reason"], version=data["version"], actor=person(request), at=now())


def _miss(request: HttpRequest, station: Station, shift: DutyShift, data: dict[str, Any]) -> None:
    miss_shift(shift, reason=data["reason"], actor=person(request), at=now())


def _open(request: HttpRequest, station: Station, shift: DutyShift, data: dict[str, Any]) -> None:
    open_shift(shift, actor=person(request), at=now())


def _finish(request: HttpRequest, station: Station, shift: DutyShift, data: dict[str, Any]) -> None:
    finish_shift(shift, visitors=data["visitors"] or 0, actor=person(request), at=now())


def _substitute(request: HttpRequest, station: Station, shift: DutyShift, data: dict[str, Any]) -> None:
    here: dict[int, Deputy] = {deputy.pk: deputy for deputy in deputies_at(station, on=shift.on)}
    coming = here.get(data["coming"] or 0)
    if coming is None:
        raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
    leaving = Deputy.objects.filter(pk=data["leaving"] or 0).first()
    substitute(
        shift, leaving=leaving, coming=coming, version=data["version"], actor=person(request), at=now()
    )


_STEPS: dict[str, Callable[..., Any]] = {
    "pattern": RotaView.pattern,
    "preview": RotaView.preview,
    "generate": RotaView.generate,
    "publish": RotaView.publish,
    "shift": RotaView.shift,
}
_SHIFT_STEPS: dict[str, Callable[..., None]] = {
    "move": _move,
    "cancel": _cancel,
    "miss": _miss,
    "open": _open,
    "finish": _finish,
    "substitute": _substitute,
}


class DoorView(DeskMixin, View):
    """The code of the day for the station's door: a deputy's phone scans it to check in. New every day."""

    roles = (Role.CLERK, Role.STATION_OFFICER)

    def get(self, request: HttpRequest, code: str) -> HttpResponse:
        on: date = localdate()
        station = get_station_for(person(request), code, on=on)
        if not is_officer_of(person(request), station, on=on) and not is_office_of(
            person(request), station.region_code, on=on
        ):
            raise NotAllowed("not_allowed", _("您没有办理该事项的权限。"))
        token = door_token(station, on)
        address = request.build_absolute_uri(f"/m/check-in/{code}/{token}/")
        response = render(
            request,
            "deputies/desk/door.html",
            {"station": station, "today": on, "token": token, "qr": qr_svg(address)},
        )
        response["Cache-Control"] = "no-store"
        return response
