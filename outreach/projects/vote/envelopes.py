"""The text in an envelope: 26 characters that give the right to cast once. Pure."""

import hashlib
import secrets

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 26
# What people read wrongly on a slip.
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_MARK = b"lianxin/credential/1:"


def new_code() -> str:
    """128 random bits in Crockford's base 32."""
    bits = secrets.randbits(128)
    return "".join(ALPHABET[(bits >> shift) & 31] for shift in range(5 * (LENGTH - 1), -1, -5))


def read_code(typed: str) -> str:
    """The canonical form of what was typed or scanned: spaces and hyphens ignored, look-alikes repaired."""
    return "".join(c for c in typed.upper() if c.isascii() and c.isalnum()).translate(_LOOKALIKES)


def show_code(code: str) -> str:
    """In groups that a voice can read out."""
    return "-".join([code[:5], code[5:10], code[10:15], code[15:20], code[20:]])


def credential_hash(round_code: str, content: bytes) -> bytes:
    """What the database holds of a credential: `content` is the code in ASCII, or the message of a signed token."""
    return hashlib.sha256(_MARK + round_code.encode() + b":" + content).digest()
