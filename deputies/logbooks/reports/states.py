"""The life of a duty report, from the draft to the published result."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from congress.workflow import SAME, Flow, Step


class ReportState(models.TextChoices):
    DRAFT = "draft", _("草稿")
    SUBMITTED = "submitted", _("已提交")
    RETURNED = "returned", _("退回修改")
    PLANNED = "planned", _("已定测评会")
    HELD = "held", _("待计票")
    RATED = "rated", _("已测评")
    PUBLISHED = "published", _("已公示")


_S = ReportState
_KEEPERS = frozenset({"station_officer", "clerk"})
# Who may: `deputy` is the one who reports; for a deputy without an account the station or the office writes.
REPORT_FLOW = Flow(
    Step("save", _("修改"), frozenset({_S.DRAFT, _S.RETURNED}), SAME, roles=frozenset({"deputy"})),
    Step("submit", _("提交"), frozenset({_S.DRAFT, _S.RETURNED}), _S.SUBMITTED, roles=frozenset({"deputy"})),
    Step("take_back", _("撤回修改"), frozenset({_S.SUBMITTED}), _S.DRAFT, roles=frozenset({"deputy"})),
    Step("return", _("退回"), frozenset({_S.SUBMITTED}), _S.RETURNED, roles=_KEEPERS, needs=("reason",)),
    Step("plan", _("安排测评会"), frozenset({_S.SUBMITTED}), _S.PLANNED, roles=_KEEPERS),
    Step("postpone", _("改期"), frozenset({_S.PLANNED}), SAME, roles=_KEEPERS, needs=("reason",)),
    Step("hold", _("登记会议"), frozenset({_S.PLANNED}), _S.HELD, roles=_KEEPERS),
    Step("count", _("录入票数"), frozenset({_S.HELD}), _S.RATED, roles=_KEEPERS),
    Step("publish", _("公示"), frozenset({_S.RATED}), _S.PUBLISHED, roles=frozenset({"clerk"}), public=True),
    Step(
        "correct",
        _("更正测评"),
        frozenset({_S.RATED, _S.PUBLISHED}),
        _S.HELD,
        roles=frozenset({"clerk"}),
        needs=("reason",),
    ),
    states=dict(_S.choices),
)
