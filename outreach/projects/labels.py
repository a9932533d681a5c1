"""Audit verbs of years and projects."""

from django.utils.translation import gettext_lazy as _

from congress.registry import Verb

VERBS: tuple[Verb, ...] = (
    Verb("outreach.project_year.opened", _("建立民生实事年度")),
    Verb("outreach.project_year.dated", _("调整阶段日期")),
    Verb("outreach.project_year.phased", _("进入下一阶段")),
    Verb("outreach.collection.published", _("发布征集公告")),
    Verb("outreach.proposal.received", _("收到项目提案")),
    Verb("outreach.proposal.screened", _("筛查项目提案")),
    Verb("outreach.proposals.rolled_over", _("转入储备项目")),
    Verb("outreach.proposals.counted", _("导出提案统计")),
    Verb("outreach.project.drafted", _("起草候选项目")),
    Verb("outreach.project.edited", _("修改候选项目")),
    Verb("outreach.project.moved", _("办理民生实事项目")),
)
