"""Citizens propose, find their receipt, and read what became of every proposal."""

from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.generic import View

from congress.errors import BadInput, DomainError, NotFound, TooMany
from congress.limits import require_within
from congress.paging import keyset_page
from congress.people.actors import CITIZEN
from congress.people.lockout import client_address
from congress.web import PortalMixin
from outreach.projects.gathering.forms import ProposalForm, ReceiptForm
from outreach.projects.gathering.models import CollectionRound
from outreach.projects.gathering.selectors import proposal_counts, proposal_of_code, published_proposals
from outreach.projects.gathering.services.collecting import is_collecting, propose
from outreach.projects.models import ProjectYear
from outreach.projects.selectors import public_years
from petitions.suggestions.codes import show_code

# From one address in an hour; a village hall shares one.
PROPOSALS, LOOKS = 30, 60


def _year(uid: UUID) -> ProjectYear:
    found = public_years().filter(uid=uid).first()
    if found is None:
        raise NotFound("not_found", _("没有找到这个年度。"))
    return found


class ProposeView(PortalMixin, View):
    """我要提项目: one page, without an account; sent twice it counts once."""

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        """The form, or why there is none."""
        year = _year(uid)
        return self._show(year, ProposalForm(year=year, initial={"client_uuid": uuid4()}))

    def _show(self, year: ProjectYear, form: Any, *, status: int = 200) -> HttpResponse:
        collection = CollectionRound.objects.filter(year=year).first()
        context = {
            "year": year, "form": form, "collection": collection, "is_open": is_collecting(year, on=localdate()),
            "crumbs": [(_("民生实事"), ""), (_("我要提项目"), "")],
        }  # fmt: skip
        return render(self.request, "outreach/portal/propose.html", context, status=status)

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        """Take it in and show the receipt."""
        year = _year(uid)
        form = ProposalForm(request.POST, year=year)
        if not form.is_valid():
            return self._show(year, form, status=422)
        try:
            require_within(f"propose:{client_address(request) or ''}", PROPOSALS, 3600)
            _made, code = propose(
                year, form.draft(), actor=CITIZEN, at=now(), client_uuid=form.cleaned_data["client_uuid"]
            )
        except (BadInput, TooMany) as refused:
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
            return self._show(year, form, status=refused.status)
        except DomainError as refused:
            form.add_error(None, refused.message)
            return self._show(year, form, status=refused.status)
        # The code is shown once more by the session alone: an address would keep it in histories.
        request.session["project_receipt"] = code
        return redirect("outreach:project-receipt")


class ReceiptView(PortalMixin, View):
    """收条: what became of a proposal, by its code."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """The receipt just given, or the form."""
        code = request.session.pop("project_receipt", "")
        return self._show(ReceiptForm(), code=code)

    def _show(self, form: Any, *, code: str = "", status: int = 200, is_look: bool = False) -> HttpResponse:
        context: dict[str, Any] = {"form": form, "crumbs": [(_("民生实事"), ""), (_("我的提案"), "")]}
        if code:
            context |= {"proposal": proposal_of_code(code), "code": "" if is_look else show_code(code)}
        answer = render(self.request, "outreach/portal/receipt.html", context, status=status)
        answer["Cache-Control"] = "no-store"
        return answer

    def post(self, request: HttpRequest) -> HttpResponse:
        """Look one up."""
        form = ReceiptForm(request.POST)
        if not form.is_valid():
            return self._show(form, status=422)
        try:
            require_within(f"receipt:{client_address(request) or ''}", LOOKS, 3600)
            return self._show(form, code=form.cleaned_data["code"], is_look=True)
        except (NotFound, TooMany) as refused:
            form.add_error("code", refused.message)
            return self._show(form, status=422 if isinstance(refused, NotFound) else refused.status)


class ProposalsView(PortalMixin, View):
    """提案去向: every decided proposal with its reason."""

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        """Newest first."""
        year = _year(uid)
        page = keyset_page(
            published_proposals(year), ("-pk",), request.GET.get("cursor", ""), name=f"proposals-{year.pk}"
        )
        return render(
            request,
            "outreach/portal/proposals.html",
            {
                "year": year, "page": page, "rows": page.rows, "counts": proposal_counts(year),
                "is_open": is_collecting(year, on=localdate()),
                "crumbs": [(_("民生实事"), ""), (year.title, reverse("outreach:project-proposals", args=[uid]))],
            },
        )  # fmt: skip
