"""The audit verbs of dossiers."""

from django.utils.translation import gettext_lazy as _

from congress.registry import Verb

VERBS = (
    Verb("deputies.dossier.opened", _("建立履职档案")),
    Verb("deputies.dossier.shown", _("档案送本人核对")),
    Verb("deputies.dossier.objected", _("对档案提出异议")),
    Verb("deputies.dossier.closed", _("档案归档")),
    Verb("deputies.dossier.reopened", _("重新打开档案")),
    Verb("deputies.dossier.exported", _("导出履职档案")),
    Verb("deputies.dossier.listed", _("导出履职档案清单")),
    Verb("deputies.meeting.recorded", _("登记会议出席")),
    Verb("deputies.dossier.answered", _("答复对档案的异议")),
    Verb("deputies.meeting.imported", _("导入会议出席")),
    Verb("deputies.honour.added", _("登记表彰")),
    Verb("deputies.honour.changed", _("更正表彰")),
    Verb("deputies.honour.removed", _("删去表彰")),
)
