"""Who looked at whose data, codes sent to phones, what people agreed to, and how long data is kept."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class Reveal(models.Model):
    """One look of one account at one person's data in clear. The work log holds the same as an event."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("查看人")
    )
    on = models.DateField(_("日期"))
    at = models.DateTimeField(_("时间"), db_default=Now())
    target_type = models.CharField(_("对象类型"), max_length=100)
    target_id = models.CharField(_("对象编号"), max_length=64)
    field = models.CharField(_("数据项"), max_length=60)
    reason = models.CharField(_("理由"), max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = _("个人信息查看记录")
        indexes = [
            models.Index(fields=["user", "on"], name="reveal_by_user"),
            models.Index(fields=["target_type", "target_id"], name="reveal_by_target"),
        ]

    def __str__(self) -> str:
        return f"{self.on} {self.target_type} {self.target_id} {self.field}"


class PhoneCode(models.Model):
    """A six-digit code that was sent to a phone. Neither the number nor the code can be read from the row."""

    phone_index = models.BinaryField(max_length=32)
    purpose = models.CharField(_("用途"), max_length=40)
    code_hash = models.BinaryField(max_length=32)
    sent_at = models.DateTimeField(_("发送时间"))
    expires_at = models.DateTimeField(_("失效时间"))
    tries = models.PositiveSmallIntegerField(_("试错次数"), default=0)
    confirmed_at = models.DateTimeField(_("确认时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("手机验证码")
        indexes = [models.Index(fields=["phone_index", "purpose", "-sent_at"], name="phone_code_newest")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.sent_at:%F %T}"


class ConsentNotice(models.Model):
    """What a person is told before giving data (PIPL art.

    17). A new wording is a new version; old ones stay.
    """

    purpose = models.CharField(_("用途代码"), max_length=40)
    version = models.PositiveIntegerField(_("版本"))
    title = models.CharField(_("标题"), max_length=100)
    text = models.TextField(_("告知内容"))
    retention = models.CharField(_("保存期限"), max_length=200)
    published_on = models.DateField(_("公布日期"))

    class Meta:
        verbose_name = verbose_name_plural = _("个人信息告知书")
        ordering = ["purpose", "-version"]
        constraints = [
            models.UniqueConstraint(fields=["purpose", "version"], name="consent_notice_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.title} v{self.version}"


class Retention(models.Model):
    """How long one kind of personal data is kept after its purpose is done."""

    kind = models.CharField(_("数据类别代码"), max_length=60, unique=True)
    label = models.CharField(_("数据类别"), max_length=100)
    months = models.PositiveSmallIntegerField(_("保存月数"))
    basis = models.CharField(_("依据"), max_length=200)

    class Meta:
        verbose_name = verbose_name_plural = _("个人信息保存期限")
        ordering = ["kind"]
        constraints = [models.CheckConstraint(condition=Q(months__gte=1), name="retention_at_least_a_month")]

    def __str__(self) -> str:
        return f"{self.label} {self.months}"
