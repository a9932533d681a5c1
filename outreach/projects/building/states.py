"""Plans, reports, changes, urging opinions and acceptances: what each can be and how it moves; limits as data."""

from datetime import date

from django.db import models
from django.utils.translation import gettext_lazy as _

from congress.workflow import Flow, Step

# The paper's step 9: handed over within 15 working days of the announcement; the plan within as many of that.
HAND_OVER_DAYS = 15
PLAN_DAYS = 15
# The report of a month is owed by this day of the next one, or by the first working day after it.
REPORT_DAY = 5
# The unit is reminded this many days before, the day after, and then once a week.
REMIND_BEFORE = 3
CHASE_EVERY = 7
# From the second chase on the congress office is told, too.
OFFICE_AFTER = 7


class Light(models.TextChoices):
    """How a project stands against its plan."""

    NONE = "none", _("未开工")
    NORMAL = "normal", _("正常")
    WARNING = "warning", _("预警")
    BEHIND = "behind", _("滞后")
    STALLED = "stalled", _("停滞")
    DONE = "done", _("已完成")
    STOPPED = "stopped", _("已终止")


# From which day on which lag, in points behind the plan, gives which light (domain paper B8). A later rule gets a
# row of its own, so that the light of an old month stays what it was.
LIGHT_RULES: tuple[tuple[date, tuple[tuple[int, Light], ...]], ...] = (
    (date.min, ((40, Light.STALLED), (25, Light.BEHIND), (15, Light.WARNING))),
)
TONES = {
    Light.NONE: "", Light.NORMAL: "ok", Light.WARNING: "warn", Light.BEHIND: "bad", Light.STALLED: "bad",
    Light.DONE: "info", Light.STOPPED: "",
}  # fmt: skip


class PlanState(models.TextChoices):
    SUBMITTED = "submitted", _("待审核")
    RETURNED = "returned", _("退回修改")
    PUBLISHED = "published", _("已公布")


class ReportState(models.TextChoices):
    SUBMITTED = "submitted", _("待审核")
    RETURNED = "returned", _("退回修改")
    PUBLISHED = "published", _("已公布")


class Moment(models.TextChoices):
    """When a photo of a report was taken."""

    BEFORE = "before", _("实施前")
    AFTER = "after", _("实施后")


class ChangeKind(models.TextChoices):
    CHANGE = "change", _("调整")
    STOP = "stop", _("终止")


class ChangeState(models.TextChoices):
    ASKED = "asked", _("待决定")
    APPROVED = "approved", _("已批准")
    REFUSED = "refused", _("未批准")
    WITHDRAWN = "withdrawn", _("已撤回")


class Body(models.TextChoices):
    """Who decides: by the level of the congress, never by choice."""

    COMMITTEE = "committee", _("人大常委会")
    PRESIDIUM = "presidium", _("乡镇人大主席团")


# What of a project a decision may change; everything else stays as the deputies voted for it.
CHANGEABLE = (
    "content", "year_goal", "cost_fen", "own_money_fen", "sources", "beneficiaries", "unit", "head",
)  # fmt: skip


class InspectionKind(models.TextChoices):
    ROUTINE = "routine", _("日常督查")
    SPECIAL = "special", _("专项视察")
    UNANNOUNCED = "unannounced", _("不打招呼抽查")


class Finding(models.TextChoices):
    GOOD = "good", _("进展正常")
    SMALL = "small", _("有小问题")
    SERIOUS = "serious", _("问题较大")


class UrgingState(models.TextChoices):
    ISSUED = "issued", _("待答复")
    ANSWERED = "answered", _("已答复")
    CLOSED = "closed", _("已办结")


_U = UrgingState
_OFFICE = frozenset({"clerk", "supervisor"})
URGING_FLOW = Flow(
    Step("answer", _("答复"), frozenset({_U.ISSUED}), _U.ANSWERED, roles=frozenset({"handler"})),
    Step("return", _("退回重办"), frozenset({_U.ANSWERED}), _U.ISSUED, roles=_OFFICE, needs=("reason",)),
    Step("close", _("认可办结"), frozenset({_U.ANSWERED}), _U.CLOSED, roles=_OFFICE, public=True),
    states=dict(_U.choices),
)


class AcceptanceState(models.TextChoices):
    ASKED = "asked", _("待验收")
    PASSED = "passed", _("验收合格")
    FAILED = "failed", _("验收不合格")


class Paper(models.TextChoices):
    """The documents that an acceptance looks through."""

    CONTRACT = "contract", _("合同和招投标文件")
    DRAWINGS = "drawings", _("设计和竣工图纸")
    QUALITY = "quality", _("质量检验或竣工验收报告")
    MONEY = "money", _("资金拨付和使用凭证")
    SETTLEMENT = "settlement", _("结算或审计报告")
    PHOTOS = "photos", _("实施前后影像资料")
    UPKEEP = "upkeep", _("移交和管护协议")


# Without these nothing is accepted; the others are noted as missing.
PAPERS_NEEDED = frozenset({Paper.QUALITY, Paper.MONEY, Paper.PHOTOS})
