"""联系户: who is still owed a word or a visit this half-year, and writing down a contact by one tap."""

from uuid import UUID, uuid4

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.timezone import localdate, now
from django.utils.translation import gettext as _
from django.views.generic import View

from congress.audit.services import record
from congress.errors import NotAllowed, NotFound
from congress.web.faces import PhoneMixin
from congress.web.steps import StepView
from deputies.desk import person
from deputies.logbooks.models import Household
from deputies.logbooks.owed import HalfYear, owed_by
from deputies.logbooks.services import add_household, end_household, record_contact
from deputies.logbooks.states import ContactWay
from deputies.phone.forms import HouseholdForm
from deputies.roster.models import Deputy
from deputies.roster.selectors import deputy_of


def _own(request: HttpRequest) -> Deputy:
    deputy = deputy_of(person(request))
    if deputy is None:
        raise NotAllowed("no_deputy", _("该账号没有代表身份。"))
    return deputy


class ContactsView(PhoneMixin, View):
    """The list, those who are owed something first. Names in clear: it is the deputy's own book, each look recorded."""

    def get(self, request: HttpRequest) -> HttpResponse:
        deputy, on = _own(request), localdate()
        rows = sorted(owed_by(deputy, on=on), key=lambda row: (not row.visit, not row.call))
        if rows:
            with transaction.atomic():
                record("deputies.household.listed", deputy, actor=person(request), households=len(rows))
        shown = [{"row": row, "name": row.household.name.reveal(), "uid": uuid4()} for row in rows]
        return render(
            request,
            "deputies/phone/contacts.html",
            {
                "rows": shown,
                "open": [item for item, row in zip(shown, rows, strict=True) if row.visit or row.call],
                "half": HalfYear.of(on),
                "called": sum(not row.call for row in rows),
                "visited": sum(not row.visit for row in rows),
                "today": on,
                "back": "/m/",
            },
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        deputy, at = _own(request), now()
        household = _household(deputy, request.POST.get("household", ""))
        way = request.POST.get("way", "")
        uid = _uuid(request.POST.get("uid", "")) or uuid4()
        if way not in ContactWay.values:
            raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
        record_contact(
            household, way=way, happened_on=localdate(at), actor=person(request), at=at, made_at=at, uid=uid
        )
        messages.success(request, _("已记下。"))
        return redirect("deputies:my-contacts")


class AddHouseholdView(PhoneMixin, StepView):
    """Take a household into the list."""

    form_class = HouseholdForm
    template_name = "deputies/phone/form.html"

    def find(self) -> Deputy:
        return _own(self.request)

    def get_initial(self) -> dict[str, object]:
        return {**super().get_initial(), "uid": uuid4()}

    def act(self, target: Deputy, data: dict[str, object]) -> None:
        form = HouseholdForm(self.request.POST)
        form.is_valid()
        add_household(
            target, form.draft(), actor=person(self.request), on=localdate(), uid=form.cleaned_data["uid"]
        )

    def get_success_url(self) -> str:
        return "/m/contacts/"

    def get_context_data(self, **kwargs: object) -> dict[str, object]:
        return super().get_context_data(
            heading=_("添加联系户"), send=_("添加"), back="/m/contacts/", **kwargs
        )


class EndHouseholdView(PhoneMixin, View):
    """Take a household off the list; what was done stays counted."""

    http_method_names = ["post"]

    def post(self, request: HttpRequest, uid: UUID) -> HttpResponse:
        end_household(_household(_own(request), str(uid)), actor=person(request), on=localdate())
        messages.success(request, _("已移出联系户名单。"))
        return redirect("deputies:my-contacts")


def _household(deputy: Deputy, text: str) -> Household:
    uid = _uuid(text)
    row = deputy.households.filter(uid=uid).first() if uid else None
    if row is None:
        raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
    return row


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
