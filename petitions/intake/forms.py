"""Forms of the import."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congress.models import Region, RegionLevel, User
from congress.regions.selectors import region
from petitions.intake.columns import TARGETS
from petitions.intake.models import IntakeBatch
from petitions.intake.rules import prefixes_of
from petitions.intake.states import WithoutReply


def regions_of(user: User, *, on: Any) -> list[Region]:
    """Where rows without a place may belong: the city and its counties, of the clerk's divisions, as far as known."""
    places = Region.objects.none()
    for prefix in prefixes_of(user, on=on):
        places |= Region.objects.filter(
            code__startswith=prefix, level__in=(RegionLevel.CITY, RegionLevel.COUNTY)
        )
    return list(places.order_by("code"))


class UploadForm(forms.Form):
    """The file, and where it belongs."""

    file = forms.FileField(
        label=_("台账文件"),
        help_text=_("xlsx、csv 或 txt，第一行为表头；GB18030 和 UTF-8 都可以。"),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        error_messages={"empty": _("文件是空的，请重新选择。")},
    )
    region = forms.ChoiceField(label=_("没有写明地点的，算作"))

    def __init__(self, *args: Any, user: User, on: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["region"].choices = [(place.code, place.name) for place in regions_of(user, on=on)]

    def clean_region(self) -> Region:
        """The division itself."""
        return region(self.cleaned_data["region"])


class MatchForm(forms.Form):
    """Which column is which, and what becomes of doubtful rows."""

    region = forms.ChoiceField(label=_("没有写明地点的，算作"))
    without_reply = forms.ChoiceField(
        label=_("没有答复的记录"), choices=WithoutReply.choices, widget=forms.RadioSelect
    )
    skip_bad = forms.BooleanField(
        label=_("有误的行跳过，只导入无误的行"),
        help_text=_("不勾选时，只要有一行有误，整个文件都不导入。"),
        required=False,
    )

    def __init__(self, *args: Any, batch: IntakeBatch, user: User, on: Any, **kwargs: Any) -> None:
        initial = {
            "region": batch.region_id,
            "without_reply": batch.without_reply,
            "skip_bad": batch.skip_bad,
            **{f"column_{name}": header for name, header in batch.matching.items()},
        }
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["region"].choices = [(place.code, place.name) for place in regions_of(user, on=on)]
        headers = [("", _("（没有这一列）")), *((h, h) for h in batch.headers if h)]
        for target in TARGETS:
            self.fields[f"column_{target.name}"] = forms.ChoiceField(
                label=target.label, choices=headers, required=target.is_required,
                error_messages={"required": _("请指明是哪一列；文件中没有的，请补上后重新上传。")},
            )  # fmt: skip

    def clean_region(self) -> Region:
        """The division itself."""
        return region(self.cleaned_data["region"])

    def columns(self) -> list[forms.BoundField]:
        """The fields of the matching, in the order of the list."""
        return [self[f"column_{target.name}"] for target in TARGETS]

    def matching(self) -> dict[str, str]:
        """Field name -> heading, of a valid form."""
        return {t.name: h for t in TARGETS if (h := self.cleaned_data.get(f"column_{t.name}"))}
