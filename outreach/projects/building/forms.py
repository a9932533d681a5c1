"""Forms of the building, for desk and phone. Field names are those that the services name in a refusal."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from congress.attachments.forms import FilesField
from congress.models import Organisation, OrganisationKind
from deputies.roster.forms import DATE, PlainForm
from deputies.roster.models import Deputy
from outreach.projects.building.models import Inspection, Milestone, Plan
from outreach.projects.building.services import InspectionDraft, Photos, PlanDraft, ReportDraft
from outreach.projects.building.states import CHANGEABLE, ChangeKind, Finding, InspectionKind, Paper
from outreach.projects.models import Project

PICTURES = "image/jpeg,image/png,image/webp,image/heic,.jpg,.jpeg,.png,.webp,.heic"
STEPS = 8
FEN_OF_WAN = 1_000_000


def fen(wan: Decimal) -> int:
    """万元 as typed, in fen."""
    return int(wan * FEN_OF_WAN)


def wan_of(value: int) -> Decimal:
    """Fen as 万元, for a form that begins with it."""
    return (Decimal(value) / FEN_OF_WAN).normalize() + 0


def _text(label: Any, most: int, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=most, required=required, help_text=help_text)


def _words(
    label: Any, most: int, *, required: bool = True, help_text: Any = "", rows: int = 3
) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": most})
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=help_text, widget=widget
    )


def _day(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DateField:
    return forms.DateField(label=label, required=required, help_text=help_text, widget=DATE)


def _wan(label: Any, *, required: bool = True, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=required, help_text=help_text, min_value=0, max_digits=12, decimal_places=4,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )  # fmt: skip


def _whole(label: Any, most: int, *, required: bool = True, help_text: Any = "") -> forms.IntegerField:
    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})
    return forms.IntegerField(
        label=label, required=required, help_text=help_text, min_value=0, max_value=most, widget=widget
    )


class StepForm(PlainForm):
    """A step that asks for nothing more."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReasonForm(StepForm):
    """A step with a reason."""

    reason = _words(_("原因"), 200)


class _Projects(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Project) -> str:
        return f"{obj.number or '—'}. {obj.title}（{obj.unit or '—'}）"


class HandOverForm(PlainForm):
    """Chosen projects with one document."""

    projects = _Projects(
        Project.objects.none(), label=_("交办的项目"), widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请选择要交办的项目。")},
    )  # fmt: skip
    document_number = _text(_("交办文号"), 60, help_text=_("例如：邵人大函〔2026〕3 号。"))
    announced = _day(
        _("票决结果公告日期"), required=False, help_text=_("系统内票决的，以公布票决结果的日期为准。")
    )
    demands = _words(_("交办要求"), 1000, required=False)

    def __init__(self, *args: Any, projects: QuerySet[Project], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["projects"].queryset = projects  # type: ignore[attr-defined]


class PlanForm(StepForm):
    """The plan with its steps, a line each; empty lines are left out."""

    starts_on = _day(_("开工日期"))
    ends_on = _day(_("完工日期"))
    builder = _text(_("实施单位"), 80)
    money_plan = _words(_("资金安排"), 500, help_text=_("各项资金的来源、数额和到位时间。"))
    guarantee = _words(_("保障措施"), 1000, help_text=_("责任人、调度办法、质量和安全措施。"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in range(1, STEPS + 1):
            first = number == 1
            self.fields[f"title_{number}"] = _text(_("节点"), 60, required=first)
            self.fields[f"due_on_{number}"] = _day(_("计划完成日期"), required=first)
            self.fields[f"percent_{number}"] = _whole(_("累计进度（%）"), 100, required=first)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        for number in range(1, STEPS + 1):
            names = [f"{name}_{number}" for name in ("title", "due_on", "percent")]
            empty = [name for name in names if data.get(name) in (None, "")]
            if len(empty) in {1, 2} and not any(name in self.errors for name in names):
                self.add_error(empty[0], _("节点、日期和进度要一起填写。"))
        return data

    def lines(self) -> list[tuple[int, list[Any]]]:
        """Each step's number with its three bound fields."""
        names = ("title", "due_on", "percent")
        return [(number, [self[f"{name}_{number}"] for name in names]) for number in range(1, STEPS + 1)]

    def main(self) -> list[Any]:
        """The fields above and below the steps."""
        return [self[name] for name in ("starts_on", "ends_on", "builder", "money_plan", "guarantee")]

    def draft(self) -> PlanDraft:
        """What was typed, for the service."""
        data = self.cleaned_data
        steps = tuple(
            (data[f"title_{number}"], data[f"due_on_{number}"], data[f"percent_{number}"])
            for number in range(1, STEPS + 1)
            if data.get(f"title_{number}")
        )
        main = {name: data[name] for name in ("starts_on", "ends_on", "builder", "money_plan", "guarantee")}
        return PlanDraft(**main, milestones=steps)

    @staticmethod
    def values_of(plan: Plan, milestones: Iterable[Milestone]) -> dict[str, Any]:
        """What the form begins with."""
        found = {
            name: getattr(plan, name)
            for name in ("starts_on", "ends_on", "builder", "money_plan", "guarantee")
        }
        for number, row in enumerate(milestones, 1):
            found |= {
                f"title_{number}": row.title,
                f"due_on_{number}": row.due_on,
                f"percent_{number}": row.percent,
            }
        return found


class _Steps(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Milestone) -> str:
        return f"{obj.title}（{obj.due_on:%Y-%m-%d}，{obj.percent}%）"


class ReportForm(StepForm):
    """The month's report."""

    month = forms.TypedChoiceField(label=_("月份"), coerce=date.fromisoformat)
    percent = _whole(_("形象进度（%）"), 100, help_text=_("到月底累计完成整个项目的百分之几。"))
    spent = _wan(_("累计支出（万元）"), help_text=_("到月底实际支付的数额。"))
    milestones = _Steps(
        Milestone.objects.none(), label=_("已完成的节点"), required=False, widget=forms.CheckboxSelectMultiple
    )
    done = _words(_("本月完成情况"), 1000, help_text=_("会对外公开，请不要写个人信息。"))
    obstacles = _words(_("存在问题"), 1000, required=False)
    next_steps = _words(_("下月计划"), 500, required=False)
    correction = _text(_("更正说明"), 200, required=False, help_text=_("进度或支出低于上一期时必须填写。"))
    before = FilesField(label=_("实施前照片"), accept=PICTURES)
    before_place = _text(_("实施前照片拍摄地点"), 60, required=False)
    before_on = _day(_("实施前照片拍摄日期"), required=False)
    after = FilesField(
        label=_("现场照片"),
        accept=PICTURES,
        help_text=_("进度有增加的必须附。照片公布前请确认没有人脸特写。"),
    )
    after_place = _text(_("现场照片拍摄地点"), 60, required=False)
    after_on = _day(_("现场照片拍摄日期"), required=False)

    def __init__(self, *args: Any, months: Iterable[date], steps: QuerySet[Milestone], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["month"].choices = [(m.isoformat(), f"{m.year} 年 {m.month} 月") for m in months]  # type: ignore[attr-defined]
        self.fields["milestones"].queryset = steps  # type: ignore[attr-defined]
        if not steps:
            del self.fields["milestones"]

    def draft(self) -> ReportDraft:
        """What was typed, for the service."""
        data = self.cleaned_data
        return ReportDraft(
            month=data["month"],
            percent=data["percent"],
            spent_fen=fen(data["spent"]),
            milestones=[row.pk for row in data.get("milestones", [])],
            before=Photos(data["before"], data["before_place"], data["before_on"]),
            after=Photos(data["after"], data["after_place"], data["after_on"]),
            **{name: data[name] for name in ("done", "obstacles", "next_steps", "correction")},
        )


_UNITS = (
    OrganisationKind.GOVERNMENT,
    OrganisationKind.DEPARTMENT,
    OrganisationKind.FINANCE,
    OrganisationKind.UTILITY,
)


class ChangeForm(PlainForm):
    """Every value as it is; what is typed over is what is asked for."""

    kind = forms.ChoiceField(label=_("申请"), choices=ChangeKind.choices, widget=forms.RadioSelect)
    reason = _words(_("理由"), 1000)
    effect = _words(_("对资金和受益群众的影响"), 500, required=False)
    agreed_by = _text(_("已征求意见的单位"), 200, required=False)
    content = _words(
        _("建设内容"), 1000, required=False, help_text=_("以下各项只改需要调整的；申请终止的不用填写。")
    )
    year_goal = _words(_("年度目标"), 300, required=False)
    cost = _wan(_("总投资（万元）"), required=False)
    own_money = _wan(_("本级财政资金（万元）"), required=False)
    sources = _text(_("资金来源"), 200, required=False)
    beneficiaries = _whole(_("受益人数"), 100_000_000, required=False)
    unit = forms.ModelChoiceField(Organisation.objects.none(), label=_("责任单位"), required=False)
    head = _text(_("责任人"), 40, required=False)
    new_end = _day(_("新的完工日期"), required=False)

    def __init__(self, *args: Any, project: Project, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.project = project
        units = Organisation.objects.filter(
            kind__in=_UNITS, valid_to__isnull=True, region__code__startswith=project.year.region.prefix
        )
        mine = Organisation.objects.filter(pk=project.unit_id)
        self.fields["unit"].queryset = (units | mine).order_by("code")  # type: ignore[attr-defined]

    @staticmethod
    def values_of(project: Project) -> dict[str, Any]:
        """What the form begins with: the project as it is."""
        money = {"cost": wan_of(project.cost_fen), "own_money": wan_of(project.own_money_fen)}
        return {name: getattr(project, name) for name in CHANGEABLE if not name.endswith("_fen")} | money

    def values(self) -> dict[str, Any]:
        """What was typed, by the names of the project's columns; what was emptied stays as it was."""
        data = dict(self.cleaned_data)
        for name in ("cost", "own_money"):
            if data[name] is not None:
                data[f"{name}_fen"] = fen(data[name])
        return {name: data[name] for name in CHANGEABLE if data.get(name) not in (None, "")}


class DecisionForm(StepForm):
    """What the standing committee or presidium decided."""

    approved = forms.TypedChoiceField(
        label=_("决定"), choices=[("yes", _("批准")), ("no", _("不批准"))], coerce=lambda given: given == "yes",
        widget=forms.RadioSelect,
    )  # fmt: skip
    meeting = _text(_("会议"), 80, help_text=_("例如：市人大常委会第三十次会议。"))
    document_number = _text(_("决定文号"), 60)
    decided_on = _day(_("决定日期"))
    opinion = _words(_("决定意见"), 300, required=False)


class GroupForm(PlainForm):
    """Leader and members, of those who sit."""

    leader = forms.ModelChoiceField(Deputy.objects.none(), label=_("组长"), empty_label=_("请选择"))
    members = forms.ModelMultipleChoiceField(
        Deputy.objects.none(), label=_("组员"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, people: QuerySet[Deputy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("leader", "members"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]


class InspectionForm(PlainForm):
    """What was seen. `client_uuid` makes a second press the same inspection."""

    kind = forms.ChoiceField(label=_("方式"), choices=InspectionKind.choices, widget=forms.RadioSelect)
    inspected_on = _day(_("督查日期"))
    place = _text(_("地点"), 80)
    deputies = forms.ModelMultipleChoiceField(
        Deputy.objects.none(), label=_("参加的代表"), required=False, widget=forms.CheckboxSelectMultiple
    )
    finding = forms.ChoiceField(label=_("总体评价"), choices=Finding.choices, widget=forms.RadioSelect)
    found = _words(_("发现的情况"), 1000, rows=5)
    advice = _words(_("意见建议"), 500, required=False)
    files = FilesField(label=_("现场照片"), accept=PICTURES)
    client_uuid = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, people: QuerySet[Deputy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputies"].queryset = people  # type: ignore[attr-defined]

    def draft(self) -> InspectionDraft:
        """What was typed, for the service."""
        names = ("kind", "inspected_on", "place", "deputies", "finding", "found", "advice")
        # A group of one has nobody else to tick.
        return InspectionDraft(**{name: self.cleaned_data.get(name, ()) for name in names})


class _Inspections(forms.ModelChoiceField):
    def label_from_instance(self, obj: Inspection) -> str:
        return f"{obj.inspected_on:%Y-%m-%d} {obj.place}（{obj.get_finding_display()}）"


class UrgingForm(PlainForm):
    """督办意见."""

    content = _words(_("督办意见"), 1000, rows=4)
    due_on = _day(_("答复期限"))
    inspection = _Inspections(
        Inspection.objects.none(), label=_("依据的督查"), required=False, empty_label=_("不依据某次督查")
    )

    def __init__(self, *args: Any, inspections: QuerySet[Inspection], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["inspection"].queryset = inspections  # type: ignore[attr-defined]


class AnswerForm(StepForm):
    """The unit's answer."""

    answer = _words(_("答复"), 1000, rows=5)
    files = FilesField(label=_("佐证材料"))


class ReturnUrgingForm(ReasonForm):
    """Not enough: again, by another day."""

    due_on = _day(_("新的答复期限"))


class AskAcceptanceForm(PlainForm):
    """All is built."""

    finished_on = _day(_("完工日期"))
    actual_cost = _wan(_("实际投资（万元）"))
    result = _words(_("完成情况"), 1000, help_text=_("对照年度目标写清楚完成了什么。"))
    papers = forms.MultipleChoiceField(
        label=_("报送资料"), choices=Paper.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    files = FilesField(label=_("资料附件"))


class CheckForm(StepForm):
    """The site check."""

    passed = forms.TypedChoiceField(
        label=_("结果"), choices=[("yes", _("合格")), ("no", _("不合格"))], coerce=lambda given: given == "yes",
        widget=forms.RadioSelect,
    )  # fmt: skip
    checked_on = _day(_("现场验收日期"))
    place = _text(_("验收地点"), 80)
    deputies = forms.ModelMultipleChoiceField(
        Deputy.objects.none(), label=_("到场代表"), required=False, widget=forms.CheckboxSelectMultiple
    )
    residents = _whole(_("到场受益群众（人）"), 1000)
    papers_seen = forms.MultipleChoiceField(
        label=_("核对无误的资料"), choices=Paper.choices, required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("质量检验或竣工验收报告、资金凭证和影像资料是必备的。"),
    )  # fmt: skip
    opinion = _words(_("验收意见"), 1000)

    def __init__(self, *args: Any, people: QuerySet[Deputy], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["deputies"].queryset = people  # type: ignore[attr-defined]
