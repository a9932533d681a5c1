"""Phases of a round. They only go forward; a trigger of the database says so, too."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RoundPhase(models.TextChoices):
    DRAFT = "draft", _("准备")
    FROZEN = "frozen", _("已封存")
    OPEN = "open", _("投票中")
    CLOSED = "closed", _("已截止")
    COUNTED = "counted", _("已计票")
    PUBLISHED = "published", _("已公布")


class RoundKind(models.TextChoices):
    FIRST = "first", _("第一轮")
    RUNOFF = "runoff", _("同票再投")
    SECOND = "second", _("第二轮")


class Means(models.TextChoices):
    ELECTRONIC = "electronic", _("电子")
    PAPER = "paper", _("纸质")
    MIXED = "mixed", _("电子和纸质")


class ScrutineerRole(models.TextChoices):
    CHIEF = "chief", _("总监票人")
    SCRUTINEER = "scrutineer", _("监票人")
    COUNTER = "counter", _("计票人")


# Codes of tally.py with the words of the forms.
class BallotType(models.TextChoices):
    APPROVE = "approve_per_item", _("逐项赞成、反对或弃权")
    UP_TO = "choose_up_to_s", _("选不超过应选数")
    EXACTLY = "choose_exactly_s", _("必须选满应选数")
    RANK = "rank", _("排序")
    BLOCK = "block", _("整体表决")


class Base(models.TextChoices):
    ALL = "all", _("全体代表")
    PRESENT = "present", _("到会代表")


class TieRule(models.TextChoices):
    RUNOFF = "runoff_tied", _("对同票的再投")
    PRESIDIUM = "presidium", _("主席团决定")
    LOT = "chair_lot", _("主持人抽签")


class ShortfallRule(models.TextChoices):
    FEWER = "accept_fewer", _("以实际达到的为准")
    SECOND = "second_round", _("得票多的再投一轮")
    DEFER = "defer", _("留待下次会议")
