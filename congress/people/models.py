"""Accounts and what they are allowed: a grant is user x role x organisation, with dates."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.contrib.auth.models import UserManager as DjangoUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django_otp.models import Device

from congress.people.roles import Role
from congress.privacy.fields import EncryptedTextField
from congress.regions.models import Organisation


class UserManager(DjangoUserManager["User"]):
    """User names are kept in lower case, so that LiMin and li.min cannot be two people."""

    use_in_migrations = False

    def get_by_natural_key(self, username: str | None) -> "User":
        return super().get_by_natural_key(self.model.normalize_username(username or ""))

    def create_superuser(self, username: str, *args: Any, **fields: Any) -> "User":
        raise NotImplementedError("Nobody is a superuser; see `manage.py create_administrators`.")


class User(AbstractUser):  # type: ignore[django-manager-missing]
    """A member of staff, a deputy, or a partner system (`is_service`). Citizens have no account.

    Nobody is a superuser in production; what an account may do comes from its grants alone.
    """

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("姓名"), max_length=60)
    is_service = models.BooleanField(_("系统对接账号"), default=False)
    password_changed_at = models.DateTimeField(_("密码修改时间"), null=True, blank=True)
    must_change_password = models.BooleanField(_("下次登录须改密码"), default=False)
    reopened_at = models.DateTimeField(_("恢复时间"), null=True, blank=True)

    REQUIRED_FIELDS = ["name"]

    objects = UserManager()  # type: ignore[misc]

    class Meta(AbstractUser.Meta):
        verbose_name = verbose_name_plural = _("账号")  # type: ignore[assignment]
        constraints = [
            models.CheckConstraint(condition=Q(username=Lower("username")), name="user_name_lower_case"),
            models.CheckConstraint(condition=Q(is_superuser=False), name="user_no_superuser"),
        ]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def normalize_username(cls, username: str) -> str:
        """NFKC and lower case, as the database demands it."""
        return super().normalize_username(username.strip()).lower()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name


class Grant(models.Model):
    """One role of one account at one organisation. The organisation's division bounds what the role sees."""

    user = models.ForeignKey(User, models.CASCADE, related_name="grants", verbose_name=_("账号"))
    role = models.CharField(_("角色"), max_length=20, choices=Role)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="grants", verbose_name=_("单位")
    )
    valid_from = models.DateField(_("生效日期"), null=True, blank=True)
    valid_to = models.DateField(_("失效日期"), null=True, blank=True)
    granted_by = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("授权人")
    )

    class Meta:
        verbose_name = verbose_name_plural = _("授权")
        constraints = [
            models.UniqueConstraint(fields=["user", "role", "organisation"], name="grant_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True)
                | Q(valid_from__isnull=True)
                | Q(valid_to__gte=F("valid_from")),
                name="grant_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()} {self.organisation}"


class PasswordRecord(models.Model):
    """An earlier password's hash: the last few may not come back."""

    user = models.ForeignKey(User, models.CASCADE, related_name="password_records")
    password = models.CharField(max_length=128)
    made_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["user", "-made_at"], name="password_record_newest")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.made_at:%Y-%m-%d}"


class SignIn(models.Model):
    """One signed-in session, as its owner sees it under 我的登录. It outlives the session row itself."""

    class End(models.TextChoices):
        LEFT = "left", _("本人退出")
        ENDED = "ended", _("本人在别处结束")
        IDLE = "idle", _("长时间未操作")
        TOO_LONG = "too_long", _("超过最长登录时间")
        REPLACED = "replaced", _("登录过多，自动结束")
        CLOSED = "closed", _("账号停用或密码变更")

    user = models.ForeignKey(User, models.CASCADE, related_name="sign_ins")
    session_key = models.CharField(max_length=40, unique=True)
    device = models.CharField(_("设备"), max_length=60)
    address = models.GenericIPAddressField(_("网络地址"), null=True)
    signed_in_at = models.DateTimeField(_("登录时间"))
    seen_at = models.DateTimeField(_("最近操作"))
    ended_at = models.DateTimeField(_("结束时间"), null=True)
    end = models.CharField(max_length=10, choices=End, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = _("登录")
        indexes = [models.Index(fields=["user", "-seen_at"], name="sign_in_newest")]

    def __str__(self) -> str:
        return f"{self.device} {self.address or ''}".strip()


class TotpDevice(Device):
    """A phone app that makes six-digit codes (RFC 6238). At most one in use and one being set up."""

    seed = EncryptedTextField()  # base32; 20 bytes need no padding
    # The time step of the newest code taken: a code counts once, and no older one counts after it.
    last_step = models.BigIntegerField(default=-1)
    made_at = models.DateTimeField()

    class Meta(Device.Meta):
        abstract = False
        verbose_name = verbose_name_plural = _("动态口令")
        constraints = [models.UniqueConstraint(fields=["user", "confirmed"], name="totp_device_once")]


class RecoveryCode(models.Model):
    """A one-time code for the day the phone is lost. Only a keyed hash is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="recovery_codes")
    digest = models.CharField(max_length=64)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once")]

    def __str__(self) -> str:
        return str(self.user_id)
