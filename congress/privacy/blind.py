"""The blind index: finds the row of an exact value without the database knowing the value."""

import hashlib
import hmac
import unicodedata

from congress.privacy.keys import blind_index_key
from congress.privacy.phones import normalise_phone


def blind_index(value: str, kind: str = "phone") -> bytes:
    """32 bytes of HMAC-SHA256 under a key of its own; the same for every spelling of the value.

    Kinds are kept apart: the same digits as phone and as id number give different bytes. Raises BadInput
    for a `phone` that is none.
    """
    message = f"{kind}\0{_normalised(value, kind)}".encode()
    return hmac.digest(blind_index_key(), message, hashlib.sha256)


def _normalised(value: str, kind: str) -> str:
    if kind == "phone":
        return normalise_phone(value)
    return "".join(unicodedata.normalize("NFKC", value).split()).upper()
