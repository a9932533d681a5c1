"""Forms of consultation and notice."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from deputies.roster.forms import DATE, PlainForm
from outreach.projects.consulting.models import Advice
from outreach.projects.consulting.services import AdviceLine, CommentDraft
from outreach.projects.consulting.states import LEAST_NOTICE_DAYS
from outreach.projects.models import Project


def _area(label: Any, most: int, *, rows: int = 3, **options: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=most,
        widget=forms.Textarea(attrs={"rows": rows, "data-count": most}),
        **options,
    )


class AdviceForm(PlainForm):
    """A place and words for every candidate; all may stay empty."""

    def __init__(
        self, *args: Any, projects: Sequence[Project], mine: dict[Any, Advice], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.projects = list(projects)
        for project in self.projects:
            said = mine.get(project.uid)
            self.fields[f"rank_{project.uid}"] = forms.TypedChoiceField(
                label=_("排第几"), required=False, coerce=int, empty_value=None,
                choices=[("", _("不排")), *((n, n) for n in range(1, len(self.projects) + 1))],
                initial=said.rank if said else None,
            )  # fmt: skip
            self.fields[f"comment_{project.uid}"] = _area(
                _("意见"), 500, rows=2, required=False, initial=said.comment if said else ""
            )

    def lines(self) -> list[AdviceLine]:
        """As the service takes them."""
        data = self.cleaned_data
        return [
            AdviceLine(project.uid, data.get(f"rank_{project.uid}"), data.get(f"comment_{project.uid}", ""))
            for project in self.projects
        ]

    def blocks(self) -> list[tuple[Project, Any, Any]]:
        """(project, its rank, its comment) for the page."""
        return [(row, self[f"rank_{row.uid}"], self[f"comment_{row.uid}"]) for row in self.projects]


class AnswerForm(PlainForm):
    """What was made of the deputies' advice."""

    text = _area(_("采纳情况（代表可见）"), 500)


class NoticeForm(PlainForm):
    """公示."""

    opens_on = forms.DateField(label=_("开始日期"), widget=DATE)
    closes_on = forms.DateField(
        label=_("结束日期"), widget=DATE, help_text=_("不少于 %(n)d 天") % {"n": LEAST_NOTICE_DAYS}
    )
    text = _area(_("公示内容"), 2000, rows=6)


class CommentForm(PlainForm):
    """A citizen's word on the candidates."""

    client_uuid = forms.UUIDField(widget=forms.HiddenInput)
    project = forms.ModelChoiceField(
        label=_("对哪个项目"), queryset=Project.objects.none(), required=False, empty_label=_("整个名单"),
        to_field_name="uid",
    )  # fmt: skip
    text = _area(_("您的意见"), 500, rows=4)
    name = forms.CharField(
        label=_("您的姓名"), max_length=40, required=False, help_text=_("可以不写，不会公开。")
    )
    phone = forms.CharField(
        label=_("您的手机号"), max_length=30, required=False, help_text=_("可以不写；写了，有答复会发短信告诉您。"),
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel", "inputmode": "tel"}),
    )  # fmt: skip

    def __init__(self, *args: Any, projects: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = projects

    def draft(self) -> CommentDraft:
        """As the service takes it."""
        data = self.cleaned_data
        return CommentDraft(data["text"], data["project"], data["name"], data["phone"])


class DecideForm(PlainForm):
    """Answer one comment, or keep it from the public."""

    step = forms.ChoiceField(
        label=_("办理"), widget=forms.RadioSelect, initial="answer",
        choices=[("answer", _("答复（意见和答复一并公布）")), ("withhold", _("不公布（辱骂、泄露他人信息、与公示无关）"))],
    )  # fmt: skip
    answer = _area(_("答复，或不公布的理由"), 500, rows=4)
