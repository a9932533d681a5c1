"""What the phone's forms show. They judge nothing: `take_in` does, for the queue and for a plain form alike."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deputies.logbooks.kinds import Column
from deputies.logbooks.services import HouseholdDraft
from deputies.logbooks.states import ActivityKind, Way
from deputies.phone.kinds import PhoneForm
from deputies.roster.forms import DATE

_HOUR = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
_WAYS = (
    (Way.SUGGESTION, _("要转交办理")),
    (Way.ON_SPOT, _("当场答复了")),
    (Way.NOTED, _("只作记录")),
)


class VoiceForm(forms.Form):
    """What one voter said."""

    said = forms.CharField(
        label=_("群众说了什么"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    way = forms.ChoiceField(
        label=_("要不要转交办理"),
        choices=_WAYS,
        required=False,
        widget=forms.RadioSelect,
        initial=Way.SUGGESTION,
    )
    on_spot_reply = forms.CharField(label=_("当场怎么答复的"), required=False, max_length=300)
    name = forms.CharField(label=_("姓名"), required=False, max_length=40)
    phone = forms.CharField(
        label=_("电话"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )


class LogForm(forms.Form):
    """One of the five forms. `choices` fills what is about this deputy alone; the page that phones keep has none."""

    happened_on = forms.CharField(label=_("日期"), required=False, widget=DATE)
    starts_at = forms.CharField(label=_("开始"), required=False, widget=_HOUR)
    ends_at = forms.CharField(label=_("结束"), required=False, widget=_HOUR)
    subkind = forms.ChoiceField(label=_("类型"), required=False, choices=ActivityKind.choices)
    title = forms.CharField(label=_("主题"), required=False, max_length=80)
    place = forms.CharField(label=_("地点"), required=False, max_length=120)
    content = forms.CharField(required=False, widget=forms.Textarea(attrs={"rows": 4}), max_length=4000)
    people = forms.CharField(label=_("见了几人"), required=False, widget=forms.NumberInput(attrs={"min": 0}))
    hours = forms.CharField(
        label=_("学时"),
        required=False,
        widget=forms.NumberInput(attrs={"min": "0.5", "max": 8, "step": "0.5"}),
    )
    station = forms.CharField(label=_("站点"), required=False, widget=forms.Select)
    households = forms.CharField(
        label=_("走访了哪些联系户"), required=False, widget=forms.CheckboxSelectMultiple
    )
    deputies = forms.CharField(label=_("一起参加的代表"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(
        self, *args: Any, shape: PhoneForm, choices: dict[str, Iterable[Any]] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        for column in shape.book.columns:
            if column.key in shape.fields:
                self.fields[column.key] = _own(column)
        for name in [name for name in self.fields if name not in shape.fields]:
            del self.fields[name]
        if "content" in self.fields:
            self.fields["content"].label = shape.content_label
        for name in ("station", "households", "deputies"):
            if name in self.fields:
                self.fields[name].widget.choices = list((choices or {}).get(name, ()))
        self.order_fields([name for name in shape.fields if name in self.fields])


def _own(column: Column) -> forms.Field:
    if column.kind == "choice":
        return forms.ChoiceField(label=column.label, choices=column.choices, widget=forms.RadioSelect)
    widget = forms.Textarea(attrs={"rows": 3}) if column.kind == "long" else forms.TextInput()
    return forms.CharField(label=column.label, required=False, max_length=column.most, widget=widget)


class HouseholdForm(forms.Form):
    """A household or voter group to keep contact with."""

    name = forms.CharField(label=_("户主或小组"), max_length=40)
    phone = forms.CharField(
        label=_("电话"), max_length=40, required=False, widget=forms.TextInput(attrs={"type": "tel"})
    )
    is_group = forms.BooleanField(label=_("这是一个选民小组"), required=False)
    uid = forms.UUIDField(widget=forms.HiddenInput)

    def draft(self) -> HouseholdDraft:
        data = self.cleaned_data
        return HouseholdDraft(data["name"], data["phone"], is_group=data["is_group"])


class WithdrawForm(forms.Form):
    """Why an entry is taken back."""

    reason = forms.CharField(
        label=_("撤回原因"), min_length=4, max_length=200, widget=forms.Textarea(attrs={"rows": 2})
    )
    version = forms.IntegerField(widget=forms.HiddenInput)
