"""Forms of the desk, built from the table of the books."""

from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from deputies.logbooks.kinds import Book
from deputies.logbooks.models import LogEntry
from deputies.logbooks.services import EntryDraft, Part, VoiceDraft
from deputies.logbooks.states import Attendance, ContactWay, Source, Way
from deputies.roster.forms import DATE
from deputies.roster.models import Deputy
from deputies.stations.models import GridCell, Station

# Lines for voters' words on the desk's form; a longer reception is continued on the entry's page.
VOICES = 3
_HOUR = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class EntryForm(forms.Form):
    """An entry of one book at one station. Built by `entry_form`."""

    title = forms.CharField(label=_("主题"), max_length=80)
    subkind = forms.ChoiceField(label=_("类型"))
    happened_on = forms.DateField(label=_("日期"), widget=DATE)
    starts_at = forms.TimeField(label=_("开始"), required=False, widget=_HOUR)
    ends_at = forms.TimeField(label=_("结束"), required=False, widget=_HOUR)
    place = forms.CharField(label=_("地点"), max_length=120, required=False)
    hours = forms.DecimalField(label=_("学时"), min_value=Decimal("0.5"), max_value=8, decimal_places=1)
    people = forms.IntegerField(label=_("人次"), min_value=0, max_value=100_000, required=False)
    deputies = forms.ModelMultipleChoiceField(
        label=_("到场代表"), queryset=Deputy.objects.none(), widget=forms.CheckboxSelectMultiple
    )
    on_leave = forms.ModelMultipleChoiceField(
        label=_("请假代表"),
        queryset=Deputy.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    content = forms.CharField(label=_("内容"), widget=forms.Textarea(attrs={"rows": 5}), required=False)
    late_reason = forms.CharField(
        label=_("补记原因"), max_length=120, required=False, help_text=_("补记三十天以前的事才需要填写。")
    )
    client_uuid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, book: Book, station: Station, people: list[Deputy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.book, self.station = book, station
        choices = Deputy.objects.filter(pk__in=[deputy.pk for deputy in people]).order_by("pk")
        self.fields["deputies"].queryset = choices
        self.fields["on_leave"].queryset = choices
        self.fields["content"].label = book.content_label
        if book.subkinds:
            self.fields["subkind"].choices = book.subkinds
        else:
            del self.fields["subkind"]
        if not book.has_hours:
            del self.fields["hours"]
        for column in book.columns:
            self.fields[column.key] = _field(column)
        if book.has_voices:
            for number in range(1, VOICES + 1):
                self._add_voice(number)

    def _add_voice(self, number: int) -> None:
        what = {"number": number}
        self.fields[f"said_{number}"] = forms.CharField(
            label=_("第 %(number)d 位选民的原话") % what,
            required=False,
            max_length=2000,
            widget=forms.Textarea(attrs={"rows": 3}),
        )
        self.fields[f"name_{number}"] = forms.CharField(
            label=_("姓名（可不填）"), required=False, max_length=40
        )
        self.fields[f"phone_{number}"] = forms.CharField(
            label=_("电话（可不填）"), required=False, max_length=40
        )
        self.fields[f"way_{number}"] = forms.ChoiceField(
            label=_("怎么办"), choices=Way.choices, initial=Way.NOTED, required=False
        )
        self.fields[f"reply_{number}"] = forms.CharField(label=_("当场答复"), required=False, max_length=300)

    def draft(self) -> EntryDraft:
        """What was typed, for the service."""
        data = self.cleaned_data
        away = list(data["on_leave"])
        return EntryDraft(
            kind=self.book.code,
            subkind=data.get("subkind", ""),
            title=data["title"],
            region=self.station.organisation.region,
            happened_on=data["happened_on"],
            parts=[
                *(Part(deputy) for deputy in data["deputies"] if deputy not in away),
                *(Part(deputy, Attendance.LEAVE) for deputy in away),
            ],
            station=self.station,
            place=data["place"],
            starts_at=data["starts_at"],
            ends_at=data["ends_at"],
            content=data["content"],
            details={column.key: data.get(column.key, "") for column in self.book.columns},
            hours=data.get("hours"),
            people=data["people"],
            voices=[voice for n in range(1, VOICES + 1) if (voice := self._voice(n))],
            source=Source.DESK,
            late_reason=data["late_reason"],
        )

    def _voice(self, number: int) -> VoiceDraft | None:
        data = self.cleaned_data
        if not data.get(f"said_{number}", "").strip():
            return None
        return VoiceDraft(
            said=data[f"said_{number}"],
            name=data[f"name_{number}"],
            phone=data[f"phone_{number}"],
            way=data[f"way_{number}"] or Way.NOTED,
            on_spot_reply=data[f"reply_{number}"],
        )


def _field(column: Any) -> forms.Field:
    if column.kind == "choice":
        return forms.ChoiceField(label=column.label, choices=column.choices, required=column.required)
    widget = forms.Textarea(attrs={"rows": 3}) if column.kind == "long" else forms.TextInput()
    return forms.CharField(
        label=column.label, max_length=column.most, required=column.required, widget=widget
    )


def initial_of(entry: LogEntry) -> dict[str, Any]:
    """The fields of an entry that is to be amended or corrected."""
    parts = list(entry.deputies.select_related("deputy"))
    return {
        "title": entry.title,
        "subkind": entry.subkind,
        "happened_on": entry.happened_on,
        "starts_at": entry.starts_at,
        "ends_at": entry.ends_at,
        "place": entry.place,
        "hours": entry.hours,
        "people": entry.people,
        "deputies": [part.deputy_id for part in parts if part.attendance == Attendance.PRESENT],
        "on_leave": [part.deputy_id for part in parts if part.attendance != Attendance.PRESENT],
        "content": entry.content,
        "late_reason": entry.late_reason,
        **entry.details,
    }


class HouseholdForm(forms.Form):
    """A household for a deputy's list, written down at the desk for who keeps it on paper."""

    name = forms.CharField(label=_("户主或小组"), max_length=40)
    is_group = forms.BooleanField(label=_("是选民小组"), required=False)
    phone = forms.CharField(label=_("电话"), max_length=40, required=False, help_text=_("可不填。"))
    cell = forms.ModelChoiceField(
        label=_("村或社区"), queryset=GridCell.objects.none(), required=False, empty_label=_("不清楚")
    )
    client_uuid = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, cells: QuerySet[GridCell], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cell"].queryset = cells


class ContactForm(forms.Form):
    """One call, message or visit."""

    way = forms.ChoiceField(label=_("方式"), choices=ContactWay.choices)
    on = forms.DateField(label=_("日期"), widget=DATE, help_text=_("今天以前的三十天内。"))
    client_uuid = forms.UUIDField(widget=forms.HiddenInput, required=False)


class ReasonForm(forms.Form):
    """A step that needs a reason."""

    reason = forms.CharField(
        label=_("原因"), min_length=4, max_length=200, widget=forms.Textarea(attrs={"rows": 3})
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class LockForm(forms.Form):
    """Which year of which station is sealed."""

    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)
