"""Confirm that somebody holds a phone: six digits by text message, ten minutes, five tries."""

import hashlib
import hmac
import secrets
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from congress.errors import BadInput
from congress.limits import require_within
from congress.notices.services import Recipient, post_notice
from congress.privacy.blind import blind_index
from congress.privacy.keys import blind_index_key
from congress.privacy.models import PhoneCode
from congress.privacy.phones import normalise_phone

VALID = timedelta(minutes=10)
TRIES = 5
# Messages an hour and a day to one phone; requests an hour from one address (an office shares one).
PER_PHONE = 3
PER_PHONE_A_DAY = 10
PER_ADDRESS = 30
HOUR = 3600


def send_phone_code(phone: str, purpose: str, *, at: datetime, address: str = "") -> PhoneCode:
    """Send a new code; an older one for the same phone and purpose is dead from now on.

    Raises BadInput (field `phone`) for what is no mobile number, TooMany beyond the limits.
    """
    number = require_mobile(phone)
    # Counted outside the transaction: a refused request must not give its try back.
    if address:
        require_within(f"phone-code:address:{address}", PER_ADDRESS, HOUR)
    require_within(f"phone-code:phone:{number}", PER_PHONE, HOUR)
    require_within(f"phone-code:day:{number}", PER_PHONE_A_DAY, 24 * HOUR)
    code = f"{secrets.randbelow(1_000_000):06d}"
    index = blind_index(number)
    with transaction.atomic():
        PhoneCode.objects.filter(phone_index=index, purpose=purpose, expires_at__gt=at).update(expires_at=at)
        sent = PhoneCode.objects.create(
            phone_index=index,
            purpose=purpose,
            code_hash=_hash(index, purpose, code),
            sent_at=at,
            expires_at=at + VALID,
        )
        post_notice(
            "phone_code",
            to=Recipient(phone=number),
            key=f"phone-code:{sent.pk}",
            urgent=True,
            secrets={"code": code},
            minutes=int(VALID.total_seconds() // 60),
        )
    return sent


def require_mobile(phone: str) -> str:
    """The number in its normal form. Raises BadInput (field `phone`) for what gets no text messages."""
    number = normalise_phone(phone)
    if "-" in number:
        raise BadInput("not_a_mobile", _("固定电话收不到短信，请填写手机号码。"), field="phone")
    return number


def confirm_phone_code(phone: str, purpose: str, code: str, *, at: datetime) -> PhoneCode:
    """The confirmed row. Raises BadInput (field `code`) for a wrong, used or old code.

    Must not run inside another transaction: a wrong try has to stay counted although it raises.
    """
    index = blind_index(normalise_phone(phone))
    with transaction.atomic(durable=True):
        row = (
            PhoneCode.objects.select_for_update()
            .filter(phone_index=index, purpose=purpose, confirmed_at__isnull=True, expires_at__gt=at)
            .order_by("-sent_at")
            .first()
        )
        if row is not None and row.tries < TRIES:
            row.tries += 1
            right = hmac.compare_digest(bytes(row.code_hash), _hash(index, purpose, "".join(code.split())))
            row.confirmed_at = at if right else None
            row.save(update_fields=["tries", "confirmed_at"])
    if row is None:
        raise BadInput("code_expired", _("验证码已失效，请重新获取。"), field="code")
    if row.confirmed_at is None:
        left = TRIES - row.tries
        raise BadInput(
            "code_wrong",
            _("验证码不正确，还可以试%(left)s次。") % {"left": left}
            if left
            else _("验证码错误次数过多，请重新获取。"),
            field="code",
        )
    return row


def erase_phone_codes(*, before: date, on: date) -> int:
    """Eraser: remove the codes that were sent before the day."""
    return PhoneCode.objects.filter(sent_at__date__lt=before).delete()[0]


def _hash(index: bytes, purpose: str, code: str) -> bytes:
    # Keyed: a million codes are tried in no time by somebody who has the table.
    return hmac.digest(
        blind_index_key(), b"phone code\0" + index + f"\0{purpose}\0{code}".encode(), hashlib.sha256
    )
