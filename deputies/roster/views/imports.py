"""The roster's way in and out: upload, match columns, look ahead, confirm; and the workbook of what the list shows."""

import tempfile
from typing import Any

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.generic import FormView, View

from congress.attachments.export import Column, watermark, write_xlsx
from congress.audit.services import record
from congress.errors import BadInput, DomainError, NotFound
from congress.people.roles import Role
from congress.web import DeskMixin
from deputies.desk import person
from deputies.roster.columns import TARGETS
from deputies.roster.forms import PlainForm
from deputies.roster.models import RosterBatch, Term
from deputies.roster.reading import Outlook
from deputies.roster.selectors import deputies_for, with_mandates
from deputies.roster.services.imports import (
    look,
    match_roster,
    progress_of,
    queue_roster,
    take_roster,
    term_of,
)
from deputies.roster.states import BatchState
from deputies.roster.tasks import import_roster_batch
from deputies.roster.views.desk import narrowed, wanted_of
from deputies.roster.views.steps import running_terms

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHOWN = 50


class UploadForm(PlainForm):
    """The file, and the term whose roster it is."""

    file = forms.FileField(
        label=_lazy("名册文件"),
        help_text=_lazy("xlsx 或 csv，第一行为表头，至少有“姓名”和“选举单位”两列。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        error_messages={"empty": _lazy("文件是空的，请重新选择。")},
    )
    term = forms.ModelChoiceField(Term.objects.none(), label=_lazy("届次"), empty_label=_lazy("请选择"))

    def __init__(self, *args: Any, terms: list[Term], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["term"].queryset = Term.objects.filter(pk__in=[term.pk for term in terms])


class MatchForm(PlainForm):
    """Which column is which."""

    def __init__(self, *args: Any, batch: RosterBatch, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        headers = [("", _("（没有这一列）")), *((h, h) for h in batch.counts["headers"] if h)]
        for target in TARGETS:
            self.fields[target.name] = forms.ChoiceField(
                label=target.label,
                choices=headers,
                required=False,
                initial=batch.counts["matching"].get(target.name),
            )


class ImportView(DeskMixin, FormView):
    """导入名册: the upload, and the imports so far."""

    roles = (Role.CLERK,)
    template_name = "deputies/desk/roster_import.html"
    form_class = UploadForm

    def get_form_kwargs(self) -> dict[str, Any]:
        terms = running_terms(person(self.request), on=localdate())
        return {**super().get_form_kwargs(), "terms": terms}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        past = RosterBatch.objects.filter(uploaded_by=person(self.request)).exclude(state=BatchState.OPEN)[
            :20
        ]
        return super().get_context_data(batches=past, **kwargs)

    def form_valid(self, form: Any) -> HttpResponse:
        try:
            batch = take_roster(
                form.cleaned_data["file"],
                term=form.cleaned_data["term"],
                actor=person(self.request),
                on=localdate(),
            )
        except BadInput as refused:
            form.add_error("file", refused.message)
            return self.form_invalid(form)
        return redirect("deputies:roster-batch", pk=batch.pk)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)


class BatchView(DeskMixin, FormView):
    """One import: columns and the look ahead while it is open; then the result."""

    roles = (Role.CLERK,)
    template_name = "deputies/desk/roster_batch.html"
    form_class = MatchForm

    @cached_property
    def batch(self) -> RosterBatch:
        """The door to it."""
        # Only who uploaded it: the file holds people's phones.
        batch = RosterBatch.objects.filter(uploaded_by=person(self.request), pk=self.kwargs["pk"]).first()
        if batch is None:
            raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
        return batch

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "batch": self.batch}

    def form_valid(self, form: Any) -> HttpResponse:
        user = person(self.request)
        try:
            if "confirm" in self.request.POST:
                queue_roster(self.batch, actor=user)
                import_roster_batch.delay_on_commit(self.batch.pk, user.pk)
            else:
                match_roster(self.batch, {n: h for n, h in form.cleaned_data.items() if h}, actor=user)
        except DomainError as refused:
            form.add_error(None, refused.message)
            return self.render_to_response(self.get_context_data(form=form), status=refused.status)
        return redirect("deputies:roster-batch", pk=self.batch.pk)

    def form_invalid(self, form: Any) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_open = self.batch.state in (BatchState.OPEN, BatchState.REFUSED)
        outlook, trouble = self._look() if is_open else (None, "")
        done, total = progress_of(self.batch)
        return super().get_context_data(
            batch=self.batch,
            term=term_of(self.batch),
            outlook=outlook,
            trouble=trouble or self.batch.trouble,
            done=done,
            total=total,
            numbers={name: outlook.number(name) for name in ("new", "changed", "same")} if outlook else {},
            bad=outlook.bad[:SHOWN] if outlook else [],
            bad_count=len(outlook.bad) if outlook else 0,
            first=[row for row in outlook.rows if not row.problems][:5] if outlook else [],
            crumbs=[
                (_("代表名册"), reverse("deputies:roster")),
                (_("导入名册"), reverse("deputies:roster-import")),
                (self.batch.file_name, ""),
            ],
            **kwargs,
        )

    def _look(self) -> tuple[Outlook | None, str]:
        try:
            return look(self.batch, actor=person(self.request), on=localdate()), ""
        except BadInput as refused:
            return None, refused.message


class ExportView(DeskMixin, View):
    """The list as a workbook that can be read back; phones are left out."""

    roles = (Role.CLERK,)
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        user, on = person(request), localdate()
        wanted = wanted_of(request.POST)
        people = narrowed(deputies_for(user, on=on), wanted, on=on).select_related(
            "home_region__parent", "work_region__parent"
        )
        titles = [str(target.label) for target in TARGETS if target.name != "phone"]
        columns = [Column(_("层级"), 16), *(Column(title, 16) for title in titles)]
        out = tempfile.TemporaryFile()  # noqa: SIM115 - the response closes it
        rows = list(_lines(list(people.order_by("pk")), on=on))
        write_xlsx(out, columns, rows, mark=watermark(user.name, timezone.now()), title=_("代表名册"))
        record(
            "deputies.roster.exported",
            None,
            actor=user,
            rows=len(rows),
            filters={k: v for k, v in wanted.items() if v},
        )
        out.seek(0)
        return FileResponse(
            out, as_attachment=True, filename=f"{_('代表名册')}-{on:%Y%m%d}.xlsx", content_type=XLSX
        )


def _lines(people: list[Any], *, on: Any) -> Any:
    """One line a mandate; a deputy without one has one line, too."""
    held = with_mandates(people, on=on)
    for deputy in people:
        for mandate in held.get(deputy.pk) or [None]:
            values = {
                "name": deputy.name,
                "constituency": mandate.constituency.name if mandate else "",
                "gender": deputy.get_gender_display(),
                "home": _said(deputy.home_region),
                "work": _said(deputy.work_region),
                "is_leading_cadre": _("是") if deputy.is_leading_cadre else "",
                "delegation": mandate.delegation.name if mandate and mandate.delegation else "",
                "group": mandate.group.name if mandate and mandate.group else "",
                "committee": "",
                "certificate": mandate.certificate if mandate else "",
                "starts_on": mandate.starts_on.isoformat() if mandate else "",
            }
            rest = [
                values[target.name] if target.name in values else getattr(deputy, target.name) or ""
                for target in TARGETS
                if target.name != "phone"
            ]
            yield [mandate.get_level_display() if mandate else "", *rest]


def _said(place: Any) -> str:
    if place is None:
        return ""
    return f"{place.parent.name}{place.name}" if len(place.code) > 6 and place.parent else str(place.name)
