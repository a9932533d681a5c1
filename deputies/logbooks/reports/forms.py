"""Forms of the duty reports, for desk and phone. Field names are the arguments of the services."""

from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from deputies.logbooks.reports.models import DutyReport
from deputies.logbooks.reports.rules import TOPICS, Ballots
from deputies.logbooks.reports.services import ReportText
from deputies.logbooks.reports.services.writing import TOPIC_MOST
from deputies.roster.forms import DATE, PlainForm
from deputies.roster.models import Deputy

_HOUR = forms.TimeInput(format="%H:%M", attrs={"type": "time"})
_MANY = 100_000


def _topic(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=TOPIC_MOST,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


def _number(label: Any, help_text: Any = "") -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        min_value=0,
        max_value=_MANY,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


def _reason() -> forms.CharField:
    return forms.CharField(
        label=_("原因"), min_length=4, max_length=200, widget=forms.Textarea(attrs={"rows": 3})
    )


class TextForm(PlainForm):
    """The five topics. A draft may leave some empty."""

    meetings = _topic(_("出席会议"), _("出席、列席了哪些会，有没有请假。"))
    proposals = _topic(_("提出建议"), _("提了哪些建议、议案，办得怎样。"))
    contacts = _topic(_("联系群众"), _("走访、接待了多少户，反映的事怎么办的。请不要写群众的姓名和电话。"))
    activities = _topic(_("参加活动"), _("视察、调研、执法检查和小组活动。"))
    conduct = _topic(_("遵纪守法"), _("履行代表义务、遵守行为规范的情况。"))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def text(self) -> ReportText:
        """What was typed, for the service."""
        return ReportText(**{name: self.cleaned_data[name] for name in TOPICS})


class NewTextForm(TextForm):
    """A new report, of this year or the last."""

    year = forms.TypedChoiceField(label=_("年度"), coerce=int)
    client_uuid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    field_order = ("year", *TOPICS)

    def __init__(self, *args: Any, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [(year, str(year)) for year in (on.year, on.year - 1)]


class PaperForm(NewTextForm):
    """The station types what a deputy without an account wrote on paper."""

    deputy = forms.ModelChoiceField(label=_("述职代表"), queryset=Deputy.objects.none())
    field_order = ("deputy", "year", *TOPICS)

    def __init__(self, *args: Any, people: QuerySet[Deputy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = people


class StepForm(PlainForm):
    """A step that asks for nothing."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReasonForm(StepForm):
    """A step with a reason."""

    reason = _reason()


class PlanForm(StepForm):
    """The meeting."""

    meets_on = forms.DateField(label=_("会议日期"), widget=DATE)
    meets_at = forms.TimeField(label=_("开会时间"), required=False, widget=_HOUR)
    place = forms.CharField(label=_("会议地点"), max_length=120)
    host = forms.CharField(label=_("主持"), max_length=40)
    entitled = _number(_("应到人数"), _("通知参加测评的选民或选举单位代表人数。"))


class PostponeForm(StepForm):
    """Another day."""

    meets_on = forms.DateField(label=_("新的日期"), widget=DATE)
    meets_at = forms.TimeField(label=_("开会时间"), required=False, widget=_HOUR)
    place = forms.CharField(label=_("会议地点"), max_length=120)
    reason = _reason()


class HoldForm(StepForm):
    """How the meeting went."""

    present = _number(_("实到人数"), _("超过应到人数的一半才能测评。"))
    questions = forms.CharField(
        label=_("询问与回答"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 4})
    )
    late_reason = forms.CharField(
        label=_("补记原因"), max_length=120, required=False, help_text=_("补记三十天以前的会才需要填写。")
    )


class CountForm(PlainForm):
    """The ballots as one person counted them. `turn` is the round that the page showed."""

    issued = _number(_("发出票"))
    returned = _number(_("收回票"), _("等于下面四项之和。"))
    good = _number(_("满意"))
    fair = _number(_("基本满意"))
    poor = _number(_("不满意"))
    invalid = _number(_("无效票"))
    turn = forms.IntegerField(widget=forms.HiddenInput)

    def ballots(self) -> Ballots:
        """What was typed, for the service."""
        return Ballots(**{name: value for name, value in self.cleaned_data.items() if name != "turn"})


class PublishForm(StepForm):
    """What goes out with the numbers."""

    improvement = forms.CharField(
        label=_("整改要求"),
        required=False,
        max_length=300,
        help_text=_("结果为不满意时必须填写。会对外公开，请不要写个人信息。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CorrectForm(StepForm):
    """Open the counts again."""

    present = _number(_("实到人数"))
    reason = _reason()


def initial_of(report: DutyReport) -> dict[str, str]:
    """The topics of a report that is to be changed."""
    return {name: getattr(report, name) for name in TOPICS}
