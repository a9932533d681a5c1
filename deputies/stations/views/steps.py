"""The forms of stations, each with its service: open, correct, close, deputies, villages."""

from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _lazy

from congress.errors import NotFound
from congress.people.roles import Role
from deputies.desk import FormPage, person
from deputies.roster.models import Deputy, Mandate
from deputies.stations.forms import AssignForm, CellForm, CloseForm, EndForm, StationForm
from deputies.stations.models import GridCell, Station, StationAssignment
from deputies.stations.selectors import assignments_at, get_station_for, stations_for
from deputies.stations.services import (
    assign_deputy,
    change_station,
    close_station,
    end_assignment,
    open_station,
)
from deputies.stations.services.cells import set_cell
from deputies.stations.states import SERVING

KEEPERS = (Role.CLERK, Role.STATION_OFFICER)


class StationFormPage(FormPage):
    """A form that hangs on a station."""

    root = (_lazy("站点"), "deputies:desk-stations")
    send = _lazy("保存")

    def find(self) -> Any:
        return get_station_for(person(self.request), self.kwargs["code"], on=localdate())

    @property
    def station(self) -> Station | None:
        """What the form hangs on; none when a station is being opened."""
        return self.target if isinstance(self.target, Station) else getattr(self.target, "station", None)

    def get_back(self) -> tuple[str, str]:
        station = self.station
        if station is None:
            return self.get_root()
        code = self.kwargs.get("code", station.organisation.code)
        return station.organisation.short_name, reverse("deputies:desk-station", args=[code])


class OpenView(StationFormPage):
    form_class = StationForm
    heading = _lazy("设立站点")
    send = _lazy("设立")
    success_message = _lazy("站点已设立。")

    def find(self) -> Any:
        return None

    def form_valid(self, form: Any) -> Any:
        self.form = form
        return super().form_valid(form)

    def act(self, target: Any, data: dict[str, Any]) -> Station:
        self.result: Station = open_station(
            self.form.draft(), region=data["region"], actor=person(self.request), on=localdate()
        )
        return self.result

    def get_success_url(self) -> str:
        return reverse("deputies:desk-station", args=[self.result.organisation.code])


class EditView(StationFormPage):
    roles = KEEPERS
    form_class = StationForm
    heading = _lazy("修改站点资料")
    success_message = _lazy("站点资料已更新。")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "station": self.target}

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), **StationForm.initial_of(self.target)}

    def form_valid(self, form: Any) -> Any:
        self.form = form
        return super().form_valid(form)

    def act(self, target: Station, data: dict[str, Any]) -> Station:
        return change_station(
            target,
            self.form.draft(),
            version=data["version"] or 0,
            actor=person(self.request),
            on=localdate(),
        )


class CloseView(StationFormPage):
    """撤并: what moves along is said before the press."""

    form_class = CloseForm
    heading = _lazy("撤并或停用")
    send = _lazy("确认撤并")
    success_message = _lazy("站点已撤并。")
    template_name = "deputies/desk/station_close.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        near = stations_for(person(self.request), on=localdate()).filter(
            region_code__startswith=self.target.region_code[:6], state__in=SERVING
        )
        return {**super().get_form_kwargs(), "stations": near.exclude(pk=self.target.pk)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            deputies=assignments_at(self.target, on=localdate()).count(),
            villages=self.target.cells.count(),
            shifts=self.target.shifts.filter(on__gte=localdate(), state__in=["planned", "published"]).count(),
            **kwargs,
        )

    def act(self, target: Station, data: dict[str, Any]) -> Station:
        return close_station(
            target,
            successor=data["successor"],
            reason=data["reason"],
            actor=person(self.request),
            on=localdate(),
        )


class AssignView(StationFormPage):
    form_class = AssignForm
    heading = _lazy("安排代表进站")
    send = _lazy("安排")
    success_message = _lazy("代表已进站。")

    def get_form_kwargs(self) -> dict[str, Any]:
        on = localdate()
        held = Mandate.objects.in_office(on).filter(
            constituency__region__code__startswith=self.target.region_code[:6]
        )
        here = assignments_at(self.target, on=on).values("deputy")
        free = Deputy.objects.filter(pk__in=held.values("deputy")).exclude(pk__in=here)
        return {**super().get_form_kwargs(), "deputies": free.order_by("name", "pk")}

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "starts_on": localdate(), "is_main": True}

    def act(self, target: Station, data: dict[str, Any]) -> StationAssignment:
        return assign_deputy(station=target, **data, actor=person(self.request), on=localdate())


class EndView(StationFormPage):
    form_class = EndForm
    heading = _lazy("代表离站")
    send = _lazy("离站")
    success_message = _lazy("已离站，负责的村待重新确定。")

    def find(self) -> StationAssignment:
        station = super().find()
        found = station.assignments.select_related("station__organisation", "deputy").filter(
            pk=self.kwargs["pk"]
        )
        row = found.first()
        if row is None:
            raise NotFound("not_found", str(_lazy("没有找到，或您没有查看权限。")))
        return row

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "last_day": localdate()}

    def act(self, target: StationAssignment, data: dict[str, Any]) -> StationAssignment:
        return end_assignment(target, last_day=data["last_day"], actor=person(self.request), on=localdate())


class CellView(StationFormPage):
    """A new village, or one of the grid."""

    roles = KEEPERS
    form_class = CellForm
    heading = _lazy("责任网格：村或社区")
    success_message = _lazy("责任网格已更新。")

    def find(self) -> Station | GridCell:
        station: Station = super().find()
        if "pk" not in self.kwargs:
            return station
        cell = (
            station.cells.select_related("station__organisation", "region")
            .filter(pk=self.kwargs["pk"])
            .first()
        )
        if cell is None:
            raise NotFound("not_found", str(_lazy("没有找到，或您没有查看权限。")))
        return cell

    def get_form_kwargs(self) -> dict[str, Any]:
        station = self.station
        assert station is not None  # noqa: S101 - find() gave a station or a cell of one
        here = Deputy.objects.filter(pk__in=assignments_at(station, on=localdate()).values("deputy"))
        return {**super().get_form_kwargs(), "station": station, "deputies": here.order_by("name", "pk")}

    def get_initial(self) -> dict[str, Any]:
        known = CellForm.initial_of(self.target) if isinstance(self.target, GridCell) else {}
        if not known and self.station is not None:
            known = {"region": self.station.region_code}
        return {**super().get_initial(), **known}

    def act(self, target: Station | GridCell, data: dict[str, Any]) -> GridCell:
        cell = target if isinstance(target, GridCell) else None
        assert self.station is not None  # noqa: S101 - as above
        return set_cell(self.station, cell=cell, **data, actor=person(self.request), on=localdate())
