"""Find personal data in a text or a file name before it is published (domain paper 0.5).

Looks for what a reader could call, visit or identify a person by. Full-width digits, spaced digits and
Chinese numerals are read; amounts, dates, case numbers and years are not mistaken for numbers of people.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from congress.privacy.phones import phone_or_none
from congress.privacy.surnames import SURNAMES

MOBILE = "mobile"
LANDLINE = "landline"
ID_NUMBER = "id_number"
BANK_CARD = "bank_card"
PLATE = "plate"
DOOR_NUMBER = "door_number"
PUPIL = "pupil"
OWN_NAME = "own_name"
OWN_PHONE = "own_phone"


@dataclass(frozen=True, slots=True)
class Hit:
    """A place in the original text: `text == original[start:end]`. `kind` is one of the constants above."""

    kind: str
    start: int
    end: int
    text: str


def find_personal_data(
    text: str,
    *,
    own_names: Iterable[str] = (),
    own_phones: Iterable[str] = (),
    public_phones: Iterable[str] = (),
) -> list[Hit]:
    """Everything found, in order.

    Where two finds overlap, the own data of the case first, then the more certain kind.

    `own_names` and `own_phones` are those of the case's own citizens, in clear and in any spelling.
    `public_phones` are numbers that an office has published itself: no hits, unless a citizen's own.
    """
    plain = _plain(text)
    # The desk's number behind an exchange, too: who names 0739-5321234 may go on with its extension 801.
    public = {
        spelling
        for phone in public_phones
        if (number := phone_or_none(phone))
        for spelling in (number, "-".join(number.split("-")[:2]))
    }
    found: list[Hit] = []
    finders: list[Callable[[str], Iterator[tuple[str, int, int]]]] = [
        lambda p: _own_phones(p, own_phones),
        lambda p: _own_names(p, own_names),
        _id_numbers,
        _mobiles,
        _bank_cards,
        _landlines,
        _plates,
        _door_numbers,
        _pupils,
    ]
    for finder in finders:
        for kind, start, end in finder(plain):
            if kind in {MOBILE, LANDLINE} and phone_or_none(plain[start:end]) in public:
                continue
            if not any(start < hit.end and hit.start < end for hit in found):
                found.append(Hit(kind, start, end, text[start:end]))
    return sorted(found, key=lambda hit: hit.start)


def _plain(text: str) -> str:
    """The text with full-width and similar characters made plain, every character in its old place."""
    return "".join(_plain_character(character) for character in text)


def _plain_character(character: str) -> str:
    if character.isascii():
        return character
    if character in _DASHES:
        return "-"
    if character.isspace() or character in _INVISIBLE:
        return " "
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 else character


_DASHES = frozenset("‐‑‒–—―−－﹣")
_INVISIBLE = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
_NUMERALS = str.maketrans("〇零一二三四五六七八九幺", "001234567891")

# Between the digits of one number people write one or two of these.
_GAP = r"[ \t·_-]{0,2}"
# A number does not begin inside another one, a decimal, or a case number such as MY-2026-430523-000123.
_BEFORE = r"(?<![\d.])(?<!\d-)"
_AFTER = r"(?!\d)(?!\.\d)(?!-\d)"
# An amount or a measure, or a money sign in front, is no phone number.
_UNITS = r" ?(?:多|余)?(?:万|亿|千|百)?(?:元|块|人|户|次|件|条|吨|公里|米|平|立方|亩|字节|年|%|％)"
_NO_UNIT = rf"(?!{_UNITS})"
_NO_MONEY = r"(?<![¥￥$])(?<![¥￥$] )"


def _digits(*groups: str) -> str:
    return _GAP.join(groups)


_COUNTRY = r"(?:(?:\+|00)?86" + _GAP + r")?"
_MOBILE = re.compile(
    r"(?<![\d.])(?:(?<!\d-)|(?<=86-))" + _NO_MONEY + _COUNTRY
    + r"(1[3-9]\d\.\d{4}\.\d{4}|" + _digits("1", "[3-9]", *[r"\d"] * 9) + ")" + _AFTER + _NO_UNIT
)  # fmt: skip
_CHINESE = "〇零一二三四五六七八九幺"
_MOBILE_NUMERALS = re.compile(
    rf"(?<![{_CHINESE}\d])(?=\d*[{_CHINESE}])[一幺1][三四五六七八九3-9][{_CHINESE}\d]{{9}}(?![{_CHINESE}\d])"
)
_AREA = r"0(?:10|2\d|[3-9]\d{2})"
_LANDLINE = re.compile(
    r"(?<![\d.])(?<!\d-)" + _NO_MONEY
    + rf"(?:\({_AREA}\)|{_AREA})[ -]{{0,2}}"
    + r"[2-9]\d{2,3}[ -]?\d{4}(?!\d)(?!\.\d)"
    + _NO_UNIT
)  # fmt: skip
_LOCAL = re.compile(
    r"(?:电话|座机|tel|phone|致电|拨打)[^\d\n]{0,4}([2-8]\d{6,7})(?!\d)" + _NO_UNIT, re.IGNORECASE
)
_ID_NUMBER = re.compile(r"(?<![\dA-Za-z])" + _digits(r"[1-9]", *[r"\d"] * 16, r"[\dXx]") + r"(?![\dA-Za-z])")
# With dashes only in fours, as cards are printed: dashes elsewhere make a case number.
_BANK_CARD = re.compile(
    _BEFORE + _NO_MONEY
    + r"(?:(?:\d[ \t]{0,2}){15,18}\d|\d{4}-\d{4}-\d{4}-\d{4}(?:-?\d{1,3})?)(?![\dXx])(?!-\d)"
)  # fmt: skip
_BANK_BEGINNINGS = ("62", "60", "4", "51", "52", "53", "54", "55", "95", "98", "90", "68", "69")
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE_LETTER = "[A-HJ-NP-Za-hj-np-z]"
_PLATE_SIGN = "[A-HJ-NP-Za-hj-np-z0-9]"
_PLATE = re.compile(
    rf"[{_PROVINCES}] ?{_PLATE_LETTER}[ ·•.-]?((?:{_PLATE_SIGN} ?){{4,5}}(?:{_PLATE_SIGN}|[挂学警港澳]))"
    r"(?![A-Za-z0-9])"
)
_COUNT = r"[\d〇零一二三四五六七八九十百]{1,5}"
_HOUSE = rf"(?:[A-Za-z]?{_COUNT} ?[A-Za-z]?|[A-Za-z]) ?(?:栋|幢|座|号楼|#楼)"
_UNIT = rf"(?:[A-Za-z]|{_COUNT}) ?(?:单元|门)"
_ROOM = r"(?:(?:室|号房|号|房|户)(?!型))"
_DOOR_NUMBER = re.compile(
    rf"(?:{_HOUSE} ?)?{_UNIT} ?-?(?:第?{_COUNT}(?:楼|层))? ?{_COUNT} ?{_ROOM}?"
    rf"|{_HOUSE} ?-?(?:第?{_COUNT}(?:楼|层))? ?{_COUNT} ?{_ROOM}"
    rf"|{_HOUSE} ?-?\d{{3,4}}(?![\d.]|{_UNITS})"
    rf"|(?:村|社区|居委会|屯|寨|院子) ?第?{_COUNT} ?组 ?{_COUNT} ?号(?!文|公告|令)"
    rf"|门牌号?[ :：为是]*{_COUNT}(?:-\d+)?号?"
)
_NUMBER = r"[\d一二三四五六七八九十]"
_PUPIL = re.compile(
    r"(?:小学|中学|高中|初中|幼儿园|学校|附中|附小|[一二三四五六七八九十]中|职专|技校)[^，。；！？\n]{0,6}?"
    rf"(?:{_NUMBER}{{1,4}}(?:年级|年|级)?[ (（]*{_NUMBER}{{0,4}}[)） ]*|[小中大]|[A-Za-z]\d?)班"
    r"(?:的|学生|同学|孩子|幼儿|女生|男生|小朋友|[ ：:、]){0,3}"
    rf"((?:{'|'.join(SURNAMES)})[\u4e00-\u9fff]{{1,2}}?)"
    r"(?=同学|小朋友|[，。、；！？,.;!?\s）)（(的在被因是说家父母]|$|反映|受伤|遭)"
)


def _mobiles(plain: str) -> Iterator[tuple[str, int, int]]:
    for match in _MOBILE.finditer(plain):
        yield MOBILE, match.start(1), match.end(1)
    for match in _MOBILE_NUMERALS.finditer(plain):
        yield MOBILE, match.start(), match.end()


def _landlines(plain: str) -> Iterator[tuple[str, int, int]]:
    for match in _LANDLINE.finditer(plain):
        if phone_or_none(match.group()):
            yield LANDLINE, match.start(), match.end()
    for match in _LOCAL.finditer(plain):
        yield LANDLINE, match.start(1), match.end(1)


def _id_numbers(plain: str) -> Iterator[tuple[str, int, int]]:
    for match in _ID_NUMBER.finditer(plain):
        if is_id_number(re.sub(r"[^\dXx]", "", match.group())):
            yield ID_NUMBER, match.start(), match.end()


def is_id_number(number: str) -> bool:
    """Is it an 18-character resident identity number with a possible date and the right check digit (GB
    11643)?
    """
    if not re.fullmatch(
        r"[1-9]\d{5}(?:18|19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx]", number
    ):
        return False
    total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(number[:17]))
    return "10X98765432"[total % 11] == number[17].upper()


def _bank_cards(plain: str) -> Iterator[tuple[str, int, int]]:
    for match in _BANK_CARD.finditer(plain):
        digits = re.sub(r"\D", "", match.group())
        # 430523 2026 …: numbers of the office's own begin with the division and the year, not with a bank.
        own_number = digits.startswith("43") and digits[6:8] == "20"
        if digits.startswith(_BANK_BEGINNINGS) and not own_number and _luhn(digits):
            yield BANK_CARD, match.start(), match.end()


def _luhn(digits: str) -> bool:
    doubled = [int(digit) * (2 if place % 2 else 1) for place, digit in enumerate(reversed(digits))]
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0 and len(set(digits)) > 1


def _plates(plain: str) -> Iterator[tuple[str, int, int]]:
    for match in _PLATE.finditer(plain):
        if re.search(r"\d", match.group(1)):
            yield PLATE, match.start(), match.end()


def _door_numbers(plain: str) -> Iterator[tuple[str, int, int]]:
    for match in _DOOR_NUMBER.finditer(plain):
        yield DOOR_NUMBER, match.start(), match.end()


def _pupils(plain: str) -> Iterator[tuple[str, int, int]]:
    for match in _PUPIL.finditer(plain):
        yield PUPIL, match.start(), match.end(1)


def _own_names(plain: str, names: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    for name in names:
        characters = [re.escape(character) for character in _plain(name) if not character.isspace()]
        if len(characters) >= 2:
            for match in re.finditer(r"[ \t]{0,2}".join(characters), plain):
                yield OWN_NAME, match.start(), match.end()


def _own_phones(plain: str, phones: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    digital = plain.translate(_NUMERALS)
    for phone in phones:
        # Without country or area code, too: a local number is called as it stands.
        number = (phone_or_none(phone) or phone).rsplit("-", 1)[-1]
        digits = re.sub(r"\D", "", _plain(number))
        if len(digits) >= 7:
            for match in re.finditer(_GAP.join(digits), digital):
                yield OWN_PHONE, match.start(), match.end()
