"""Counters for the hours when the cache is gone."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Counter(models.Model):
    """How often something happened in a window of time.

    The key is a hash: it may stand for a phone number.
    """

    key = models.BinaryField(primary_key=True, max_length=32)
    hits = models.IntegerField(_("次数"))
    expires_at = models.DateTimeField(_("失效时间"), db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = _("限流计数")

    def __str__(self) -> str:
        return f"{bytes(self.key).hex()[:12]} {self.hits}"
