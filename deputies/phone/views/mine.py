"""What a deputy has written down: the list, one entry, and its steps."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.generic import TemplateView, View

from congress.errors import BadInput, NotFound, RightExpired, WrongState
from congress.models import Attachment
from congress.paging import keyset_page
from congress.people.roles import Role
from congress.web.faces import PhoneMixin
from congress.web.steps import StepView
from deputies.desk import person
from deputies.logbooks.forms import EntryForm, initial_of
from deputies.logbooks.kinds import WRITTEN
from deputies.logbooks.matters import MatterStatus, matter_desk
from deputies.logbooks.models import EntryDeputy, LogEntry, Voice
from deputies.logbooks.selectors import get_entry_for
from deputies.logbooks.services import amend_entry, raise_voice, withdraw_entry
from deputies.logbooks.services.entries import inquire_matter
from deputies.logbooks.states import ENTRY_FLOW
from deputies.phone.forms import WithdrawForm
from deputies.phone.kinds import FORMS
from deputies.roster.selectors import deputy_of


class MyLogView(PhoneMixin, TemplateView):
    """我的记录: the entries that I took part in, newest first."""

    template_name = "deputies/phone/log_list.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        deputy = deputy_of(person(self.request))
        parts = EntryDeputy.objects.filter(deputy=deputy).select_related("entry")
        page = keyset_page(
            parts, ("-happened_on", "-entry_id"), self.request.GET.get("cursor", ""), cap=1000, name="my-log"
        )
        return super().get_context_data(
            page=page, rows=page.rows, forms=list(FORMS.values()), back="/m/", **kwargs
        )


class _Mine(PhoneMixin):
    """An entry of one's own: by the door that everybody uses."""

    request: HttpRequest

    def entry(self, uid: UUID) -> LogEntry:
        return get_entry_for(person(self.request), uid, on=localdate())

    def may_change(self, entry: LogEntry) -> bool:
        return entry.recorded_by_id == person(self.request).pk


class MyEntryView(_Mine, View):
    """One entry: what came of it, and what can be done with it."""

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        entry = self.entry(uid)
        voices = list(entry.voices.all())
        statuses = _statuses(voices)
        book = WRITTEN[entry.kind]
        steps = {step.name for step in ENTRY_FLOW.available(entry.state, {str(Role.DEPUTY)})}
        return render(
            request,
            "deputies/phone/log_entry.html",
            {
                "entry": entry,
                "subkind": dict(book.subkinds).get(entry.subkind, book.label),
                "content_label": book.content_label,
                "details": [
                    (column.label, dict(column.choices).get(value, value))
                    for column in book.columns
                    if (value := entry.details.get(column.key))
                ],
                "parts": list(entry.deputies.select_related("deputy")),
                "voices": [{"voice": voice, "status": statuses.get(voice.matter_number)} for voice in voices],
                "files": list(Attachment.objects.of(entry)),
                "steps": steps if self.may_change(entry) else set(),
                "withdraw": WithdrawForm(initial={"version": entry.version}),
                "back": "/m/log/",
            },
        )


class AmendView(_Mine, StepView):
    """补正: what was sent back or nobody has verified yet."""

    form_class = EntryForm
    template_name = "deputies/phone/form.html"
    heading, send = _lazy("补正记录"), _lazy("保存")

    def find(self) -> LogEntry:
        entry = self.entry(self.kwargs["uid"])
        if not self.may_change(entry) or entry.station is None:
            raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
        return entry

    def get_form_kwargs(self) -> dict[str, Any]:
        entry: LogEntry = self.target
        people = [part.deputy for part in entry.deputies.select_related("deputy")]
        return {
            **super().get_form_kwargs(),
            "book": WRITTEN[entry.kind],
            "station": entry.station,
            "people": people,
        }

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

    def get_success_url(self) -> str:
        return f"/m/log/{self.target.uid}/"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=self.heading, send=self.send, back=self.get_success_url(), **kwargs
        )


class WithdrawView(_Mine, StepView):
    """撤回."""

    form_class = WithdrawForm
    template_name = "deputies/phone/form.html"

    def find(self) -> LogEntry:
        return self.entry(self.kwargs["uid"])

    def act(self, target: LogEntry, data: dict[str, Any]) -> None:
        withdraw_entry(target, **data, actor=person(self.request), at=now())

    def get_success_url(self) -> str:
        return f"/m/log/{self.target.uid}/"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            heading=_("撤回记录"), send=_("撤回"), back=self.get_success_url(), **kwargs
        )


class RaiseView(_Mine, View):
    """A voter's words become a suggestion after all."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, uid: UUID, voice: UUID) -> HttpResponse:
        entry = self.entry(uid)
        row = entry.voices.filter(uid=voice).first()
        if row is None:
            raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
        try:
            number = raise_voice(row, actor=person(request), at=now())
            messages.success(request, _("已转为意见建议 %(number)s。") % {"number": number})
        except BadInput as refused:
            messages.warning(request, refused.message)
        return redirect("deputies:my-entry", uid=uid)


class InquireView(PhoneMixin, View):
    """催问."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, voice: UUID) -> HttpResponse:
        row = (
            Voice.objects.filter(uid=voice, entry__recorded_by=person(request))
            .select_related("entry")
            .first()
        )
        if row is None:
            raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
        try:
            inquire_matter(row, actor=person(request), on=localdate())
            messages.success(request, _("已催问，承办单位会收到提醒。"))
        except (RightExpired, WrongState) as refused:
            messages.warning(request, refused.message)
        return redirect("deputies:my-matters")


class MattersView(PhoneMixin, TemplateView):
    """我转交的: what voters told me and where it stands. Nobody's name."""

    template_name = "deputies/phone/matters.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        voices = Voice.objects.filter(entry__recorded_by=person(self.request)).exclude(matter_number="")
        page = keyset_page(
            voices.select_related("entry"),
            ("-pk",),
            self.request.GET.get("cursor", ""),
            cap=1000,
            name="my-matters",
        )
        statuses = _statuses(page.rows)
        rows = [{"voice": voice, "status": statuses.get(voice.matter_number)} for voice in page.rows]
        return super().get_context_data(page=page, rows=rows, today=localdate(), back="/m/", **kwargs)


def _statuses(voices: Any) -> dict[str, MatterStatus]:
    desk = matter_desk()
    numbers = [voice.matter_number for voice in voices if voice.matter_number]
    return desk.statuses(numbers) if desk and numbers else {}
