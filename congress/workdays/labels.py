"""The audit verbs of the calendar and of the rules of deadlines."""

from django.utils.translation import gettext_lazy as _

from congress.registry import Verb

WORKDAY_VERBS = (
    Verb("congress.calendar.entered", _("录入放假安排")),
    Verb("congress.deadline_rule.change_proposed", _("提出调整办理期限")),
    Verb("congress.deadline_rule.changed", _("调整办理期限")),
    Verb("congress.deadline_rule.change_rejected", _("未通过期限调整")),
)
