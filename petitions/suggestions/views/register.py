"""Registering on somebody's behalf: who came to the station, wrote or called. Sixty seconds, keyboard first."""

from typing import Any
from uuid import uuid4

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.generic import FormView

from congress.attachments.services import store
from congress.errors import BadInput
from congress.models import Organisation, Region, RegionLevel
from congress.people.roles import Role
from congress.people.rules import grants_of, region_prefixes, roles_of
from congress.web import DeskMixin
from petitions.suggestions.codes import show_code
from petitions.suggestions.models import Category
from petitions.suggestions.rules import CONTENT_MAX, REGIONAL_ROLES, TITLE_MAX
from petitions.suggestions.services.submit import Intake, Person, submit_suggestion
from petitions.suggestions.states import Channel, Kind

BY_STAFF = (Channel.VISIT, Channel.PHONE, Channel.LETTER, Channel.HOTLINE)


class RegisterForm(forms.Form):
    """What the clerk types while the citizen speaks."""

    client_uuid = forms.UUIDField(widget=forms.HiddenInput)
    channel = forms.ChoiceField(
        label=_lazy("来源"),
        choices=[(c.value, c.label) for c in BY_STAFF],
        widget=forms.RadioSelect,
        initial="visit",
    )
    title = forms.CharField(label=_lazy("标题"), max_length=TITLE_MAX, required=False)
    content = forms.CharField(
        label=_lazy("群众原话"),
        help_text=_lazy("照原话记，不加自己的分析。"),
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": CONTENT_MAX}),
    )
    category = forms.ModelChoiceField(
        Category.objects.filter(is_active=True, parent__isnull=False), label=_lazy("类别"), required=False,
        empty_label=_lazy("先不分"),
    )  # fmt: skip
    region = forms.ModelChoiceField(
        Region.objects.none(), label=_lazy("事发乡镇街道"), empty_label=_lazy("请选择")
    )
    spot = forms.CharField(label=_lazy("具体地点"), max_length=120, required=False)
    kind = forms.ChoiceField(
        label=_lazy("反映方式"), choices=Kind.choices, initial=Kind.NAMED, widget=forms.RadioSelect
    )
    people_count = forms.IntegerField(label=_lazy("人数"), min_value=1, max_value=100_000, initial=1)
    name = forms.CharField(label=_lazy("姓名"), max_length=40, required=False)
    phone = forms.CharField(label=_lazy("电话"), max_length=30, required=False)
    address = forms.CharField(label=_lazy("住址"), max_length=120, required=False)
    received_at = forms.DateTimeField(
        label=_lazy("收到时间"),
        required=False,
        help_text=_lazy("补录时填写，不填就是现在。"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
    )
    files = forms.FileField(label=_lazy("附件"), required=False)
    wants_reply = forms.BooleanField(label=_lazy("需要答复"), required=False, initial=True)
    publish_consent = forms.BooleanField(label=_lazy("同意隐去姓名后公开"), required=False)
    is_minor = forms.BooleanField(label=_lazy("反映人未满 14 周岁"), required=False)
    is_sealed = forms.BooleanField(label=_lazy("要求保密"), required=False)

    def __init__(self, *args: Any, prefixes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        towns = Region.objects.filter(level=RegionLevel.TOWNSHIP, is_active=True).select_related("parent")
        self.fields["region"].queryset = towns
        if prefixes:
            self.fields["region"].queryset = towns.filter(code__regex="^(" + "|".join(prefixes) + ")")
        self.fields["region"].label_from_instance = lambda region: f"{region.parent.name} {region.name}"


class RegisterView(DeskMixin, FormView):
    """登记来电来访."""

    roles = (Role.CLERK, Role.STATION_OFFICER)
    form_class = RegisterForm
    template_name = "petitions/desk/register.html"

    def get_form_kwargs(self) -> dict[str, Any]:
        user, on = self.request.user, localdate()
        prefixes = region_prefixes(user, REGIONAL_ROLES | {Role.STATION_OFFICER}, on=on)
        # A station writes for its whole county: people come from the next village, too.
        return {**super().get_form_kwargs(), "prefixes": sorted({p[:6] for p in prefixes})}

    def get_initial(self) -> dict[str, Any]:
        return {"client_uuid": uuid4()}

    def _station(self) -> Organisation | None:
        held = roles_of(self.request.user, on=localdate())
        if Role.CLERK in held:
            return None
        grants = grants_of(self.request.user, on=localdate())
        return next((g.organisation for g in grants if g.role == Role.STATION_OFFICER), None)

    def form_valid(self, form: RegisterForm) -> HttpResponse:
        data = form.cleaned_data
        on = localdate()
        received_at = data["received_at"]
        try:
            attachments = [
                store(upload, owner=None, actor=self.request.user, on=on)
                for upload in self.request.FILES.getlist("files")
            ]
            receipt = submit_suggestion(
                Intake(
                    content=data["content"],
                    title=data["title"],
                    region=data["region"],
                    channel=Channel(data["channel"]),
                    kind=Kind(data["kind"]),
                    persons=[Person(data["name"], data["phone"], data["address"])],
                    people_count=data["people_count"],
                    category=data["category"],
                    spot=data["spot"],
                    station=self._station(),
                    is_minor=data["is_minor"],
                    is_sealed=data["is_sealed"],
                    wants_reply=data["wants_reply"],
                    publish_consent=data["publish_consent"],
                    received_at=timezone.make_aware(received_at) if received_at and timezone.is_naive(received_at)
                    else received_at,
                    attachments=attachments,
                ),
                actor=self.request.user,
                on=on,
                client_uuid=data["client_uuid"],
            )  # fmt: skip
        except BadInput as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            return self.form_invalid(form)
        messages.success(
            self.request,
            _("已登记，编号 %(number)s，查询码 %(code)s。请把两者告诉群众，查询码只显示这一次。")
            % {"number": receipt.suggestion.number, "code": show_code(receipt.code)},
        )
        return redirect(reverse("petitions:case", args=[receipt.suggestion.number]))

    def form_invalid(self, form: RegisterForm) -> HttpResponse:
        return self.render_to_response(self.get_context_data(form=form), status=422)
