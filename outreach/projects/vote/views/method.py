"""票决办法 of one year: what it says, what it means for this congress, its draft and its adoption."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views import View

from congress.errors import NotFound
from congress.people.roles import Role
from congress.web import DeskMixin
from deputies.desk import FormPage, person
from deputies.roster.models import Mandate
from outreach.projects.models import ProjectYear
from outreach.projects.rules import is_office_of
from outreach.projects.selectors import get_year_for
from outreach.projects.vote import forms
from outreach.projects.vote.models import VotingMethod
from outreach.projects.vote.rules import rule_sentence
from outreach.projects.vote.services import methods

_COPIED = (
    "places", "ballot_type", "min_diff", "min_diff_reason", "base", "threshold_upper", "threshold_lower", "quorum_upper",
    "quorum_lower", "tie_rule", "shortfall_rule", "electronic", "remote", "publishes_ballots",
)  # fmt: skip


class MethodView(DeskMixin, View):
    """What the method says."""

    roles = (Role.CLERK, Role.SUPERVISOR, Role.LEADER)

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        """The page."""
        user, on = person(request), localdate()
        year = get_year_for(user, uid, on=on)
        method = VotingMethod.objects.select_related("drafted_by", "adopted_by").filter(year=year).first()
        deputies = Mandate.objects.in_office(on).filter(term=year.term).count()
        board = reverse("outreach:project-year", args=[uid])
        return render(
            request,
            "outreach/desk/vote_method.html",
            {
                "year": year,
                "method": method,
                "sentence": rule_sentence(method, deputies) if method else "",
                "is_office": is_office_of(user, year, on=on),
                "mine": method is not None and method.drafted_by_id == user.pk,
                "crumbs": [
                    (_("民生实事年度"), reverse("outreach:project-years")),
                    (year.title, board),
                    (_("票决办法"), ""),
                ],
            },
        )


class _MethodStep(FormPage):
    root = (_lazy("民生实事年度"), "outreach:project-years")
    target: ProjectYear

    def find(self) -> ProjectYear:
        return get_year_for(person(self.request), self.kwargs["uid"], on=localdate())

    def get_back(self) -> tuple[str, str]:
        return str(_("票决办法")), reverse("outreach:vote-method", args=[self.target.uid])


class EditMethodView(_MethodStep):
    """起草票决办法."""

    form_class = forms.MethodForm
    heading, send = _lazy("起草票决办法"), _lazy("保存")

    def get_initial(self) -> dict[str, Any]:
        method = VotingMethod.objects.filter(year=self.target).first()
        if method is None:
            return super().get_initial()
        cap = method.money_cap_fen
        kept = {name: getattr(method, name) for name in _COPIED}
        return {**super().get_initial(), **kept, "money_cap": cap / 1_000_000 if cap else None}

    def get_form(self, form_class: Any = None) -> forms.MethodForm:
        self.bound: forms.MethodForm = super().get_form(form_class)
        return self.bound

    def act(self, target: ProjectYear, data: dict[str, Any]) -> VotingMethod:
        return methods.save_method(target, self.bound.draft(), actor=person(self.request), at=now())


class AdoptMethodView(_MethodStep):
    """登记通过."""

    form_class = forms.AdoptForm
    heading, send = _lazy("登记票决办法通过"), _lazy("登记")

    def act(self, target: ProjectYear, data: dict[str, Any]) -> VotingMethod:
        method = VotingMethod.objects.filter(year=target).first()
        if method is None:
            raise NotFound("not_found", _("还没有起草票决办法。"))
        return methods.adopt_method(
            method, document_number=data["document_number"], adopted_on=data["adopted_on"],
            actor=person(self.request), at=now(),
        )  # fmt: skip
