"""A quiet barrier against robots: the browser searches a number, nobody solves a puzzle.

The server picks a number, shows its SHA-256 with a salt, and signs both; `static/js/pow.js` finds the number again
while somebody types. Without JavaScript the form has to stay open for three seconds, under a stricter limit. It
prices robots and does not stop them: the limits of `congress.limits` stay. No foreign service is asked.
"""

import hashlib
import hmac
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from congress.errors import BadInput
from congress.limits import hit, once, require_within

VALID_SECONDS = 600
SHORTEST_SECONDS = 3
HOUR = 3600
# Forms opened from one address in ten minutes before the search gets longer; an office or a village shares one.
SOFT_LIMIT = 60
# Accepted submissions an hour from one address: with a proof, and without.
PROVED_PER_HOUR = 600
UNPROVED_PER_HOUR = 10
# A field that people do not see. What is in it, a robot wrote.
TRAP = "contact_url"
TOO_FAST, EXPIRED = "barrier_too_fast", "barrier_expired"


class Barrier(Enum):
    """How a submission came through. SUSPECT ones are kept apart for a person to look at, never thrown away."""

    PROVED = "proved"
    WAITED = "waited"
    SUSPECT = "suspect"


@dataclass(frozen=True, slots=True)
class Challenge:
    """What the form carries, as hidden fields of these names with `pow_` in front."""

    salt: str
    challenge: str
    maximum: int
    signature: str


def new_challenge(purpose: str, *, address: str, at: datetime) -> Challenge:
    """A challenge for one form, for ten minutes. `purpose` is a short code that ties it to that form."""
    maximum = settings.POW_MAXIMUM
    if not hit(f"pow:opened:{address}", SOFT_LIMIT, VALID_SECONDS).allowed:
        maximum *= 5
    salt = f"{purpose}.{int(at.timestamp())}.{secrets.token_hex(12)}"
    challenge = _digest(salt, secrets.randbelow(maximum))
    return Challenge(salt, challenge, maximum, _signature(salt, challenge, maximum))


def judge(data: Mapping[str, str], purpose: str, *, address: str, at: datetime) -> Barrier:
    """How the submitted form came through; each challenge serves once, so judge a form that is otherwise good.

    Raises BadInput when it cannot be let through (show the form again with a new challenge), TooMany beyond the
    limits of the address.
    """
    if data.get(TRAP):
        # Or the trap would be the robot's way round every limit.
        require_within(f"pow:waited:{purpose}:{address}", UNPROVED_PER_HOUR, HOUR)
        return Barrier.SUSPECT
    salt, challenge = data.get("pow_salt", ""), data.get("pow_challenge", "")
    maximum, number = data.get("pow_maximum", ""), data.get("pow_number", "")
    age = _age(salt, purpose, at)
    signature = _signature(salt, challenge, maximum)
    if age is None or not hmac.compare_digest(signature.encode(), data.get("pow_signature", "").encode()):
        raise BadInput("barrier_invalid", _("页面校验信息不完整，请再提交一次。"))
    if age > VALID_SECONDS:
        raise BadInput(EXPIRED, _("页面停留时间较长，请再提交一次。"))
    if number and not (number.isascii() and number.isdigit() and _digest(salt, number) == challenge):
        raise BadInput("barrier_invalid", _("页面校验信息不完整，请再提交一次。"))
    if not number and age < SHORTEST_SECONDS:
        # A person on a slow line presses before the script is there: `is_patience` tells pages to be kind about it.
        raise BadInput(
            TOO_FAST,
            _("还差一点：请在 %(n)d 秒后再点一次“提交”，填写的内容都还在。") % {"n": SHORTEST_SECONDS},
        )
    if not once(f"pow:used:{signature}", VALID_SECONDS + 60):
        raise BadInput("barrier_used", _("这个页面已经提交过，如需再次提交请点提交按钮。"))
    if number:
        require_within(f"pow:proved:{purpose}:{address}", PROVED_PER_HOUR, HOUR)
        return Barrier.PROVED
    require_within(f"pow:waited:{purpose}:{address}", UNPROVED_PER_HOUR, HOUR)
    return Barrier.WAITED


def is_patience(refusal: BadInput) -> bool:
    """Nothing is wrong with the form but its hour: shown again, it may send itself as soon as its proof is found."""
    return refusal.code in {TOO_FAST, EXPIRED}


def _age(salt: str, purpose: str, at: datetime) -> int | None:
    """Seconds since the challenge was made; None for one that was made for another form or not by us."""
    parts = salt.split(".")
    if len(parts) != 3 or parts[0] != purpose or not re.fullmatch(r"[0-9]{1,12}", parts[1]):
        return None
    # Two servers' clocks may differ a little.
    return max(0, int(at.timestamp()) - int(parts[1]))


def _digest(salt: str, number: int | str) -> str:
    return hashlib.sha256(f"{salt}.{number}".encode()).hexdigest()


def _signature(salt: str, challenge: str, maximum: int | str) -> str:
    return salted_hmac("congress.pow", f"{salt}|{challenge}|{maximum}", algorithm="sha256").hexdigest()
