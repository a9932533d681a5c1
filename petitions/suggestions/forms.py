"""The screens and JSON of the steps, translated to services' arguments. No rule of the office lives here.

Page and API share these forms, so that they cannot drift. Field names are the services' argument names.
"""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from congress.attachments.states import Kind as FileKind
from congress.models import Attachment, Organisation, OrganisationKind
from petitions.suggestions.models import Category, Suggestion
from petitions.suggestions.states import (
    DeclineReason,
    Difficulty,
    ResultClass,
    Route,
    Satisfaction,
    SignatureLevel,
    Solved,
)

HANDLER_KINDS = (
    OrganisationKind.GOVERNMENT,
    OrganisationKind.DEPARTMENT,
    OrganisationKind.FINANCE,
    OrganisationKind.UTILITY,
)


def handlers() -> QuerySet[Organisation]:
    """The organisations that may be given a matter."""
    return Organisation.objects.filter(kind__in=HANDLER_KINDS, valid_to__isnull=True).order_by("code")


class StepForm(forms.Form):
    """Base of all: `version` is that of the page on which the form was drawn."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    required_css_class = "required"

    def __init__(self, *args: Any, suggestion: Suggestion | None = None, **kwargs: Any) -> None:
        self.suggestion = suggestion
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


def _words(
    label: Any, *, rows: int = 4, most: int = 500, required: bool = True, help_text: Any = ""
) -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=most,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows, "maxlength": most}),
    )


class EmptyForm(StepForm):
    """A step that needs nothing but the press."""


class NoteForm(StepForm):
    text = _words(_("说明"))


class OptionalNoteForm(StepForm):
    text = _words(_("说明"), required=False, rows=2)


class ClassifyForm(StepForm):
    category = forms.ModelChoiceField(
        Category.objects.filter(is_active=True, parent__isnull=False),
        label=_("类别"),
        empty_label=_("请选择"),
    )
    summary = forms.CharField(
        label=_("工作摘要"),
        required=False,
        max_length=200,
        help_text=_("一句话写清是什么事，不写姓名。群众原话不会改动。"),
    )
    is_hard_case = forms.BooleanField(label=_("急难愁盼"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.suggestion:
            self.initial.setdefault("category", self.suggestion.category_id)
            self.initial.setdefault("summary", self.suggestion.summary)
            self.initial.setdefault("is_hard_case", self.suggestion.is_hard_case)


class AnswerOnSpotForm(StepForm):
    text = _words(_("答复内容"), most=2000)
    result_class = forms.ChoiceField(
        label=_("办理结果"), choices=ResultClass.choices, initial=ResultClass.SOLVED
    )


class DeclineForm(StepForm):
    reason = forms.ChoiceField(label=_("理由"), choices=DeclineReason.choices)
    basis = forms.CharField(label=_("依据"), max_length=200, help_text=_("写明法律法规或规定的条款。"))
    guidance = _words(_("可以去哪里"), help_text=_("告诉群众可以找谁、怎么找。"))


class TransferForm(StepForm):
    lead = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("主办单位"), empty_label=_("请选择"), to_field_name="code"
    )
    route = forms.ChoiceField(
        label=_("办理方式"),
        choices=[(r.value, r.label) for r in (Route.TRANSFER, Route.LOCAL, Route.JOINT)],
        initial=Route.TRANSFER,
    )
    difficulty = forms.ChoiceField(label=_("难易"), choices=Difficulty.choices, initial=Difficulty.ORDINARY)
    co_handlers = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label=_("协办单位"),
        to_field_name="code",
        required=False,
        help_text=_("联办时选择，可多选。"),
        widget=forms.SelectMultiple(attrs={"size": 5}),
    )
    note = _words(_("交办意见"), required=False, rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["lead"].queryset = handlers()
        self.fields["co_handlers"].queryset = handlers()


class DesignateForm(TransferForm):
    text = _words(_("指定理由"), rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["route"]
        del self.fields["note"]


class ReturnForm(StepForm):
    basis = _words(_("退回依据"), help_text=_("写明职责依据，至少 10 个字。"))
    proposed = forms.ModelChoiceField(
        Organisation.objects.none(), label=_("建议承办单位"), empty_label=_("请选择"), to_field_name="code"
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["proposed"].queryset = handlers()


class ExtensionForm(StepForm):
    days = forms.IntegerField(label=_("延长（工作日）"), min_value=1, max_value=10, initial=5)
    reason = _words(_("理由"))


class JointForm(StepForm):
    co_handlers = forms.ModelMultipleChoiceField(
        Organisation.objects.none(),
        label=_("协办单位"),
        to_field_name="code",
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    note = _words(_("会商意见"), required=False, rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["co_handlers"].queryset = handlers()


class ReplyForm(StepForm):
    text = _words(_("答复内容"), rows=8, most=5000, help_text=_("至少 30 个字；不要写姓名、电话、门牌号。"))
    result_class = forms.ChoiceField(label=_("办理结果"), choices=[("", _("请选择")), *ResultClass.choices])
    promised_on = forms.DateField(
        label=_("承诺完成日期"),
        required=False,
        help_text=_("列入计划的必填。"),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    signature_level = forms.ChoiceField(
        label=_("签发级别"), choices=SignatureLevel.choices, initial=SignatureLevel.DEPUTY_HEAD
    )
    signer = forms.CharField(label=_("签发人"), required=False, max_length=40)


class PublishForm(StepForm):
    public_title = forms.CharField(label=_("公开标题"), max_length=60)
    public_text = _words(_("公开摘要"), rows=3, most=1000)
    public_reply = _words(_("公开答复"), rows=6, most=5000)
    files = forms.ModelMultipleChoiceField(
        Attachment.objects.none(),
        label=_("一并公开的照片"),
        required=False,
        help_text=_("只选看不到人脸、车牌和门牌的。"),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.suggestion:
            pictures = Attachment.objects.of(self.suggestion).handed_out().filter(kind=FileKind.IMAGE)
            cast("forms.ModelMultipleChoiceField[Attachment]", self.fields["files"]).queryset = pictures
            if not pictures:
                del self.fields["files"]
            reply = self.suggestion.replies.filter(is_current=True).first()
            self.initial.setdefault("public_title", self.suggestion.public_title or self.suggestion.title)
            self.initial.setdefault("public_text", self.suggestion.public_text or self.suggestion.summary)
            self.initial.setdefault(
                "public_reply", self.suggestion.public_reply or (reply.text if reply else "")
            )


class OverrideForm(StepForm):
    reason = _words(_("为什么可以保留"), rows=2, most=200)


class FollowUpForm(StepForm):
    is_reached = forms.TypedChoiceField(
        label=_("是否接通"),
        choices=[("1", _("已接通")), ("", _("未接通"))],
        coerce=bool,
        empty_value=False,
        required=False,
        widget=forms.RadioSelect,
    )
    solved = forms.ChoiceField(
        label=_("是否解决"), required=False, choices=[("", _("未问")), *Solved.choices]
    )
    satisfied = forms.ChoiceField(
        label=_("是否满意"), required=False, choices=[("", _("未问")), *Satisfaction.choices]
    )
    text = _words(_("回访记录"), rows=3)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        data["solved"] = data.get("solved") or None
        data["satisfied"] = data.get("satisfied") or None
        return data


class RateForm(StepForm):
    solved = forms.ChoiceField(label=_("事情解决了吗"), choices=Solved.choices, widget=forms.RadioSelect)
    satisfied = forms.ChoiceField(label=_("您满意吗"), choices=Satisfaction.choices, widget=forms.RadioSelect)
    comment = _words(_("想补充的话"), required=False, rows=3)


class MergeForm(StepForm):
    target = forms.CharField(label=_("并入哪一件（编号）"), max_length=24)

    def clean_target(self) -> Suggestion:
        number = self.cleaned_data["target"].strip().upper()
        target = Suggestion.objects.filter(number=number).first()
        if target is None:
            raise forms.ValidationError(_("没有找到这个编号。"))
        return target


class UrgeForm(StepForm):
    text = _words(_("催办意见"), rows=3)


class ObjectForm(StepForm):
    text = _words(_("为什么应当受理"), rows=4)


class InquireForm(StepForm):
    text = _words(_("想说的话"), required=False, rows=2, most=300)
