"""Files that belong to something. The bytes lie under MEDIA_ROOT in paths of our own making."""

import uuid

from django.conf import settings
from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from congress.attachments.states import Kind, State


class AttachmentQuerySet(models.QuerySet):
    def of(self, owner: models.Model) -> "AttachmentQuerySet":
        """The files of one matter, oldest first."""
        kind = ContentType.objects.get_for_model(owner)
        return self.filter(owner_type=kind, owner_id=str(owner.pk)).order_by("uploaded_at", "pk")

    def handed_out(self) -> "AttachmentQuerySet":
        """Without those that the virus scanner has locked away."""
        return self.exclude(state=State.QUARANTINE)


class Attachment(models.Model):
    """A stored file. Private unless `is_public`; who may read a private one is the owner's policy."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    owner_type = models.ForeignKey(ContentType, models.PROTECT, null=True, related_name="+")
    owner_id = models.CharField(max_length=40, blank=True)
    owner = GenericForeignKey("owner_type", "owner_id")
    kind = models.CharField(_("种类"), max_length=10, choices=Kind)
    original_name = models.CharField(_("原文件名"), max_length=255)
    caption = models.CharField(_("说明"), max_length=200, blank=True)
    content_type = models.CharField(_("内容类型"), max_length=100)
    size = models.PositiveBigIntegerField(_("字节数"))
    sha256 = models.CharField(_("校验值"), max_length=64)
    width = models.PositiveIntegerField(_("宽"), null=True)
    height = models.PositiveIntegerField(_("高"), null=True)
    is_public = models.BooleanField(_("公开"), default=False)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.UNSCANNED)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("上传人")
    )
    uploaded_on = models.DateField(_("上传日期"))
    uploaded_at = models.DateTimeField(_("上传时间"), db_default=Now())

    objects = AttachmentQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = _("附件")
        indexes = [
            models.Index("owner_type", "owner_id", "uploaded_at", name="attachment_owner"),
            models.Index("uploaded_at", name="attachment_unscanned", condition=Q(state=State.UNSCANNED)),
        ]
        constraints = [
            models.CheckConstraint(
                name="attachment_owner_whole",
                condition=Q(owner_type__isnull=True, owner_id="")
                | (Q(owner_type__isnull=False) & ~Q(owner_id="")),
            ),
            models.CheckConstraint(
                name="attachment_quarantine_is_private",
                condition=~Q(state=State.QUARANTINE) | Q(is_public=False),
            ),
        ]

    def __str__(self) -> str:
        # What the work log keeps: file names often hold people's names.
        return f"{self.get_kind_display()} {self.pk.hex[:8]}"

    @property
    def shown_name(self) -> str:
        """What people see: the caption, else the name that the file came with."""
        return self.caption or self.original_name

    @property
    def is_image(self) -> bool:
        return self.kind == Kind.IMAGE
