"""The forms of the logbooks at the desk: write, amend, correct, send back, withdraw, seal."""

from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from congress.errors import NotFound
from congress.people.roles import Role
from deputies.desk import FormPage, person
from deputies.logbooks.forms import EntryForm, LockForm, ReasonForm, initial_of
from deputies.logbooks.kinds import WRITTEN, Book
from deputies.logbooks.models import LogEntry, YearLock
from deputies.logbooks.selectors import get_entry_for
from deputies.logbooks.services import (
    amend_entry,
    correct_entry,
    lock_year,
    record_entry,
    refuse_entry,
    unlock_year,
    withdraw_entry,
)
from deputies.stations.models import Station
from deputies.stations.selectors import deputies_at, get_station_for

WRITERS = (Role.CLERK, Role.STATION_OFFICER)
_ROOT = (_lazy("履职台账"), "deputies:logbooks")


class _EntryPage(FormPage):
    """A form of an entry that exists."""

    roles = WRITERS
    root = _ROOT
    target: LogEntry

    def find(self) -> LogEntry:
        return get_entry_for(person(self.request), self.kwargs["uid"], on=localdate())

    def get_back(self) -> tuple[str, str]:
        return self.target.title, reverse("deputies:entry", args=[self.target.uid])


class RecordView(FormPage):
    """登记: a new entry in one book of one station."""

    roles = WRITERS
    root = _ROOT
    form_class = EntryForm
    send = _lazy("登记")

    def find(self) -> Station:
        self.book = WRITTEN.get(self.kwargs["kind"])
        if self.book is None:
            raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
        return get_station_for(person(self.request), self.kwargs["code"], on=localdate())

    @property
    def heading(self) -> str:  # type: ignore[override]
        return _("登记%(book)s") % {"book": self.book.label if self.book else ""}

    def get_form_kwargs(self) -> dict[str, Any]:
        people = deputies_at(self.target, on=localdate())
        return {**super().get_form_kwargs(), "book": self.book, "station": self.target, "people": people}

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "happened_on": localdate()}

    def act(self, target: Station, data: dict[str, Any]) -> None:
        self.done = record_entry(
            self.bound.draft(), actor=person(self.request), at=now(), uid=data.get("client_uuid")
        ).entry

    def get_form(self, form_class: Any = None) -> EntryForm:
        self.bound: EntryForm = super().get_form(form_class)
        return self.bound

    def get_success_url(self) -> str:
        return reverse("deputies:entry", args=[self.done.uid])


class AmendView(_EntryPage):
    """补正 before it is verified."""

    form_class = EntryForm
    heading, send = _lazy("补正台账"), _lazy("保存")

    @property
    def book(self) -> Book:
        return WRITTEN[self.target.kind]

    def get_form_kwargs(self) -> dict[str, Any]:
        entry = self.target
        if entry.station is None:
            raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
        here = {deputy.pk: deputy for deputy in deputies_at(entry.station, on=localdate())}
        here |= {part.deputy_id: part.deputy for part in entry.deputies.select_related("deputy")}
        kwargs = super().get_form_kwargs()
        return {**kwargs, "book": self.book, "station": entry.station, "people": list(here.values())}

    def get_form(self, form_class: Any = None) -> EntryForm:
        self.bound: EntryForm = super().get_form(form_class)
        for name in [name for name in self.bound.fields if name.rpartition("_")[2].isdigit()]:
            # Voters' words are not rewritten.
            del self.bound.fields[name]
        return self.bound

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), **initial_of(self.target)}

    def act(self, target: LogEntry, data: dict[str, Any]) -> None:
        amend_entry(target, self.bound.draft(), version=data["version"], actor=person(self.request), at=now())


class CorrectView(AmendView):
    """更正 a verified entry: a new one, the old one stays."""

    heading, send = _lazy("更正台账"), _lazy("提交更正")

    def get_form(self, form_class: Any = None) -> EntryForm:
        form = super().get_form(form_class)
        form.fields["reason"] = ReasonForm.base_fields["reason"]
        return form

    def act(self, target: LogEntry, data: dict[str, Any]) -> None:
        self.new = correct_entry(
            target,
            self.bound.draft(),
            reason=data["reason"],
            version=data["version"],
            actor=person(self.request),
            at=now(),
        )

    def get_success_url(self) -> str:
        return reverse("deputies:entry", args=[self.new.uid])


class RefuseView(_EntryPage):
    """退回补正."""

    roles = (Role.CLERK,)
    form_class = ReasonForm
    heading, send = _lazy("退回补正"), _lazy("退回")

    def act(self, target: LogEntry, data: dict[str, Any]) -> None:
        refuse_entry(
            target, reason=data["reason"], version=data["version"], actor=person(self.request), at=now()
        )


class WithdrawView(_EntryPage):
    """撤回."""

    form_class = ReasonForm
    heading, send = _lazy("撤回台账"), _lazy("撤回")

    def act(self, target: LogEntry, data: dict[str, Any]) -> None:
        withdraw_entry(
            target, reason=data["reason"], version=data["version"], actor=person(self.request), at=now()
        )


class LockView(FormPage):
    """封存 a station's year."""

    root = _ROOT
    form_class = LockForm
    heading, send = _lazy("封存年度台账"), _lazy("封存")

    def find(self) -> Station:
        return get_station_for(person(self.request), self.kwargs["code"], on=localdate())

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "year": localdate().year - 1}

    def act(self, target: Station, data: dict[str, Any]) -> None:
        lock_year(target, year=data["year"], actor=person(self.request), at=now())

    def get_success_message(self) -> str:
        return _("已封存。")


class UnlockView(FormPage):
    """解封, with a reason that stays."""

    root = _ROOT
    form_class = ReasonForm
    heading, send = _lazy("解除封存"), _lazy("解封")

    def find(self) -> YearLock:
        station = get_station_for(person(self.request), self.kwargs["code"], on=localdate())
        lock = station.locks.filter(year=self.kwargs["year"], opened_at=None).first()
        if lock is None:
            raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
        return lock

    def act(self, target: YearLock, data: dict[str, Any]) -> None:
        unlock_year(target, reason=data["reason"], actor=person(self.request), at=now())
