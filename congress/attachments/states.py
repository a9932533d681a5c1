"""What a file is, and whether it may be handed out."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    IMAGE = "image", _("图片")
    PDF = "pdf", _("PDF")
    DOCUMENT = "document", _("文档")
    SHEET = "sheet", _("表格")
    TEXT = "text", _("文本")
    VIDEO = "video", _("视频")


class State(models.TextChoices):
    CLEAN = "clean", _("已检查")
    UNSCANNED = "unscanned", _("未扫描")
    QUARANTINE = "quarantine", _("已隔离")
