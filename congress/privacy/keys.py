"""The keys of personal data.

For the cipher by key id (the first listed one encrypts), and one for the blind index.
"""

import base64
import binascii
from functools import cache
from typing import Any

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.signals import setting_changed

KEY_BYTES = 32


def decode_key(name: str, text: str) -> bytes:
    """The 32 bytes of a key written in base64.

    Raises ImproperlyConfigured with the key's name, never its value.
    """
    try:
        key = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        raise ImproperlyConfigured(f"{name}: the key is not base64.") from error
    if len(key) != KEY_BYTES:
        raise ImproperlyConfigured(f"{name}: the key has {len(key)} bytes, not {KEY_BYTES}.")
    return key


@cache
def active_kid() -> str:
    """The id of the key that encrypts new values."""
    for kid in settings.FIELD_KEYS:
        return str(kid)
    raise ImproperlyConfigured("FIELD_KEYS is empty.")


@cache
def cipher(kid: str) -> AESGCM | None:
    """The cipher of a key id; None for a key that is not configured (any more)."""
    text = settings.FIELD_KEYS.get(kid)
    return None if text is None else AESGCM(decode_key(f"FIELD_KEYS[{kid}]", text))


@cache
def blind_index_key() -> bytes:
    """The key of the blind index. It cannot be changed without writing every index anew."""
    return decode_key("BLIND_INDEX_KEY", settings.BLIND_INDEX_KEY)


def _forget(*, setting: str, **_rest: Any) -> None:
    if setting in {"FIELD_KEYS", "BLIND_INDEX_KEY"}:
        active_kid.cache_clear()
        cipher.cache_clear()
        blind_index_key.cache_clear()


setting_changed.connect(_forget, dispatch_uid="congress.privacy.keys")
