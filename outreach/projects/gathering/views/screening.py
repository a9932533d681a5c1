"""提案筛查 at the desk: the notice, proposals by state with bulk decisions, paper typed in, suggestions taken over."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views import View

from congress.attachments.export import Column
from congress.audit.services import record
from congress.errors import BadInput, DomainError, NotFound
from congress.paging import keyset_page
from congress.web import DeskMixin
from congress.web.qr import qr_svg
from deputies.desk import person, workbook
from outreach.projects.gathering import forms
from outreach.projects.gathering.models import CollectionRound, Proposal
from outreach.projects.gathering.selectors import proposal_counts, proposal_figures, proposals_for
from outreach.projects.gathering.services import collecting
from outreach.projects.gathering.services.screening import screen
from outreach.projects.gathering.states import Channel, ProposalState
from outreach.projects.gathering.views.desk import READERS
from outreach.projects.pages import YearStep
from outreach.projects.rules import is_office_of
from outreach.projects.selectors import get_year_for
from petitions.suggestions.selectors import get_suggestion_for


class ScreeningView(DeskMixin, View):
    """The table; `state` narrows it."""

    roles = READERS

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        """The list with its form."""
        return self._show(uid)

    def _show(
        self, uid: UUID, form: Any = None, *, ticked: frozenset[str] = frozenset(), status: int = 200
    ) -> HttpResponse:
        request, on = self.request, localdate()
        user = person(request)
        year = get_year_for(user, uid, on=on)
        wanted = request.GET.get("state", ProposalState.RECEIVED)
        wanted = wanted if wanted in ProposalState.values else ProposalState.RECEIVED
        rows = proposals_for(user, year, on=on).filter(state=wanted)
        page = keyset_page(
            rows, ("-pk",), request.GET.get("cursor", ""), name=f"screening-{year.pk}-{wanted}"
        )
        counts = proposal_counts(year)
        here = reverse("outreach:project-screening", args=[uid])
        public = request.build_absolute_uri(reverse("outreach:project-propose", args=[uid]))
        context = {
            "year": year, "page": page, "rows": page.rows, "ticked": ticked, "wanted": wanted,
            "tabs": [
                {"label": state.label, "url": f"{here}?state={state}", "current": state == wanted, "count": counts[state]}
                for state in ProposalState
            ],
            "form": form or forms.ScreenForm(year=year),
            "is_office": is_office_of(user, year, on=on),
            "collection": CollectionRound.objects.filter(year=year).first(),
            "public": public, "qr": qr_svg(public),
            "crumbs": [
                (_("民生实事年度"), reverse("outreach:project-years")),
                (year.title, reverse("outreach:project-year", args=[uid])),
                (_("提案筛查"), ""),
            ],
        }  # fmt: skip
        return render(request, "outreach/desk/project_screening.html", context, status=status)

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        """Decide on the ticked ones, all or none."""
        year = get_year_for(person(request), uid, on=localdate())
        form = forms.ScreenForm(request.POST, year=year)
        ticked = [text for text in request.POST.getlist("pick") if text.isdecimal()]
        if not form.is_valid():
            return self._show(uid, form, ticked=frozenset(ticked), status=422)
        try:
            done = screen(
                year,
                [int(text[:18]) for text in ticked],
                actor=person(request),
                at=now(),
                **form.cleaned_data,
            )
        except DomainError as refused:
            if refused.status in {403, 404}:
                raise
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
            return self._show(uid, form, ticked=frozenset(ticked), status=refused.status)
        messages.success(request, _("已办理 %(n)d 件提案。") % {"n": len(done)})
        return redirect(request.get_full_path())


class CollectionView(YearStep):
    """发布征集公告."""

    form_class = forms.CollectionForm
    heading, send = _lazy("发布征集公告"), _lazy("发布")

    def get_initial(self) -> dict[str, Any]:
        made = CollectionRound.objects.filter(year=self.target).first()
        planned = self.target.phases.filter(phase="collecting").first()
        source = made or planned
        dates = {"opens_on": source.opens_on, "closes_on": source.closes_on} if source else {}
        return {**super().get_initial(), **dates, "notice": made.notice if made else ""}

    def act(self, target: Any, data: dict[str, Any]) -> Any:
        return collecting.publish_collection(target, actor=person(self.request), at=now(), **data)


class TypeInView(YearStep):
    """录入提案: what came by letter or call."""

    form_class = forms.ProposalForm
    heading, send = _lazy("录入提案"), _lazy("保存")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "year": self.target}

    def get_form(self, form_class: Any = None) -> forms.ProposalForm:
        self.bound: forms.ProposalForm = super().get_form(form_class)
        return self.bound

    def act(self, target: Any, data: dict[str, Any]) -> tuple[Proposal, str]:
        return collecting.propose(
            target, self.bound.draft(), actor=person(self.request), at=now(), client_uuid=data["client_uuid"],
            channel=Channel.DESK,
        )  # fmt: skip

    def get_success_url(self) -> str:
        return reverse("outreach:project-screening", args=[self.target.uid])


class ConvertView(YearStep):
    """由群众意见转入."""

    form_class = forms.ConvertForm
    heading, send = _lazy("由群众意见转为提案"), _lazy("转入")

    def act(self, target: Any, data: dict[str, Any]) -> Proposal:
        try:
            matter = get_suggestion_for(person(self.request), data["number"].strip().upper(), on=localdate())
        except NotFound as missing:
            raise BadInput("no_suggestion", missing.message, field="number") from missing
        return collecting.convert_suggestion(
            matter, target, category=data["category"], actor=person(self.request), at=now()
        )

    def get_success_url(self) -> str:
        return reverse("outreach:project-screening", args=[self.target.uid])


class RollOverView(DeskMixin, View):
    """转入储备项目."""

    roles = ("clerk",)
    http_method_names = ["post"]

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        """How many came along is said."""
        year = get_year_for(person(request), uid, on=localdate())
        many = collecting.roll_over(year, actor=person(request), at=now())
        messages.success(request, _("转入 %(n)d 件储备项目。") % {"n": many})
        return redirect("outreach:project-screening", uid)


class FiguresView(DeskMixin, View):
    """提案统计: by channel, category, place and unmet criterion, with what became of them. POST takes it away."""

    roles = READERS

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        """The tables."""
        year = get_year_for(person(request), uid, on=localdate())
        context = {
            "year": year, "tables": proposal_figures(year), "states": ProposalState.choices,
            "crumbs": [
                (_("民生实事年度"), reverse("outreach:project-years")),
                (year.title, reverse("outreach:project-year", args=[uid])),
                (_("提案统计"), ""),
            ],
        }  # fmt: skip
        return render(request, "outreach/desk/proposal_figures.html", context)

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        """As a workbook."""
        user, at = person(request), now()
        year = get_year_for(user, uid, on=localdate(at))
        columns = [
            Column(_("口径"), 14), Column(_("项"), 24), Column(_("件数"), 8),
            *(Column(state.label, 12) for state in ProposalState),
        ]  # fmt: skip
        rows = [
            [title, line.label, line.total, *line.by_state.values()]
            for title, lines in proposal_figures(year)
            for line in lines
        ]
        with transaction.atomic():
            record("outreach.proposals.counted", year, actor=user, form="xlsx")
        return workbook(user, f"{year.title}{_('提案统计')}", columns, rows, at=at)
