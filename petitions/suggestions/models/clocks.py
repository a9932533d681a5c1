"""The clocks of a suggestion."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congress.models import Organisation
from congress.workdays.deadlines import Unit

from .matter import Suggestion


class ClockKind(models.TextChoices):
    TRIAGE = "triage", _("分办")
    REDISPATCH = "redispatch", _("重派")
    SIGN = "sign", _("签收")
    CONTACT = "contact", _("首次联系")
    REPLY = "reply", _("答复")
    CO_REPLY = "co_reply", _("会办")
    FOLLOW_UP = "follow_up", _("回访")
    MEETING = "meeting", _("会商")
    RATING = "rating", _("评价期")
    ARCHIVE = "archive", _("归档")
    CRISIS = "crisis", _("紧急处置")


# What happens on which day, stage by stage; services.sweep says what each means.
STAGES: dict[str, tuple[str, ...]] = {
    ClockKind.TRIAGE: ("soon", "due", "overdue"),
    ClockKind.REDISPATCH: ("soon", "due", "overdue"),
    ClockKind.SIGN: ("due", "overdue"),
    ClockKind.CONTACT: ("due", "overdue"),
    ClockKind.REPLY: ("soon", "due", "overdue", "urge", "supervise"),
    ClockKind.CO_REPLY: ("soon", "due", "overdue"),
    ClockKind.FOLLOW_UP: ("due", "overdue"),
    ClockKind.MEETING: ("soon", "due", "overdue"),
    ClockKind.RATING: ("overdue",),
    ClockKind.ARCHIVE: ("overdue",),
    ClockKind.CRISIS: ("due", "overdue"),
}

# Clocks that a worklist is ordered by; the others wait for the citizen or for nobody.
WORK_KINDS = (
    ClockKind.TRIAGE,
    ClockKind.REDISPATCH,
    ClockKind.SIGN,
    ClockKind.REPLY,
    ClockKind.FOLLOW_UP,
    ClockKind.MEETING,
    ClockKind.CRISIS,
)


class Outcome(models.TextChoices):
    MET = "met", _("按期")
    LATE = "late", _("超期")
    CANCELLED = "cancelled", _("取消")
    SUSPENDED = "suspended", _("中止")


class Clock(models.Model):
    """A running or stopped limit, with everything that explains its date in a dispute.

    The rule's amount, unit and basis are copied, the calendar's version kept. `remind_on` holds the days on which
    somebody must hear of it, by stage; `next_on` is the next of them, so that the sweep touches only what is due.
    """

    # Found by clock_suggestion below; one index less to write at every stage.
    suggestion = models.ForeignKey(Suggestion, models.CASCADE, related_name="clocks", db_index=False)
    kind = models.CharField(max_length=12, choices=ClockKind)
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("责任单位"),
        db_index=False,
    )
    rule_code = models.CharField(max_length=60)
    amount = models.PositiveSmallIntegerField()
    unit = models.CharField(max_length=14, choices=Unit)
    basis = models.CharField(max_length=300)
    started_on = models.DateField(_("起算日"))
    due_on = models.DateField(_("期限"))
    original_due_on = models.DateField(_("原期限"))
    calendar_version = models.CharField(max_length=40)
    is_provisional = models.BooleanField(_("暂算"), default=False)
    stopped_on = models.DateField(_("停止日"), null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)
    stage = models.PositiveSmallIntegerField(default=0)
    remind_on = ArrayField(models.DateField())
    # NULL once stopped or once every stage has been told.
    next_on = models.DateField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("期限")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["next_on"], name="clock_next", condition=Q(next_on__isnull=False)),
            models.Index(fields=["suggestion", "kind"], name="clock_suggestion"),
            models.Index(fields=["due_on"], name="clock_reply_due", condition=Q(kind=ClockKind.REPLY)),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["suggestion", "kind", "organisation"],
                condition=Q(stopped_on__isnull=True),
                nulls_distinct=False,
                name="clock_running_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.suggestion_id} {self.kind} {self.due_on}"
