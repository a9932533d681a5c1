"""Partner systems and the answers that they may ask for again."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from congress.api.scopes import Scope
from congress.privacy import EncryptedTextField


class ApiClient(models.Model):
    """What we add to an OAuth2 application: the scopes it may ask for. Its user is a service account."""

    application = models.OneToOneField(
        "oauth2_provider.Application", models.CASCADE, related_name="api_client", verbose_name=_("应用")
    )
    scopes = ArrayField(models.CharField(max_length=40, choices=Scope), verbose_name=_("可用范围"))
    opened_at = models.DateTimeField(_("开立时间"))

    class Meta:
        verbose_name = verbose_name_plural = _("接口账号")

    def __str__(self) -> str:
        return self.application.name


class IdempotencyKey(models.Model):
    """The answer to an unsafe call, kept for the day that the same call is sent again.

    Written in the transaction of the change itself: no change without its key, no key without its change.
    """

    id = models.UUIDField(primary_key=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    key = models.CharField(max_length=200)
    call = models.CharField(max_length=500)  # method and path
    body_hash = models.BinaryField()  # SHA-256 of the bytes received
    status = models.PositiveSmallIntegerField(null=True)
    # It may hold what the database otherwise keeps as a hash only, such as a citizen's query code.
    answer = EncryptedTextField(kind="text", default="")
    location = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="idempotency_key_once")]

    def __str__(self) -> str:
        return f"{self.call} {self.key}"
