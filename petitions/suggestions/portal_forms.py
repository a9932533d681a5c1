"""The citizen's form, a page at a time, in plain words. Rules stand in the service; here is only what a page asks."""

from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from congress.errors import BadInput
from congress.models import Region, RegionLevel
from congress.privacy import normalise_phone
from congress.texts import require_text
from petitions.suggestions.models import Category
from petitions.suggestions.rules import CONTENT_MAX, CONTENT_MIN
from petitions.suggestions.states import Kind


class PlainForm(forms.Form):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


class WhatForm(PlainForm):
    category = forms.ModelChoiceField(
        Category.objects.filter(parent__isnull=True, is_active=True),
        label=_("哪方面的事"),
        error_messages={
            "required": _("请选一类；说不清就选“其他”。"),
            "invalid_choice": _("请从下面选一类。"),
        },
        widget=forms.RadioSelect,
        empty_label=None,
    )
    content = forms.CharField(
        label=_("请说说这件事"),
        help_text=_("什么时间、什么地点、现在怎样、您希望怎么办。8 到 2000 字。"),
        max_length=CONTENT_MAX,
        error_messages={"required": _("请写下您想说的事。"), "max_length": _("最多 2000 个字，请删减一些。")},
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def clean_content(self) -> str:
        try:
            return require_text(
                self.cleaned_data["content"], field="content", least=CONTENT_MIN, most=CONTENT_MAX
            )
        except BadInput as refusal:
            raise forms.ValidationError(refusal.message) from refusal


class WhereForm(PlainForm):
    region = forms.ModelChoiceField(
        Region.objects.none(),
        label=_("在哪个乡镇或街道"),
        empty_label=_("请选择"),
        error_messages={"required": _("请选择乡镇或街道。"), "invalid_choice": _("请从列表里选择。")},
    )
    spot = forms.CharField(
        label=_("具体地点"), required=False, max_length=120, help_text=_("例如：某某村村口、某某小学门前。")
    )
    latitude = forms.DecimalField(required=False, min_value=20, max_value=35, widget=forms.HiddenInput)
    longitude = forms.DecimalField(required=False, min_value=105, max_value=120, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        towns = Region.objects.filter(level=RegionLevel.TOWNSHIP, is_active=True).select_related("parent")
        field = cast("forms.ModelChoiceField[Region]", self.fields["region"])
        field.queryset = towns
        grouped: dict[str, list[tuple[str, str]]] = {}
        for town in towns.order_by("parent__code", "code"):
            county = town.parent.name if town.parent else ""
            grouped.setdefault(county, []).append((town.code, town.name))
        field.widget.choices = [("", _("请选择")), *grouped.items()]


class YouForm(PlainForm):
    KINDS = (
        (Kind.NAMED, _("留下联系方式，方便核实和答复")),
        (Kind.ANONYMOUS, _("不留姓名和电话，只凭查询码看答复")),
        (Kind.COLLECTIVE, _("代表几个人一起反映")),
    )
    kind = forms.ChoiceField(
        label=_("您想怎样反映"),
        choices=KINDS,
        initial=Kind.NAMED,
        widget=forms.RadioSelect,
    )
    name = forms.CharField(label=_("怎么称呼您"), required=False, max_length=40)
    phone = forms.CharField(
        label=_("手机号"), required=False, max_length=30, help_text=_("用来核实情况、接收办理短信，不会公开。"),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip
    people_count = forms.IntegerField(
        label=_("一共多少人"),
        required=False,
        min_value=1,
        max_value=100_000,
        help_text=_("几个人一起反映时填写。"),
    )
    is_minor = forms.BooleanField(
        label=_("我还不满 14 周岁，或者替不满 14 周岁的孩子反映"), required=False,
        help_text=_("请同时写下监护人的称呼和电话；这类反映一律不公开。"),
    )  # fmt: skip
    publish_consent = forms.BooleanField(
        label=_("同意隐去姓名后公开办理情况"),
        required=False,
        help_text=_("不同意也照常办理，公开后可以随时撤回。"),
    )
    consent = forms.BooleanField(
        label=_("我已看过“个人信息怎样保护”，同意为办理这件事使用我填写的信息"),
        error_messages={"required": _("请看过后打勾；不留个人信息的反映也需要确认。")},
    )

    def clean_phone(self) -> str:
        phone = self.cleaned_data["phone"].strip()
        if not phone:
            return ""
        try:
            return normalise_phone(phone)
        except BadInput as refusal:
            raise forms.ValidationError(refusal.message) from refusal

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("kind") == Kind.COLLECTIVE and (data.get("people_count") or 0) < 2:
            self.add_error("people_count", _("联名反映至少要有 2 人。"))
        if (
            data.get("is_minor")
            and data.get("kind") != Kind.ANONYMOUS
            and not data.get("phone")
            and "phone" not in self.errors
        ):
            self.add_error("phone", _("请写下监护人的电话。"))
        return data


class TrackForm(PlainForm):
    number = forms.CharField(label=_("编号"), max_length=40, help_text=_("例如 MY-2026-430524-000123"))
    code = forms.CharField(
        label=_("查询码"), max_length=40, help_text=_("12 位，例如 4F7K-92MX-QT3D，大小写和横线都不要紧。"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip


class LostCodeForm(PlainForm):
    number = forms.CharField(label=_("编号"), max_length=40, help_text=_("例如 MY-2026-430524-000123"))
    phone = forms.CharField(
        label=_("反映时留的手机号"),
        max_length=30,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel"}),
    )

    def clean_phone(self) -> str:
        try:
            return normalise_phone(self.cleaned_data["phone"])
        except BadInput as refusal:
            raise forms.ValidationError(refusal.message) from refusal


class PhoneCodeForm(PlainForm):
    code = forms.CharField(
        label=_("6 位验证码"),
        max_length=12,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )
