"""Forms of the roster. Field names are the arguments of the services."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congress.models import Region, RegionLevel, User
from congress.people.roles import Role
from deputies.roster.models import Constituency, Deputy, Mandate, Team, Term
from deputies.roster.services import DeputyDraft
from deputies.roster.states import BEGINNINGS, ENDINGS, ChangeKind, Gender, Level, MandateState, TeamKind

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PlainForm(forms.Form):
    """Labels without colons."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)


def _text(label: Any, most: int, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=required, help_text=help_text)


class PlaceField(forms.ModelChoiceField):
    """A county or township, said with its county."""

    def __init__(self, **kwargs: Any) -> None:
        places = Region.objects.filter(
            level__in=(RegionLevel.COUNTY, RegionLevel.TOWNSHIP), is_active=True
        ).select_related("parent")
        super().__init__(places.order_by("code"), required=False, empty_label=_("不清楚"), **kwargs)

    def label_from_instance(self, place: Region) -> str:
        if place.level == RegionLevel.TOWNSHIP and place.parent is not None:
            return f"{place.parent.name} {place.name}"
        return place.name


class DeputyForm(PlainForm):
    """A person. The phone is never sent back to the screen: an empty field leaves it as it is."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    name = _text(_("姓名"), 40, required=True)
    gender = forms.ChoiceField(label=_("性别"), choices=[("", _("不填")), *Gender.choices], required=False)
    ethnicity = _text(_("民族"), 20)
    birth_year = forms.IntegerField(label=_("出生年份"), required=False, min_value=1900, max_value=2100)
    party = _text(_("党派"), 20)
    education = _text(_("学历"), 20)
    employer = _text(_("工作单位"), 80)
    job = _text(_("职务"), 60)
    phone = _text(_("电话"), 30)
    drop_phone = forms.BooleanField(label=_("删去已登记的电话"), required=False)
    publish_phone = forms.BooleanField(label=_("本人同意公开电话"), required=False)
    home_region = PlaceField(label=_("居住地"))
    work_region = PlaceField(label=_("工作地"))
    is_leading_cadre = forms.BooleanField(label=_("领导干部代表"), required=False)
    special_care = _text(_("照顾事项"), 60, help_text=_("如年老体弱、在外务工。不公开，排班和积分时参考。"))
    introduction = forms.CharField(
        label=_("简介"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 300}),
        help_text=_("会公开在代表页面上。"),
    )

    def __init__(self, *args: Any, deputy: Deputy | None = None, **kwargs: Any) -> None:
        self.deputy = deputy
        super().__init__(*args, **kwargs)
        if deputy is None:
            del self.fields["drop_phone"]
        else:
            self.fields["phone"].help_text = _("已登记 %(phone)s，不改就留空。") % {
                "phone": deputy.phone or "—"
            }
            if not deputy.phone:
                self.fields["phone"].help_text = ""
                del self.fields["drop_phone"]

    @staticmethod
    def initial_of(deputy: Deputy) -> dict[str, Any]:
        """What the form shows of a person."""
        shown = set(DeputyForm.base_fields) - {"phone", "drop_phone", "version"}
        return {name: getattr(deputy, name) for name in shown}

    def draft(self) -> DeputyDraft:
        """The service's argument, of a valid form."""
        data = dict(self.cleaned_data)
        data.pop("version", None)
        drop = data.pop("drop_phone", False)
        if self.deputy is not None:
            data["publish_photo"] = self.deputy.publish_photo
            if not data["phone"] and self.deputy.phone and not drop:
                data["phone"] = self.deputy.phone.reveal()
        return DeputyDraft(**data)


class MandateForm(PlainForm):
    """A seat in one term."""

    kind = forms.ChoiceField(
        label=_("方式"), choices=[(k.value, k.label) for k in ChangeKind if k in BEGINNINGS]
    )
    constituency = forms.ModelChoiceField(
        Constituency.objects.none(), label=_("选区或选举单位"), required=False
    )
    new_constituency = _text(_("或新登记的选区、选举单位"), 80, help_text=_("上面没有的，在这里写名称。"))
    starts_on = forms.DateField(label=_("任职日期"), widget=DATE)
    delegation = forms.ModelChoiceField(Team.objects.none(), label=_("代表团"), required=False)
    group = forms.ModelChoiceField(Team.objects.none(), label=_("代表小组"), required=False)
    committee = forms.ModelChoiceField(Team.objects.none(), label=_("委员会"), required=False)
    certificate = _text(_("代表证号"), 20)
    decided_by = _text(_("决定或选举机关"), 80)

    def __init__(self, *args: Any, term: Term | None, prefixes: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if term is None:
            return
        seats = Constituency.objects.none()
        for prefix in prefixes:
            seats |= Constituency.objects.filter(term=term, region__code__startswith=prefix)
        self.fields["constituency"].queryset = seats.order_by("code")
        for name, kind in (
            ("delegation", TeamKind.DELEGATION), ("group", TeamKind.GROUP), ("committee", TeamKind.COMMITTEE),
        ):  # fmt: skip
            self.fields[name].queryset = Team.objects.filter(term=term, kind=kind)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("constituency")) == bool(data.get("new_constituency")) and "constituency" in data:
            self.add_error("constituency", _("请选择选区或选举单位，或者写一个新的。"))
        return data


class ChangeForm(PlainForm):
    """What happens to a mandate, with who decided it on what basis."""

    kind = forms.ChoiceField(label=_("变动"), widget=forms.RadioSelect)
    effective_on = forms.DateField(
        label=_("生效日期"), widget=DATE, help_text=_("从这一天起不再任职，或暂停、恢复执行职务。")
    )
    decided_by = _text(_("决定机关"), 80)
    basis = _text(_("依据"), 120, help_text=_("终止资格必须填写，如：代表法第六十二条第二项。"))
    note = _text(_("说明"), 200)

    def __init__(self, *args: Any, mandate: Mandate, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        pause = ChangeKind.RESUMPTION if mandate.state == MandateState.SUSPENDED else ChangeKind.SUSPENSION
        kinds = [pause, *(kind for kind in ChangeKind if kind in ENDINGS)]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]


class LinkForm(PlainForm):
    """Which account is the deputy's."""

    username = _text(_("登录名"), 150, required=True, help_text=_("账号由安全管理员开通并授予代表角色。"))

    def clean_username(self) -> str:
        """The name, when somebody with a deputy's role has it."""
        name = str(self.cleaned_data["username"]).strip()
        held = User.objects.filter(username=name, grants__role=Role.DEPUTY)
        if not held.exists():
            raise forms.ValidationError(_("没有这个代表账号。"))
        return name


class PhotoForm(PlainForm):
    """A photo and the deputy's consent."""

    photo = forms.FileField(
        label=_("照片"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
    )
    is_published = forms.BooleanField(label=_("本人同意公开照片"), required=False)


class TermForm(PlainForm):
    """A congress's term."""

    level = forms.ChoiceField(label=_("层级"), choices=Level.choices)
    region_code = _text(
        _("区划代码"),
        12,
        required=True,
        help_text=_("全国填 000000，省填 430000，县填六位、乡镇填九位代码。"),
    )
    body_name = _text(_("人民代表大会"), 60, required=True)
    ordinal = forms.IntegerField(label=_("届次"), min_value=1, max_value=99)
    starts_on = forms.DateField(label=_("开始日期"), widget=DATE)
    ends_on = forms.DateField(label=_("届满日期"), widget=DATE)
