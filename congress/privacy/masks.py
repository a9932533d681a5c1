"""How personal data looks to those who may not read it.

Forms after the provincial rule quoted in the domain paper 0.5.
"""

import re
from collections.abc import Callable

from congress.privacy.surnames import DOUBLE_SURNAMES

# The last word of a township-level name inside an address: what stands behind it is private.
_TOWNSHIP = re.compile(r"^.*?(?:街道办事处|街道|民族乡|镇|乡|管理区|农场|林场)(?!村|路|街|组)")
_COUNTY = re.compile(r"^.*?(?:自治县|县|(?<![小社园校景库厂矿])区)")
_CITY = re.compile(r"^.*?市")

HIDDEN = "****"


def mask_name(name: str) -> str:
    """张三 and 张小三 → 张**; 欧阳明 → 欧阳**. The length of the name stays hidden."""
    name = name.strip()
    if not name:
        return ""
    kept = name[:2] if name[:2] in DOUBLE_SURNAMES else name[:1]
    return f"{kept}**"


def mask_phone(phone: str) -> str:
    """13812341234 → 138****1234.

    A landline keeps area code and the last two digits; anything else shows nothing.
    """
    phone = phone.strip()
    if re.fullmatch(r"\d{11}", phone) and phone[0] == "1":
        return f"{phone[:3]}{HIDDEN}{phone[-4:]}"
    landline = re.fullmatch(r"(0\d{2,3})-?(\d{7,8})(?:-\d{1,6})?", phone)
    if landline:
        area, number = landline.groups()
        return f"{area}-{'*' * (len(number) - 2)}{number[-2:]}"
    return HIDDEN if phone else ""


def mask_id_number(number: str) -> str:
    """The first two and the last three characters: 43*************123."""
    number = number.strip()
    return (
        f"{number[:2]}{'*' * (len(number) - 5)}{number[-3:]}" if len(number) >= 15 else HIDDEN * bool(number)
    )


def mask_address(address: str) -> str:
    """The address down to the township: 隆回县桃花坪街道****, or nothing where no division is found."""
    address = address.strip()
    if not address:
        return ""
    for pattern in (_TOWNSHIP, _COUNTY, _CITY):
        kept = pattern.match(address)
        if kept and kept.end() < len(address):
            return f"{kept.group()}{HIDDEN}"
        if kept:
            return kept.group()
    return HIDDEN


def mask_email(address: str) -> str:
    """a****@example.cn"""
    name, at, host = address.strip().rpartition("@")
    return f"{name[:1]}{HIDDEN}@{host}" if at else HIDDEN * bool(host)


def mask_text(text: str) -> str:
    """Four stars, whatever the text."""
    return HIDDEN if text else ""


# What an EncryptedTextField may name as its `kind`.
MASKS: dict[str, Callable[[str], str]] = {
    "name": mask_name,
    "phone": mask_phone,
    "id_number": mask_id_number,
    "address": mask_address,
    "email": mask_email,
    "text": mask_text,
}
