"""What happened, in the office's words: append-only, corrections are new entries."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from congress.models import User

from .matter import Suggestion


class Entry(models.Model):
    """流转记录: one step taken. `public_text` is what the citizen reads; staff names never leave with it."""

    suggestion = models.ForeignKey(Suggestion, models.CASCADE, related_name="entries")
    at = models.DateTimeField(_("时间"))
    actor = models.ForeignKey(User, models.PROTECT, null=True, blank=True, related_name="+")
    actor_name = models.CharField(max_length=60)
    organisation_name = models.CharField(max_length=120, blank=True)
    step = models.CharField(max_length=24)
    from_state = models.CharField(max_length=12, blank=True)
    to_state = models.CharField(max_length=12)
    text = models.TextField(blank=True)
    is_public = models.BooleanField(default=False)
    public_text = models.TextField(blank=True)
    due_on = models.DateField(null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("流转记录")
        ordering = ["id"]
        indexes = [models.Index(fields=["suggestion", "id"], name="entry_suggestion")]

    def __str__(self) -> str:
        return f"{self.suggestion_id} {self.step}"


class Link(models.Model):
    """关联: two matters that belong together; the clerk says how."""

    class LinkKind(models.TextChoices):
        DUPLICATE = "duplicate", _("重复")
        RELATED = "related", _("关联")

    suggestion = models.ForeignKey(Suggestion, models.CASCADE, related_name="links")
    other = models.ForeignKey(Suggestion, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=LinkKind)
    linked_by = models.ForeignKey(User, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = _("关联事项")
        constraints = [models.UniqueConstraint(fields=["suggestion", "other"], name="link_once")]

    def __str__(self) -> str:
        return f"{self.suggestion_id} {self.kind} {self.other_id}"


class NumberSeries(models.Model):
    """The last number given out, per kind, region and year. Its row lock makes numbers gap-free."""

    kind = models.CharField(max_length=4)
    region_code = models.CharField(max_length=6)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        verbose_name = verbose_name_plural = _("编号序列")
        constraints = [
            models.UniqueConstraint(fields=["kind", "region_code", "year"], name="number_series_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind}-{self.year}-{self.region_code}: {self.last}"
