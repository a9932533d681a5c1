"""The audit verbs of the roster."""

from django.utils.translation import gettext_lazy as _

from congress.registry import Verb

VERBS = (
    Verb("deputies.deputy.added", _("登记代表")),
    Verb("deputies.deputy.changed", _("修改代表资料")),
    Verb("deputies.deputy.linked", _("关联代表账号")),
    Verb("deputies.deputy.photo_set", _("设置代表照片")),
    Verb("deputies.term.opened", _("登记届次")),
    Verb("deputies.mandate.begun", _("登记代表资格")),
    Verb("deputies.mandate.changed", _("代表资格变动")),
    Verb("deputies.roster.imported", _("导入代表名册")),
    Verb("deputies.roster.exported", _("导出代表名册")),
)
