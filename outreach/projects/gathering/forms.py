"""Forms of the year and its candidates. Field names are the arguments of the services; money is typed in 万元."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from congress.models import Organisation, OrganisationKind, Region
from deputies.roster.forms import DATE, PlainForm
from deputies.roster.models import Term
from outreach.projects.gathering.services import CandidateDraft
from outreach.projects.gathering.services.collecting import ProposalDraft
from outreach.projects.gathering.states import Criterion
from outreach.projects.models import Project, ProjectYear
from outreach.projects.states import Category, YearState

FEN = 1_000_000


def _area(label: Any, most: int, *, required: bool = True, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, required=required, widget=forms.Textarea(attrs={"rows": rows})
    )


def money(label: Any, **options: Any) -> forms.DecimalField:
    """万元 with two decimals."""
    return forms.DecimalField(
        label=label, min_value=0, max_digits=12, decimal_places=2,
        widget=forms.NumberInput(attrs={"step": "0.01", "inputmode": "decimal"}), **options,
    )  # fmt: skip


class YearForm(PlainForm):
    """建立年度."""

    term = forms.ModelChoiceField(label=_("届次"), queryset=Term.objects.none())
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100, help_text=_("项目实施的年份"))

    def __init__(self, *args: Any, prefixes: list[str], on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        terms = Term.objects.none()
        for prefix in prefixes:
            terms = terms | Term.objects.filter(region_code__startswith=prefix)
        self.fields["term"].queryset = terms.filter(ends_on__gte=on).order_by("region_code", "-ordinal")


class DatesForm(PlainForm):
    """Every phase with its first and last day."""

    def __init__(self, *args: Any, year: ProjectYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in year.phases.all():
            name = YearState(row.phase).label
            for part, label, value in (
                ("opens", _now("开始"), row.opens_on),
                ("closes", _now("结束"), row.closes_on),
            ):
                self.fields[f"{row.phase}_{part}"] = forms.DateField(
                    label=f"{name} · {label}", widget=DATE, initial=value
                )

    def dates(self) -> dict[str, tuple[date, date]]:
        """By phase, as the service takes them."""
        data = self.cleaned_data
        return {
            name.removesuffix("_opens"): (data[name], data[f"{name.removesuffix('_opens')}_closes"])
            for name in data
            if name.endswith("_opens")
        }


class PhaseForm(PlainForm):
    """Go on to the next phase, or with a reason to another."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    phase = forms.ChoiceField(label=_("进入"), choices=YearState)
    reason = forms.CharField(
        label=_("原因"), max_length=200, required=False, help_text=_("进入下一阶段不用填；退回或跳过时必填。")
    )


class CandidateForm(PlainForm):
    """候选项目说明表."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("项目名称"), max_length=60)
    category = forms.ChoiceField(label=_("类别"), choices=Category)
    region = forms.ModelChoiceField(
        label=_("实施地"), queryset=Region.objects.none(), required=False, empty_label=_("全域")
    )
    problem = _area(_("要解决的问题"), 1000)
    content = _area(_("建设内容"), 1000, required=False)
    beneficiaries = forms.IntegerField(label=_("受益人数"), min_value=0, max_value=10_000_000, initial=0)
    beneficiaries_note = forms.CharField(label=_("受益对象"), max_length=120, required=False)
    unit = forms.ModelChoiceField(
        label=_("责任单位"), queryset=Organisation.objects.none(), required=False, empty_label=_("未定")
    )
    head = forms.CharField(label=_("责任人"), max_length=40, required=False)
    cost = money(_("总投资（万元）"), required=False)
    own_money = money(_("其中本级财政（万元）"), required=False)
    sources = forms.CharField(label=_("资金来源"), max_length=200, required=False)
    year_goal = forms.CharField(label=_("年度目标"), max_length=300, required=False)
    risk = forms.CharField(label=_("风险与对策"), max_length=300, required=False)

    def __init__(self, *args: Any, year: ProjectYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inside = Region.objects.filter(code__startswith=year.region.prefix, is_active=True)
        self.fields["region"].queryset = inside.exclude(pk=year.region_id).order_by("code")
        self.fields["unit"].queryset = Organisation.objects.filter(
            kind__in=[OrganisationKind.DEPARTMENT, OrganisationKind.GOVERNMENT, OrganisationKind.UTILITY],
            region__code__startswith=year.region.prefix,
        ).order_by("code")

    def draft(self) -> CandidateDraft:
        """As the service takes it."""
        data = dict(self.cleaned_data)
        for name in ("version", "client_uuid"):
            data.pop(name, None)
        cost, own = data.pop("cost") or Decimal(0), data.pop("own_money") or Decimal(0)
        return CandidateDraft(cost_fen=int(cost * FEN), own_money_fen=int(own * FEN), **data)


def initial_of(project: Project) -> dict[str, Any]:
    """What the form shows of a project."""
    return {
        **{name: getattr(project, name) for name in (
            "title", "category", "problem", "content", "beneficiaries", "beneficiaries_note", "unit", "head", "sources",
            "year_goal", "risk",
        )},
        "region": None if project.region_id == project.year.region_id else project.region_id,
        "cost": Decimal(project.cost_fen) / FEN,
        "own_money": Decimal(project.own_money_fen) / FEN,
    }  # fmt: skip


class ReasonForm(PlainForm):
    """Why; it is published."""

    reason = forms.CharField(label=_("理由（将公布）"), max_length=200)


class ListForm(PlainForm):
    """The formal list: who is on it, in which order."""

    def __init__(self, *args: Any, projects: list[Project], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.projects = projects
        for place, project in enumerate(projects, start=1):
            self.fields[f"place_{project.pk}"] = forms.IntegerField(
                label=project.title, min_value=1, max_value=200, required=False, initial=place,
                help_text=_("票上的次序；留空则不列入。"),
            )  # fmt: skip

    def order(self) -> list[Any]:
        """Uids in the order of the typed places; who has none is not listed."""
        given = [(self.cleaned_data.get(f"place_{row.pk}"), row.pk, row.uid) for row in self.projects]
        return [uid for _place, _pk, uid in sorted((place, pk, uid) for place, pk, uid in given if place)]


class CollectionForm(PlainForm):
    """征集公告."""

    opens_on = forms.DateField(label=_("开始日期"), widget=DATE)
    closes_on = forms.DateField(label=_("结束日期"), widget=DATE, help_text=_("不少于 30 天"))
    notice = _area(_("公告内容"), 2000, rows=6)


class ProposalForm(PlainForm):
    """项目征集表, in plain words."""

    client_uuid = forms.UUIDField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=_("想办什么事"), max_length=60, help_text=_("例如：修通枫木村到镇上的路"))
    problem = _area(_("现在有什么困难"), 1000, rows=5)
    category = forms.ChoiceField(label=_("哪方面的事"), choices=Category)
    region = forms.ModelChoiceField(
        label=_("在哪里"), queryset=Region.objects.none(), required=False, empty_label=_("全域")
    )
    spot = forms.CharField(label=_("具体地点"), max_length=120, required=False)
    who = forms.CharField(
        label=_("谁受益"), max_length=120, required=False, help_text=_("例如：三个村约 800 人")
    )
    cost = money(_("大概要多少钱（万元）"), required=False)
    proposer = forms.CharField(
        label=_("您的姓名"), max_length=40, required=False, help_text=_("可以不写，不会公开。")
    )
    phone = forms.CharField(
        label=_("您的手机号"), max_length=30, required=False, help_text=_("可以不写；写了，有结果会发短信告诉您。"),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip

    def __init__(self, *args: Any, year: ProjectYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        inside = Region.objects.filter(code__startswith=year.region.prefix, is_active=True)
        self.fields["region"].queryset = inside.exclude(pk=year.region_id).order_by("code")
        self.home = year.region

    def draft(self) -> ProposalDraft:
        """As the service takes it."""
        data = {
            name: self.cleaned_data[name]
            for name in ("title", "problem", "category", "spot", "who", "proposer", "phone")
        }
        cost = self.cleaned_data["cost"]
        return ProposalDraft(
            region=self.cleaned_data["region"] or self.home,
            cost_fen=int(cost * FEN) if cost else None,
            **data,
        )


class StationProposalForm(ProposalForm):
    """The same at a station's desk."""

    station = forms.ModelChoiceField(label=_("站点"), queryset=Organisation.objects.none(), empty_label=None)

    def __init__(self, *args: Any, year: ProjectYear, stations: list[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, year=year, **kwargs)
        self.fields["station"].queryset = Organisation.objects.filter(pk__in=[row.pk for row in stations])
        self.fields["station"].label_from_instance = lambda row: row.short_name
        self.fields["proposer"].label, self.fields["phone"].label = _("提出人姓名"), _("提出人手机号")
        self.order_fields(["client_uuid", "station"])


class ReceiptForm(PlainForm):
    """The code of a receipt."""

    code = forms.CharField(
        label=_("收条码"), max_length=40, help_text=_("提交时给您的 12 个字符，不分大小写。")
    )


class ScreenForm(PlainForm):
    """What becomes of the ticked proposals."""

    step = forms.ChoiceField(
        label=_("办理"),
        widget=forms.RadioSelect,
        choices=[
            ("merge", _("并入候选项目")),
            ("leave_out", _("不列入")),
            ("reserve", _("存入储备库")),
            ("reconsider", _("重新研究")),
        ],
    )
    project = forms.ModelChoiceField(label=_("并入哪个项目"), queryset=Project.objects.none(), required=False)
    unmet = forms.MultipleChoiceField(
        label=_("不符合的条件"), choices=Criterion, required=False, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(
        label=_("理由"),
        max_length=200,
        required=False,
        help_text=_("不列入和存入储备库的理由会公布，并告诉提出的人。"),
    )

    def __init__(self, *args: Any, year: ProjectYear, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = year.projects.filter(state__in=["initial", "candidate"]).order_by(
            "pk"
        )


class ConvertForm(PlainForm):
    """A citizen's suggestion becomes a proposal."""

    number = forms.CharField(label=_("意见编号"), max_length=30)
    category = forms.ChoiceField(label=_("类别"), choices=Category)
