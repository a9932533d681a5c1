"""Take a box. No actor, no day, no audit event: whatever names the moment or the person would tie them together."""

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicNumbers
from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congress.errors import BadInput, NotFound, WrongState
from outreach.projects.check import unpack
from outreach.projects.vote import blind, box
from outreach.projects.vote.envelopes import LENGTH, credential_hash, read_code
from outreach.projects.vote.selectors import Slot, slot_of

_SENTENCES = {
    "not_open": gettext_lazy("投票还没有开始，请等主持人宣布。"),
    "closed": gettext_lazy("投票已经截止。"),
    "used": gettext_lazy("这份凭证已经投过票，不能再投。"),
    "voided": gettext_lazy("这份凭证已经作废，请向监票人领取备用信封。"),
    "copied": gettext_lazy("这张选票与已收到的一张完全相同，请在本机重新填写。"),
}
_UNKNOWN = gettext_lazy("没有这份凭证，请核对信封里的字符。")
# What the paper path of a token looks like: "R." message "." signature.
_TOKEN = "R."  # noqa: S105 - a mark


@dataclass(frozen=True, slots=True)
class Cast:
    """`receipt`: is in the list after closing. `is_new` is False when the same box had come before."""

    receipt: str
    is_new: bool


def cast(code: str, credential: str, sealed: str) -> Cast:
    """Put a sealed box (base64url) into the round's intake: one for each credential, in one statement.

    The same box with the same credential gives the same receipt again. Raises NotFound for a round or credential that is
    not there, BadInput for what is no box, WrongState with the code used, voided, copied, not_open or closed.
    """
    slot = slot_of(code)
    if slot is None:
        raise NotFound("unknown", _("没有这次投票。"))
    try:
        raw = unpack(sealed)
        box.require_box(raw, kid=slot.kid, size=slot.box_size)
    except ValueError as wrong:
        raise BadInput("bad", _("收到的不是一张密封的选票，请重新填写。")) from wrong
    right, is_signed, proof = _right(slot, credential)
    hashed = box.box_hash(raw)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT vote_cast(%s, %s, %s, %s, %s, %s)", [slot.pk, right, raw, hashed, is_signed, proof]
        )
        answer = cursor.fetchone()[0]
    if answer in {"taken", "known"}:
        return Cast(box.receipt(hashed), answer == "taken")
    if answer == "unknown":
        raise NotFound("unknown", str(_UNKNOWN))
    raise WrongState(answer, str(_SENTENCES[answer]))


def _right(slot: Slot, credential: str) -> tuple[bytes, bool, bytes]:
    """The credential's hash, whether the round's blind signature proves it, and its proof."""
    if not credential.startswith(_TOKEN):
        typed = read_code(credential)
        if len(typed) != LENGTH:
            raise NotFound("unknown", str(_UNKNOWN))
        return credential_hash(slot.code, typed.encode()), False, typed.encode()
    if slot.blind is None:
        raise NotFound("unknown", str(_UNKNOWN))
    try:
        message, signature = (unpack(part) for part in credential[len(_TOKEN) :].split("."))
    except ValueError:
        raise NotFound("unknown", str(_UNKNOWN)) from None
    n, e = slot.blind
    if not blind.is_token(RSAPublicNumbers(e, n).public_key(), message, signature):
        raise NotFound("unknown", str(_UNKNOWN))
    return credential_hash(slot.code, message), True, message + signature
