"""The sums of points in plain Python: what the SQL of recount.py must agree with, and what the simulator shows."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One confirmed award: the bucket it is capped in, its points before the cap, and the cap of its rule."""

    bucket: str
    points: int
    cap: int | None


def points_of(quantity: int, points: int) -> int:
    """Hundredths of a unit times hundredths of a point; the rest below a hundredth falls away, as SQL's does."""
    product = quantity * points
    return product // 100 if product >= 0 else -(-product // 100)


def bucket_of(label: str, cap_group: str) -> str:
    """What a year's cap holds for: the group, else the item, also where a later table goes on with the item."""
    return f"group:{cap_group}" if cap_group else f"item:{label}"


def capped(points: int, cap: int | None) -> int:
    """A positive cap is the most, a negative one the least."""
    if cap is None:
        return points
    return min(points, cap) if cap >= 0 else max(points, cap)


def total_of(lines: Iterable[Line]) -> int:
    """A year's total: each bucket summed and capped by the widest cap that its rules name."""
    sums: dict[str, int] = {}
    caps: dict[str, int | None] = {}
    for line in lines:
        sums[line.bucket] = sums.get(line.bucket, 0) + line.points
        known = caps.get(line.bucket)
        caps[line.bucket] = line.cap if known is None else known if line.cap is None else max(known, line.cap)
    return sum(capped(points, caps[bucket]) for bucket, points in sums.items())
