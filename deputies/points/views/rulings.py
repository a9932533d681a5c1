"""Claims and appeals at the desk, and closing a quarter or a year."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.generic import View

from congress.errors import BadInput, DomainError, NotFound
from congress.people.roles import Role
from congress.web import DeskMixin
from deputies.desk import FormPage, person
from deputies.points.forms import DecideForm, FreezeForm, RulingForm, hundredths
from deputies.points.models import PointPeriod
from deputies.points.selectors import appeals_for, claims_for, mandates_for
from deputies.points.services import decide_claim, freeze_period, rule_appeal
from deputies.roster.models import Term

MOST = 100


class RulingsView(DeskMixin, View):
    """待核的申报 and 待裁定的申诉, oldest first."""

    roles = (Role.CLERK,)

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        text = request.POST.get("row", "")
        key = int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0
        act = {"claim": self._claim, "appeal": self._appeal}.get(request.POST.get("kind", ""))
        if act is None:
            raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
        try:
            words = act(request, key)
        except NotFound:
            raise
        except DomainError as refused:
            return self._page(request, refusal=refused.message, status=refused.status)
        messages.success(request, words)
        return redirect("deputies:point-rulings")

    def _claim(self, request: HttpRequest, key: int) -> str:
        row = claims_for(person(request), on=localdate()).filter(pk=key).first()
        if row is None:
            raise NotFound("not_found", _("没有找到，可能已经处理过了。"))
        is_confirmed = request.POST.get("step") == "confirm"
        decide_claim(
            row,
            is_confirmed=is_confirmed,
            reason=request.POST.get("reason", ""),
            actor=person(request),
            at=now(),
        )
        return _("已确认，计入积分。") if is_confirmed else _("已驳回。")

    def _appeal(self, request: HttpRequest, key: int) -> str:
        row = appeals_for(person(request), on=localdate()).filter(pk=key).first()
        if row is None:
            raise NotFound("not_found", _("没有找到，可能已经处理过了。"))
        form = RulingForm(request.POST)
        if not form.is_valid():
            name, errors = next(iter(form.errors.items()))
            raise BadInput("bad_field", f"{form.fields[name].label}：{errors[0]}", field=name)
        is_upheld = request.POST.get("step") == "uphold"
        rule_appeal(
            row,
            is_upheld=is_upheld,
            ruling=form.cleaned_data["ruling"],
            points=hundredths(form.cleaned_data["points"]),
            actor=person(request),
            at=now(),
        )
        return _("申诉成立，积分已改。") if is_upheld else _("已维持原分并答复。")

    def _page(self, request: HttpRequest, *, refusal: str = "", status: int = 200) -> HttpResponse:
        user, on = person(request), localdate()
        return render(
            request,
            "deputies/desk/point_rulings.html",
            {
                "claims": list(claims_for(user, on=on)[:MOST]),
                "appeals": list(appeals_for(user, on=on)[:MOST]),
                "decide": DecideForm(),
                "ruling": RulingForm(),
                "refusal": refusal,
                # What was typed stays where it was typed.
                "typed": request.POST if refusal else {},
                "typed_row": request.POST.get("row", "") if refusal else "",
                "crumbs": [(_("履职积分"), reverse("deputies:points")), (_("申报与申诉"), "")],
            },
            status=status,
        )


class FreezeView(FormPage):
    """冻结 a quarter or a year of one congress: nothing in it changes any more."""

    form_class = FreezeForm
    root = (_lazy("履职积分"), "deputies:points")
    heading, send = _lazy("冻结积分"), _lazy("冻结，不再变动")

    def find(self) -> Term:
        term = Term.objects.filter(
            pk=self.kwargs["pk"],
            pk__in=mandates_for(person(self.request), on=localdate()).order_by().values("term"),
        ).first()
        if term is None:
            raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
        return term

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "year": localdate().year, "quarter": 0}

    def act(self, target: Term, data: dict[str, Any]) -> PointPeriod:
        return freeze_period(
            region_code=target.region_code,
            level=target.level,
            **data,
            actor=person(self.request),
            at=now(),
        )

    def get_success_message(self) -> str:
        return _("已冻结，校验值 %(hash)s。") % {"hash": self.result.content_hash[:16]}
