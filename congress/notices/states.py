"""The life of a notice and the ways it can take."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    INBOX = "inbox", _("站内消息")
    SMS = "sms", _("短信")
    EMAIL = "email", _("电子邮件")
    WEBHOOK = "webhook", _("系统推送")


class State(models.TextChoices):
    PENDING = "pending", _("待发送")
    DELIVERED = "delivered", _("已送达")
    # Given up after the last attempt, or refused for good by the other side. A person must look.
    PARKED = "parked", _("发送失败")
    # Not sent on purpose: the same event was told to this number today, or it lies in the past.
    SKIPPED = "skipped", _("不再发送")
