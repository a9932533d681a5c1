"""审议候选项目 on the deputy's phone: read the sheets, put them in an order, say what one thinks. Works without script."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.generic import View

from congress.errors import DomainError
from congress.web.faces import PhoneMixin
from deputies.desk import person
from outreach.projects.consulting.forms import AdviceForm
from outreach.projects.consulting.selectors import advice_of, answers_of, candidates_of, get_deputy_year
from outreach.projects.consulting.services import advise
from outreach.projects.models import ProjectYear
from outreach.projects.states import YearState


class DeliberateView(PhoneMixin, View):
    """One year's candidates."""

    def get(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        """The sheets with what one said before; after the consultation to read only."""
        year = get_deputy_year(person(request), uid, on=localdate())
        return self._show(year, self._form(year))

    def _form(self, year: ProjectYear, data: Any = None) -> AdviceForm:
        mine = advice_of(person(self.request), year, on=localdate())
        return AdviceForm(data, projects=candidates_of(year), mine=mine)

    def _show(self, year: ProjectYear, form: AdviceForm, *, status: int = 200) -> HttpResponse:
        answers = answers_of(form.projects)
        context = {
            "year": year,
            "form": form,
            "blocks": [(*block, answers.get(block[0].pk, "")) for block in form.blocks()],
            "is_open": year.state == YearState.CONSULTING,
            "back": reverse("outreach:my-projects"),
        }
        return render(self.request, "outreach/phone/project_deliberate.html", context, status=status)

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        """Take the whole advice."""
        user = person(request)
        year = get_deputy_year(user, uid, on=localdate())
        form = self._form(year, request.POST)
        if not form.is_valid():
            return self._show(year, form, status=422)
        try:
            many = advise(year, form.lines(), actor=user, at=now())
        except DomainError as refused:
            if refused.status in {403, 404}:
                raise
            form.add_error(refused.field if refused.field in form.fields else None, refused.message)
            return self._show(year, form, status=refused.status)
        messages.success(request, _("已记下您对 %(n)d 个项目的意见，截止以前都可以再改。") % {"n": many})
        return redirect("outreach:project-deliberate", uid)
