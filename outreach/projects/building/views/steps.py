"""Changes, supervision and acceptance at the desk, a form each."""

from typing import Any

from django.utils.timezone import localdate, now
from django.utils.translation import gettext_lazy as _lazy

from deputies.desk import person
from outreach.projects.building import forms, services
from outreach.projects.building.models import Acceptance, ChangeRequest, GroupMember, Inspection, Urging
from outreach.projects.building.selectors import group_of, plan_in_force, sitting_deputies
from outreach.projects.building.views.pages import CLERK, OVERSEERS, WRITERS, OfPart, OfProject
from outreach.projects.models import Project


class ChangeView(OfProject):
    """申请调整或终止."""

    roles = WRITERS
    form_class = forms.ChangeForm
    heading, send = _lazy("申请调整或终止"), _lazy("提出申请")
    done = _lazy("已提出申请，等决定。决定以前项目内容不变。")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "project": self.target}

    def get_initial(self) -> dict[str, Any]:
        plan = plan_in_force(self.target, on=localdate())
        return {
            **super().get_initial(), **forms.ChangeForm.values_of(self.target), "kind": "change",
            "new_end": plan.ends_on if plan else None,
        }  # fmt: skip

    def act(self, target: Project, data: dict[str, Any]) -> ChangeRequest:
        asked = {name: data[name] for name in ("new_end", "reason", "effect", "agreed_by")}
        return services.ask_change(
            target, data["kind"], values=self.bound().values(), actor=person(self.request), at=now(), **asked
        )


class DecideView(OfPart):
    """登记决定."""

    roles = CLERK
    model, form_class = ChangeRequest, forms.DecisionForm
    heading, send = _lazy("登记决定"), _lazy("登记")
    service = staticmethod(services.decide_change)
    done = _lazy("已登记。批准的调整从现在起生效，并列入公开的变更清单。")


class WithdrawView(OfPart):
    """撤回申请."""

    roles = WRITERS
    model, form_class = ChangeRequest, forms.StepForm
    heading, send = _lazy("撤回变更申请"), _lazy("撤回")
    service = staticmethod(services.withdraw_change)
    done = _lazy("已撤回。")


class GroupView(OfProject):
    """确定督办组."""

    roles = OVERSEERS
    form_class = forms.GroupForm
    heading, send = _lazy("确定督办组"), _lazy("确定")
    done = _lazy("已确定，新加入的代表收到了通知。")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "people": sitting_deputies(self.target, on=localdate())}

    def get_initial(self) -> dict[str, Any]:
        group = group_of(self.target)
        leader = next((row.deputy_id for row in group if row.is_leader), None)
        members = [row.deputy_id for row in group if not row.is_leader]
        return {**super().get_initial(), "leader": leader, "members": members}

    def act(self, target: Project, data: dict[str, Any]) -> list[GroupMember]:
        return services.set_group(target, **data, actor=person(self.request), at=now())


class InspectionView(OfProject):
    """登记督查, by the office."""

    roles = OVERSEERS
    form_class = forms.InspectionForm
    heading, send = _lazy("登记督查"), _lazy("登记")
    has_files = True
    done = _lazy("已登记。")

    def get_form_kwargs(self) -> dict[str, Any]:
        people = sitting_deputies(self.target, on=localdate()).filter(
            pk__in=[row.deputy_id for row in group_of(self.target)]
        )
        return {**super().get_form_kwargs(), "people": people}

    def act(self, target: Project, data: dict[str, Any]) -> Inspection:
        return services.record_inspection(
            target, self.bound().draft(), files=data["files"], uid=data["client_uuid"], actor=person(self.request),
            at=now(),
        )  # fmt: skip


class UrgingView(OfProject):
    """发出督办意见."""

    roles = OVERSEERS
    form_class = forms.UrgingForm
    heading, send = _lazy("发出督办意见"), _lazy("发出")
    done = _lazy("已发出，责任单位收到了通知。")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "inspections": self.target.inspections.all()}

    def act(self, target: Project, data: dict[str, Any]) -> Urging:
        return services.issue_urging(target, **data, actor=person(self.request), at=now())


class _OfUrging(OfPart):
    model = Urging


class AnswerView(_OfUrging):
    """答复督办意见."""

    roles = WRITERS
    form_class = forms.AnswerForm
    template_name = "outreach/desk/project_urging_form.html"
    heading, send = _lazy("答复督办意见"), _lazy("答复")
    has_files = True
    service = staticmethod(services.answer_urging)
    done = _lazy("已答复。")

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "answer": self.target.answer}


class ReturnUrgingView(_OfUrging):
    """退回重办."""

    roles = OVERSEERS
    form_class = forms.ReturnUrgingForm
    template_name = "outreach/desk/project_urging_form.html"
    heading, send = _lazy("退回督办答复"), _lazy("退回")
    service = staticmethod(services.return_urging)
    done = _lazy("已退回。")


class CloseUrgingView(_OfUrging):
    """认可办结."""

    roles = OVERSEERS
    form_class = forms.StepForm
    template_name = "outreach/desk/project_urging_form.html"
    heading, send = _lazy("认可办结"), _lazy("办结")
    service = staticmethod(services.close_urging)
    done = _lazy("已办结。")


class AskAcceptanceView(OfProject):
    """申请验收."""

    roles = WRITERS
    form_class = forms.AskAcceptanceForm
    heading, send = _lazy("申请验收"), _lazy("申请")
    has_files = True
    done = _lazy("已申请，等人大机关组织现场验收。")

    def act(self, target: Project, data: dict[str, Any]) -> Acceptance:
        cost = forms.fen(data.pop("actual_cost"))
        return services.ask_acceptance(
            target, actual_cost_fen=cost, **data, actor=person(self.request), at=now()
        )


class CheckView(OfPart):
    """登记验收."""

    roles = CLERK
    model, form_class = Acceptance, forms.CheckForm
    heading, send = _lazy("登记验收"), _lazy("登记")
    service = staticmethod(services.check_acceptance)
    done = _lazy("已登记。")

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "people": sitting_deputies(self.project, on=localdate())}

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "papers_seen": self.target.papers}
