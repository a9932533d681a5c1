"""Attendance from a workbook: template, upload, look ahead, confirm."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from congress.attachments.export import Column
from congress.errors import BadInput, DomainError, NotFound
from congress.people.roles import Role
from congress.web import DeskMixin
from deputies.desk import person, workbook
from deputies.dossiers.forms import MeetingUploadForm
from deputies.dossiers.models import MeetingBatch
from deputies.dossiers.reading import template_rows
from deputies.dossiers.services.imports import import_meetings, look, take_meetings
from deputies.dossiers.views.facts import level_of, office_region

SHOWN = 50


class ImportView(DeskMixin, FormView):
    """导入会议出席, and the imports so far."""

    roles = (Role.CLERK,)
    template_name = "deputies/desk/meeting_import.html"
    form_class = MeetingUploadForm

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "level": level_of(office_region(person(self.request)))}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        past = MeetingBatch.objects.filter(uploaded_by=person(self.request), imported_at__isnull=False)
        return super().get_context_data(
            batches=past[:20],
            crumbs=[(_("会议出席"), reverse("deputies:meetings")), (_("导入"), "")],
            **kwargs,
        )

    def form_valid(self, form: Any) -> HttpResponse:
        user = person(self.request)
        try:
            batch = take_meetings(
                form.cleaned_data["file"],
                region_code=office_region(user).code,
                level=form.cleaned_data["level"],
                actor=user,
                at=now(),
            )
        except BadInput as refused:
            form.add_error("file", refused.message)
            return self.form_invalid(form)
        return redirect("deputies:meeting-batch", uid=batch.uid)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class TemplateView(DeskMixin, View):
    """The empty workbook with the right headings and one line that shows how."""

    roles = (Role.CLERK,)

    def get(self, request: HttpRequest) -> HttpResponse:
        heads, sample = template_rows()
        columns = [Column(head, 16) for head in heads]
        return workbook(person(request), _("会议出席导入模板"), columns, [sample], at=now())


class BatchView(DeskMixin, View):
    """One import: what it would do while it is open, then what it did."""

    roles = (Role.CLERK,)

    def _find(self, request: HttpRequest, uid: UUID) -> MeetingBatch:
        batch = MeetingBatch.objects.filter(uploaded_by=person(request), uid=uid).first()
        if batch is None:
            raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
        return batch

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        return self._page(request, self._find(request, uid))

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        batch = self._find(request, uid)
        try:
            import_meetings(batch, actor=person(request), at=now())
        except DomainError as refused:
            return self._page(request, batch, refusal=refused.message, status=refused.status)
        messages.success(request, _("出席情况已导入。"))
        return redirect("deputies:meeting-batch", uid=uid)

    def _page(
        self, request: HttpRequest, batch: MeetingBatch, *, refusal: str = "", status: int = 200
    ) -> HttpResponse:
        outlook = None
        if batch.imported_at is None:
            try:
                outlook = look(batch, actor=person(request), on=localdate())
            except BadInput as refused:
                refusal = refusal or refused.message
        bad = outlook.bad if outlook else []
        context = {
            "batch": batch,
            "refusal": refusal,
            "outlook": outlook,
            "bad": bad[:SHOWN],
            "bad_count": len(bad),
            "meetings": outlook.meetings[:SHOWN] if outlook else [],
            "fresh": sum(meeting.is_new for meeting in outlook.meetings) if outlook else 0,
            "known": sum(not meeting.is_new for meeting in outlook.meetings) if outlook else 0,
            "crumbs": [
                (_("会议出席"), reverse("deputies:meetings")),
                (_("导入"), reverse("deputies:meeting-import")),
                (batch.file_name, ""),
            ],
        }
        return render(request, "deputies/desk/meeting_batch.html", context, status=status)
