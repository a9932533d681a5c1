"""What a mandate can be, and what can happen to it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """The five levels of people's congresses (Deputies Law, art. 2)."""

    NATIONAL = "national", _("全国人大代表")
    PROVINCE = "province", _("省人大代表")
    CITY = "city", _("市人大代表")
    COUNTY = "county", _("县级人大代表")
    TOWNSHIP = "township", _("乡镇人大代表")


# Voters elect these directly, by constituency; the levels above are elected by the congress below them.
DIRECT = frozenset({Level.COUNTY, Level.TOWNSHIP})


class MandateState(models.TextChoices):
    ACTIVE = "active", _("在任")
    SUSPENDED = "suspended", _("暂停执行职务")
    ENDED = "ended", _("终止")


class ChangeKind(models.TextChoices):
    """Why a mandate begins, pauses or ends (Deputies Law, arts 61 and 62; Election Law, arts 50-59)."""

    ELECTED = "elected", _("当选")
    BY_ELECTION = "by_election", _("补选")
    TRANSFER_IN = "transfer_in", _("转入本选举单位")
    TRANSFER_OUT = "transfer_out", _("迁出或调离")
    SUSPENSION = "suspension", _("暂时停止执行职务")
    RESUMPTION = "resumption", _("恢复执行职务")
    RESIGNATION = "resignation", _("辞职被接受")
    RECALL = "recall", _("被罢免")
    DEATH = "death", _("去世")
    DISQUALIFICATION = "disqualification", _("代表资格终止")
    TERM_END = "term_end", _("任期届满")


BEGINNINGS = frozenset({ChangeKind.ELECTED, ChangeKind.BY_ELECTION, ChangeKind.TRANSFER_IN})
ENDINGS = frozenset(
    {
        ChangeKind.TRANSFER_OUT,
        ChangeKind.RESIGNATION,
        ChangeKind.RECALL,
        ChangeKind.DEATH,
        ChangeKind.DISQUALIFICATION,
        ChangeKind.TERM_END,
    }
)


class Gender(models.TextChoices):
    FEMALE = "female", _("女")
    MALE = "male", _("男")


class TeamKind(models.TextChoices):
    DELEGATION = "delegation", _("代表团")
    GROUP = "group", _("代表小组")
    COMMITTEE = "committee", _("专门委员会或专业代表小组")


class BatchState(models.TextChoices):
    """Of an uploaded roster."""

    OPEN = "open", _("核对中")
    QUEUED = "queued", _("导入中")
    DONE = "done", _("已导入")
    REFUSED = "refused", _("未导入")
