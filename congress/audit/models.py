"""The work log of the office: append-only and chained by hashes."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from congress.audit.labels import label_of


class ExactJSONField(models.JSONField):
    """A `json` column: PostgreSQL keeps the text as it was hashed, where `jsonb` would rewrite it."""

    def db_type(self, connection: Any) -> str:
        return "json"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        # psycopg parses `json` itself; Django switches that off for `jsonb` alone.
        return super().from_db_value(value, expression, connection) if isinstance(value, str) else value


class AuditEvent(models.Model):
    """One thing that somebody did. Written by `record` alone; the database refuses change and removal.

    Names and labels are copies: the event must still say who and what when the account or the case is gone.
    """

    seq = models.BigIntegerField(_("序号"), primary_key=True)
    at = models.DateTimeField(_("时间"))
    # No constraint in the database: the log holds no lock on accounts, and outlives them.
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.DO_NOTHING,
        null=True,
        db_constraint=False,
        db_index=False,
        related_name="+",
        verbose_name=_("操作人"),
    )
    actor_name = models.CharField(_("操作人姓名"), max_length=100)
    organisation = models.CharField(_("操作人单位"), max_length=200)
    verb = models.CharField(_("事项"), max_length=100)
    target_type = models.CharField(_("对象类型"), max_length=100)
    target_id = models.CharField(_("对象编号"), max_length=64)
    target_label = models.CharField(_("对象"), max_length=200)
    request_id = models.CharField(_("请求编号"), max_length=64)
    address = models.CharField(_("来源地址"), max_length=64)
    facts = ExactJSONField(_("内容"))
    previous = models.BinaryField(_("上一条校验值"))
    hash = models.BinaryField(_("校验值"))

    class Meta:
        verbose_name = verbose_name_plural = _("审计记录")
        ordering = ["seq"]
        indexes = [
            models.Index(fields=["target_type", "target_id", "seq"], name="audit_by_target"),
            models.Index(fields=["actor", "seq"], name="audit_by_actor"),
            models.Index(fields=["verb", "seq"], name="audit_by_verb"),
            models.Index(fields=["request_id"], name="audit_by_request", condition=~models.Q(request_id="")),
        ]

    def __str__(self) -> str:
        return f"{self.seq} {self.verb}"

    @property
    def verb_label(self) -> str:
        """The verb in the office's words."""
        return label_of(self.verb)


class AuditHead(models.Model):
    """The end of the chain: one row, locked while an event is appended. A cut tail no longer meets it."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    seq = models.BigIntegerField()
    hash = models.BinaryField()

    class Meta:
        verbose_name = verbose_name_plural = _("审计链尾")

    def __str__(self) -> str:
        return f"{self.seq} {bytes(self.hash).hex()}"
