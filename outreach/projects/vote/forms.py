"""Forms of votes. Field names are the arguments of the services."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from congress.models import User
from congress.people.roles import Role
from deputies.roster.forms import PlainForm
from deputies.roster.models import Mandate
from outreach.projects.vote.models import VoteRound
from outreach.projects.vote.states import Means, ScrutineerRole

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


class SettleForm(PlainForm):
    """Whom presidium or lot gave the open places."""

    keys = forms.MultipleChoiceField(label=_("确定的项目"), widget=forms.CheckboxSelectMultiple)
    document = forms.CharField(label=_("主席团决定文号或抽签记录"), max_length=120)

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["keys"].choices = choices
