"""Forms of the calendar and of the rules of deadlines."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congress.attachments.sheets import open_rows
from congress.errors import DomainError
from congress.regions.models import Region
from congress.regions.selectors import counties
from congress.workdays.deadlines import Deadline, Unit
from congress.workdays.notices import days_from_notice, days_from_rows
from congress.workdays.official import OfficialDay

_HEAD = ["日期", "安排", "名称"]


def county_choices() -> list[tuple[str, str]]:
    """The counties, with the whole country first."""
    return [("", _("全国通用")), *((county.code, county.name) for county in counties())]


class CountForm(forms.Form):
    """期限试算: a start and a period."""

    start = forms.DateField(
        label=gettext_lazy("起算事项发生日"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    amount = forms.IntegerField(label=gettext_lazy("期限"), min_value=0, max_value=750)
    unit = forms.ChoiceField(label=gettext_lazy("单位"), choices=Unit.choices)
    region = forms.ChoiceField(label=gettext_lazy("适用地区"), required=False, choices=county_choices)

    @property
    def deadline(self) -> Deadline:
        """The period that was typed."""
        return Deadline("trial", self.cleaned_data["amount"], Unit(self.cleaned_data["unit"]), "")


class EnterDaysForm(forms.Form):
    """The days of a year: from a pasted notice, a spreadsheet, or the rows of a preview that was shown before."""

    year = forms.IntegerField(label=gettext_lazy("年份"), min_value=2000, max_value=2099)
    notice_title = forms.CharField(label=gettext_lazy("通知标题"), max_length=120)
    notice_number = forms.CharField(label=gettext_lazy("发文字号"), max_length=60, required=False)
    region = forms.ChoiceField(
        label=gettext_lazy("适用地区"),
        required=False,
        choices=county_choices,
        help_text=gettext_lazy("国务院办公厅的通知选“全国通用”；自治县自定的放假日选该县。"),
    )
    text = forms.CharField(
        label=gettext_lazy("通知全文"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=gettext_lazy("把通知原文粘贴到这里，系统从中找出放假和上班的日期。"),
    )
    file = forms.FileField(
        label=gettext_lazy("或上传表格"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xls,.csv"}),
        help_text=gettext_lazy("三列：日期、安排（休息或上班）、名称。"),
    )
    rows = forms.CharField(required=False, max_length=20_000, widget=forms.HiddenInput)

    days: list[OfficialDay]
    refused_rows: list[tuple[int, str]] = []

    def clean(self) -> dict[str, Any]:
        """Find the days; every sentence of a refusal stands at the field that it is about."""
        data = super().clean() or {}
        if "year" not in data:
            return data
        try:
            self.days = self._find_days(data)
        except DomainError as refused:
            self.refused_rows = getattr(refused, "rows", [])
            field = "file" if data.get("file") else "text"
            self.add_error(refused.field if refused.field in self.fields else field, refused.message)
        return data

    def clean_region(self) -> Region | None:
        """The county, or None for the whole country."""
        code = self.cleaned_data["region"]
        return Region.objects.get(code=code) if code else None

    def _find_days(self, data: dict[str, Any]) -> list[OfficialDay]:
        if data.get("rows"):
            rows = [line.split("\t") for line in data["rows"].splitlines()]
            return days_from_rows([_HEAD, *rows], data["year"])
        if data.get("file"):
            with open_rows(data["file"], name=data["file"].name, max_rows=1_000, max_columns=50) as sheet:
                return days_from_rows(list(sheet), data["year"])
        if data.get("text"):
            return days_from_notice(data["text"], data["year"])
        raise ValidationError({"text": _("请粘贴通知全文，或上传表格。")})

    @property
    def found_rows(self) -> str:
        """The days found, as the hidden field of the preview carries them."""
        kinds = {True: "上班", False: "休息"}
        return "\n".join(f"{day.date.isoformat()}\t{kinds[day.is_working]}\t{day.name}" for day in self.days)


class ProposeForm(forms.Form):
    """Another length for one rule."""

    amount = forms.IntegerField(label=gettext_lazy("期限"), min_value=0, max_value=750)
    unit = forms.ChoiceField(label=gettext_lazy("单位"), choices=Unit.choices)
    basis = forms.CharField(
        label=gettext_lazy("依据"), max_length=200, help_text=gettext_lazy("写明文件名称和条款。")
    )
    valid_from = forms.DateField(
        label=gettext_lazy("施行日期"),
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text=gettext_lazy("从这一天起发生的事项按新期限计算，已经在走的期限不变。"),
    )
    reason = forms.CharField(
        label=gettext_lazy("调整理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )


class DecideForm(forms.Form):
    """Confirm a proposal, or turn it down with a reason."""

    decision = forms.ChoiceField(choices=[("confirm", ""), ("reject", "")], widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("不同意（撤回）的理由"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
