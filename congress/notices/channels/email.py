"""Mail through Django's configured backend."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage

from congress.notices.channels import Down, Refused
from congress.notices.messages import Message
from congress.notices.models import Notice


def is_open() -> bool:
    """False while no mail server is configured; letters then wait."""
    return bool(settings.EMAIL_HOST) or not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend")


def route(notice: Notice) -> str:
    return "smtp"


def send(notice: Notice, message: Message) -> str:
    """Send one mail; the key becomes its Message-ID, so that a repetition is recognised as the same mail."""
    to = notice.user.email if notice.user else notice.clear_address
    if not to:
        raise Refused("no mail address")
    body = message.text
    if notice.link:
        body = f"{body}\n\n{settings.SITE_URL.rstrip('/')}{notice.link}"
    mail = EmailMessage(
        message.subject, body, to=[to], headers={"Message-ID": f"<notice-{notice.pk}@lianxin>"}
    )
    try:
        mail.send()
    except smtplib.SMTPRecipientsRefused as error:
        raise Refused("the mail server refused the recipient") from error
    except (smtplib.SMTPException, OSError) as error:
        raise Down(f"mail server: {type(error).__name__}") from error
    return ""
