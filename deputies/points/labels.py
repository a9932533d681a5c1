"""The audit verbs of points."""

from django.utils.translation import gettext_lazy as _

from congress.registry import Verb

VERBS = (
    Verb("deputies.ruleset.drafted", _("起草积分办法")),
    Verb("deputies.ruleset.line_put", _("修改积分项目")),
    Verb("deputies.ruleset.line_dropped", _("删除积分项目")),
    Verb("deputies.ruleset.ranking_shown", _("设定积分排名公开范围")),
    Verb("deputies.points.exported", _("导出积分")),
    Verb("deputies.ruleset.adopted", _("施行积分办法")),
    Verb("deputies.points.recounted", _("重算积分")),
    Verb("deputies.points.awarded", _("记入积分")),
    Verb("deputies.points.claimed", _("申报积分")),
    Verb("deputies.points.decided", _("核定申报积分")),
    Verb("deputies.points.frozen", _("冻结积分")),
    Verb("deputies.points.appealed", _("申诉积分")),
    Verb("deputies.points.ruled", _("裁定积分申诉")),
)
