"""The blind signature: what the server signs and what it sees later have nothing in common."""

import base64
import hashlib
import secrets

import pytest

from outreach.projects.check import is_proved, is_token_signed
from outreach.projects.vote import blind
from outreach.projects.vote.envelopes import credential_hash

KEY = blind.load(blind.make_key())
PUBLIC = KEY.public_key().public_numbers()


def encode(message: bytes) -> int:
    """EMSA-PSS with SHA-384 and 48 bytes of salt, as the deputy's device does it."""
    bits = PUBLIC.n.bit_length() - 1
    size = (bits + 7) // 8
    salt = secrets.token_bytes(blind.SALT)
    hashed = hashlib.sha384(bytes(8) + hashlib.sha384(message).digest() + salt).digest()
    data = bytes(size - blind.SALT - 48 - 2) + b"\x01" + salt
    mask = b""
    for counter in range(-(-len(data) // 48)):
        mask += hashlib.sha384(hashed + counter.to_bytes(4, "big")).digest()
    masked = bytearray(a ^ b for a, b in zip(data, mask, strict=False))
    masked[0] &= 0xFF >> (8 * size - bits)
    return int.from_bytes(bytes(masked) + hashed + b"\xbc", "big")


def obtain(message: bytes) -> tuple[bytes, bytes]:
    """What the server saw, and the signature that the device has in the end."""
    factor = secrets.randbelow(PUBLIC.n - 2) + 2
    blinded = (encode(message) * pow(factor, PUBLIC.e, PUBLIC.n) % PUBLIC.n).to_bytes(blind.SIZE, "big")
    answer = int.from_bytes(blind.sign_blinded(KEY, blinded), "big")
    return blinded, (answer * pow(factor, -1, PUBLIC.n) % PUBLIC.n).to_bytes(blind.SIZE, "big")


def test_an_unblinded_signature_holds_and_was_never_seen_by_the_server():
    message = secrets.token_bytes(blind.MESSAGE)
    blinded, signature = obtain(message)
    assert blind.is_token(KEY.public_key(), message, signature)
    assert signature not in {blinded, blind.sign_blinded(KEY, blinded)}


def test_another_message_another_key_or_half_a_signature_is_no_token():
    message = secrets.token_bytes(blind.MESSAGE)
    _blinded, signature = obtain(message)
    assert not blind.is_token(KEY.public_key(), secrets.token_bytes(blind.MESSAGE), signature)
    assert not blind.is_token(KEY.public_key(), message, signature[:-1])
    assert not blind.is_token(KEY.public_key(), message[:-1], signature)
    assert not blind.is_token(blind.load(blind.make_key()).public_key(), message, signature)


def test_the_stand_alone_checker_knows_a_token_without_any_library():
    key = blind.public_text(blind.make_key())
    own = {
        "n": base64.urlsafe_b64encode(PUBLIC.n.to_bytes(blind.SIZE, "big")).decode().rstrip("="),
        "e": PUBLIC.e,
    }
    for _round in range(20):
        message = secrets.token_bytes(blind.MESSAGE)
        _blinded, signature = obtain(message)
        assert is_token_signed(own, message, signature)
        assert is_proved("AAAA", credential_hash("AAAA", message).hex(), message + signature, own)
        assert not is_proved("BBBB", credential_hash("AAAA", message).hex(), message + signature, own)
        assert not is_token_signed(key, message, signature)
        assert not is_token_signed(own, message[::-1], signature)
        changed = bytearray(signature)
        changed[secrets.randbelow(len(changed))] ^= 1
        assert not is_token_signed(own, message, bytes(changed))
    assert not is_proved("AAAA", credential_hash("AAAA", message).hex(), message + signature, None)


def test_the_same_blinded_message_gets_the_same_answer():
    blinded = encode(secrets.token_bytes(blind.MESSAGE)).to_bytes(blind.SIZE, "big")
    assert blind.sign_blinded(KEY, blinded) == blind.sign_blinded(KEY, blinded)


@pytest.mark.parametrize("bad", [b"", b"\x01" * 100, bytes(blind.SIZE), PUBLIC.n.to_bytes(blind.SIZE, "big")])
def test_what_is_no_blinded_message_is_refused(bad):
    with pytest.raises(blind.BadBlinded):
        blind.sign_blinded(KEY, bad)
