"""What earns points, and the life of an award."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class EventKind(models.TextChoices):
    """Where awards come from. Each is read set-based by `services/recount.py`; petitions add theirs by award_points."""

    BASE = "base", _("年度基础分")
    SESSION_HALF_DAY = "session_half_day", _("出席代表大会（半天）")
    SESSION_ABSENT = "session_absent", _("未经批准缺席（半天）")
    SESSION_LEAVE = "session_leave", _("请假（半天）")
    SPEECH = "speech", _("审议发言")
    ACTIVITY = "activity", _("视察调研检查")
    GROUP_ACTIVITY = "group_activity", _("代表小组活动")
    GOOD_DEED = "good_deed", _("公益帮扶")
    DUTY = "duty", _("进站值班")
    DUTY_MISSED = "duty_missed", _("值班缺勤")
    TRAINING_HOURS = "training_hours", _("培训学时")
    REPORT = "report", _("述职")
    REPORT_GOOD = "report_good", _("述职满意")
    HALF_YEAR_CONTACT = "half_year_contact", _("半年联系完成")
    VOICE_RAISED = "voice_raised", _("转交选民意见")
    VOICE_SOLVED = "voice_solved", _("选民意见解决")
    LATE_ENTRY = "late_entry", _("台账逾期")
    HONOUR = "honour", _("表彰")
    PROPOSAL_LEAD = "proposal_lead", _("领衔建议")
    PROPOSAL_COSIGN = "proposal_cosign", _("联名建议")
    HOTLINE = "hotline", _("热线反映")
    CLAIMED = "claimed", _("本人申报")


class RuleSetState(models.TextChoices):
    DRAFT = "draft", _("草案")
    ADOPTED = "adopted", _("已施行")


class AwardState(models.TextChoices):
    CLAIMED = "claimed", _("待核")
    CONFIRMED = "confirmed", _("已确认")
    REFUSED = "refused", _("已驳回")
    REVOKED = "revoked", _("已撤销")


class AppealState(models.TextChoices):
    OPEN = "open", _("待裁定")
    UPHELD = "upheld", _("申诉成立")
    REJECTED = "rejected", _("维持原分")


# Who sees the ranking.
SHOWN_TO = {"nobody": _("不公开"), "office": _("仅代表工委"), "deputies": _("本级代表")}
