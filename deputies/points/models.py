"""Dated rule tables, awards with a key, yearly accounts. All figures are hundredths of a point (integers)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congress.models import User
from deputies.points.states import AppealState, AwardState, EventKind, RuleSetState
from deputies.roster.models import Mandate
from deputies.roster.states import Level


class RuleSet(models.Model):
    """履职积分办法: holds for one division and level, from one day to another. An adopted one never changes."""

    region_code = models.CharField(_("区划代码"), max_length=12)
    level = models.CharField(_("层级"), max_length=10, choices=Level)
    name = models.CharField(_("名称"), max_length=80)
    basis = models.CharField(_("依据"), max_length=120, blank=True)
    valid_from = models.DateField(_("自"))
    valid_to = models.DateField(_("至"), null=True, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=RuleSetState, default=RuleSetState.DRAFT)
    # Who sees the ranking: "nobody", "deputies", "office".
    ranking_shown_to = models.CharField(_("排名公开范围"), max_length=10, default="office")
    # Two people: who proposed a table does not adopt it.
    proposed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    adopted_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    adopted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("积分办法")
        ordering = ["region_code", "level", "-valid_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["region_code", "level", "valid_from"],
                condition=Q(state="adopted"),
                name="ruleset_once_from_a_day",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="ruleset_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PointRule(models.Model):
    """One line of the table."""

    ruleset = models.ForeignKey(RuleSet, models.CASCADE, related_name="rules")
    order = models.PositiveSmallIntegerField()
    event = models.CharField(_("来源"), max_length=20, choices=EventKind)
    label = models.CharField(_("项目"), max_length=60)
    # Hundredths of a point a unit of the event; negative where the table takes points away.
    points = models.IntegerField(_("分值（百分之一分）"))
    # Most (or, for deductions, least) of one year; of the group where `cap_group` is set on several lines.
    cap = models.IntegerField(_("年度上限（百分之一分）"), null=True, blank=True)
    cap_group = models.CharField(_("合并上限"), max_length=20, blank=True)
    evidence = models.CharField(_("凭证"), max_length=80, blank=True)
    basis = models.CharField(_("依据"), max_length=120, blank=True)
    # A second mandate of the same person earns by the same event only where the rule says so.
    feeds_every_mandate = models.BooleanField(_("兼任代表分别计分"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("积分项目")
        ordering = ["ruleset_id", "order"]
        constraints = [models.UniqueConstraint(fields=["ruleset", "order"], name="rule_once")]

    def __str__(self) -> str:
        return self.label


class PointAward(models.Model):
    """One event counted for one mandate under one rule. Written by services/recount.py and award_points alone."""

    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="awards", verbose_name=_("代表资格"))
    rule = models.ForeignKey(PointRule, models.PROTECT, related_name="+", verbose_name=_("项目"))
    # What happened, such as "entry:123": with mandate and rule it can count only once.
    key = models.CharField(max_length=60)
    year = models.PositiveSmallIntegerField(_("年度"))
    on = models.DateField(_("日期"))
    # Hundredths of a unit (hours of training may be 1.5), and of a point, before caps.
    quantity = models.IntegerField(default=100)
    points = models.IntegerField(_("分值（百分之一分）"))
    state = models.CharField(_("状态"), max_length=10, choices=AwardState, default=AwardState.CONFIRMED)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("积分记录")
        indexes = [models.Index(fields=["mandate", "year", "-on", "-id"], name="award_account")]
        constraints = [models.UniqueConstraint(fields=["mandate", "rule", "key"], name="award_once")]

    def __str__(self) -> str:
        return f"{self.mandate_id} {self.key}"


class PointAccount(models.Model):
    """The year's total of a mandate after caps: what the awards add up to, kept by the services that write them."""

    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="accounts", verbose_name=_("代表资格"))
    year = models.PositiveSmallIntegerField(_("年度"))
    total = models.IntegerField(_("总分（百分之一分）"), default=0)
    awards = models.PositiveIntegerField(_("记录数"), default=0)
    counted_at = models.DateTimeField(_("计算时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("积分账户")
        constraints = [models.UniqueConstraint(fields=["mandate", "year"], name="account_once_a_year")]
        indexes = [models.Index(fields=["year", "-total"], name="account_ranking")]

    def __str__(self) -> str:
        return f"{self.mandate_id} {self.year}"


class PointPeriod(models.Model):
    """A year or quarter of a division and level that is closed: nothing in it changes any more."""

    region_code = models.CharField(_("区划代码"), max_length=12)
    level = models.CharField(_("层级"), max_length=10, choices=Level)
    year = models.PositiveSmallIntegerField(_("年度"))
    # 1-4, or 0 for the whole year.
    quarter = models.PositiveSmallIntegerField(_("季度"), default=0)
    frozen_at = models.DateTimeField(_("冻结时间"))
    frozen_by = models.ForeignKey(User, models.PROTECT, related_name="+")
    # Totals by mandate as they stood, and their SHA-256.
    totals = models.JSONField()
    content_hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = _("积分周期")
        ordering = ["-year", "-quarter"]
        constraints = [
            models.UniqueConstraint(fields=["region_code", "level", "year", "quarter"], name="period_once"),
        ]

    def __str__(self) -> str:
        return f"{self.region_code} {self.year} {self.quarter}"


class PointAppeal(models.Model):
    """A deputy's appeal against an award, or for one that is missing: ten days to appeal, then a ruling."""

    mandate = models.ForeignKey(Mandate, models.PROTECT, related_name="appeals", verbose_name=_("代表资格"))
    award = models.ForeignKey(
        PointAward, models.PROTECT, null=True, blank=True, related_name="appeals", verbose_name=_("积分记录")
    )
    text = models.CharField(_("申诉"), max_length=500)
    made_at = models.DateTimeField(_("提出时间"))
    state = models.CharField(_("状态"), max_length=10, choices=AppealState, default=AppealState.OPEN)
    ruling = models.CharField(_("裁定"), max_length=500, blank=True)
    ruled_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    ruled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("积分申诉")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.mandate_id}.{self.pk}"
