"""The outbox: one row per message, written in the transaction of what it tells about."""

import json

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from congress.notices.messages import Message, names_in, render
from congress.notices.states import Channel, State
from congress.privacy.fields import EncryptedTextField, Masked
from congress.regions.models import Organisation


class Notice(models.Model):
    """A message to a user, to all who hold a grant at an organisation, or to an address outside.

    `context` fills the template and holds numbers, dates and names of offices, never words or data of a
    citizen. `secrets` (a confirmation or query code) is encrypted and wiped once the notice has left; the
    `body` that is kept as proof shows asterisks in its place. `subject` and `body` are rendered when the
    notice is delivered; the inbox renders one that waits.
    """

    key = models.CharField(_("唯一键"), max_length=200)
    template = models.CharField(_("模板"), max_length=80)
    channel = models.CharField(_("渠道"), max_length=10, choices=Channel)
    # No plain index on the two keys: the partial ones below serve the inbox, and accounts are never deleted.
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("接收人"),
    )
    organisation = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        related_name="+",
        db_index=False,
        verbose_name=_("接收单位"),
    )
    address = EncryptedTextField(_("外部地址"), null=True)
    context = models.JSONField(_("内容参数"), default=dict)
    secrets = EncryptedTextField(_("一次性内容"), null=True)
    # What the message is about; one text message a day for the same template, address and matter.
    about = models.CharField(_("事项"), max_length=120, blank=True)
    day_mark = models.BinaryField(max_length=32, null=True, editable=False)
    urgent = models.BooleanField(_("立即发送"), default=False)
    link = models.CharField(_("链接"), max_length=300, blank=True)
    subject = models.CharField(_("标题"), max_length=200, blank=True)
    body = models.TextField(_("正文"), blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.PENDING)
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    not_before = models.DateTimeField(_("最早发送时间"), db_default=Now())
    next_attempt_at = models.DateTimeField(_("下次尝试"), db_default=Now())
    last_error = models.CharField(_("最近错误"), max_length=300, blank=True)
    receipt = models.CharField(_("回执号"), max_length=120, blank=True)
    created_at = models.DateTimeField(_("生成时间"), db_default=Now())
    delivered_at = models.DateTimeField(_("送达时间"), null=True)

    class Meta:
        verbose_name = verbose_name_plural = _("通知")
        constraints = [
            models.UniqueConstraint(fields=["key"], name="notice_key_once"),
            models.CheckConstraint(
                name="notice_one_recipient",
                condition=Q(user__isnull=False, organisation__isnull=True, address__isnull=True)
                | Q(user__isnull=True, organisation__isnull=False, address__isnull=True)
                | Q(user__isnull=True, organisation__isnull=True, address__isnull=False)
                # An address outside is erased when its time is over.
                | (
                    Q(user__isnull=True, organisation__isnull=True, address__isnull=True)
                    & ~Q(state=State.PENDING)
                ),
            ),
            models.CheckConstraint(
                name="notice_inbox_is_inside",
                condition=~Q(channel=Channel.INBOX) | Q(user__isnull=False) | Q(organisation__isnull=False),
            ),
            models.CheckConstraint(
                name="notice_delivered_has_time",
                condition=~Q(state=State.DELIVERED) | Q(delivered_at__isnull=False),
            ),
        ]
        indexes = [
            # The worker reads only what waits; the index stays as small as the queue.
            models.Index(
                "channel", "next_attempt_at", name="notice_waiting", condition=Q(state=State.PENDING)
            ),
            models.Index(
                F("user"),
                F("not_before").desc(),
                F("id").desc(),
                name="notice_inbox_user",
                condition=Q(channel=Channel.INBOX, user__isnull=False),
            ),
            models.Index(
                F("organisation"),
                F("not_before").desc(),
                F("id").desc(),
                name="notice_inbox_organisation",
                condition=Q(channel=Channel.INBOX, organisation__isnull=False),
            ),
            models.Index(
                "day_mark", "delivered_at", name="notice_day_mark", condition=Q(day_mark__isnull=False)
            ),
            models.Index("id", name="notice_parked", condition=Q(state=State.PARKED)),
        ]

    def __str__(self) -> str:
        return self.subject or self.template

    @property
    def clear_address(self) -> str:
        """The address outside in clear, for the channel that sends; empty for notices within the house."""
        return _clear(self.address)

    @property
    def is_whole(self) -> bool:
        """Whether everything is still there that the wording prints."""
        return bool(self.secrets) or not names_in(self.template) - self.context.keys() - {"link"}

    def words(self, *, hide_secrets: bool = False) -> Message:
        """The notice in words, with its secrets or with asterisks in their place."""
        secrets = json.loads(_clear(self.secrets) or "{}")
        if hide_secrets:
            secrets = dict.fromkeys(secrets, "******")
        return render(self.template, {**self.context, **secrets, "link": self.link})


def _clear(value: Masked | str | None) -> str:
    return value.reveal() if isinstance(value, Masked) else ""


class NoticeRead(models.Model):
    """One user has read one notice. Rows older than the user's `InboxMark` are no longer needed."""

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="reads")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", db_index=False)
    read_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "notice"], name="notice_read_once")]

    def __str__(self) -> str:
        return f"{self.user} {self.notice}"


class InboxMark(models.Model):
    """Everything that became visible to the user up to `read_until` counts as read."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, primary_key=True, related_name="+")
    read_until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.user} {self.read_until}"


class OutboxText(models.Model):
    """What the `outbox` text-message backend was asked to send. One row per notice, however often retried."""

    notice = models.OneToOneField(Notice, models.CASCADE, primary_key=True, related_name="+")
    phone = EncryptedTextField(_("手机号"), kind="phone")
    text = EncryptedTextField(_("内容"))
    sent_at = models.DateTimeField(db_default=Now())

    def __str__(self) -> str:
        return str(self.phone)


class FiredSlot(models.Model):
    """A periodic job has run for one slot of time. The unique pair is what keeps a second beat quiet."""

    job = models.CharField(max_length=80)
    slot = models.DateTimeField()
    fired_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint(fields=["job", "slot"], name="fired_once")]

    def __str__(self) -> str:
        return f"{self.job} {self.slot}"
