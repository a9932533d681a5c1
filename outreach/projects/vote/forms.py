"""Forms of votes. Field names are the arguments of the services."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from congress.models import User
from congress.people.roles import Role
from deputies.roster.forms import DATE, PlainForm
from deputies.roster.models import Mandate
from outreach.projects.vote.models import VoteRound
from outreach.projects.vote.services.methods import MethodDraft
from outreach.projects.vote.services.paper import PaperFigures
from outreach.projects.vote.states import (
    BallotType,
    Base,
    Means,
    ScrutineerRole,
    ShortfallRule,
    TieRule,
)

_MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")


class DraftForm(PlainForm):
    """A new round."""

    session = forms.CharField(
        label=_("会议名称"), max_length=80, help_text=_("如：市第十七届人民代表大会第六次会议")
    )
    means = forms.ChoiceField(label=_("方式"), choices=Means, widget=forms.RadioSelect)
    opens_at = forms.DateTimeField(label=_("计划开始"), widget=_MOMENT)
    closes_at = forms.DateTimeField(label=_("计划截止"), widget=_MOMENT)
    is_test = forms.BooleanField(
        label=_("这是测试投票"),
        required=False,
        help_text=_("电子投票正式开始以前，要先做一次测试投票并计票。"),
    )


class MethodForm(PlainForm):
    """票决办法. Money in 万元."""

    places = forms.IntegerField(label=_("应选数"), min_value=1, max_value=100)
    ballot_type = forms.ChoiceField(label=_("票型"), choices=BallotType, initial=BallotType.UP_TO)
    min_diff = forms.IntegerField(
        label=_("最少差额"), min_value=0, max_value=100, initial=1,
        help_text=_("候选数至少比应选数多几项；通常不少于应选数的五分之一。"),
    )  # fmt: skip
    min_diff_reason = forms.CharField(label=_("差额较小的理由"), max_length=200, required=False)
    base = forms.ChoiceField(
        label=_("计算基数"),
        choices=Base,
        initial=Base.ALL,
        help_text=_("地方组织法第二十五条：以全体代表的过半数通过。"),
    )
    threshold_upper = forms.IntegerField(label=_("通过标准：超过（分子）"), min_value=1, initial=1)
    threshold_lower = forms.IntegerField(label=_("通过标准（分母）"), min_value=1, initial=2)
    quorum_upper = forms.IntegerField(label=_("法定人数：不少于（分子）"), min_value=1, initial=2)
    quorum_lower = forms.IntegerField(label=_("法定人数（分母）"), min_value=1, initial=3)
    tie_rule = forms.ChoiceField(label=_("同票规则"), choices=TieRule, initial=TieRule.RUNOFF)
    shortfall_rule = forms.ChoiceField(
        label=_("不足规则"), choices=ShortfallRule, initial=ShortfallRule.FEWER
    )
    money_cap = forms.DecimalField(
        label=_("资金上限（万元）"), min_value=0, max_digits=12, decimal_places=2, required=False,
        help_text=_("当选项目合计超过时提请主席团决定，不自动去掉任何一项。"),
    )  # fmt: skip
    electronic = forms.BooleanField(label=_("可以电子投票"), required=False)
    remote = forms.BooleanField(label=_("可以不到会投票（只能电子）"), required=False)
    publishes_ballots = forms.BooleanField(
        label=_("公布全部匿名选票"), required=False,
        help_text=_("任何人都能重算；代表少于 100 人的不宜公布，一种特别的勾法可能认出是谁。"),
    )  # fmt: skip

    def draft(self) -> MethodDraft:
        """As the service takes it."""
        data = {
            name: value
            for name, value in self.cleaned_data.items()
            if name in MethodDraft.__dataclass_fields__
        }
        cap = self.cleaned_data["money_cap"]
        return MethodDraft(**data, money_cap_fen=int(cap * 1_000_000) if cap else None)


class AdoptForm(PlainForm):
    """The congress adopted it."""

    document_number = forms.CharField(label=_("文号"), max_length=60)
    adopted_on = forms.DateField(label=_("通过日期"), widget=DATE)
    sure = forms.BooleanField(label=_("我已核对，与大会通过的文本一致"))


class PersonField(forms.ModelChoiceField):
    """An account by its name."""

    def label_from_instance(self, user: User) -> str:
        return user.name


class AppointForm(PlainForm):
    """One of those who watch: deputies of this congress with an account."""

    user = PersonField(label=_("人员"), queryset=User.objects.none())
    role = forms.ChoiceField(label=_("职责"), choices=ScrutineerRole, widget=forms.RadioSelect)

    def __init__(self, *args: Any, vote: VoteRound, on: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        sitting = (
            Mandate.objects.in_office(on).filter(term=vote.year.term, state="active").values("deputy__user")
        )
        self.fields["user"].queryset = (
            User.objects.filter(pk__in=sitting, is_active=True, grants__role=Role.DEPUTY)
            .exclude(pk__in=vote.scrutineers.values("user"))
            .distinct()
            .order_by("name", "pk")
        )


class ConfirmForm(PlainForm):
    """A step that cannot be taken back."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    sure = forms.BooleanField(label=_("我已核对，确认办理"))


class ReasonForm(PlainForm):
    """Why."""

    reason = forms.CharField(label=_("原因"), max_length=200, widget=forms.Textarea(attrs={"rows": 2}))


class VoidForm(ReasonForm):
    """An envelope by the number outside."""

    number = forms.IntegerField(label=_("信封号"), min_value=1)
    field_order = ["number", "reason"]


SPOILED = (
    ("too_many", _("无效：同意数超过应选数")),
    ("two_marks", _("无效：一项有两种标记")),
    ("unknown_mark", _("无效：标记无法辨认")),
)


class PaperForm(PlainForm):
    """计票单 of one team. Abstentions are what is left of the valid ballots."""

    issued = forms.IntegerField(label=_("发出纸质票"), min_value=0, max_value=10_000)
    returned = forms.IntegerField(label=_("收回纸质票"), min_value=0, max_value=10_000)

    def __init__(self, *args: Any, vote: VoteRound, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = vote.method.ballot_type
        self.rows = list(vote.candidates.select_related("project").order_by("number"))
        for name, label in SPOILED:
            self.fields[name] = _number(label, initial=0)
        for row in self.rows:
            self.fields[f"approve_{row.number}"] = _number(
                f"{row.number} {row.project.title} · {_now('赞成')}"
            )
            if self.kind in {BallotType.APPROVE, BallotType.BLOCK}:
                self.fields[f"against_{row.number}"] = _number(
                    f"{row.number} {row.project.title} · {_now('反对')}"
                )
            if self.kind == BallotType.RANK:
                self.fields[f"score_{row.number}"] = _number(
                    f"{row.number} {row.project.title} · {_now('得分')}"
                )

    def figures(self) -> PaperFigures:
        """As the service takes them."""
        data = self.cleaned_data
        spoiled = {name: data[name] for name, _label in SPOILED if data[name]}
        valid = data["returned"] - sum(spoiled.values())
        lines = {}
        for row in self.rows:
            approve, against = data[f"approve_{row.number}"], data.get(f"against_{row.number}", 0)
            lines[str(row.number)] = [
                approve, against, valid - approve - against, data.get(f"score_{row.number}", approve)
            ]  # fmt: skip
        return PaperFigures(data["issued"], data["returned"], valid, spoiled, lines)


def _number(label: Any, **options: Any) -> forms.IntegerField:
    return forms.IntegerField(label=label, min_value=0, max_value=1_000_000, **options)


class SettleForm(PlainForm):
    """Whom presidium or lot gave the open places."""

    keys = forms.MultipleChoiceField(label=_("确定的项目"), widget=forms.CheckboxSelectMultiple)
    document = forms.CharField(label=_("主席团决定文号或抽签记录"), max_length=120)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keys"].choices = choices
