"""Pushes to partner systems: signed, to configured origins only, never redirected.

The receiver computes HMAC-SHA256 with the shared secret over `<timestamp>.<body>` and compares it with `v1`
in `X-Lianxin-Signature: t=<timestamp>,v1=<hex>`. `X-Lianxin-Delivery` is the same for every repetition.
"""

import hashlib
import hmac
import json
import time
from urllib.parse import urlsplit

import requests
from django.conf import settings

from congress.notices.channels import Down, Refused
from congress.notices.messages import Message
from congress.notices.models import Notice

TIMEOUT = 5.0


def is_open() -> bool:
    """Always: which hosts get something is decided one by one."""
    return True


def origin_of(url: str) -> str:
    """`https://host[:port]` in lower case; Refused for anything that is not a plain web address."""
    try:
        parts = urlsplit(url)
        if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.password:
            raise Refused("not a web address")
        port = f":{parts.port}" if parts.port else ""
    except ValueError as error:
        raise Refused("not a web address") from error
    return f"{parts.scheme}://{parts.hostname.lower()}{port}"


def route(notice: Notice) -> str:
    try:
        return origin_of(notice.clear_address)
    except Refused:
        return "webhook"


def sign(secret: str, timestamp: int, body: bytes) -> str:
    """The signature header's value."""
    digest = hmac.new(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256).hexdigest()
    return f"t={timestamp},v1={digest}"


def send(notice: Notice, message: Message) -> str:
    """POST the event; any 2xx counts as received."""
    secret = settings.NOTICE_WEBHOOKS.get(origin_of(notice.clear_address))
    if not secret:
        raise Refused("the host is not among the configured ones")
    event = {
        "id": notice.key,
        "type": notice.template,
        "created_at": notice.created_at.isoformat(),
        "subject": message.subject,
        "link": notice.link,
        "data": notice.context,
    }
    body = json.dumps(event, ensure_ascii=False).encode()
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Lianxin",
        "X-Lianxin-Delivery": str(notice.pk),
        "X-Lianxin-Signature": sign(secret, int(time.time()), body),
    }
    try:
        with requests.Session() as session:
            # No proxy or .netrc of the machine: the secret's owner is the configured host and nobody else.
            session.trust_env = False
            answer = session.post(
                notice.clear_address,
                data=body,
                headers=headers,
                timeout=TIMEOUT,
                allow_redirects=False,
                stream=True,
            )
            status = answer.status_code
            answer.close()
    except requests.RequestException as error:
        raise Down(f"{type(error).__name__}") from error
    if status == 410:
        raise Refused("the receiver answered 410")
    if not 200 <= status < 300:
        raise Down(f"the receiver answered {status}")
    return str(status)
