"""The table that a new rule set starts from: values near those of the districts that publish theirs.

Points in hundredths. Nothing here ends a mandate: the grounds for that are those of the Deputies Law, art. 62, alone.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from deputies.points.states import EventKind as E

# At and below this the page suggests a talk (约谈建议), and nothing else.
TALK_AT = 6000
ABSENCE_WARNING = _(
    "本届内已有一次未经批准不出席本级人民代表大会会议。请注意代表法第六十二条关于未经批准两次不出席会议的规定。"
)
TALK_ADVICE = _("约谈建议")

_LOCAL = "参照各地代表履职积分办法，由本级人大常委会确定"
_LAW = "代表法关于代表履职的规定；分值由本级人大常委会确定"


@dataclass(frozen=True, slots=True)
class DefaultRule:
    event: E
    label: str
    points: int
    cap: int | None = None
    evidence: str = ""
    basis: str = _LOCAL
    cap_group: str = ""


DEFAULTS = (
    DefaultRule(E.BASE, "年度基础分", 6000, 6000),
    DefaultRule(E.SESSION_HALF_DAY, "出席代表大会", 100, None, "会议签到", _LAW),
    DefaultRule(E.SPEECH, "审议发言", 200, 600, "会议记录", _LAW),
    DefaultRule(E.SESSION_ABSENT, "未经批准缺席会议", -250, None, "会议签到", _LAW),
    DefaultRule(E.SESSION_LEAVE, "会议请假", -100, None, "请假条"),
    DefaultRule(E.PROPOSAL_LEAD, "领衔提出建议", 300, 1500, "建议编号", _LAW),
    DefaultRule(E.PROPOSAL_COSIGN, "联名提出建议", 50, 300, "建议编号", _LAW),
    DefaultRule(E.ACTIVITY, "视察、调研、执法检查", 300, 1500, "活动台账", _LAW, "activity"),
    DefaultRule(E.GROUP_ACTIVITY, "代表小组活动", 300, 1500, "活动台账", _LAW, "activity"),
    DefaultRule(E.DUTY, "进站值班", 300, 1800, "值班签到"),
    DefaultRule(E.DUTY_MISSED, "值班缺勤且无人代替", -300, None, "值班记录"),
    DefaultRule(E.VOICE_RAISED, "登记并转交选民意见", 50, 800, "接待台账"),
    DefaultRule(E.VOICE_SOLVED, "选民意见跟踪解决", 100, 1000, "办结记录"),
    DefaultRule(E.HALF_YEAR_CONTACT, "半年联系或走访完成", 200, 800, "联系记录", _LAW),
    DefaultRule(E.TRAINING_HOURS, "培训学时", 50, 600, "培训台账", _LAW),
    DefaultRule(E.REPORT, "向选民述职", 500, 500, "述职台账", _LAW),
    DefaultRule(E.REPORT_GOOD, "述职测评满意", 200, 200, "测评票数"),
    DefaultRule(E.HOTLINE, "热线反映", 50, 300, "工单编号"),
    DefaultRule(E.GOOD_DEED, "公益帮扶", 200, 600, "活动台账"),
    DefaultRule(E.HONOUR, "表彰", 100, None, "表彰文件"),
    DefaultRule(E.LATE_ENTRY, "台账逾期", -100, None, "补录标记"),
    DefaultRule(E.CLAIMED, "本人申报的其他履职", 100, 500, "申报材料"),
)
