"""Forms of stations. Field names are the arguments of the services."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congress.errors import BadInput
from congress.models import Region
from deputies.roster.forms import DATE, PlaceField, PlainForm
from deputies.roster.models import Deputy
from deputies.stations.hours import read_hours, write_hours
from deputies.stations.models import Criterion, GridCell, RotaPattern, StandardItem, Station
from deputies.stations.services import StationDraft
from deputies.stations.services.checks import Answer
from deputies.stations.states import AssignmentRole, PatternKind, StationLevel, StationType


def _text(label: Any, most: int, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=required, help_text=help_text)


class TownField(PlaceField):
    """Where a station stands."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.required = True
        self.empty_label = _("请选择")


class StationForm(PlainForm):
    """A station as the office describes it; `region` only when it is opened."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    region = TownField(label=_("乡镇街道"))
    name = _text(_("名称"), 60, required=True)
    level = forms.ChoiceField(label=_("级别"), choices=StationLevel.choices, initial=StationLevel.STUDIO)
    type = forms.ChoiceField(label=_("类型"), choices=StationType.choices)
    is_legislative_point = forms.BooleanField(label=_("也是基层立法联系点"), required=False)
    address = _text(_("地址"), 120, required=True)
    directions = _text(_("怎么走"), 200)
    latitude = forms.DecimalField(label=_("纬度"), required=False, max_digits=8, decimal_places=5)
    longitude = forms.DecimalField(label=_("经度"), required=False, max_digits=8, decimal_places=5)
    phone = _text(_("站点电话"), 30)
    responsible = _text(_("负责人"), 40)
    liaison = _text(_("联络员"), 40)
    hours = forms.CharField(
        label=_("开放时间"),
        required=False,
        max_length=600,
        help_text=_("每行一组，如：周一至周五 09:00-12:00 14:30-17:30"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    services = forms.CharField(
        label=_("服务内容"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 3})
    )
    area = forms.IntegerField(label=_("面积（平方米）"), required=False, min_value=1, max_value=32000)
    is_accessible = forms.BooleanField(label=_("无障碍：有坡道或电梯"), required=False)
    group_name = _text(_("微邻里群"), 60)
    group_size = forms.IntegerField(label=_("群人数"), required=False, min_value=0, max_value=100_000)

    def __init__(self, *args: Any, station: Station | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if station is not None:
            del self.fields["region"]

    def clean_hours(self) -> tuple[Any, ...]:
        """As the service takes them."""
        try:
            return read_hours(self.cleaned_data["hours"])
        except BadInput as error:
            raise forms.ValidationError(error.message) from error

    def draft(self) -> StationDraft:
        """The service's argument, of a valid form."""
        left_out = {"version", "region"}
        return StationDraft(
            **{name: value for name, value in self.cleaned_data.items() if name not in left_out}
        )

    @staticmethod
    def initial_of(station: Station) -> dict[str, Any]:
        """What the form shows of a station."""
        shown = set(StationForm.base_fields) - {"version", "region", "name", "hours"}
        hours = [(row.weekday, row.opens, row.closes) for row in station.hours.all()]
        return {
            **{name: getattr(station, name) for name in shown},
            "name": station.organisation.name,
            "hours": write_hours(hours),
        }


class StationChoice(forms.ModelChoiceField):
    """A station by name and place."""

    def label_from_instance(self, station: Station) -> str:
        return f"{station.organisation.name}（{station.organisation.region.name}）"


class CloseForm(PlainForm):
    """Merge into another station, or close without one."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    successor = StationChoice(
        Station.objects.none(),
        label=_("并入哪个站点"),
        required=False,
        empty_label=_("不并入，只停用"),
        help_text=_("代表和联系的村转到那里；扫旧码的人会看到新站点的地址。"),
    )
    reason = _text(_("原因"), 200, required=True)

    def __init__(self, *args: Any, stations: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["successor"].queryset = stations


class AssignForm(PlainForm):
    """A deputy comes to the station."""

    deputy = forms.ModelChoiceField(
        Deputy.objects.none(), label=_("代表"), empty_label=_("请选择"), help_text=_("本县市区在任的代表。")
    )
    role = forms.ChoiceField(label=_("身份"), choices=AssignmentRole.choices, initial=AssignmentRole.RESIDENT)
    is_main = forms.BooleanField(
        label=_("主驻站"),
        required=False,
        initial=True,
        help_text=_("每位代表只有一个，原来的主驻站随之结束。"),
    )
    starts_on = forms.DateField(label=_("进站日期"), widget=DATE)

    def __init__(self, *args: Any, deputies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = deputies
        self.fields["deputy"].label_from_instance = lambda row: f"{row.name} {row.employer} {row.job}".strip()


class EndForm(PlainForm):
    """A deputy leaves the station."""

    last_day = forms.DateField(label=_("最后一天"), widget=DATE)


class CellForm(PlainForm):
    """A village or community of the grid."""

    name = _text(_("村或社区"), 60, required=True)
    region = TownField(label=_("乡镇街道"))
    households = forms.IntegerField(label=_("户数"), min_value=0, max_value=1_000_000)
    voters = forms.IntegerField(label=_("选民数"), min_value=0, max_value=10_000_000)
    deputy = forms.ModelChoiceField(
        Deputy.objects.none(), label=_("责任代表"), required=False, empty_label=_("待定")
    )

    def __init__(self, *args: Any, station: Station, deputies: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputy"].queryset = deputies
        self.fields["region"].queryset = Region.objects.filter(
            code__startswith=station.region_code[:6]
        ).select_related("parent")

    @staticmethod
    def initial_of(cell: GridCell) -> dict[str, Any]:
        """What the form shows of a cell."""
        return {name: getattr(cell, name) for name in CellForm.base_fields}


class CheckForm(PlainForm):
    """Every item of the standard: has it, what shows it, a photo."""

    def __init__(self, *args: Any, items: list[StandardItem], inspects: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = items
        for item in items:
            self.fields[f"has_{item.pk}"] = forms.ChoiceField(
                label=item.name,
                help_text=item.what_counts,
                choices=[("yes", _("有")), ("no", _("没有"))],
                widget=forms.RadioSelect,
            )
            self.fields[f"note_{item.pk}"] = _text(_("说明"), 120)
            self.fields[f"photo_{item.pk}"] = forms.FileField(
                label=_("照片"),
                required=False,
                widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
            )
        if inspects:
            self.fields["remarks"] = forms.CharField(
                label=_("整改意见"),
                required=False,
                max_length=300,
                widget=forms.Textarea(attrs={"rows": 3}),
                help_text=_("有不达标的项目必须填写，站点随之进入整改。"),
            )

    def lines(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """The three fields of each item."""
        return [(self[f"has_{i.pk}"], self[f"note_{i.pk}"], self[f"photo_{i.pk}"]) for i in self.items]

    def answers(self) -> dict[int, Answer]:
        """The service's argument, of a valid form."""
        data = self.cleaned_data
        return {
            i.pk: Answer(data[f"has_{i.pk}"] == "yes", data[f"note_{i.pk}"], data[f"photo_{i.pk}"] or None)
            for i in self.items
        }


class PointsForm(PlainForm):
    """Points of every criterion."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, criteria: list[Criterion], hints: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.criteria = criteria
        for row in criteria:
            label = _("%(name)s（%(weight)d 分）") % {"name": row.name, "weight": row.weight}
            self.fields[f"points_{row.pk}"] = forms.DecimalField(
                label=label,
                max_digits=5,
                decimal_places=1,
                min_value=0,
                max_value=row.weight,
                help_text=hints.get(row.pk, ""),
            )

    def points(self) -> dict[int, Any]:
        """Criterion to points, of a valid form."""
        return {row.pk: self.cleaned_data[f"points_{row.pk}"] for row in self.criteria}


class WordsForm(PlainForm):
    """A step of a rating that needs words, and perhaps another score."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    text = forms.CharField(
        label=_("内容"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 300}),
    )
    score = forms.DecimalField(
        label=_("改为多少分"),
        required=False,
        max_digits=5,
        decimal_places=1,
        help_text=_("异议成立、要改分时填写。"),
    )


_HOUR = forms.TimeInput(format="%H:%M", attrs={"type": "time"})


class PatternForm(forms.Form):
    """When the station receives people."""

    kind = forms.ChoiceField(label=_("方式"), choices=PatternKind.choices)
    days = forms.RegexField(
        r"^\s*\d{1,2}([,，、\s]+\d{1,2})*\s*$",
        label=_("日子"),
        help_text=_(
            "每周：1 到 7（周一到周日）；每月日期：1 到 31；第几个星期几：如 11 是第一个周一，95 是最后一个周五。用逗号分开。"
        ),
        error_messages={"invalid": _("请填写数字，用逗号分开。")},
    )
    starts_at = forms.TimeField(label=_("开始"), widget=_HOUR)
    ends_at = forms.TimeField(label=_("结束"), widget=_HOUR)
    deputies_per_shift = forms.IntegerField(label=_("每班代表人数"), min_value=1, max_value=9, initial=1)

    @staticmethod
    def initial_of(pattern: RotaPattern) -> dict[str, Any]:
        """The fields of the rule that holds."""
        return {
            "kind": pattern.kind,
            "days": "，".join(str(day) for day in pattern.days),
            "starts_at": pattern.starts_at,
            "ends_at": pattern.ends_at,
            "deputies_per_shift": pattern.deputies_per_shift,
        }

    def pattern(self) -> RotaPattern:
        """The rule, not saved."""
        data = dict(self.cleaned_data)
        words = data.pop("days").replace("，", ",").replace("、", ",").replace(",", " ").split()
        return RotaPattern(**data, days=[int(word) for word in words])


class GenerateForm(forms.Form):
    """For which time."""

    since = forms.DateField(label=_("从"), widget=DATE)
    until = forms.DateField(label=_("到"), widget=DATE)


class ShiftForm(forms.Form):
    """A step of one shift; which of the fields count depends on the step."""

    act = forms.ChoiceField(
        choices=[(name, name) for name in ("move", "cancel", "miss", "open", "finish", "substitute")],
        error_messages={"required": _("请选择要做什么。"), "invalid_choice": _("请选择要做什么。")},
    )
    version = forms.IntegerField(required=False)
    to = forms.DateField(required=False, widget=DATE, error_messages={"invalid": _("请填写改到哪一天。")})
    reason = forms.CharField(required=False, max_length=120)
    visitors = forms.IntegerField(required=False, min_value=0, max_value=2000)
    coming = forms.IntegerField(required=False)
    leaving = forms.IntegerField(required=False)
