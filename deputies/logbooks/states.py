"""The kinds of logbook entries and the life of one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from congress.workflow import Flow, Step


class Kind(models.TextChoices):
    """Four books are written; the fourth of the five, issue transfer and feedback, is a view on the suggestions."""

    ACTIVITY = "activity", _("代表活动")
    RECEPTION = "reception", _("接待选民")
    TRAINING = "training", _("学习培训")
    REPORT = "report", _("代表述职")


class ActivityKind(models.TextChoices):
    """活动类型 (domain paper E2)."""

    INSPECTION = "inspection", _("视察")
    RESEARCH = "research", _("专题调研")
    LAW_CHECK = "law_check", _("执法检查")
    GROUP = "group", _("代表小组活动")
    ATTEND = "attend", _("列席会议")
    VISIT = "visit", _("走访")
    PREACH = "preach", _("宣讲")
    GOOD_DEED = "good_deed", _("公益")
    OTHER = "other", _("其他")


class EntryState(models.TextChoices):
    PENDING = "pending", _("待核")
    VERIFIED = "verified", _("已核")
    REFUSED = "refused", _("退回补正")
    CORRECTED = "corrected", _("已更正")
    WITHDRAWN = "withdrawn", _("已撤回")


class Attendance(models.TextChoices):
    PRESENT = "present", _("到会")
    LEAVE = "leave", _("请假")
    ABSENT = "absent", _("缺席")


class Way(models.TextChoices):
    """办理方式 of what a voter said."""

    ON_SPOT = "on_spot", _("当场答复")
    NOTED = "noted", _("记录了解")
    SUGGESTION = "suggestion", _("转为意见建议")


class Source(models.TextChoices):
    PHONE = "phone", _("代表手机")
    DESK = "desk", _("站点录入")
    API = "api", _("系统对接")
    IMPORT = "import", _("导入")


class Grade(models.TextChoices):
    """测评结果 of a duty report. Points read `good`."""

    GOOD = "good", _("满意")
    FAIR = "fair", _("基本满意")
    POOR = "poor", _("不满意")


class ContactWay(models.TextChoices):
    CALL = "call", _("电话")
    MESSAGE = "message", _("信息")
    VISIT = "visit", _("走访")


_S = EntryState
# A locked year refuses every step in the services; a correction is a new row that points back at the old one.
ENTRY_FLOW = Flow(
    Step("verify", _("核实"), frozenset({_S.PENDING}), _S.VERIFIED, roles=frozenset({"clerk"})),
    Step(
        "refuse",
        _("退回补正"),
        frozenset({_S.PENDING}),
        _S.REFUSED,
        roles=frozenset({"clerk"}),
        needs=("reason",),
    ),
    Step(
        "amend",
        _("补正"),
        frozenset({_S.PENDING, _S.REFUSED}),
        _S.PENDING,
        roles=frozenset({"deputy", "station_officer"}),
    ),
    Step(
        "correct",
        _("更正"),
        frozenset({_S.VERIFIED}),
        _S.CORRECTED,
        roles=frozenset({"deputy", "station_officer", "clerk"}),
        needs=("reason",),
    ),
    Step(
        "withdraw",
        _("撤回"),
        frozenset({_S.PENDING, _S.REFUSED}),
        _S.WITHDRAWN,
        roles=frozenset({"deputy", "station_officer"}),
        needs=("reason",),
    ),
    states=dict(_S.choices),
)
