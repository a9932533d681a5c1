"""The sealed box, version 1: the only module that knows its format, so that another one can take its place.

P-256, HKDF-SHA256, AES-256-GCM: what every phone's browser has built in. A box is sealed to the scrutineers' joint key and
to the frozen round: it opens nowhere else. All boxes of a round are equally long. What this does not give is a public
proof that the opened list came from the boxes: only who holds enough shares can check that (docs/adr/0019).
"""

import base64
import hashlib
import json
from collections.abc import Sequence
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

MAGIC = b"LX1"
KID, POINT, TAG = 8, 65, 16
HEAD = len(MAGIC) + KID + POINT
_CURVE = ec.SECP256R1()
# A key is used for one box alone, so its nonce may be constant.
_NONCE = bytes(12)
# What stands in the opened list for a box that could not be read; the count calls it spoiled.
UNREADABLE = ["unreadable"]


class BadBox(ValueError):
    """These bytes are no box of this round."""


def key_id(public: bytes) -> str:
    """Hex of the first eight bytes of the key's hash: names the key on shares and boxes."""
    return hashlib.sha256(public).hexdigest()[: 2 * KID]


def require_public(public: bytes) -> None:
    """Raise BadBox for what is no point of the curve."""
    _point(public)


def box_size(keys: Sequence[str], marks: Sequence[str]) -> int:
    """Bytes of the padded plain text: enough for every line with its longest mark, in steps of 64."""
    longest = max(marks, key=len)
    need = 2 + len(_text([[key, longest] for key in keys]))
    return -(-need // 64) * 64


def seal(ballot: Sequence[Any], *, public: bytes, frozen_hash: str, size: int) -> bytes:
    """What the browser does; used by tests, benchmarks and the demo."""
    text = _text(ballot)
    if len(text) + 2 > size:
        raise BadBox("the ballot is longer than the box")
    plain = len(text).to_bytes(2, "big") + text + bytes(size - 2 - len(text))
    once = ec.generate_private_key(_CURVE)
    point = once.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    key = _key(once, public, point, public, frozen_hash)
    return (
        MAGIC
        + bytes.fromhex(key_id(public))
        + point
        + AESGCM(key).encrypt(_NONCE, plain, bytes.fromhex(frozen_hash))
    )


def open_box(box: bytes, *, private: int, frozen_hash: str) -> Any:
    """The ballot in a box. Raises BadBox for what was not sealed to this key and round."""
    secret = ec.derive_private_key(private, _CURVE)
    public = secret.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    if box[: len(MAGIC)] != MAGIC or box[len(MAGIC) : len(MAGIC) + KID].hex() != key_id(public):
        raise BadBox("sealed to another key")
    point = box[len(MAGIC) + KID : HEAD]
    key = _key(secret, point, point, public, frozen_hash)
    try:
        plain = AESGCM(key).decrypt(_NONCE, box[HEAD:], bytes.fromhex(frozen_hash))
        length = int.from_bytes(plain[:2], "big")
        return json.loads(plain[2 : 2 + length])
    except (InvalidTag, ValueError) as wrong:
        raise BadBox("not a box of this round") from wrong


def require_box(box: bytes, *, kid: str, size: int) -> None:
    """What the server can see of a box without its key: head, key and length. Raises BadBox."""
    if len(box) != HEAD + size + TAG or box[: len(MAGIC)] != MAGIC:
        raise BadBox("not a box of this version and length")
    if box[len(MAGIC) : len(MAGIC) + KID].hex() != kid:
        raise BadBox("sealed to another key")


def box_hash(box: bytes) -> bytes:
    """By which a box is listed."""
    return hashlib.sha256(box).digest()


def receipt(box_hash: bytes) -> str:
    """Sixteen characters in groups of four: shows that the box is in the list, nothing about what is in it."""
    text = base64.b32encode(box_hash).decode()[:16]
    return "-".join(text[i : i + 4] for i in range(0, 16, 4))


def _text(ballot: Sequence[Any]) -> bytes:
    return json.dumps(ballot, ensure_ascii=False, separators=(",", ":")).encode()


def _point(raw: bytes) -> ec.EllipticCurvePublicKey:
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, raw)
    except ValueError as wrong:
        raise BadBox("no point of the curve") from wrong


def _key(
    mine: ec.EllipticCurvePrivateKey, theirs: bytes, once: bytes, public: bytes, frozen_hash: str
) -> bytes:
    shared = mine.exchange(ec.ECDH(), _point(theirs))
    info = b"lianxin/box/1" + once + public
    return HKDF(SHA256(), 32, salt=bytes.fromhex(frozen_hash), info=info).derive(shared)
