"""The calendar that the office keeps, and its rules of deadlines. Changed only in services."""

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from congress.workdays.deadlines import Deadline, Unit


class CalendarYear(models.Model):
    """A year whose official notice is entered. Any other year falls back to weekends, and says so."""

    year = models.PositiveSmallIntegerField(_("年份"), primary_key=True)
    notice_title = models.CharField(_("通知标题"), max_length=120)
    notice_number = models.CharField(_("发文字号"), max_length=60, blank=True)
    loaded_at = models.DateTimeField(_("录入时间"), auto_now=True)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("录入人"),
    )

    class Meta:
        verbose_name = verbose_name_plural = _("放假安排")
        ordering = ["-year"]

    def __str__(self) -> str:
        return f"{self.year} {self.notice_number or self.notice_title}"

    @property
    def notice(self) -> str:
        """Title and number as one cites them."""
        return f"{self.notice_title}（{self.notice_number}）" if self.notice_number else self.notice_title


class SpecialDay(models.Model):
    """A day that is not what its weekday says, or a festival on a weekend. `region` empty: the whole country.

    A region's own day (an autonomous county may set some) beats the national one, inside that region only.
    """

    date = models.DateField(_("日期"))
    region = models.ForeignKey(
        "congress.Region",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="special_days",
        verbose_name=_("适用地区"),
    )
    is_working = models.BooleanField(_("上班"))
    name = models.CharField(_("名称"), max_length=40)
    source = models.CharField(_("依据"), max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = _("特殊日期")
        ordering = ["date"]
        constraints = [
            models.UniqueConstraint(
                fields=["date", "region"],
                name="special_day_once",
                nulls_distinct=False,
                violation_error_message=_("该日期已经录入。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.name}"


class DeadlineRule(models.Model):
    """How long something may take, and on whose authority. A change is a new row, never an edit."""

    code = models.CharField(_("规则代码"), max_length=80)
    name = models.CharField(_("名称"), max_length=80)
    amount = models.PositiveSmallIntegerField(_("期限"))
    unit = models.CharField(_("单位"), max_length=20, choices=Unit)
    basis = models.CharField(_("依据"), max_length=200, help_text=_("写明文件名称和条款"))
    valid_from = models.DateField(_("施行日期"), default=date(2000, 1, 1))
    valid_to = models.DateField(_("失效日期"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("期限规则")
        ordering = ["code", "-valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["code", "valid_from"], name="deadline_rule_once_a_day"),
            models.UniqueConstraint(
                fields=["code"], condition=Q(valid_to__isnull=True), name="deadline_rule_one_open"
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="deadline_rule_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.deadline.length}"

    @property
    def deadline(self) -> Deadline:
        """The rule as a value."""
        return Deadline(self.code, self.amount, Unit(self.unit), self.basis)


class ChangeState(models.TextChoices):
    PROPOSED = "proposed", _("待确认")
    CONFIRMED = "confirmed", _("已确认")
    REJECTED = "rejected", _("未通过")


class RuleChange(models.Model):
    """A change of one rule: one person proposes it with a reason, another one confirms or rejects it."""

    code = models.CharField(_("规则代码"), max_length=80)
    amount = models.PositiveSmallIntegerField(_("期限"))
    unit = models.CharField(_("单位"), max_length=20, choices=Unit)
    basis = models.CharField(_("依据"), max_length=200)
    valid_from = models.DateField(_("施行日期"))
    reason = models.CharField(_("调整理由"), max_length=500)
    state = models.CharField(_("状态"), max_length=12, choices=ChangeState, default=ChangeState.PROPOSED)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("提出人")
    )
    proposed_at = models.DateTimeField(_("提出时间"), auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("确认人"),
    )
    decided_at = models.DateTimeField(_("确认时间"), null=True, blank=True)
    decision_reason = models.CharField(_("确认意见"), max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("期限规则调整")
        ordering = ["-proposed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(state=ChangeState.PROPOSED), name="rule_change_one_pending"
            ),
            models.CheckConstraint(
                condition=~Q(state=ChangeState.CONFIRMED)
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
                name="rule_change_two_persons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.length}"

    @property
    def length(self) -> str:
        """The proposed period in words."""
        return f"{self.amount} {Unit(self.unit).label}"
