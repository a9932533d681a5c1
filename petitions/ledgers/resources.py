"""The columns of the office's ledgers. Exports only: ledgers come in through petitions.intake.

Names are masked and telephone numbers never leave in clear, whoever exports: who needs one opens the case, where a
reason is asked. Numbers inside free text are blotted out.
"""

from datetime import date
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from import_export.fields import Field
from import_export.resources import Resource

from congress.privacy.masks import mask_name, mask_phone
from congress.privacy.scan import find_personal_data
from congress.regions.selectors import place_name
from petitions.suggestions.models import Suggestion
from petitions.suggestions.models.matter import NO_DUE
from petitions.suggestions.states import Confidentiality

# Text beyond this stands on the case page.
_TEXT = 2000


def blotted(text: str) -> str:
    """The text with telephone numbers, identity numbers, plates and the like as asterisks."""
    text = text[:_TEXT]
    for hit in sorted(find_personal_data(text), key=lambda hit: -hit.start):
        text = text[: hit.start] + "*" * (hit.end - hit.start) + text[hit.end :]
    return text


class LedgerResource(Resource):
    """One ledger. `path` leads from a row to its case; `shown` are the columns of the page."""

    path = ""
    shown: tuple[str, ...] = ()
    related: tuple[str, ...] = ("category", "lead", "station")

    number = Field(column_name=_("编号"))
    received_on = Field(column_name=_("收到日期"))
    title = Field(column_name=_("标题"))
    category = Field(column_name=_("类别"))
    place = Field(column_name=_("地点"))

    def matter(self, row: Any) -> Suggestion:
        """The case of a row."""
        return getattr(row, self.path) if self.path else row

    def dehydrate_number(self, row: Any) -> str:
        return self.matter(row).number

    def dehydrate_received_on(self, row: Any) -> date:
        return self.matter(row).received_on

    def dehydrate_title(self, row: Any) -> str:
        return blotted(self.matter(row).title)

    def dehydrate_category(self, row: Any) -> str:
        return str(self.matter(row).category or "")

    def dehydrate_place(self, row: Any) -> str:
        return place_name(self.matter(row).region_id)

    def export_field(self, field: Field, instance: Any, **kwargs: Any) -> Any:
        """Values keep their type: dates are dates and numbers numbers in the workbook."""
        name = self.get_field_name(field)
        method = getattr(self, f"dehydrate_{name}", None)
        if method is not None:
            return method(instance)
        value = instance
        for part in field.attribute.split("__"):
            value = getattr(value, part, None)
        if isinstance(value, models.TextChoices):
            return str(value.label)
        if isinstance(value, str):
            owner, _dot, last = field.attribute.rpartition("__")
            holder = instance
            for part in owner.split("__") if owner else ():
                holder = getattr(holder, part)
            label = getattr(holder, f"get_{last}_display", None)
            return str(label()) if label else blotted(value)
        if isinstance(value, models.Model):
            return str(value)
        return None if value == NO_DUE else value


class ReceptionResource(LedgerResource):
    """接待登记台账."""

    shown = ("number", "received_on", "title", "category", "place", "channel", "person", "lead", "state")
    channel = Field("channel", _("来源"))
    kind = Field("kind", _("反映方式"))
    people = Field("people_count", _("人数"))
    person = Field(column_name=_("反映人"))
    phone = Field(column_name=_("电话"))
    spot = Field("spot", _("具体地点"))
    station = Field("station", _("受理站点"))
    content = Field("content", _("群众原话"))
    summary = Field("summary", _("工作摘要"))
    lead = Field("lead", _("主办单位"))
    state = Field("state", _("状态"))
    due_on = Field("due_on", _("期限"))
    replied_on = Field("replied_on", _("答复日期"))
    days_used = Field("days_used", _("用时（工作日）"))
    in_time = Field("replied_in_time", _("按期答复"))
    result = Field("result_class", _("办理结果"))
    solved = Field("solved", _("是否解决"))
    satisfied = Field("satisfied", _("是否满意"))

    def dehydrate_person(self, row: Suggestion) -> str:
        return "、".join(mask_name(p.name.reveal()) for p in self._persons(row) if p.name)

    def dehydrate_phone(self, row: Suggestion) -> str:
        return "、".join(mask_phone(p.phone.reveal()) for p in self._persons(row) if p.phone)

    def _persons(self, row: Suggestion) -> list[Any]:
        # Nothing of who spoke in a sealed matter.
        return [] if row.confidentiality == Confidentiality.SEALED else list(row.petitioners.all())


class SupervisedResource(LedgerResource):
    """督办台账."""

    shown = ("number", "title", "place", "lead", "supervised_on", "urges", "state", "due_on")
    lead = Field("lead", _("主办单位"))
    supervised_on = Field("supervised_on", _("督办日期"))
    urges = Field("urge_count", _("催办次数"))
    round = Field("round", _("办理轮次"))
    state = Field("state", _("状态"))
    due_on = Field("due_on", _("期限"))
    replied_on = Field("replied_on", _("答复日期"))
    satisfied = Field("satisfied", _("是否满意"))


class MergedResource(LedgerResource):
    """合并台账."""

    shown = ("number", "received_on", "title", "place", "into", "into_title", "into_state")
    related = ("category", "merged_into")
    into = Field("merged_into__number", _("并入"))
    into_title = Field("merged_into__title", _("并入事项"))
    into_state = Field("merged_into__state", _("并入事项状态"))


class PublishedResource(LedgerResource):
    """公开目录."""

    shown = ("number", "published_on", "public_title", "category", "place", "lead", "result", "satisfied")
    public_title = Field("public_title", _("公开标题"))
    published_on = Field("published_at", _("公开时间"))
    lead = Field("lead", _("主办单位"))
    days_used = Field("days_used", _("用时（工作日）"))
    result = Field("result_class", _("办理结果"))
    satisfied = Field("satisfied", _("是否满意"))
    supporters = Field("supporter_count", _("附议人数"))


class _OfAssignment(LedgerResource):
    path = "suggestion"
    related = ("suggestion__category", "suggestion__lead", "organisation", "proposed")
    organisation = Field("organisation", _("承办单位"))
    assigned_on = Field("assigned_on", _("转办日期"))


class TransferResource(_OfAssignment):
    """转办反馈台账."""

    shown = (
        "number",
        "title",
        "organisation",
        "assigned_on",
        "signed_on",
        "replied_on",
        "days_used",
        "in_time",
        "state",
    )
    signed_on = Field("signed_on", _("签收日期"))
    auto_signed = Field("is_auto_signed", _("逾期自动签收"))
    contacted_on = Field("contacted_on", _("首次联系群众"))
    due_on = Field("suggestion__due_on", _("期限"))
    replied_on = Field("suggestion__replied_on", _("答复日期"))
    days_used = Field("suggestion__days_used", _("用时（工作日）"))
    in_time = Field("suggestion__replied_in_time", _("按期答复"))
    result = Field("suggestion__result_class", _("办理结果"))
    solved = Field("suggestion__solved", _("是否解决"))
    satisfied = Field("suggestion__satisfied", _("是否满意"))
    state = Field("suggestion__state", _("状态"))


class DisputeResource(_OfAssignment):
    """退办争议台账."""

    shown = ("number", "title", "organisation", "returned_on", "basis", "proposed", "now")
    returned_on = Field("returned_on", _("退回日期"))
    basis = Field("return_basis", _("退回依据"))
    proposed = Field("proposed", _("建议承办单位"))
    now = Field("suggestion__lead", _("现承办单位"))
    times = Field("suggestion__return_count", _("退回次数"))
    is_final = Field("suggestion__is_final_designation", _("已指定承办"))


class JointResource(_OfAssignment):
    """联办台账."""

    shown = ("number", "title", "main", "organisation", "assigned_on", "opinion_on", "opinion", "state")
    main = Field("suggestion__lead", _("主办单位"))
    organisation = Field("organisation", _("协办单位"))
    note = Field("note", _("交办意见"))
    opinion_on = Field("opinion_on", _("会办日期"))
    opinion = Field("opinion", _("会办意见"))
    due_on = Field("suggestion__due_on", _("期限"))
    state = Field("suggestion__state", _("状态"))


class FollowUpResource(LedgerResource):
    """回访台账."""

    path = "suggestion"
    related = ("suggestion__category", "suggestion__lead", "caller")
    shown = ("number", "title", "lead", "caller", "called_at", "is_reached", "note", "satisfied")
    lead = Field("suggestion__lead", _("主办单位"))
    caller = Field("caller__name", _("回访人"))
    called_at = Field("called_at", _("回访时间"))
    is_reached = Field("is_reached", _("是否接通"))
    note = Field("note", _("回访记录"))
    solved = Field("suggestion__solved", _("是否解决"))
    satisfied = Field("suggestion__satisfied", _("是否满意"))


class DeclinedResource(LedgerResource):
    """不予受理台账."""

    path = "suggestion"
    related = ("suggestion__category",)
    shown = ("number", "title", "place", "declined_on", "reason", "guidance", "objected_on", "state")
    declined_on = Field("declined_on", _("不予受理日期"))
    reason = Field("reason", _("理由"))
    basis = Field("basis", _("依据"))
    guidance = Field("guidance", _("可以去哪里"))
    objected_on = Field("objected_on", _("申请复核日期"))
    state = Field("suggestion__state", _("状态"))


class DissatisfiedResource(LedgerResource):
    """群众不满意件台账."""

    path = "suggestion"
    related = ("suggestion__category", "suggestion__lead")
    shown = ("number", "title", "lead", "rated_on", "solved", "comment", "round", "state")
    lead = Field("suggestion__lead", _("主办单位"))
    replied_on = Field("suggestion__replied_on", _("答复日期"))
    rated_on = Field("rated_on", _("评价日期"))
    solved = Field("solved", _("是否解决"))
    comment = Field("comment", _("补充说明"))
    is_suspect = Field("is_suspect", _("疑似代评"))
    round = Field("suggestion__round", _("办理轮次"))
    state = Field("suggestion__state", _("状态"))
