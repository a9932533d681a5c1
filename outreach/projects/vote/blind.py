"""RSA keys of one round: blind signatures for deputies who are not in the hall, and the signature of the archive.

RFC 9474, RSABSSA-SHA384-PSS-Randomized, the server's half. Two keys: a blind signer signs whatever comes, so its key must
never be the archive's.

The deputy's device blinds a random token, the signed-in deputy has it signed once, the device unblinds it. What is cast
later with that signature cannot be told from what any other deputy had signed. The key belongs to one round.
"""

import base64
import secrets
from typing import Any

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

BITS = 3072
SIZE = BITS // 8
SALT = 48
# 32 random bytes of the randomised variant before 32 bytes of token.
MESSAGE = 64


class BadBlinded(ValueError):
    """What came is no blinded message for this key."""


def make_key() -> str:
    """A fresh key as PEM. Takes some tenths of a second."""
    key = rsa.generate_private_key(65537, BITS)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


def load(pem: str) -> rsa.RSAPrivateKey:
    """The key of a PEM text."""
    key = load_pem_private_key(pem.encode(), None)
    assert isinstance(key, rsa.RSAPrivateKey)  # noqa: S101 - made by make_key
    return key


def sign_blinded(key: rsa.RSAPrivateKey, blinded: bytes) -> bytes:
    """BlindSign: m^d mod n, itself blinded against timing. Raises BadBlinded."""
    private = key.private_numbers()
    public = private.public_numbers
    value = int.from_bytes(blinded, "big")
    if len(blinded) != SIZE or not 1 < value < public.n:
        raise BadBlinded("盲化的内容长度不对。")
    noise = secrets.randbelow(public.n - 2) + 2
    hidden = value * pow(noise, public.e, public.n) % public.n
    # By the two primes: four times as fast.
    first = pow(hidden % private.p, private.dmp1, private.p)
    second = pow(hidden % private.q, private.dmq1, private.q)
    signed = second + private.q * ((first - second) * private.iqmp % private.p)
    signature = signed * pow(noise, -1, public.n) % public.n
    if pow(signature, public.e, public.n) != value:
        raise BadBlinded("签名没有通过核对。")
    return signature.to_bytes(SIZE, "big")


def is_token(key: rsa.RSAPublicKey, message: bytes, signature: bytes) -> bool:
    """Did the round's key sign this message (without seeing it)?"""
    if len(message) != MESSAGE or len(signature) != SIZE:
        return False
    try:
        key.verify(signature, message, padding.PSS(padding.MGF1(SHA384()), SALT), SHA384())
    except InvalidSignature:
        return False
    return True


def public_text(pem: str) -> dict[str, Any]:
    """The public half as it stands in the frozen document: `n` in base64url, `e`."""
    numbers = load(pem).private_numbers().public_numbers
    raw = numbers.n.to_bytes(SIZE, "big")
    return {"n": base64.urlsafe_b64encode(raw).decode().rstrip("="), "e": numbers.e}


def sign_archive(pem: str, message: str) -> str:
    """RSA signature, PKCS #1 v1.5 with SHA-256, in base64url: what check.py can verify without a library."""
    raw = load(pem).sign(message.encode(), padding.PKCS1v15(), SHA256())
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
