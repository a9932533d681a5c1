"""What becomes of a proposal, and by what it is screened."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from congress.workflow import Flow, Step
from outreach.projects.states import YearState

# Paper and calls of the last days are typed in until the screening is over.
OPEN_TO_STAFF = (YearState.COLLECTING, YearState.SCREENING)


class Channel(models.TextChoices):
    PORTAL = "portal", _("公众门户")
    STATION = "station", _("代表联络站")
    DESK = "desk", _("来信来电")
    SUGGESTION = "suggestion", _("群众意见转来")
    RESERVE = "reserve", _("项目储备库")


class ProposalState(models.TextChoices):
    RECEIVED = "received", _("已收到")
    MERGED = "merged", _("并入项目")
    LEFT_OUT = "left_out", _("未列入")
    RESERVED = "reserved", _("进入储备库")


_S = ProposalState
_OFFICE = frozenset({"clerk"})
_UNDECIDED = frozenset({_S.RECEIVED, _S.RESERVED})
_DECIDED = frozenset({_S.MERGED, _S.LEFT_OUT})
_WHY = ("reason",)
PROPOSAL_FLOW = Flow(
    Step("merge", _("并入项目"), _UNDECIDED, _S.MERGED, roles=_OFFICE, needs=("project",), public=True),
    Step("leave_out", _("不列入"), _UNDECIDED, _S.LEFT_OUT, roles=_OFFICE, needs=_WHY, public=True),
    Step(
        "reserve",
        _("存入储备库"),
        frozenset({_S.RECEIVED}),
        _S.RESERVED,
        roles=_OFFICE,
        needs=_WHY,
        public=True,
    ),
    Step("reconsider", _("重新研究"), _DECIDED, _S.RECEIVED, roles=_OFFICE, needs=_WHY),
    states=dict(_S.choices),
)


class Criterion(models.TextChoices):
    """By what proposals are screened: domain paper B2, step 2 (巴南、陕西)."""

    COMMON = "common", _("普惠性")
    BALANCED = "balanced", _("均衡性")
    PUBLIC_GOOD = "public_good", _("公益性")
    LASTING = "lasting", _("可持续")
    IN_A_YEAR = "in_a_year", _("年内能完成")
    NO_BURDEN = "no_burden", _("不增加群众负担")
    NO_DEBT = "no_debt", _("没有债务风险")
    NOT_HIGHER = "not_higher", _("不是上级已安排的项目")
    LAWFUL = "lawful", _("合法合规，土地环保可行")
