"""Audit verbs of the building."""

from django.utils.translation import gettext_lazy as _

from congress.registry import Verb

VERBS = (
    Verb("outreach.project.handed_over", _("交办民生实事项目")),
    Verb("outreach.project_plan.submitted", _("报送实施方案")),
    Verb("outreach.project_plan.returned", _("退回实施方案")),
    Verb("outreach.project_plan.published", _("公布实施方案")),
    Verb("outreach.project_report.submitted", _("报送进度月报")),
    Verb("outreach.project_report.returned", _("退回进度月报")),
    Verb("outreach.project_report.published", _("公布进度月报")),
    Verb("outreach.project_report.chased", _("催报进度月报")),
    Verb("outreach.project_report.exported", _("打印或导出月进度表")),
    Verb("outreach.project_change.asked", _("申请项目变更")),
    Verb("outreach.project_change.withdrawn", _("撤回项目变更申请")),
    Verb("outreach.project_change.decided", _("登记项目变更决定")),
    Verb("outreach.project_group.set", _("确定项目督办组")),
    Verb("outreach.project_inspection.recorded", _("登记项目督查")),
    Verb("outreach.project_urging.issued", _("发出督办意见")),
    Verb("outreach.project_urging.answered", _("答复督办意见")),
    Verb("outreach.project_urging.returned", _("退回督办答复")),
    Verb("outreach.project_urging.closed", _("办结督办意见")),
    Verb("outreach.project_acceptance.asked", _("申请项目验收")),
    Verb("outreach.project_acceptance.checked", _("登记项目验收")),
)
