"""Text messages. Which gateway is a setting: `off`, `outbox` (kept and shown on a page), `http`."""

from collections.abc import Callable
from datetime import datetime, time, timedelta
from typing import Any

import requests
from django.conf import settings
from django.utils import timezone

from congress.notices.channels import Down, Refused
from congress.notices.messages import Message
from congress.notices.models import Notice, OutboxText

QUIET_FROM = time(21, 0)
QUIET_UNTIL = time(7, 30)
TIMEOUT = 5.0


def route(notice: Notice) -> str:
    return "sms"


def is_open() -> bool:
    """False while no gateway is configured; messages then wait."""
    return settings.SMS_BACKEND in BACKENDS


def after_quiet_hours(at: datetime) -> datetime:
    """`at` itself, or the end of the night's rest (21:00 to 7:30 at the office) that it falls into."""
    local = timezone.localtime(at)
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return at
    day = local.date() + timedelta(days=1) if local.time() >= QUIET_FROM else local.date()
    return timezone.make_aware(datetime.combine(day, QUIET_UNTIL))


def send(notice: Notice, message: Message) -> str:
    """Hand one message to the gateway; its own number for the message comes back."""
    phone = getattr(notice.user, "phone", "") if notice.user else notice.clear_address
    if not phone:
        raise Refused("no mobile number")
    # Some wordings bring their own signature; a gateway refuses two.
    sign = "" if message.text.startswith("【") else settings.SMS_SIGN
    return BACKENDS[settings.SMS_BACKEND](notice, str(phone), sign + message.text)


def _send_to_outbox(notice: Notice, phone: str, text: str) -> str:
    OutboxText.objects.get_or_create(notice=notice, defaults={"phone": phone, "text": text})
    return f"outbox-{notice.pk}"


def _send_by_http(notice: Notice, phone: str, text: str) -> str:
    """POST the fields as JSON. The token goes into the Authorization header; redirects are not followed."""
    given = {"phone": phone, "text": text, "sign": settings.SMS_SIGN, "id": str(notice.pk)}
    headers = {"Authorization": f"Bearer {settings.SMS_HTTP_TOKEN}"} if settings.SMS_HTTP_TOKEN else {}
    try:
        answer = requests.post(
            settings.SMS_HTTP_URL,
            json={theirs: given[ours] for ours, theirs in settings.SMS_HTTP_FIELDS.items()},
            headers=headers,
            timeout=TIMEOUT,
            allow_redirects=False,
        )
    except requests.RequestException as error:
        raise Down(f"gateway: {type(error).__name__}") from error
    if answer.status_code >= 500 or answer.status_code == 429:
        raise Down(f"gateway answered {answer.status_code}")
    if not answer.ok or answer.is_redirect:
        raise Refused(f"gateway answered {answer.status_code}")
    return _accepted(answer)


def _accepted(answer: requests.Response) -> str:
    """The gateway's number of the message; Refused when its answer says that it did not take it."""
    try:
        said: Any = answer.json()
    except ValueError:
        said = {}
    if not isinstance(said, dict):
        said = {}
    name, _equals, wanted = settings.SMS_HTTP_ACCEPTED.partition("=")
    if name and str(said.get(name)) != wanted:
        raise Refused(f"gateway answered {name}={str(said.get(name))[:40]}")
    return str(said.get("id") or said.get("msgid") or said.get("request_id") or "")[:120]


BACKENDS: dict[str, Callable[[Notice, str, str], str]] = {"outbox": _send_to_outbox, "http": _send_by_http}
