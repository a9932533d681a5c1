"""The audit verbs of stations."""

from django.utils.translation import gettext_lazy as _

from congress.registry import Verb

VERBS = (
    Verb("deputies.station.opened", _("设立站点")),
    Verb("deputies.station.changed", _("修改站点资料")),
    Verb("deputies.station.closed", _("撤并或停用站点")),
    Verb("deputies.assignment.begun", _("代表进站")),
    Verb("deputies.assignment.ended", _("代表离站")),
)
