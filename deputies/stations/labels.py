"""The audit verbs of stations."""

from django.utils.translation import gettext_lazy as _

from congress.registry import Verb

VERBS = (
    Verb("deputies.station.opened", _("设立站点")),
    Verb("deputies.station.changed", _("修改站点资料")),
    Verb("deputies.station.closed", _("撤并或停用站点")),
    Verb("deputies.station.checked", _("检查站点建设")),
    Verb("deputies.rating.apply", _("申报星级")),
    Verb("deputies.rating.visit", _("星级现场核查")),
    Verb("deputies.rating.announce", _("公示星级")),
    Verb("deputies.rating.object", _("登记星级异议")),
    Verb("deputies.rating.answer", _("处理星级异议")),
    Verb("deputies.rating.grant", _("评定星级")),
    Verb("deputies.rating.withdraw", _("撤销星级评定")),
    Verb("deputies.plan.adopted", _("采用进站分配方案")),
    Verb("deputies.cell.set", _("登记责任网格")),
    Verb("deputies.assignment.begun", _("代表进站")),
    Verb("deputies.assignment.ended", _("代表离站")),
    Verb("deputies.rota.pattern_set", _("设定接待日")),
    Verb("deputies.rota.generated", _("生成轮值表")),
    Verb("deputies.rota.published", _("公告轮值表")),
    Verb("deputies.rota.hollow_marked", _("标记疑似空转")),
    Verb("deputies.shift.moved", _("接待改期")),
    Verb("deputies.shift.cancelled", _("取消接待")),
    Verb("deputies.shift.substituted", _("安排代班")),
    Verb("deputies.shift.opened", _("开始接待")),
    Verb("deputies.shift.finished", _("结束接待")),
    Verb("deputies.shift.missed", _("记为缺勤")),
    Verb("deputies.shift.released", _("空出班次")),
    Verb("deputies.shift.checked_in", _("值班签到")),
    Verb("deputies.swap.asked", _("请求换班")),
    Verb("deputies.swap.accepted", _("同意换班")),
    Verb("deputies.swap.declined", _("不同意换班")),
    Verb("deputies.swap.withdrawn", _("撤回换班")),
)
