"""An old book's way in: template, upload, look ahead, confirm; and back out."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.generic import FormView, View

from congress.attachments.export import Column
from congress.errors import BadInput, DomainError, NotFound
from congress.models import User
from congress.people.roles import Role
from congress.web import DeskMixin
from deputies.desk import person, workbook
from deputies.logbooks.kinds import WRITTEN, Book
from deputies.logbooks.models import LogBatch
from deputies.logbooks.reading import IMPORTED, Row, template_rows
from deputies.logbooks.services.imports import import_logbook, look, take_logbook, undo_import
from deputies.roster.forms import PlainForm
from deputies.stations.models import Station
from deputies.stations.selectors import get_station_for

WRITERS = (Role.CLERK, Role.STATION_OFFICER)
SHOWN = 50


class UploadForm(PlainForm):
    """The file, and why it comes late."""

    file = forms.FileField(
        label=_lazy("台账文件"),
        help_text=_lazy(
            "xlsx 或 csv，一次最多 500 行。表头照模板；本系统导出的活动、学习培训台账也可以直接用。"
        ),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        error_messages={"empty": _lazy("文件是空的，请重新选择。")},
    )
    late_reason = forms.CharField(
        label=_lazy("补记原因"),
        max_length=120,
        required=False,
        help_text=_lazy("有三十天以前的记录时填写，由代表工委导入；表里另写了原因的，按表里的。"),
    )


def book_and_station(user: User, code: str, kind: str) -> tuple[Book, Station]:
    """The one door. Raises NotFound."""
    if kind not in IMPORTED:
        raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
    return WRITTEN[kind], get_station_for(user, code, on=localdate())


class ImportView(DeskMixin, FormView):
    """导入台账 of one book of one station, and the imports so far."""

    roles = WRITERS
    template_name = "deputies/desk/logbook_import.html"
    form_class = UploadForm

    @property
    def place(self) -> tuple[Book, Station]:
        return book_and_station(person(self.request), self.kwargs["code"], self.kwargs["kind"])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        book, station = self.place
        past = LogBatch.objects.filter(
            uploaded_by=person(self.request), station=station, kind=book.code, imported_at__isnull=False
        )
        return super().get_context_data(
            book=book,
            station=station,
            batches=past[:20],
            back=f"{reverse('deputies:logbooks')}?book={book.code}",
            crumbs=[
                (str(book.label), f"{reverse('deputies:logbooks')}?book={book.code}"),
                (_("导入"), ""),
            ],
            **kwargs,
        )

    def form_valid(self, form: Any) -> HttpResponse:
        book, station = self.place
        try:
            batch = take_logbook(
                form.cleaned_data["file"],
                station=station,
                kind=book.code,
                late_reason=form.cleaned_data["late_reason"],
                actor=person(self.request),
                at=now(),
            )
        except BadInput as refused:
            form.add_error("file", refused.message)
            return self.form_invalid(form)
        return redirect("deputies:logbook-batch", uid=batch.uid)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class TemplateView(DeskMixin, View):
    """The empty workbook with the right headings and one line that shows how."""

    roles = WRITERS

    def get(self, request: HttpRequest, code: str, kind: str) -> HttpResponse:
        book, _station = book_and_station(person(request), code, kind)
        heads, sample = template_rows(book)
        title = _("%(book)s导入模板") % {"book": book.label}
        return workbook(person(request), title, [Column(head, 16) for head in heads], [sample], at=now())


class BatchView(DeskMixin, View):
    """One import: what it would do while it is open; what it did and the way back afterwards."""

    roles = WRITERS

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        return self._page(request, self._find(request, uid))

    @staticmethod
    def _find(request: HttpRequest, uid: UUID) -> LogBatch:
        batch = (
            LogBatch.objects.filter(uploaded_by=person(request), uid=uid)
            .select_related("station__organisation")
            .first()
        )
        if batch is None:
            raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
        # Who no longer keeps the station finds nothing either.
        get_station_for(person(request), batch.station.organisation.code, on=localdate())
        return batch

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        batch, user, at = self._find(request, uid), person(request), now()
        try:
            if "undo" in request.POST:
                undo_import(batch, actor=user, at=at)
                messages.success(request, _("已撤销，这一批记录都已撤回。"))
            elif "confirm" in request.POST:
                import_logbook(batch, actor=user, at=at)
                messages.success(request, _("台账已导入，等待核实。"))
        except DomainError as refused:
            return self._page(request, batch, refusal=refused.message, status=refused.status)
        return redirect("deputies:logbook-batch", uid=uid)

    def _page(
        self, request: HttpRequest, batch: LogBatch, *, refusal: str = "", status: int = 200
    ) -> HttpResponse:
        rows: list[Row] = []
        is_read = True
        if batch.imported_at is None:
            try:
                rows = look(batch, actor=person(request), on=localdate())
            except BadInput as refused:
                refusal, is_read = refusal or refused.message, False
        bad = [row for row in rows if row.problems]
        good = [row for row in rows if not row.problems]
        upload = reverse("deputies:logbook-import", args=[batch.station.organisation.code, batch.kind])
        context = {
            "batch": batch,
            "book": WRITTEN[batch.kind],
            "refusal": refusal,
            "is_read": is_read,
            "fresh": sum(not row.is_known for row in good),
            "known": sum(row.is_known for row in good),
            "bad": bad[:SHOWN],
            "bad_count": len(bad),
            "first": good[:SHOWN],
            "upload": upload,
            "crumbs": [
                (str(WRITTEN[batch.kind].label), f"{reverse('deputies:logbooks')}?book={batch.kind}"),
                (_("导入"), upload),
                (batch.file_name, ""),
            ],
        }
        return render(request, "deputies/desk/logbook_batch.html", context, status=status)
