"""Import at the desk: upload, match, look ahead, confirm, watch, result with the error file, take back."""

import tempfile
from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.generic import FormView, View

from congress.attachments.export import Column, watermark, write_xlsx
from congress.errors import BadInput, DomainError
from congress.people.roles import Role
from congress.web import DeskMixin
from petitions.intake.forms import MatchForm, UploadForm
from petitions.intake.rules import prefixes_of
from petitions.intake.selectors import (
    SHOWN_PROBLEMS,
    Outlook,
    batches_for,
    can_undo,
    get_batch_for,
    look,
    opened_batch,
    progress_of,
)
from petitions.intake.services.batches import match_columns, queue_batch, take_ledger, undo_batch
from petitions.intake.states import BatchState, WithoutReply
from petitions.intake.tasks import import_batch
from petitions.ledgers.views import XLSX

_CLERKS = (Role.CLERK,)


class ImportView(DeskMixin, FormView):
    """The upload, and the imports so far."""

    roles = _CLERKS
    template_name = "petitions/desk/import.html"
    form_class = UploadForm

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "user": self.request.user, "on": localdate()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        batches = batches_for(self.request.user, on=localdate())[:20]
        return super().get_context_data(batches=batches, **kwargs)

    def form_valid(self, form: UploadForm) -> HttpResponse:
        data = form.cleaned_data
        try:
            batch = take_ledger(data["file"], region=data["region"], actor=self.request.user, on=localdate())
        except BadInput as refused:
            form.add_error(refused.field if refused.field in form.fields else "file", refused.message)
            return self.form_invalid(form)
        return redirect("petitions:import-batch", pk=batch.pk)

    def form_invalid(self, form: UploadForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class BatchView(DeskMixin, FormView):
    """One import: the matching with the look ahead while it is open; progress; the result."""

    roles = _CLERKS
    template_name = "petitions/desk/import_batch.html"
    form_class = MatchForm

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return super().dispatch(request, *args, **kwargs)

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        kwargs.pop("initial")
        self.batch = get_batch_for(self.request.user, self.kwargs["pk"], on=localdate())
        return {**kwargs, "batch": self.batch, "user": self.request.user, "on": localdate()}

    def form_valid(self, form: MatchForm) -> HttpResponse:
        data = form.cleaned_data
        user, on = self.request.user, localdate()
        try:
            batch = match_columns(
                self.batch, form.matching(), region=data["region"], skip_bad=data["skip_bad"],
                without_reply=WithoutReply(data["without_reply"]), actor=user, on=on,
            )  # fmt: skip
            if "confirm" in self.request.POST:
                queue_batch(batch, actor=user, on=on)
                import_batch.delay_on_commit(batch.pk, user.pk)
        except BadInput as refused:
            form.add_error(None, refused.message)
            return self.form_invalid(form)
        return redirect("petitions:import-batch", pk=batch.pk)

    def form_invalid(self, form: MatchForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        batch = self.batch
        is_open = batch.state in (BatchState.MATCHING, BatchState.REFUSED)
        outlook, trouble = self._look() if is_open else (None, "")
        return context | {
            "batch": batch,
            "is_open": is_open,
            "outlook": outlook,
            "trouble": trouble,
            "is_blocked": bool(trouble)
            or (outlook is not None and outlook.refused > 0 and not batch.skip_bad),
            "problems": (outlook.problems if outlook else batch.problems)[:SHOWN_PROBLEMS],
            "remarks": (outlook.remarks if outlook else batch.remarks)[:SHOWN_PROBLEMS],
            "progress": progress_of(batch),
            "can_undo": can_undo(batch, at=timezone.now()),
            "crumbs": [(_("导入台账"), reverse("petitions:import")), (batch.name, "")],
        }

    def _look(self) -> tuple[Outlook | None, str]:
        on = localdate()
        try:
            with opened_batch(self.batch) as sheet:
                return look(
                    sheet, self.batch.matching, region=self.batch.region,
                    prefixes=prefixes_of(self.request.user, on=on), on=on,
                ), ""  # fmt: skip
        except BadInput as refused:
            return None, refused.message


class UndoView(DeskMixin, View):
    """Take a batch back."""

    roles = _CLERKS

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        on = localdate()
        batch = get_batch_for(request.user, pk, on=on)
        try:
            undo_batch(batch, actor=request.user, on=on, at=timezone.now())
            messages.success(request, _("已撤销，%(n)d 件全部移除。") % {"n": batch.imported})
        except DomainError as refused:
            messages.error(request, refused.message)
        return redirect("petitions:import-batch", pk=pk)


class ErrorFileView(DeskMixin, View):
    """Every bad row and every remark as a workbook; before the import as read now."""

    roles = _CLERKS

    def get(self, request: HttpRequest, pk: int) -> FileResponse:
        on = localdate()
        batch = get_batch_for(request.user, pk, on=on)
        problems, remarks = batch.problems, batch.remarks
        if batch.state in (BatchState.MATCHING, BatchState.REFUSED):
            with opened_batch(batch) as sheet:
                outlook = look(
                    sheet, batch.matching, region=batch.region, prefixes=prefixes_of(request.user, on=on), on=on
                )  # fmt: skip
            problems, remarks = outlook.problems, outlook.remarks
        rows = [(*row, _("有误")) for row in problems] + [(*row, _("提示")) for row in remarks]
        out = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
        columns = [Column(_("行"), 8), Column(_("列"), 16), Column(_("说明"), 60), Column(_("性质"), 8)]
        write_xlsx(out, columns, rows, mark=watermark(request.user.name, timezone.now()), title=_("错误清单"))
        out.seek(0)
        return FileResponse(
            out, as_attachment=True, filename=f"{_('错误清单')}-{batch.pk}.xlsx", content_type=XLSX
        )
