"""Citizens: rate a finished project by a confirmed phone, and read what came of it."""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.decorators import method_decorator
from django.utils.timezone import now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.generic import View

from congress.errors import BadInput, DomainError, NotFound, TooMany, WrongState
from congress.limits import require_within
from congress.people.lockout import client_address
from congress.privacy import normalise_phone
from congress.privacy.phone_codes import PER_PHONE, VALID, confirm_phone_code, require_mobile, send_phone_code
from congress.texts import require_text
from congress.web import PortalMixin
from congress.web.page_cache import public_page
from deputies.roster.forms import PlainForm
from outreach.projects.models import Project
from outreach.projects.scores import services
from outreach.projects.scores.rules import Counts, distribution, is_ceiling, mean_rate, rate_of, votes_needed
from outreach.projects.scores.selectors import (
    Residents,
    counts_of,
    get_public_project,
    newest_surveys,
    published_assessments,
    published_items,
    topic_counts,
    web_ratings,
)
from outreach.projects.scores.services.hearing import REMARK_MOST, require_rateable
from outreach.projects.scores.states import Grade, Part, SampleKind
from outreach.projects.selectors import public_years

_ASKED = "project_rating"
# From one address: an office or a library shares one.
PER_ADDRESS = 30


class RateForm(PlainForm):
    """The answer and the phone that it is confirmed with."""

    grade = forms.ChoiceField(
        label=_lazy("您对这个项目满意吗"),
        choices=Grade.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _lazy("请选择一项评价。")},
    )
    better = forms.CharField(
        label=_lazy("还应改进什么"),
        required=False,
        max_length=REMARK_MOST,
        help_text=_lazy("只公布各类意见的条数，不公布原话。请不要写姓名和电话。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    phone = forms.CharField(
        label=_lazy("手机号"),
        max_length=30,
        help_text=_lazy("收一个验证码，保证一个手机号只评一次。评完不保留号码。"),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )

    def clean_better(self) -> str:
        text = str(self.cleaned_data["better"]).strip()
        try:
            return require_text(text, field="better", least=2, most=REMARK_MOST) if text else ""
        except BadInput as refusal:
            raise forms.ValidationError(refusal.message) from refusal

    def clean_phone(self) -> str:
        try:
            normalise_phone(self.cleaned_data["phone"])
            return require_mobile(self.cleaned_data["phone"])
        except BadInput as refusal:
            raise forms.ValidationError(refusal.message) from refusal


class CodeForm(PlainForm):
    """The six digits."""

    code = forms.CharField(
        label=_lazy("6 位验证码"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )


def purpose_of(project: Project) -> str:
    """A code sent for one project confirms no other."""
    return f"rate:{project.pk}"


class RateView(PortalMixin, View):
    """The answer, then the six digits. Whether a phone has answered before is told to nobody but who holds it."""

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        project = get_public_project(uid)
        return self._show(project, RateForm())

    def _show(self, project: Project, form: Any, *, status: int = 200) -> HttpResponse:
        context = {"project": project, "form": form, "is_rateable": services.is_rateable(project)}
        return render(self.request, "outreach/portal/rate.html", context, status=status)

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        project = get_public_project(uid)
        form = RateForm(request.POST)
        if not form.is_valid():
            return self._show(project, form, status=422)
        data = form.cleaned_data
        address = client_address(request) or ""
        try:
            require_rateable(project)
            require_within(f"rate:address:{address}", PER_ADDRESS, 3600)
            require_within(f"rate:{project.pk}:{data['phone']}", PER_PHONE, 3600)
            send_phone_code(data["phone"], purpose_of(project), at=now(), address=address)
        except (BadInput, TooMany, WrongState) as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            response = self._show(project, form, status=refusal.status)
            if isinstance(refusal, TooMany):
                response["Retry-After"] = str(refusal.retry_after)
            return response
        request.session[_ASKED] = {**data, "project": str(uid), "at": now().isoformat()}
        return redirect("outreach:rate-code", uid)


class RateCodeView(PortalMixin, View):
    """Six digits; the number leaves the session with the answer, or when the code is too old."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        self.asked = request.session.get(_ASKED)
        if self.asked is None or self.asked["project"] != str(kwargs["uid"]) or _is_old(self.asked):
            request.session.pop(_ASKED, None)
            return redirect("outreach:rate", kwargs["uid"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        return self._show(get_public_project(uid), CodeForm())

    def _show(self, project: Project, form: Any, *, status: int = 200) -> HttpResponse:
        return render(
            self.request, "outreach/portal/rate_code.html", {"project": project, "form": form}, status=status
        )

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        project = get_public_project(uid)
        form = CodeForm(request.POST)
        if not form.is_valid():
            return self._show(project, form, status=422)
        asked = self.asked
        try:
            confirm_phone_code(asked["phone"], purpose_of(project), form.cleaned_data["code"], at=now())
        except BadInput as refusal:
            form.add_error("code", refusal.message)
            return self._show(project, form, status=422)
        del request.session[_ASKED]
        try:
            services.rate_project(
                project, phone=asked["phone"], grade=asked["grade"], better=asked["better"], at=now()
            )
        except DomainError as refusal:
            messages.warning(request, refusal.message)
        else:
            messages.success(request, _("已收到您的评价，谢谢。手机号没有保留。"))
        return redirect("outreach:public-score", uid)


def _is_old(asked: dict[str, str]) -> bool:
    return now() - datetime.fromisoformat(asked["at"]) > VALID + timedelta(minutes=1)


@method_decorator(public_page, name="dispatch")
class PublicScoreView(PortalMixin, View):
    """One project: each published assessment with its distribution and working, what residents say, what is put right."""

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        project = get_public_project(uid)
        results = [_result(item) for item in published_items().filter(project=project)]
        web = web_ratings([project.pk]).get(project.pk)
        survey = newest_surveys([project.pk]).get(project.pk)
        sample = None
        if survey is not None:
            counts = Counts(survey.good, survey.fair, survey.poor)
            sample = Residents(survey.kind, counts, survey.population, survey.done_on)
        return render(
            request,
            "outreach/portal/score.html",
            {
                "project": project,
                "results": results,
                "web": web,
                "web_parts": distribution(web) if web else [],
                "sample": sample,
                "sample_parts": distribution(sample.counts) if sample else [],
                "topics": topic_counts(project),
                "tasks": project.rectifications.select_related("unit").order_by("-pk"),
                "is_rateable": services.is_rateable(project),
            },
        )


def _result(item: Any) -> dict[str, Any]:
    counts = counts_of(item)
    working = item.working or {}
    labels = dict(Part.choices)
    source = (working.get("residents") or {}).get("source", "")
    return {
        "item": item,
        "parts": distribution(counts),
        "rate": rate_of(counts),
        "needed": votes_needed(item.assessment.members, half_inclusive=item.assessment.half_inclusive),
        "shares": [
            {**share, "label": labels.get(share["part"], ""), "is_moved": _is_moved(share)}
            for share in working.get("shares", [])
        ],
        "residents": working.get("residents"),
        "source": str(SampleKind(source).label) if source in SampleKind.values else _("门户评价"),
    }


def _is_moved(share: dict[str, Any]) -> bool:
    """Did the part get another weight than the method's, because one was missing?"""
    return share["value"] is not None and Decimal(share["weight"]) != Decimal(share["used"])


@method_decorator(public_page, name="dispatch")
class PublicYearScoresView(PortalMixin, View):
    """The published assessments of a year, item by item."""

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        year = public_years().filter(uid=uid).first()
        if year is None:
            raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
        assessments = list(published_assessments(year).prefetch_related("items__project"))
        tables = []
        for row in assessments:
            lines = [_result(item) for item in row.items.all()]
            counts = [counts_of(line["item"]) for line in lines]
            tables.append(
                {
                    "assessment": row,
                    "lines": lines,
                    "mean": mean_rate(counts),
                    "ceiling": is_ceiling(counts),
                    "needed": votes_needed(row.members, half_inclusive=row.half_inclusive),
                }
            )
        return render(request, "outreach/portal/year_scores.html", {"year": year, "tables": tables})
