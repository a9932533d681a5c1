"""Official numbers and query codes. Pure but for the keyed hash.

A query code is 60 random bits in Crockford's base 32, shown as `4F7K-92MX-QT3D`. It is derived from the form's random
UUID with the installation's index key: a double tap gets the same code again, and the database holds only its hash.
"""

import unicodedata
from uuid import UUID

from congress.privacy import blind_index

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 12
# What people write when they copy by hand.
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})


def query_code(client_uuid: UUID) -> str:
    """The code of the suggestion that was sent with this UUID, twelve characters without separators."""
    bits = int.from_bytes(blind_index(str(client_uuid), kind="query-code"), "big") >> (256 - 5 * LENGTH)
    return "".join(ALPHABET[(bits >> shift) & 31] for shift in range(5 * (LENGTH - 1), -1, -5))


def show_code(code: str) -> str:
    """In groups of four, for reading aloud and writing down."""
    return "-".join(code[i : i + 4] for i in range(0, len(code), 4))


def read_code(typed: str) -> str:
    """The canonical form of what somebody typed: signs, spaces and width ignored, look-alikes repaired."""
    folded = unicodedata.normalize("NFKC", typed).upper()
    return "".join(c for c in folded if c.isascii() and c.isalnum()).translate(_LOOKALIKES)


def code_hash(code: str) -> bytes:
    """What the database keeps of a code."""
    return blind_index(code, kind="code")


def show_number(kind: str, year: int, region_code: str, serial: int) -> str:
    """MY-2026-430523-000123: kind, year, county, serial (domain paper 0.3)."""
    return f"{kind}-{year}-{region_code}-{serial:06d}"
