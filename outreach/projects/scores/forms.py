"""Forms of the scores at the desk. Field names are the arguments of the services."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from deputies.roster.forms import DATE, PlainForm
from outreach.projects.models import Project
from outreach.projects.scores.models import AssessmentItem, ScoreRule
from outreach.projects.scores.services import Plan, Sheet
from outreach.projects.scores.states import Assessors, Grade, Means, SampleKind, Topic

_MANY = 10_000_000


def _number(
    label: Any, help_text: Any = "", *, required: bool = True, most: int = _MANY
) -> forms.IntegerField:
    return forms.IntegerField(
        label=label,
        help_text=help_text,
        required=required,
        min_value=0,
        max_value=most,
        widget=forms.NumberInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


def _lines(
    label: Any, most: int, *, required: bool = True, help_text: Any = "", rows: int = 3
) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class StepForm(PlainForm):
    """A step that asks for nothing more."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class ReasonForm(StepForm):
    """A step with a reason."""

    reason = _lines(_("原因"), 200)


class UrgeForm(StepForm):
    """What the unit is told."""

    reason = _lines(_("催办意见"), 200)


class RuleForm(StepForm):
    """Weights, points, and what exactly half means."""

    half_inclusive = forms.BooleanField(
        label=_("恰好达到半数也算达到"),
        required=False,
        help_text=_("不勾选时须超过全体组成人员的半数。计票和公布时都会写明。"),
    )
    deputies_weight = _number(_("代表测评权重"), _("三项权重合计 100。"), most=100)
    residents_weight = _number(_("群众评价权重"), most=100)
    completion_weight = _number(_("目标完成权重"), most=100)
    good_points = _number(_("满意分值"), _("满意、基本满意、不满意各折算多少分，满分 100。"), most=100)
    fair_points = _number(_("基本满意分值"), most=100)
    poor_points = _number(_("不满意分值"), most=100)
    document_number = forms.CharField(label=_("办法文号"), required=False, max_length=60)

    @classmethod
    def values_of(cls, rule: ScoreRule) -> dict[str, Any]:
        """What the form begins with."""
        return {name: getattr(rule, name) for name in cls.base_fields if name != "version"} | {
            "version": rule.version
        }


class _Projects(forms.ModelMultipleChoiceField):
    def label_from_instance(self, obj: Project) -> str:
        return f"{obj.number or '—'}. {obj.title}（{obj.unit or '—'}，{obj.get_state_display()}）"


class PlanForm(StepForm):
    """An assessment before it is held."""

    title = forms.CharField(
        label=_("会议名称"), max_length=80, help_text=_("例如：市人大常委会第三十次会议。")
    )
    assessors = forms.ChoiceField(label=_("测评主体"), choices=Assessors.choices, widget=forms.RadioSelect)
    means = forms.ChoiceField(
        label=_("方式"),
        choices=Means.choices,
        initial=Means.PAPER,
        widget=forms.RadioSelect,
        help_text=_("都是无记名。电子测评的各档票数由两名计票人按结果分别录入。"),
    )
    meets_on = forms.DateField(label=_("测评日期"), widget=DATE)
    members = _number(_("全体组成人员"), _("计算满意与否以全体为基数，不论到会多少人。"), most=10_000)
    projects = _Projects(
        queryset=Project.objects.none(),
        label=_("测评项目"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请选择要测评的项目。")},
    )

    def __init__(self, *args: Any, projects: QuerySet[Project], deputies: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["members"].help_text = _(
            "计算满意与否以全体为基数，不论到会多少人。本届代表现有 %(n)d 名；由常委会测评的，填常委会组成人员人数。"
        ) % {"n": deputies}
        self.fields["projects"].queryset = projects  # type: ignore[attr-defined]

    def plan(self) -> Plan:
        """What was typed, for the service."""
        return Plan(**{name: self.cleaned_data[name] for name in Plan.__dataclass_fields__})


class HoldForm(StepForm):
    """Who came."""

    present = _number(_("到会人数"), most=10_000)


class CountForm(PlainForm):
    """One person's count; three numbers for each project. `turn` is the round that the page showed."""

    issued = _number(_("发出票"), most=10_000)
    returned = _number(_("收回票"), most=10_000)
    invalid = _number(_("无效票"), _("整张作废的票。某个项目没有划的，不是无效票，按弃权算。"), most=10_000)
    turn = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, items: Iterable[AssessmentItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.items = list(items)
        for item in self.items:
            for grade in Grade:
                self.fields[f"{grade}_{item.pk}"] = _number(grade.label, most=10_000)

    def lines(self) -> list[tuple[AssessmentItem, list[Any]]]:
        """Each project with its three bound fields."""
        return [(item, [self[f"{grade}_{item.pk}"] for grade in Grade]) for item in self.items]

    def sheet(self) -> Sheet:
        """What was typed, for the service."""
        data = self.cleaned_data
        lines = {
            item.pk: (data[f"good_{item.pk}"], data[f"fair_{item.pk}"], data[f"poor_{item.pk}"])
            for item in self.items
        }
        return Sheet(data["issued"], data["returned"], data["invalid"], lines)


class PublishForm(StepForm):
    """What must get better, for each project that was found 不满意."""

    def __init__(self, *args: Any, poor: Iterable[AssessmentItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for item in poor:
            self.fields[f"demand_{item.project.uid}"] = _lines(
                _("“%(title)s”的整改要求") % {"title": item.project.title},
                300,
                help_text=_("会对外公开，请不要写个人信息。"),
            )


class CompletionForm(PlainForm):
    """目标完成 of one project."""

    completion = forms.DecimalField(
        label=_("目标完成（0 至 100）"), required=False, min_value=0, max_value=100, decimal_places=2, max_digits=5,
        help_text=_("按年度目标、工期和预算的完成情况计分，空着表示不计入总分。"),
    )  # fmt: skip
    note = forms.CharField(
        label=_("说明"), required=False, max_length=200, help_text=_("填了分数就要写明依据。")
    )


class SurveyForm(PlainForm):
    """The sums of a sample."""

    kind = forms.ChoiceField(label=_("方式"), choices=SampleKind.choices, widget=forms.RadioSelect)
    population = _number(_("受益户数或人数"), _("知道的话请填写，用来计算误差范围。"), required=False)
    good = _number(_("满意"))
    fair = _number(_("基本满意"))
    poor = _number(_("不满意"))
    done_on = forms.DateField(label=_("完成日期"), widget=DATE)
    conductor = forms.CharField(label=_("调查单位"), max_length=60)


class RemarksForm(PlainForm):
    """Remarks as members wrote them on their ballots."""

    project = forms.ModelChoiceField(queryset=Project.objects.none(), label=_("项目"))
    texts = _lines(
        _("还应改进什么"), 6000, rows=8,
        help_text=_("一行一条，每条不超过 300 个字。保存时会打乱顺序；请不要照抄能认出是谁写的话。"),
    )  # fmt: skip

    def __init__(self, *args: Any, projects: QuerySet[Project], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = projects  # type: ignore[attr-defined]


class TopicForm(PlainForm):
    """The coding of a remark."""

    topic = forms.ChoiceField(required=False, choices=[("", _("未归类")), *Topic.choices])


class ReportForm(StepForm):
    """What the unit did."""

    report = _lines(
        _("整改情况"), 2000, rows=8, help_text=_("逐条对照整改要求写：做了什么、什么时候完成、谁负责管护。")
    )


def plan_initial(day: date) -> dict[str, Any]:
    """What a new plan begins with."""
    return {"meets_on": day, "assessors": Assessors.COMMITTEE, "means": Means.PAPER}
