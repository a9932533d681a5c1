"""Dossiers at the desk: the year's list, one dossier with its steps, its sheet."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.generic import TemplateView, View

from congress.attachments.export import Column
from congress.audit.services import record
from congress.errors import BadInput, DomainError, NotAllowed, NotFound
from congress.models import User
from congress.paging import keyset_page
from congress.people.roles import Role
from congress.people.rules import grants_of, holds
from congress.web import DeskMixin
from deputies.desk import FormPage, person, sheet, workbook
from deputies.dossiers.forms import AnswerForm, ReopenForm, VersionForm, YearForm
from deputies.dossiers.models import Dossier, DossierObjection
from deputies.dossiers.paper import columns, dossier_pdf, rows_of, title_of
from deputies.dossiers.selectors import content_of, dossiers_for, get_dossier_for, lines_of
from deputies.dossiers.services import (
    answer_objection,
    close_dossier,
    open_dossiers,
    reopen_dossier,
    show_dossier,
)
from deputies.dossiers.states import DOSSIER_FLOW, DossierState

READERS = (Role.CLERK, Role.SUPERVISOR, Role.LEADER, Role.STATION_OFFICER)
_STEPS = {"show": show_dossier, "close": close_dossier}


def _wanted(given: Any, *, on: date) -> tuple[int, str]:
    """Year and state of an address or a form; nonsense means this year and all states."""
    year, state = given.get("year", ""), given.get("state", "")
    is_year = year.isascii() and year.isdigit() and len(year) == 4
    return int(year) if is_year else on.year, state if state in DossierState.values else ""


def _narrowed(user: User, year: int, state: str, *, on: date) -> QuerySet[Dossier]:
    rows = dossiers_for(user, on=on).filter(year=year)
    return rows.filter(state=state) if state else rows


class DossiersView(DeskMixin, TemplateView):
    """履职档案 of a year; the office begins them for all its mandates at once."""

    roles = READERS
    template_name = "deputies/desk/dossiers.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user, on = person(self.request), localdate()
        year, state = _wanted(self.request.GET, on=on)
        rows = _narrowed(user, year, state, on=on)
        page = keyset_page(
            rows, ("pk",), self.request.GET.get("cursor", ""), cap=1000, name=f"dossiers:{year}"
        )
        return super().get_context_data(
            page=page,
            rows=page.rows,
            year=year,
            years=range(on.year, on.year - 5, -1),
            state=state,
            states=DossierState.choices,
            is_clerk=holds(user, Role.CLERK, on=on),
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        """建档: begin the dossiers of a year."""
        user, on = person(request), localdate()
        form = YearForm(request.POST)
        if not holds(user, Role.CLERK, on=on):
            raise NotAllowed("not_allowed", _("您没有办理该事项的权限。"))
        if not form.is_valid() or form.cleaned_data["year"] > on.year:
            messages.warning(request, _("请选择年度。"))
            return redirect("deputies:dossiers")
        region = next(
            grant.organisation.region_id for grant in grants_of(user, on=on) if grant.role == Role.CLERK
        )
        new = open_dossiers(year=form.cleaned_data["year"], region_code=region, actor=user, on=on)
        messages.success(request, _("新建 %(n)d 份档案。") % {"n": new})
        return redirect(f"{reverse('deputies:dossiers')}?year={form.cleaned_data['year']}")


class DossiersExportView(DeskMixin, View):
    """The year's list with how far each dossier is."""

    roles = READERS
    http_method_names = ["post"]

    def post(self, request: HttpRequest) -> HttpResponse:
        user, on = person(request), localdate()
        year, state = _wanted(request.POST, on=on)
        heads = (_("代表"), _("层级"), _("届次"), _("选区或选举单位"), _("状态"), _("异议截止"))
        rows = [
            [
                row.mandate.deputy.name,
                row.mandate.get_level_display(),
                str(row.mandate.term),
                row.mandate.constituency.name,
                row.get_state_display(),
                row.object_until,
            ]
            for row in _narrowed(user, year, state, on=on).order_by("pk")
        ]
        with transaction.atomic():
            record("deputies.dossier.listed", None, actor=user, year=year, state=state, rows=len(rows))
        title = _("%(year)d 年履职档案清单") % {"year": year}
        return workbook(user, title, [Column(head, 18) for head in heads], rows, at=now())


class DossierView(DeskMixin, View):
    """One dossier; POST takes the step that is named."""

    roles = READERS
    template_name = "deputies/desk/dossier.html"

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        return self._page(request, get_dossier_for(person(request), uid, on=localdate()))

    def _page(
        self, request: HttpRequest, dossier: Dossier, *, refusal: str = "", status: int = 200
    ) -> HttpResponse:
        user, on = person(request), localdate()
        content = content_of(dossier)
        held = {str(Role.CLERK)} if holds(user, Role.CLERK, on=on) else set()
        return render(
            request,
            self.template_name,
            {
                "dossier": dossier,
                "deputy": dossier.mandate.deputy,
                "content": content,
                "parts": lines_of(content),
                "steps": [step.name for step in DOSSIER_FLOW.available(dossier.state, held)],
                "objections": list(dossier.objections.select_related("answered_by")),
                "is_clerk": bool(held),
                "reopen": ReopenForm(initial={"version": dossier.version}),
                "refusal": refusal,
                "crumbs": [
                    (_("履职档案"), f"{reverse('deputies:dossiers')}?year={dossier.year}"),
                    (dossier.mandate.deputy.name, ""),
                ],
            },
            status=status,
        )

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        user, at = person(request), now()
        dossier = get_dossier_for(user, uid, on=localdate())
        step = request.POST.get("step", "")
        form = (ReopenForm if step == "reopen" else VersionForm)(request.POST)
        if (step not in _STEPS and step != "reopen") or not form.is_valid():
            return self._page(request, dossier, refusal=_("请写明原因后再试。"), status=422)
        try:
            if step == "reopen":
                reopen_dossier(dossier, **form.cleaned_data, actor=user, at=at)
            else:
                _STEPS[step](dossier, **form.cleaned_data, actor=user, at=at)
        except (NotAllowed, NotFound):
            raise
        except DomainError as refused:
            status = 422 if isinstance(refused, BadInput) else 409
            fresh = get_dossier_for(user, uid, on=localdate())
            return self._page(request, fresh, refusal=refused.message, status=status)
        messages.success(request, _("已办理。"))
        return redirect("deputies:dossier", uid=uid)


class AnswerView(FormPage):
    """答复异议: what the office found, with the reason."""

    root = (_lazy("履职档案"), "deputies:dossiers")
    heading = _lazy("答复异议")
    send = _lazy("答复")
    form_class = AnswerForm
    template_name = "deputies/desk/dossier_answer.html"
    success_message = _lazy("已答复。更正以后，请再送本人核对。")

    def find(self) -> DossierObjection:
        self.dossier = get_dossier_for(person(self.request), self.kwargs["uid"], on=localdate())
        found = self.dossier.objections.filter(pk=self.kwargs["pk"]).first()
        if found is None:
            raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
        return found

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "version": self.dossier.version}

    def get_back(self) -> tuple[str, str]:
        name = self.dossier.mandate.deputy.name
        return name, reverse("deputies:dossier", args=[self.dossier.uid])

    def act(self, target: DossierObjection, data: dict[str, Any]) -> DossierObjection:
        return answer_objection(target, **data, actor=person(self.request), at=now())


class DossierSheetView(DossierView):
    """The dossier on A4, for the filing cabinet."""

    http_method_names = ["get"]
    template_name = "deputies/desk/dossier_sheet.html"


class DossierTakeView(DeskMixin, View):
    """The dossier as a PDF or a workbook: an export, recorded."""

    roles = READERS
    http_method_names = ["post"]

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        user, at = person(request), now()
        dossier = get_dossier_for(user, uid, on=localdate())
        as_workbook = request.POST.get("as") == "xlsx"
        record(
            "deputies.dossier.exported",
            dossier,
            actor=user,
            year=dossier.year,
            form="xlsx" if as_workbook else "pdf",
        )
        content, title = content_of(dossier), title_of(dossier)
        if as_workbook:
            return workbook(user, title, columns(), rows_of(dossier, content), at=at)
        return sheet(title, dossier_pdf(dossier, content, user=user, at=at), at=at)
