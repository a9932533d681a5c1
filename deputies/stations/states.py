"""What a station and a shift can be."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from congress.workflow import Flow, Step


class StationLevel(models.TextChoices):
    HOUSE = "house", _("代表之家")
    STUDIO = "studio", _("代表联系群众工作室")
    POST = "post", _("代表联络站")
    POINT = "point", _("代表联络点")


class StationType(models.TextChoices):
    GENERAL = "general", _("综合")
    TRADE = "trade", _("行业")
    ENTERPRISE = "enterprise", _("企业")
    MOBILE = "mobile", _("流动")
    ONLINE = "online", _("线上")


class StationState(models.TextChoices):
    PREPARING = "preparing", _("筹建")
    OPEN = "open", _("运行")
    IMPROVING = "improving", _("整改")
    PAUSED = "paused", _("停用")
    MERGED = "merged", _("撤并")


# Where citizens may come today.
SERVING = frozenset({StationState.OPEN, StationState.IMPROVING})


class AssignmentRole(models.TextChoices):
    HEAD = "head", _("站长")
    VICE = "vice", _("副站长")
    RESIDENT = "resident", _("驻站代表")
    GUEST = "guest", _("联系代表")


class CheckKind(models.TextChoices):
    SELF = "self", _("自查")
    INSPECTION = "inspection", _("县级检查")


class RatingState(models.TextChoices):
    APPLIED = "applied", _("已申报")
    VISITED = "visited", _("已现场核查")
    ANNOUNCED = "announced", _("公示中")
    OBJECTED = "objected", _("有异议")
    GRANTED = "granted", _("已评定")
    WITHDRAWN = "withdrawn", _("已撤销")


class PatternKind(models.TextChoices):
    WEEKLY = "weekly", _("每周固定")
    MONTH_DAYS = "month_days", _("每月固定日期")
    NTH_WEEKDAY = "nth_weekday", _("每月第几个星期几")


class ShiftState(models.TextChoices):
    PLANNED = "planned", _("计划")
    PUBLISHED = "published", _("已公告")
    OPEN = "open", _("进行中")
    DONE = "done", _("已完成")
    MISSED = "missed", _("缺勤")
    MOVED = "moved", _("改期")
    CANCELLED = "cancelled", _("取消")


class SwapState(models.TextChoices):
    ASKED = "asked", _("待对方同意")
    ACCEPTED = "accepted", _("已调换")
    DECLINED = "declined", _("对方不同意")
    WITHDRAWN = "withdrawn", _("已撤回")
    EXPIRED = "expired", _("已过期")


_P, _U, _O = ShiftState.PLANNED, ShiftState.PUBLISHED, ShiftState.OPEN
_STATION = frozenset({"station_officer", "clerk"})

SHIFT_FLOW = Flow(
    Step("publish", _("公告"), frozenset({_P}), _U, roles=_STATION),
    Step("open", _("开始接待"), frozenset({_P, _U}), _O, roles=_STATION | {"deputy"}),
    Step("finish", _("结束接待"), frozenset({_O}), ShiftState.DONE, roles=_STATION | {"deputy"}),
    Step("miss", _("记为缺勤"), frozenset({_P, _U}), ShiftState.MISSED, roles=_STATION | {"system"}),
    Step("move", _("改期"), frozenset({_P, _U}), ShiftState.MOVED, roles=_STATION, needs=("to", "reason")),
    Step("cancel", _("取消"), frozenset({_P, _U}), ShiftState.CANCELLED, roles=_STATION, needs=("reason",)),
    states=dict(ShiftState.choices),
)

_R = RatingState
_OFFICE = frozenset({"clerk"})

RATING_FLOW = Flow(
    Step("visit", _("现场核查"), frozenset({_R.APPLIED}), _R.VISITED, roles=_OFFICE, needs=("points",)),
    Step("announce", _("公示"), frozenset({_R.VISITED}), _R.ANNOUNCED, roles=_OFFICE),
    Step("object", _("登记异议"), frozenset({_R.ANNOUNCED}), _R.OBJECTED, roles=_OFFICE, needs=("text",)),
    Step("answer", _("处理异议"), frozenset({_R.OBJECTED}), _R.ANNOUNCED, roles=_OFFICE, needs=("text",)),
    Step("grant", _("评定"), frozenset({_R.ANNOUNCED}), _R.GRANTED, roles=_OFFICE),
    Step(
        "withdraw",
        _("撤销"),
        frozenset({_R.APPLIED, _R.VISITED, _R.ANNOUNCED, _R.OBJECTED, _R.GRANTED}),
        _R.WITHDRAWN,
        roles=_OFFICE,
        needs=("text",),
    ),
    states=dict(RatingState.choices),
)
