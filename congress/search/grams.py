"""What the search index holds: a number for every distinct pair of neighbouring characters."""

import unicodedata
import zlib


def grams(text: str) -> list[int]:
    """Signed 32-bit hashes of all two-character windows, after NFKC and case folding."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    windows = {folded[i : i + 2] for i in range(len(folded) - 1)}
    return sorted(zlib.crc32(window.encode()) - 2**31 for window in windows)
