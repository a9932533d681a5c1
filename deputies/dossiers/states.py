"""The life of a yearly dossier."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from congress.workflow import Flow, Step


class DossierState(models.TextChoices):
    OPEN = "open", _("在建")
    SHOWN = "shown", _("待本人核对")
    OBJECTED = "objected", _("本人有异议")
    CLOSED = "closed", _("已归档")


class MeetingKind(models.TextChoices):
    SESSION = "session", _("人民代表大会会议")
    STANDING = "standing", _("常委会会议")
    COMMITTEE = "committee", _("委员会会议")
    GROUP = "group", _("代表小组会议")
    OTHER = "other", _("其他会议")


class Presence(models.TextChoices):
    PRESENT = "present", _("出席")
    LEAVE = "leave", _("请假")
    ABSENT = "absent", _("缺席")


class HonourRank(models.TextChoices):
    TOWNSHIP = "township", _("乡镇")
    COUNTY = "county", _("县级")
    CITY = "city", _("市级")
    PROVINCE = "province", _("省级及以上")


_D = DossierState
_CLERK = frozenset({"clerk"})

DOSSIER_FLOW = Flow(
    Step("show", _("送本人核对"), frozenset({_D.OPEN, _D.OBJECTED}), _D.SHOWN, roles=_CLERK),
    Step(
        "object",
        _("提出异议"),
        frozenset({_D.SHOWN}),
        _D.OBJECTED,
        roles=frozenset({"deputy"}),
        needs=("text",),
    ),
    Step("close", _("归档"), frozenset({_D.SHOWN}), _D.CLOSED, roles=_CLERK),
    Step("reopen", _("重新打开"), frozenset({_D.CLOSED}), _D.OPEN, roles=_CLERK, needs=("reason",)),
    states=dict(_D.choices),
)
