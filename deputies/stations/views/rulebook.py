"""标准和办法: the versions of the standard and of the star scheme; the city's office writes the next one."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.generic import View

from congress.errors import DomainError, NotAllowed, NotFound
from congress.people.roles import Role
from congress.web import DeskMixin
from deputies.desk import FormPage, person
from deputies.stations.forms_rules import SchemeForm, StandardForm
from deputies.stations.models import Criterion, Standard
from deputies.stations.services.standards import (
    drop_scheme,
    drop_standard,
    may_set_rules,
    set_scheme,
    set_standard,
)
from deputies.stations.views.desk import READERS


class RulebookView(DeskMixin, View):
    """Every version, newest first; one that is not in force yet can be taken back."""

    roles = READERS

    def get(self, request: HttpRequest) -> HttpResponse:
        on = localdate()
        schemes: dict[str, list[Criterion]] = {}
        for row in Criterion.objects.order_by("-valid_from", "order"):
            schemes.setdefault(row.scheme, []).append(row)
        standards = list(Standard.objects.prefetch_related("items").order_by("-valid_from"))
        present = next((row.pk for row in standards if row.valid_from <= on), None)
        scheme_now = next((name for name, rows in schemes.items() if rows[0].valid_from <= on), None)
        return render(
            request,
            "deputies/desk/rulebook.html",
            {
                "standards": [
                    {"row": row, "coming": row.valid_from > on, "present": row.pk == present}
                    for row in standards
                ],
                "schemes": [
                    {
                        "name": name,
                        "rows": rows,
                        "valid_from": rows[0].valid_from,
                        "coming": rows[0].valid_from > on,
                        "present": name == scheme_now,
                        "results": sum(row.weight for row in rows if row.is_result),
                    }
                    for name, rows in schemes.items()
                ],
                "may_set": may_set_rules(person(request), on=on),
                "crumbs": [(_("站点"), reverse("deputies:desk-stations")), (_("标准和办法"), "")],
            },
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        user, on = person(request), localdate()
        try:
            if name := request.POST.get("scheme", ""):
                drop_scheme(name, actor=user, on=on)
            else:
                drop_standard(_standard(request.POST.get("standard", "")), actor=user, on=on)
            messages.success(request, _("已撤回。"))
        except (NotAllowed, NotFound):
            raise
        except DomainError as refused:
            messages.error(request, refused.message)
        return redirect("deputies:rulebook")


def _standard(key: str) -> Standard:
    number = int(key) if key.isascii() and key.isdigit() and len(key) < 12 else 0
    found = Standard.objects.filter(pk=number).first()
    if found is None:
        raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
    return found


class _NextView(FormPage):
    """A new version, filled with the present one."""

    roles = (Role.CLERK,)
    root = (_lazy("标准和办法"), "deputies:rulebook")
    template_name = "deputies/desk/rulebook_form.html"
    send = _lazy("保存新的一版")
    success_message = _lazy("新的一版已经写好，到生效日期自动启用。")

    def find(self) -> Any:
        if not may_set_rules(person(self.request), on=localdate()):
            raise NotAllowed("not_allowed", _("建设标准和星级办法由市级人大机关制定。"))

    def form_valid(self, form: Any) -> HttpResponse:
        self.form = form
        return super().form_valid(form)

    def heads(self, data: dict[str, Any]) -> dict[str, Any]:
        """What stands above the rows."""
        return {name: data[name] for name in self.form.base_fields}


class NextStandardView(_NextView):
    form_class = StandardForm
    heading = _lazy("修订建设标准")

    def get_initial(self) -> dict[str, Any]:
        now = self._now()
        present = {"basis": now.basis, "holds_days": now.holds_days} if now else {"holds_days": 365}
        return {**super().get_initial(), **present}

    def get_form_kwargs(self) -> dict[str, Any]:
        now = self._now()
        return {
            **super().get_form_kwargs(),
            "rows": StandardForm.rows_of(list(now.items.all())) if now else [],
        }

    def _now(self) -> Standard | None:
        return Standard.objects.filter(valid_from__lte=localdate()).order_by("-valid_from").first()

    def act(self, target: None, data: dict[str, Any]) -> Standard:
        return set_standard(
            **self.heads(data), items=self.form.items(), actor=person(self.request), on=localdate()
        )


class NextSchemeView(_NextView):
    form_class = SchemeForm
    heading = _lazy("修订星级评定办法")

    def get_form_kwargs(self) -> dict[str, Any]:
        newest = Criterion.objects.filter(valid_from__lte=localdate()).order_by("-valid_from").first()
        rows = list(Criterion.objects.filter(scheme=newest.scheme).order_by("order")) if newest else []
        return {**super().get_form_kwargs(), "rows": SchemeForm.rows_of(rows)}

    def act(self, target: None, data: dict[str, Any]) -> list[Criterion]:
        return set_scheme(
            **self.heads(data), criteria=self.form.criteria(), actor=person(self.request), on=localdate()
        )
