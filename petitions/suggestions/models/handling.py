"""Who handles it, what was declined, what was extended."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from congress.models import Organisation, User
from petitions.suggestions.states import DeclineReason, HandlerRole

from .matter import Suggestion


class Assignment(models.Model):
    """A suggestion in the hands of one organisation. A returned one stays as history, `is_active` false."""

    suggestion = models.ForeignKey(Suggestion, models.CASCADE, related_name="assignments")
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="+", verbose_name=_("承办单位")
    )
    role = models.CharField(_("分工"), max_length=4, choices=HandlerRole)
    is_active = models.BooleanField(default=True)
    is_final = models.BooleanField(_("指定承办，不得退回"), default=False)
    note = models.TextField(_("交办意见"), blank=True)
    assigned_on = models.DateField(_("转办日期"))
    assigned_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    signed_on = models.DateField(_("签收日期"), null=True, blank=True)
    # Not signed in time: the system signed, and the handler's figures say so.
    is_auto_signed = models.BooleanField(_("逾期自动签收"), default=False)
    return_until = models.DateField(_("可退回至"))
    returned_on = models.DateField(_("退回日期"), null=True, blank=True)
    return_basis = models.TextField(_("退回依据"), blank=True)
    proposed = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("建议承办单位")
    )
    contacted_on = models.DateField(_("首次联系群众"), null=True, blank=True)
    opinion = models.TextField(_("会办意见"), blank=True)
    opinion_on = models.DateField(_("会办日期"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("承办")
        ordering = ["id"]
        indexes = [
            models.Index(fields=["organisation", "suggestion"], name="assignment_organisation"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["suggestion", "organisation"],
                condition=Q(is_active=True),
                name="assignment_active_once",
            ),
            models.UniqueConstraint(
                fields=["suggestion"],
                condition=Q(is_active=True, role=HandlerRole.LEAD),
                name="assignment_one_lead",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.suggestion_id} {self.organisation_id}"


class Refusal(models.Model):
    """不予受理: why, on what basis, and where to go instead. The citizen may object once."""

    suggestion = models.ForeignKey(Suggestion, models.CASCADE, related_name="refusals")
    reason = models.CharField(_("理由"), max_length=20, choices=DeclineReason)
    basis = models.CharField(_("依据"), max_length=200)
    guidance = models.TextField(_("可以去哪里"))
    declined_on = models.DateField(_("日期"))
    declined_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    objected_on = models.DateField(_("申请复核日期"), null=True, blank=True)
    objection = models.TextField(_("复核理由"), blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("不予受理")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.get_reason_display()


class Extension(models.Model):
    """延期: asked by the lead handler before the limit, granted or refused by the clerk; once in a case."""

    suggestion = models.ForeignKey(Suggestion, models.CASCADE, related_name="extensions")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    reason = models.TextField(_("理由"))
    days = models.PositiveSmallIntegerField(_("延长（工作日）"))
    asked_on = models.DateField(_("申请日期"))
    asked_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    is_granted = models.BooleanField(_("批准"), null=True)
    decided_on = models.DateField(_("批复日期"), null=True, blank=True)
    decided_by = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    decision_note = models.TextField(_("批复意见"), blank=True)
    old_due_on = models.DateField(_("原期限"))
    new_due_on = models.DateField(_("新期限"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("延期")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["suggestion"],
                condition=Q(is_granted__isnull=True) | Q(is_granted=True),
                name="extension_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.suggestion_id} +{self.days}"
