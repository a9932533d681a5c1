"""Meetings and commendations at the desk: what the dossier takes from no logbook."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.generic import TemplateView, View

from congress.errors import BadInput, NotAllowed
from congress.models import User
from congress.paging import keyset_page
from congress.people.roles import Role
from congress.people.rules import grants_of, holds
from congress.regions.models import Region
from congress.web import DeskMixin
from deputies.desk import FormPage, person
from deputies.dossiers.forms import AttendanceForm, HonourForm, MeetingForm, RemoveForm
from deputies.dossiers.models import Honour, Meeting
from deputies.dossiers.selectors import (
    READERS,
    called_to,
    get_honour_for,
    get_meeting_for,
    honours_for,
    meetings_for,
)
from deputies.dossiers.services import (
    MeetingDraft,
    add_honour,
    change_attendance,
    change_honour,
    change_meeting,
    record_meeting,
    remove_honour,
)
from deputies.roster.models import Deputy
from deputies.roster.selectors import get_deputy_for
from deputies.roster.states import Level

# Deputies on one page of an attendance.
PART = 60
_LEVELS = {4: Level.CITY, 6: Level.COUNTY, 9: Level.TOWNSHIP}


def office_region(user: User) -> Region:
    """The division of the clerk's office."""
    grant = next((g for g in grants_of(user, on=localdate()) if g.role == Role.CLERK), None)
    if grant is None:
        raise NotAllowed("not_allowed", _("您没有办理该事项的权限。"))
    return grant.organisation.region


def level_of(region: Region) -> str:
    """The level of the congress of a division."""
    return _LEVELS.get(len(region.prefix), Level.PROVINCE)


class MeetingsView(DeskMixin, TemplateView):
    """会议出席, newest first."""

    roles = READERS
    template_name = "deputies/desk/meetings.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, on = person(self.request), localdate()
        rows = meetings_for(user, on=on).annotate(
            came=Count("attendances__deputy", filter=Q(attendances__presence="present"), distinct=True),
            away=Count("attendances__deputy", filter=~Q(attendances__presence="present"), distinct=True),
        )
        page = keyset_page(
            rows, ("-on", "-pk"), self.request.GET.get("cursor", ""), cap=1000, name="meetings"
        )
        return super().get_context_data(
            page=page, rows=page.rows, is_clerk=holds(user, Role.CLERK, on=on), **kwargs
        )


class MeetingFormPage(FormPage):
    """A form about a meeting."""

    root = (_lazy("会议出席"), "deputies:meetings")
    send = _lazy("保存")
    form_class = MeetingForm

    def get_back(self) -> tuple[str, str]:
        if not isinstance(self.target, Meeting):
            return self.get_root()
        return self.target.title, reverse("deputies:meeting", args=[self.target.pk])


class MeetingNewView(MeetingFormPage):
    heading = _lazy("登记会议")
    success_message = _lazy("会议已登记，请接着登记出席情况。")

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "level": level_of(office_region(person(self.request)))}

    def act(self, target: Any, data: dict[str, Any]) -> Meeting:
        user, on = person(self.request), localdate()
        region = office_region(user)
        key = data.pop("key").strip() or f"{region.code}-{data['on']:%Y%m%d}-{uuid4().hex[:6]}"
        if Meeting.objects.filter(key=key).exists():
            raise BadInput("key_taken", _("这个会议编号已经登记过。"), field="key")
        draft = MeetingDraft(key=key, region_code=region.code, **data)
        self.made: Meeting = record_meeting(draft, [], actor=user, on=on)[0]
        return self.made

    def get_success_url(self) -> str:
        return reverse("deputies:meeting", args=[self.made.pk])


class MeetingEditView(MeetingFormPage):
    heading = _lazy("更正会议")
    success_message = _lazy("会议已更正。")

    def find(self) -> Meeting:
        return get_meeting_for(person(self.request), self.kwargs["pk"], on=localdate())

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "meeting": self.target}

    def get_initial(self) -> dict[str, Any]:
        names = ("kind", "title", "level", "on", "half_days")
        return {**super().get_initial(), **{name: getattr(self.target, name) for name in names}}

    def act(self, target: Meeting, data: dict[str, Any]) -> Meeting:
        draft = MeetingDraft(key=target.key, region_code=target.region_code, **data)
        return change_meeting(target, draft, actor=person(self.request), on=localdate())


class MeetingView(DeskMixin, View):
    """One meeting; the office notes who was there, sixty deputies a page."""

    roles = READERS

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        return self._page(request, get_meeting_for(person(request), pk, on=localdate()))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        user, on = person(request), localdate()
        meeting = get_meeting_for(user, pk, on=on)
        form, part, _parts = self._form(request, meeting, request.POST)
        if not form.is_valid():
            return self._page(request, meeting, form=form, status=422)
        try:
            change_attendance(meeting, form.deputies, form.drafts(), actor=user, on=on)
        except BadInput as refused:
            return self._page(request, meeting, form=form, refusal=refused.message, status=422)
        messages.success(request, _("出席情况已保存。"))
        return redirect(f"{reverse('deputies:meeting', args=[pk])}?part={part}")

    def _form(
        self, request: HttpRequest, meeting: Meeting, data: Any = None
    ) -> tuple[AttendanceForm, int, int]:
        people = called_to(meeting)
        parts = max(1, -(-people.count() // PART))
        text = request.GET.get("part", "")
        part = min(int(text), parts) if text.isascii() and text.isdigit() and 0 < len(text) < 5 else 1
        part = max(part, 1)
        shown = list(people[(part - 1) * PART : part * PART])
        noted = list(meeting.attendances.filter(deputy__in=shown))
        return AttendanceForm(data, deputies=shown, noted=noted), part, parts

    def _page(
        self,
        request: HttpRequest,
        meeting: Meeting,
        *,
        form: AttendanceForm | None = None,
        refusal: str = "",
        status: int = 200,
    ) -> HttpResponse:
        fresh, part, parts = self._form(request, meeting)
        form = form or fresh
        context = {
            "meeting": meeting,
            "form": form,
            "columns": [label for _name, label in AttendanceForm.COLUMNS],
            "part": part,
            "parts": range(1, parts + 1) if parts > 1 else [],
            "is_clerk": holds(person(request), Role.CLERK, on=localdate()),
            "refusal": refusal,
            "crumbs": [(_("会议出席"), reverse("deputies:meetings")), (meeting.title, "")],
        }
        return render(request, "deputies/desk/meeting.html", context, status=status)


class HonoursView(DeskMixin, TemplateView):
    """表彰奖励, newest first."""

    roles = READERS
    template_name = "deputies/desk/honours.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, on = person(self.request), localdate()
        page = keyset_page(
            honours_for(user, on=on),
            ("-on", "-pk"),
            self.request.GET.get("cursor", ""),
            cap=1000,
            name="honours",
        )
        return super().get_context_data(
            page=page, rows=page.rows, is_clerk=holds(user, Role.CLERK, on=on), **kwargs
        )


class HonourFormPage(FormPage):
    """A form about a commendation."""

    root = (_lazy("表彰奖励"), "deputies:honours")
    send = _lazy("保存")
    form_class: Any = HonourForm

    def form_valid(self, form: Any) -> HttpResponse:
        self.form = form
        return super().form_valid(form)


class HonourNewView(HonourFormPage):
    """For one deputy; the way in is the deputy's page or dossier."""

    success_message = _lazy("表彰已登记。")

    def find(self) -> Deputy:
        deputy = get_deputy_for(person(self.request), self.kwargs["uid"], on=localdate())
        self.heading = _("登记%(name)s的表彰奖励") % {"name": deputy.name}
        return deputy

    def act(self, target: Deputy, data: dict[str, Any]) -> Honour:
        return add_honour(target, self.form.draft(), actor=person(self.request), at=now())


class HonourEditView(HonourFormPage):
    success_message = _lazy("表彰已更正。")

    def find(self) -> Honour:
        honour = get_honour_for(person(self.request), self.kwargs["pk"], on=localdate())
        self.heading = _("更正%(name)s的表彰奖励") % {"name": honour.deputy.name}
        return honour

    def get_initial(self) -> dict[str, Any]:
        names = ("title", "granted_by", "rank")
        shown = {name: getattr(self.target, name) for name in names}
        return {**super().get_initial(), **shown, "granted_on": self.target.on}

    def act(self, target: Honour, data: dict[str, Any]) -> Honour:
        return change_honour(target, self.form.draft(), actor=person(self.request), at=now())


class HonourRemoveView(HonourFormPage):
    form_class = RemoveForm
    send = _lazy("删去")
    success_message = _lazy("已删去，原来的内容留在工作日志里。")

    def find(self) -> Honour:
        honour = get_honour_for(person(self.request), self.kwargs["pk"], on=localdate())
        self.heading = _("删去“%(title)s”") % {"title": honour.title}
        return honour

    def act(self, target: Honour, data: dict[str, Any]) -> None:
        remove_honour(target, reason=data["reason"], actor=person(self.request), at=now())
