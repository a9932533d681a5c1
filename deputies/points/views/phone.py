"""我的积分 on the phone: the year's account, a claim, an appeal."""

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.generic import View

from congress.errors import DomainError, NotAllowed, NotFound
from congress.web.faces import PhoneMixin
from deputies.desk import person
from deputies.points.forms import AppealForm, ClaimForm
from deputies.points.models import PointAward
from deputies.points.selectors import rank_of, statement_of, table_in_force
from deputies.points.services import appeal, claim_points
from deputies.roster.models import Mandate
from deputies.roster.selectors import deputy_of


class MyPointsView(PhoneMixin, View):
    """One mandate's year; a deputy of two congresses chooses."""

    def get(self, request: HttpRequest) -> HttpResponse:
        return self._page(request)

    def post(self, request: HttpRequest) -> HttpResponse:
        step = request.POST.get("step", "")
        form = {"claim": ClaimForm, "appeal": AppealForm}.get(step, AppealForm)(request.POST)
        mandate, year = self._wanted(request)
        if step not in {"claim", "appeal"} or mandate is None:
            raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
        if not form.is_valid():
            return self._page(request, forms={step: form}, status=422)
        try:
            words = getattr(self, f"_{step}")(request, mandate, year, form.cleaned_data)
        except (NotAllowed, NotFound):
            raise
        except DomainError as refused:
            if refused.field in form.fields:
                form.add_error(refused.field, refused.message)
                return self._page(request, forms={step: form}, status=422)
            return self._page(request, forms={step: form}, refusal=refused.message, status=refused.status)
        messages.success(request, words)
        return redirect(f"/m/points/?mandate={mandate.pk}&year={year}")

    def _claim(self, request: HttpRequest, mandate: Mandate, year: int, data: dict[str, Any]) -> str:
        claim_points(mandate, uid=str(data["uid"]), what=data["what"], on=data["on"], actor=person(request))
        return _("已申报，代表工委核实后计入。")

    def _appeal(self, request: HttpRequest, mandate: Mandate, year: int, data: dict[str, Any]) -> str:
        award = None
        if data["award"] is not None:
            award = PointAward.objects.filter(pk=data["award"], mandate=mandate).first()
            if award is None:
                raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
        appeal(mandate, award=award, year=year, text=data["text"], actor=person(request), at=now())
        return _("已提出申诉，代表工委裁定后答复您。")

    def _mandates(self, request: HttpRequest) -> list[Mandate]:
        deputy = deputy_of(person(request))
        if deputy is None:
            raise NotAllowed("no_deputy", _("该账号没有代表身份。"))
        return list(deputy.mandates.select_related("term", "deputy").order_by("-starts_on", "pk"))

    def _wanted(self, request: HttpRequest) -> tuple[Mandate | None, int]:
        mandates = self._mandates(request)
        wanted = request.GET.get("mandate", "")
        mandate = next((row for row in mandates if str(row.pk) == wanted), next(iter(mandates), None))
        year, text = localdate().year, request.GET.get("year", "")
        if text.isascii() and text.isdigit() and len(text) == 4 and 2000 <= int(text) <= year:
            year = int(text)
        return mandate, year

    def _page(
        self,
        request: HttpRequest,
        *,
        forms: dict[str, Any] | None = None,
        refusal: str = "",
        status: int = 200,
    ) -> HttpResponse:
        on = localdate()
        mandate, year = self._wanted(request)
        statement = statement_of(mandate, year) if mandate else None
        table = table_in_force(mandate, on=on) if mandate else None
        rank = None
        if statement and statement.account and table and table.ranking_shown_to == "deputies":
            rank = rank_of(statement.account)
        forms = forms or {}
        return render(
            request,
            "deputies/phone/points.html",
            {
                "mandates": self._mandates(request),
                "mandate": mandate,
                "year": year,
                "years": [on.year, on.year - 1],
                "statement": statement,
                "table": table,
                "rank": rank,
                "claim": forms.get("claim") or ClaimForm(initial={"uid": uuid4(), "on": on}),
                "appeal": forms.get("appeal") or AppealForm(initial={"award": request.GET.get("award")}),
                "is_appealing": "appeal" in forms or "award" in request.GET,
                "appeals": list(mandate.appeals.order_by("-pk")[:5]) if mandate else [],
                "appeal_url": f"/m/points/?mandate={mandate.pk}&year={year}" if mandate else "",
                "refusal": refusal,
                "back": "/m/",
            },
            status=status,
        )
