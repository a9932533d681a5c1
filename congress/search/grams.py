"""Chinese text as numbers that a GIN index can look up: every pair of neighbouring characters is one int4.

A pair of UTF-16 code units is just 32 bits, so there is nothing to hash and two pairs never meet in one
number. A character outside the basic plane (𫚉, emoji) is such a pair by itself. Pure Python, no database.
"""

import re
import unicodedata
from collections.abc import Iterable
from struct import unpack_from

# What ends a run: controls, blanks, punctuation. No pair reaches over it, and it is no part of a word.
_SEPARATORS = re.compile("[\x00-/:-@\\[-`{-\u00bf\u2000-\u206f\u3000-\u303f\uff00-\uff0f]+")
_ASCII_RUN = re.compile("[0-9a-z]{4,}")
# Characters that hardly any text has stand alone, too: one of them is a word worth looking up.
_ALONE = re.compile("[\u3400-\u4dbf]")
# Four ASCII characters are 32 bits as well; with the top bits set they share no number with Chinese.
_ASCII_MARK = 0x80808080
# Selectors of emoji presentation: seen by nobody, typed by some phones only.
_INVISIBLE = re.compile("[\ufe00-\ufe0f\u200b-\u200d\ufeff]")


def normalise(text: str) -> str:
    """The text as it is stored and compared: full-width letters and digits made narrow, lower case, no NUL.

    Runs of white space become one blank, so that a word is found whatever the line breaks around it.
    """
    plain = unicodedata.normalize("NFKC", text.replace("\0", " ")).casefold()
    return " ".join(_INVISIBLE.sub("", plain).split())


def words_of(text: str) -> list[str]:
    """The words of a query, each of which must occur. No word: an empty list."""
    return list(dict.fromkeys(normalise(text).split()))


def grams(text: str) -> list[int]:
    """The distinct numbers of a text, for the row's gram column: sorted int4."""
    normal = normalise(text)
    # One pass over the whole text, at C speed; a pair that touches a separator shows as a zero half.
    data = f"\0{_SEPARATORS.sub(chr(0), normal)}\0".encode("utf-16-be", "surrogatepass")
    units = len(data) // 2
    found = set(unpack_from(f">{units // 2}i", data))
    found.update(unpack_from(f">{(units - 1) // 2}i", data, 2))
    found = {pair for pair in found if pair & 0xFFFF and (pair > 0xFFFF or pair < 0)}
    found.update(ord(character) for character in _ALONE.findall(normal))
    for part in _ASCII_RUN.findall(normal):
        found.update(_quads(part))
    return sorted(found)


def grams_of_query(words: Iterable[str]) -> list[int]:
    """The numbers that every row holding these words must have: no more of them than decide.

    Empty when the words are single common characters or punctuation: then no index can help.
    """
    found: set[int] = set()
    for word in words:
        for run in _runs(word):
            found.update(_deciding_pairs(run))
    return sorted(found)


def _runs(normal: str) -> list[str]:
    return [run for run in _SEPARATORS.split(normal) if run]


def _pairs(run: str) -> set[int]:
    data = run.encode("utf-16-be", "surrogatepass")
    units = len(data) // 2
    return {*unpack_from(f">{units // 2}i", data), *unpack_from(f">{(units - 1) // 2}i", data, 2)}


def _deciding_pairs(run: str) -> set[int]:
    if len(run) == 1 and ord(run) <= 0xFFFF:
        return {ord(run)} if _ALONE.match(run) else set()
    # Long numbers: every case number shares its pairs with thousands of others, hardly its fours.
    if _ASCII_RUN.fullmatch(run):
        return _quads(run)
    return _pairs(run)


def _quads(part: str) -> set[int]:
    data = part.encode("ascii")
    return {
        _signed(int.from_bytes(data[start : start + 4], "big") ^ _ASCII_MARK)
        for start in range(len(data) - 3)
    }


def _signed(number: int) -> int:
    return number - (1 << 32) if number >= 1 << 31 else number
