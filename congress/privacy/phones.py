"""One spelling for a phone number, whoever typed it."""

import re
import unicodedata

from django.conf import settings
from django.utils.translation import gettext as _

from congress.errors import BadInput

_FILLING = re.compile(r"[\s()\-‐‑–—―−－.·_/\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]+")
_EXTENSION = re.compile(r"(?:转|分机|ext\.?|#|x|(?<=\d{7})\s*-)\s*(\d{1,6})\s*$", re.IGNORECASE)
_MOBILE = re.compile(r"1[3-9]\d{9}")
# Area codes: 010 and 02x with eight digits, the four-digit ones with seven or eight.
_LANDLINE = re.compile(r"(0(?:10|2\d)|0[3-9]\d{2})([2-9]\d{6,7})")
_LOCAL = re.compile(r"[2-9]\d{6,7}")


def normalise_phone(text: str) -> str:
    """`13812341234` for a mobile, `0739-5321234` (with `-801` for an extension) for a landline.

    Takes full-width digits, +86 and 0086, spaces, dashes and brackets. A landline without area code gets
    that of HOME_AREA_CODE. Raises BadInput (field `phone`) for anything else.
    """
    phone = phone_or_none(text)
    if phone is None:
        raise BadInput(
            "phone_invalid", _("请填写11位手机号码，或者带区号的固定电话，例如0739-5321234。"), field="phone"
        )
    return phone


def phone_or_none(text: str) -> str | None:
    """As `normalise_phone`, but None for what is no phone number: for search boxes."""
    plain = unicodedata.normalize("NFKC", text).strip()
    extension = _EXTENSION.search(plain)
    tail = ""
    if extension:
        plain, tail = plain[: extension.start()], f"-{extension[1]}"
    digits = _FILLING.sub("", plain)
    for prefix in ("+86", "0086"):
        digits = digits.removeprefix(prefix)
    if len(digits) == 13 and digits.startswith("86"):
        digits = digits[2:]
    # The country code is often followed by the area code without its zero: +86 739 5321234.
    if digits != _FILLING.sub("", plain) and re.fullmatch(r"[2-9]\d{8,10}", digits):
        digits = f"0{digits}"
    if not digits.isascii():
        return None
    if _MOBILE.fullmatch(digits):
        return digits if not tail else None
    landline = _LANDLINE.fullmatch(digits)
    if landline:
        return f"{landline[1]}-{landline[2]}{tail}"
    if _LOCAL.fullmatch(digits):
        return f"{settings.HOME_AREA_CODE}-{digits}{tail}"
    return None
