"""The scrutineers' key in k of n shares (Shamir 1979) over the order of P-256. Plain Python.

In use the browser splits and joins (static/js/vote/shares.js); this is the reference, for tests and for a laptop
without a browser. A share as text: LXS1-<key id>-<k>-<number>-<value>-<check>.
"""

import hashlib
import secrets
from collections.abc import Sequence

ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
_MARK = "LXS1"


class BadShares(ValueError):
    """A sentence for the scrutineers."""


def split(private: int, *, kid: str, k: int, n: int) -> list[str]:
    """n texts, any k of which give the key again, while k - 1 say nothing about it."""
    if not 1 <= k <= n or n > 9:
        raise BadShares("份数不对。")
    terms = [private, *(secrets.randbelow(ORDER) for _ in range(k - 1))]
    shares = []
    for number in range(1, n + 1):
        value = 0
        for term in reversed(terms):
            value = (value * number + term) % ORDER
        body = f"{_MARK}-{kid}-{k}-{number}-{value:064x}"
        shares.append(f"{body}-{_check(body)}")
    return shares


def join(texts: Sequence[str]) -> int:
    """The private key. Raises BadShares: fewer than k, one twice, of another key, mistyped."""
    points: dict[int, int] = {}
    kinds = set()
    for text in texts:
        # Hex is read aloud and typed in any case; the check is over the text as it was made.
        clean = "".join(text.split()).lower().replace(_MARK.lower(), _MARK, 1)
        body, _, check = clean.rpartition("-")
        parts = body.split("-")
        if len(parts) != 5 or parts[0] != _MARK or _check(body) != check:
            raise BadShares("有一份密钥抄错了，请对照原件。")
        kinds.add((parts[1], parts[2]))
        points[int(parts[3])] = int(parts[4], 16)
    if len(kinds) != 1:
        raise BadShares("这几份密钥不属于同一次投票。")
    need = int(kinds.pop()[1])
    if len(points) < need:
        raise BadShares(f"需要 {need} 份不同的密钥，现在只有 {len(points)} 份。")
    chosen = list(points.items())[:need]
    total = 0
    for x, y in chosen:
        upper, lower = 1, 1
        for other, _y in chosen:
            if other != x:
                upper = upper * other % ORDER
                lower = lower * (other - x) % ORDER
        total = (total + y * upper * pow(lower, -1, ORDER)) % ORDER
    return total


def _check(body: str) -> str:
    return hashlib.sha256(body.encode()).hexdigest()[:8]
