"""What Django checks at every start beside its own: settings that only bite when something breaks."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from django.core.checks import Warning as Caution


@register()
def task_times_in_order(**_kwargs: Any) -> Sequence[CheckMessage]:
    """A task that outlives the broker's visibility time-out is handed to a second worker while the first still runs it."""
    soft, hard = settings.CELERY_TASK_SOFT_TIME_LIMIT, settings.CELERY_TASK_TIME_LIMIT
    visible = settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"]
    if soft < hard < visible:
        return []
    return [
        Error(
            f"Task time limits ({soft} s soft, {hard} s hard) must end before the visibility time-out ({visible} s).",
            hint="Split long work into several tasks instead of raising the limit.",
            id="congress.E101",
        )
    ]


@register()
def gateway_has_an_address(**_kwargs: Any) -> Sequence[CheckMessage]:
    """Text messages that go nowhere would be found out by citizens."""
    if settings.SMS_BACKEND != "http" or settings.SMS_HTTP_URL:
        return []
    return [Error("SMS_BACKEND=http needs SMS_HTTP_URL, the address of the gateway.", id="congress.E102")]


@register(deploy=True)
def codes_are_not_public(**_kwargs: Any) -> Sequence[CheckMessage]:
    """The `outbox` backend shows every code to everybody: right for a rehearsal, wrong for real people."""
    if settings.SMS_BACKEND != "outbox":
        return []
    return [Caution("SMS_BACKEND=outbox shows all text messages at /demo-outbox/.", id="congress.W103")]
