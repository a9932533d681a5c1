"""What the server keeps for a deputy's phone."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from congress.models import User
from congress.privacy import EncryptedTextField


class PhoneKey(models.Model):
    """The key of what a phone keeps without signal, base64 of 32 bytes.

    The phone drops it when its deputy signs out: what waits there stays unreadable until the same deputy signs in.
    """

    user = models.OneToOneField(
        User, models.CASCADE, primary_key=True, related_name="+", verbose_name=_("用户")
    )
    key = EncryptedTextField(_("密钥"), kind="text")
    made_at = models.DateTimeField(_("生成时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("手机密钥")

    def __str__(self) -> str:
        return str(self.user_id)
