"""Forms of points. People write points, the services take hundredths."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deputies.points.models import PointRule
from deputies.points.services import RuleDraft
from deputies.points.states import SHOWN_TO, EventKind
from deputies.roster.forms import DATE, PlainForm
from deputies.roster.states import Level


def hundredths(value: Decimal | None) -> int | None:
    """Points as typed in hundredths."""
    return None if value is None else int(value * 100)


class TableForm(PlainForm):
    """A new draft."""

    region_code = forms.ChoiceField(label=_("区划"))
    level = forms.ChoiceField(label=_("层级"), choices=Level.choices)
    name = forms.CharField(label=_("名称"), min_length=4, max_length=80)
    valid_from = forms.DateField(label=_("施行日期"), widget=DATE)
    basis = forms.CharField(label=_("依据"), min_length=4, max_length=120)

    def __init__(self, *args: Any, regions: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region_code"].choices = regions  # type: ignore[attr-defined]


class RuleForm(PlainForm):
    """One line of a draft."""

    event = forms.ChoiceField(label=_("来源"), choices=EventKind.choices)
    label = forms.CharField(label=_("项目"), min_length=2, max_length=60)
    points = forms.DecimalField(label=_("分值"), decimal_places=2, max_digits=6, help_text=_("扣分写负数"))
    cap = forms.DecimalField(label=_("年度上限"), required=False, decimal_places=2, max_digits=7)
    cap_group = forms.CharField(
        label=_("合并上限"), required=False, max_length=20, help_text=_("同名的几项合起来算上限")
    )
    evidence = forms.CharField(label=_("凭证"), required=False, max_length=80)
    basis = forms.CharField(label=_("依据"), required=False, max_length=120)
    feeds_every_mandate = forms.BooleanField(label=_("兼任代表分别计分"), required=False)

    def draft(self) -> RuleDraft:
        data = self.cleaned_data
        return RuleDraft(
            **{**data, "points": hundredths(data["points"]) or 0, "cap": hundredths(data["cap"])}
        )

    @staticmethod
    def initial_of(rule: PointRule) -> dict[str, Any]:
        """A line that is to be changed."""
        names = ("event", "label", "cap_group", "evidence", "basis", "feeds_every_mandate")
        cap = None if rule.cap is None else Decimal(rule.cap) / 100
        return {
            **{name: getattr(rule, name) for name in names},
            "points": Decimal(rule.points) / 100,
            "cap": cap,
        }


class ShownForm(PlainForm):
    """Who sees the ranking."""

    whom = forms.ChoiceField(label=_("排名给谁看"), choices=list(SHOWN_TO.items()))


class DecideForm(PlainForm):
    """On a claim."""

    reason = forms.CharField(label=_("驳回原因"), required=False, max_length=90)


class RulingForm(PlainForm):
    """On an appeal; `points` is the award's new value."""

    ruling = forms.CharField(
        label=_("裁定"), min_length=4, max_length=500, widget=forms.Textarea(attrs={"rows": 2})
    )
    points = forms.DecimalField(
        label=_("改为多少分"), required=False, decimal_places=2, max_digits=6, help_text=_("申诉成立时填写")
    )


class FreezeForm(PlainForm):
    """Close a quarter or a year."""

    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
    quarter = forms.TypedChoiceField(
        label=_("时段"),
        coerce=int,
        choices=[(0, _("全年")), (1, _("一季度")), (2, _("二季度")), (3, _("三季度")), (4, _("四季度"))],
    )


class ClaimForm(PlainForm):
    """A deputy's claim."""

    what = forms.CharField(
        label=_("做了什么"), min_length=4, max_length=200, widget=forms.Textarea(attrs={"rows": 3})
    )
    on = forms.DateField(label=_("日期"), widget=DATE)
    uid = forms.UUIDField(widget=forms.HiddenInput)


class AppealForm(PlainForm):
    """A deputy's appeal."""

    award = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("哪里不对"), min_length=4, max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
