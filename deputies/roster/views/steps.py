"""The forms of the roster, each with its service: add, correct, mandate, change, account, photo, term."""

from datetime import date
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from congress.errors import NotAllowed
from congress.models import User
from deputies.desk import FormPage, person
from deputies.roster.forms import (
    ChangeForm,
    DeputyForm,
    LinkForm,
    MandateForm,
    PhotoForm,
    TermForm,
)
from deputies.roster.models import Deputy, Mandate, Term
from deputies.roster.selectors import get_deputy_for
from deputies.roster.services import (
    Decision,
    MandateDraft,
    add_deputy,
    begin_mandate,
    change_deputy,
    change_mandate,
    link_account,
    open_term,
    set_photo,
)
from deputies.roster.services.terms import seat_named
from deputies.roster.states import ChangeKind
from deputies.roster.views.desk import mandate_for, prefixes_of


class _Form(FormPage):
    root = (_lazy("代表名册"), "deputies:roster")
    send = _lazy("保存")

    def find(self) -> Any:
        return get_deputy_for(person(self.request), self.kwargs["uid"], on=localdate())

    def get_back(self) -> tuple[str, str]:
        if self.target is None:
            return self.get_root()
        deputy = self.target.deputy if isinstance(self.target, Mandate) else self.target
        return deputy.name, reverse("deputies:roster-deputy", args=[deputy.uid])


class AddView(_Form):
    """登记代表: the person first, the mandate on the next page."""

    form_class = DeputyForm
    heading = _lazy("登记代表")
    send = _lazy("保存，接着登记资格")

    def find(self) -> Any:
        return None

    def act(self, target: Any, data: dict[str, Any]) -> Deputy:
        user, on = person(self.request), localdate()
        prefixes = prefixes_of(user, on=on)
        if not prefixes:
            raise NotAllowed("not_allowed", _("您没有办理该事项的权限。"))
        self.result: Deputy = add_deputy(self.form.draft(), region_code=prefixes[0], actor=user, on=on)
        return self.result

    def form_valid(self, form: DeputyForm) -> HttpResponse:
        self.form = form
        return super().form_valid(form)

    def get_success_url(self) -> str:
        return reverse("deputies:roster-mandate", args=[self.result.uid])


class ChangeDeputyView(_Form):
    form_class = DeputyForm
    heading = _lazy("修改资料")
    success_message = _lazy("资料已更新。")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "deputy": self.target}

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), **DeputyForm.initial_of(self.target)}

    def form_valid(self, form: DeputyForm) -> HttpResponse:
        self.form = form
        return super().form_valid(form)

    def act(self, target: Deputy, data: dict[str, Any]) -> Deputy:
        return change_deputy(
            target,
            self.form.draft(),
            version=data["version"] or 0,
            actor=person(self.request),
            on=localdate(),
        )


def running_terms(user: User, *, on: date) -> list[Term]:
    """The terms of the clerk's divisions and above that are not over."""
    inside = Q(level__in=("national", "province"))
    for prefix in prefixes_of(user, on=on):
        inside |= Q(region_code__startswith=prefix)
    return list(Term.objects.filter(inside, ends_on__gte=on).order_by("region_code", "-ordinal")[:300])


class MandateView(_Form):
    """登记代表资格: the term stands in the address, so that seats and teams are those of the term."""

    form_class = MandateForm
    heading = _lazy("登记代表资格")
    success_message = _lazy("代表资格已登记。")
    template_name = "deputies/desk/roster_mandate.html"

    def find(self) -> Any:
        # A person without any mandate yet stands in nobody's division: whoever keeps a roster may go on.
        user, on = person(self.request), localdate()
        new = Deputy.objects.filter(uid=self.kwargs["uid"], mandates__isnull=True).first()
        return new if new is not None and prefixes_of(user, on=on) else super().find()

    def get_form_kwargs(self) -> dict[str, Any]:
        wanted = self.request.GET.get("term", "")
        self.known = running_terms(person(self.request), on=localdate())
        self.term = next((term for term in self.known if str(term.pk) == wanted), None)
        prefixes = prefixes_of(person(self.request), on=localdate())
        return {**super().get_form_kwargs(), "term": self.term, "prefixes": prefixes}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        return context | {"terms": self.known, "term": self.term}

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "starts_on": localdate()}

    def act(self, target: Deputy, data: dict[str, Any]) -> Mandate:
        user, on = person(self.request), localdate()
        seat = data["constituency"]
        if seat is None and self.term is not None:
            seat = seat_named(self.term, data["new_constituency"], actor=user, on=on)
        return begin_mandate(
            target,
            MandateDraft(
                seat,
                starts_on=data["starts_on"],
                delegation=data["delegation"],
                group=data["group"],
                committee=data["committee"],
                certificate=data["certificate"],
            ),
            kind=ChangeKind(data["kind"]),
            decision=Decision(decided_by=data["decided_by"]),
            actor=user,
            on=on,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = self.get_form()
        if self.term is None:
            form.add_error(None, _("请先选择届次。"))
            return self.form_invalid(form)
        return self.form_valid(form) if form.is_valid() else self.form_invalid(form)


class ChangeMandateView(_Form):
    form_class = ChangeForm
    heading = _lazy("资格变动")
    send = _lazy("登记变动")
    success_message = _lazy("变动已登记。")

    def find(self) -> Mandate:
        return mandate_for(person(self.request), self.kwargs["uid"], self.kwargs["pk"], on=localdate())

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "mandate": self.target}

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "effective_on": localdate()}

    def act(self, target: Mandate, data: dict[str, Any]) -> Mandate:
        return change_mandate(
            target,
            kind=ChangeKind(data["kind"]),
            effective_on=data["effective_on"],
            decision=Decision(data["decided_by"], data["basis"], data["note"]),
            actor=person(self.request),
            on=localdate(),
        )


class LinkView(_Form):
    form_class = LinkForm
    heading = _lazy("关联账号")
    send = _lazy("关联")
    success_message = _lazy("账号已关联。")

    def act(self, target: Deputy, data: dict[str, Any]) -> Deputy:
        user = User.objects.get(username=data["username"])
        return link_account(target, user, actor=person(self.request), on=localdate())


class PhotoView(_Form):
    form_class = PhotoForm
    heading = _lazy("照片")
    success_message = _lazy("照片已更新。")
    has_files = True

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "is_published": self.target.publish_photo}

    def act(self, target: Deputy, data: dict[str, Any]) -> Deputy:
        return set_photo(
            target,
            upload=data["photo"] or None,
            is_published=data["is_published"],
            actor=person(self.request),
            on=localdate(),
        )


class TermView(_Form):
    """登记届次."""

    form_class = TermForm
    heading = _lazy("登记届次")
    success_message = _lazy("届次已登记。")

    def find(self) -> Any:
        return None

    def act(self, target: Any, data: dict[str, Any]) -> Term:
        data.pop("version", None)
        return open_term(**data, actor=person(self.request), on=localdate())
