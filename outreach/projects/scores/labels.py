"""Audit verbs of the scores."""

from django.utils.translation import gettext_lazy as _

from congress.registry import Verb

VERBS: tuple[Verb, ...] = (
    Verb("outreach.score_rule.set", _("设定测评办法")),
    Verb("outreach.assessment.planned", _("安排满意度测评")),
    Verb("outreach.assessment.changed", _("修改满意度测评")),
    Verb("outreach.assessment.cancelled", _("取消满意度测评")),
    Verb("outreach.assessment.held", _("登记测评到会人数")),
    Verb("outreach.assessment.completed", _("填写目标完成")),
    Verb("outreach.assessment.counted", _("录入测评票数")),
    Verb("outreach.assessment.differed", _("两次录入不一致")),
    Verb("outreach.assessment.graded", _("得出测评结果")),
    Verb("outreach.assessment.recounted", _("重新计票")),
    Verb("outreach.assessment.published", _("公布测评结果")),
    Verb("outreach.survey.entered", _("录入居民抽样")),
    Verb("outreach.survey.withdrawn", _("撤下居民抽样")),
    Verb("outreach.remark.copied", _("录入改进意见")),
    Verb("outreach.remark.coded", _("归类改进意见")),
    Verb("outreach.rectification.begun", _("责成整改")),
    Verb("outreach.rectification.reported", _("报告整改情况")),
    Verb("outreach.rectification.returned", _("退回整改")),
    Verb("outreach.rectification.urged", _("催办整改")),
    Verb("outreach.assessment.printed", _("打印测评票或计票单")),
    Verb("outreach.project_year.reported", _("导出年度总结")),
    Verb("outreach.project_figures.printed", _("导出民生实事统计")),
)
