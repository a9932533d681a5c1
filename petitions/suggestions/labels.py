"""The audit verbs of suggestions with their Chinese labels, derived from the flow."""

from django.utils.translation import gettext_lazy as _

from congress.registry import Verb
from petitions.suggestions.services.turn import PARTICIPLES
from petitions.suggestions.states import FLOW

VERBS = (
    Verb("petitions.suggestion.submitted", _("登记")),
    *(Verb(f"petitions.suggestion.{PARTICIPLES[step.name]}", step.label) for step in FLOW),
    Verb("petitions.suggestion.forgotten", _("应本人要求删除个人信息")),
    Verb("petitions.suggestion.inherited", _("转入承继站点")),
    Verb("petitions.clock.recomputed", _("重算期限")),
    Verb("petitions.clock.swept", _("期限巡查")),
    Verb("petitions.clock.passed_over", _("到期动作未执行")),
    Verb("petitions.suggestion.exported", _("导出台账")),
    Verb("petitions.suggestion.imported", _("导入台账")),
)
