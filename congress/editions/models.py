"""When reference data last changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Edition(models.Model):
    """The mark of the last change of one kind of reference data, kept by triggers, whoever made the change.

    Names: "days", "rules", "regions", "bodies", "published". `mark` is a moment (20261001-083000-123456) and never repeats.
    """

    name = models.CharField(max_length=10, primary_key=True)
    mark = models.CharField(max_length=30)

    class Meta:
        verbose_name = verbose_name_plural = _("数据版本")

    def __str__(self) -> str:
        return f"{self.name} {self.mark}"
