"""The key under which a phone keeps what waits there."""

import base64
import secrets
from datetime import datetime

from django.db import transaction

from congress.models import User
from deputies.phone.models import PhoneKey

KEY_BYTES = 32


@transaction.atomic
def phone_key_of(user: User, *, at: datetime) -> str:
    """The user's key, base64, made at the first call; two first calls at once get the same.

    Only the user's own signed-in phone may be told.
    """
    row = PhoneKey.objects.filter(user=user).first()
    if row is None:
        fresh = base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()
        PhoneKey.objects.bulk_create([PhoneKey(user=user, key=fresh, made_at=at)], ignore_conflicts=True)
        row = PhoneKey.objects.get(user=user)
    return row.key.reveal()
