"""Answers, call-backs and ratings."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congress.models import Organisation, User
from petitions.suggestions.states import ReplyKind, ResultClass, Satisfaction, SignatureLevel, Solved

from .matter import Suggestion


class Reply(models.Model):
    """The handler's answer of one round. An answer that was rated badly stays, `is_current` false."""

    suggestion = models.ForeignKey(Suggestion, models.CASCADE, related_name="replies")
    round = models.PositiveSmallIntegerField(default=1)
    kind = models.CharField(max_length=12, choices=ReplyKind, default=ReplyKind.FINAL)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("答复单位")
    )
    text = models.TextField(_("答复内容"))
    result_class = models.CharField(_("办理结果"), max_length=12, choices=ResultClass)
    promised_on = models.DateField(_("承诺完成日期"), null=True, blank=True)
    signature_level = models.CharField(_("签发级别"), max_length=12, choices=SignatureLevel)
    signer = models.CharField(_("签发人"), max_length=40, blank=True)
    author = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    replied_on = models.DateField(_("答复日期"))
    is_current = models.BooleanField(default=True)
    # A clerk may publish past a hit of the personal data check only with a second person's word.
    override_reason = models.CharField(_("仍然公开的理由"), max_length=200, blank=True)
    override_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    override_confirmed_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("答复")
        ordering = ["id"]
        indexes = [models.Index(fields=["replied_on"], name="reply_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["suggestion"], condition=Q(is_current=True), name="reply_one_current"
            ),
            models.CheckConstraint(
                condition=~Q(result_class=ResultClass.PLANNED)
                | Q(promised_on__isnull=False)
                | ~Q(kind=ReplyKind.FINAL),
                name="reply_planned_has_date",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.suggestion_id} #{self.round}"


class FollowUp(models.Model):
    """回访: someone who is not the handler asks the citizen. Three attempts on two days count as done."""

    suggestion = models.ForeignKey(Suggestion, models.CASCADE, related_name="follow_ups")
    reply = models.ForeignKey(Reply, models.CASCADE, related_name="follow_ups")
    caller = models.ForeignKey(User, models.PROTECT, related_name="+", verbose_name=_("回访人"))
    called_at = models.DateTimeField(_("回访时间"))
    is_reached = models.BooleanField(_("是否接通"))
    note = models.TextField(_("回访记录"), blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("回访")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.suggestion_id} {self.called_at:%Y-%m-%d}"


class Rating(models.Model):
    """评价: solved and satisfied are two questions. One a reply, changeable for seven days."""

    suggestion = models.ForeignKey(Suggestion, models.CASCADE, related_name="ratings")
    reply = models.OneToOneField(Reply, models.CASCADE, related_name="rating")
    solved = models.CharField(_("是否解决"), max_length=12, choices=Solved)
    satisfied = models.CharField(_("是否满意"), max_length=12, choices=Satisfaction)
    comment = models.TextField(_("补充说明"), blank=True)
    # Empty: the citizen rated in person.
    entered_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    rated_on = models.DateField(_("评价日期"))
    first_rated_on = models.DateField(_("首次评价日期"))
    # 疑似代评: kept out of the figures until somebody has looked.
    is_suspect = models.BooleanField(_("疑似代评"), default=False)

    class Meta:
        verbose_name = verbose_name_plural = _("评价")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.suggestion_id} {self.satisfied}"

    @property
    def is_bad(self) -> bool:
        """Dissatisfied, and not because of something already solved: the matter goes round once more.

        "Solved but dissatisfied" only asks for a reason; "unsolved but satisfied" is the citizen's own judgement.
        """
        return self.satisfied == Satisfaction.DISSATISFIED and self.solved != Solved.SOLVED
