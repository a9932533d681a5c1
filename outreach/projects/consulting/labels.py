"""Audit verbs of consultation and notice."""

from django.utils.translation import gettext_lazy as _

from congress.registry import Verb

VERBS: tuple[Verb, ...] = (
    Verb("outreach.advice.asked", _("征求代表意见")),
    Verb("outreach.advice.given", _("代表提出项目意见")),
    Verb("outreach.advice.answered", _("答复代表意见")),
    Verb("outreach.advice.exported", _("导出代表意见")),
    Verb("outreach.notice.published", _("公示候选项目")),
    Verb("outreach.notice_comment.received", _("收到公示意见")),
    Verb("outreach.notice_comment.answered", _("答复公示意见")),
    Verb("outreach.notice_comment.withheld", _("不公布公示意见")),
)
