"""Forms of the dossiers. Field names are the arguments of the services."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deputies.dossiers.models import Meeting, MeetingAttendance
from deputies.dossiers.services import AttendanceDraft, HonourDraft
from deputies.dossiers.services.facts import HALF_DAYS_MOST, KEY_MOST, SPEECHES_MOST, TITLE_MOST
from deputies.dossiers.states import HonourRank, MeetingKind, Presence
from deputies.roster.forms import DATE, PlainForm
from deputies.roster.models import Deputy
from deputies.roster.states import Level


class VersionForm(forms.Form):
    """A step without any words."""

    version = forms.IntegerField(widget=forms.HiddenInput)


class ReopenForm(VersionForm):
    """重新打开."""

    reason = forms.CharField(
        label=_("原因"), min_length=4, max_length=200, widget=forms.Textarea(attrs={"rows": 3})
    )


class ObjectForm(forms.Form):
    """异议."""

    text = forms.CharField(
        label=_("哪里不对"), min_length=4, max_length=500, widget=forms.Textarea(attrs={"rows": 4})
    )


class YearForm(forms.Form):
    """建档."""

    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)


class AnswerForm(PlainForm):
    """答复异议."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    answer = forms.CharField(
        label=_("答复"),
        min_length=4,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写明核对的结果和理由，代表会收到。"),
    )


class MeetingForm(PlainForm):
    """会议."""

    key = forms.CharField(
        label=_("会议编号"),
        max_length=KEY_MOST,
        required=False,
        help_text=_("会议系统里的编号；留空由系统编。推送或导入同一编号，会替换出席情况。"),
    )
    kind = forms.ChoiceField(label=_("类别"), choices=MeetingKind.choices)
    title = forms.CharField(label=_("名称"), max_length=TITLE_MOST)
    level = forms.ChoiceField(label=_("哪一级代表"), choices=Level.choices)
    on = forms.DateField(label=_("开始日期"), widget=DATE)
    half_days = forms.IntegerField(
        label=_("半天数"), min_value=1, max_value=HALF_DAYS_MOST, initial=1, help_text=_("开一天填 2。")
    )

    def __init__(self, *args: Any, meeting: Meeting | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if meeting is not None:
            del self.fields["key"]


class AttendanceForm(PlainForm):
    """Who was there: four numbers a deputy, in half-days; empty means nothing is noted."""

    COLUMNS = (
        (Presence.PRESENT, _("出席")),
        (Presence.LEAVE, _("请假")),
        (Presence.ABSENT, _("缺席")),
        ("speeches", _("发言")),
    )

    def __init__(
        self, *args: Any, deputies: Iterable[Deputy], noted: Iterable[MeetingAttendance], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.deputies = list(deputies)
        known = {(row.deputy_id, row.presence): row for row in noted}
        for deputy in self.deputies:
            for name, label in self.COLUMNS:
                row = known.get((deputy.pk, Presence.PRESENT if name == "speeches" else name))
                value = (row.speeches or None if name == "speeches" else row.half_days) if row else None
                self.fields[f"{deputy.pk}-{name}"] = forms.IntegerField(
                    label=f"{deputy.name} {label}",
                    required=False,
                    min_value=0,
                    max_value=SPEECHES_MOST if name == "speeches" else HALF_DAYS_MOST,
                    initial=value,
                )
        self.unapproved = {
            row.deputy_id for row in known.values() if row.presence == Presence.LEAVE and not row.is_approved
        }

    @property
    def lines(self) -> list[dict[str, Any]]:
        """A line a deputy, with its four fields."""
        return [
            {
                "deputy": deputy,
                "fields": [(label, self[f"{deputy.pk}-{name}"]) for name, label in self.COLUMNS],
            }
            for deputy in self.deputies
        ]

    def drafts(self) -> list[AttendanceDraft]:
        """The service's argument, of a valid form. A leave noted here is an approved one."""
        found = []
        for deputy in self.deputies:
            for presence in Presence.values:
                half_days = self.cleaned_data.get(f"{deputy.pk}-{presence}")
                if half_days:
                    found.append(
                        AttendanceDraft(
                            deputy,
                            presence,
                            half_days,
                            is_approved=presence == Presence.LEAVE and deputy.pk not in self.unapproved,
                            speeches=self.cleaned_data.get(f"{deputy.pk}-speeches") or 0
                            if presence == Presence.PRESENT
                            else 0,
                        )
                    )
        return found


class HonourForm(PlainForm):
    """表彰奖励."""

    title = forms.CharField(label=_("名称"), max_length=TITLE_MOST)
    granted_by = forms.CharField(label=_("授予单位"), max_length=80)
    rank = forms.ChoiceField(label=_("级别"), choices=HonourRank.choices)
    granted_on = forms.DateField(label=_("日期"), widget=DATE)

    def draft(self) -> HonourDraft:
        """The service's argument, of a valid form."""
        return HonourDraft(**self.cleaned_data)


class RemoveForm(PlainForm):
    """删去."""

    reason = forms.CharField(
        label=_("原因"), min_length=4, max_length=200, widget=forms.Textarea(attrs={"rows": 3})
    )


class MeetingUploadForm(PlainForm):
    """The file, and of which congress the meetings are."""

    file = forms.FileField(
        label=_("出席情况文件"),
        help_text=_("xlsx 或 csv，一行一位代表的一种情况；同一次会议的各行编号或名称相同。表头照模板。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        error_messages={"empty": _("文件是空的，请重新选择。")},
    )
    level = forms.ChoiceField(label=_("哪一级代表"), choices=Level.choices)
