"""An import of a ledger: its file, the matching of its columns, what came of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from congress.models import Region
from petitions.intake.states import BatchState, WithoutReply
from petitions.suggestions.models import Suggestion


class ColumnProfile(models.Model):
    """How a set of headings was matched last time: the next ledger with the same headings needs no matching."""

    # SHA-256 of the headings in their order.
    headers_key = models.CharField(max_length=64, unique=True)
    headers = models.JSONField()
    # Field name -> heading.
    matching = models.JSONField()
    used_on = models.DateField()

    class Meta:
        verbose_name = verbose_name_plural = _("列对应")

    def __str__(self) -> str:
        return "、".join(self.headers)[:60]


class IntakeBatch(models.Model):
    """导入批次. Everything of it is written in one transaction, or nothing."""

    name = models.CharField(_("文件名"), max_length=255)
    sha256 = models.CharField(max_length=64, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=BatchState, default=BatchState.MATCHING)
    region = models.ForeignKey(Region, models.PROTECT, related_name="+", verbose_name=_("没有写明地点的算作"))
    without_reply = models.CharField(
        _("没有答复的"), max_length=8, choices=WithoutReply, default=WithoutReply.OPEN
    )
    skip_bad = models.BooleanField(_("只导入无误的行"), default=False)
    headers = models.JSONField(default=list)
    matching = models.JSONField(default=dict)
    # Lists of [line, heading, sentence]; refused rows first, then what was taken with a remark.
    problems = models.JSONField(default=list)
    remarks = models.JSONField(default=list)
    total = models.PositiveIntegerField(default=0)
    imported = models.PositiveIntegerField(_("导入"), default=0)
    finished = models.PositiveIntegerField(_("其中已办结"), default=0)
    repeated = models.PositiveIntegerField(_("重复跳过"), default=0)
    refused = models.PositiveIntegerField(_("有误"), default=0)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField(_("上传时间"))
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("导入批次")
        ordering = ["-id"]

    def __str__(self) -> str:
        # What the work log keeps: file names often hold people's names.
        return f"{_('导入批次')} {self.pk}"


class IntakeRow(models.Model):
    """Which case came from which line of which batch."""

    batch = models.ForeignKey(IntakeBatch, models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    suggestion = models.OneToOneField(Suggestion, models.CASCADE, related_name="intake_row")

    class Meta:
        verbose_name = verbose_name_plural = _("导入行")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.batch_id}:{self.line}"
