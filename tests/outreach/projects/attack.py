"""An attacker with the rights of the database's superuser, who watches the vote live, keeps the write-ahead log and all
backups, and knows in which order the deputies went to the screens. Pure functions over what was seen.

A seen thing has marks: columns, places on the disk (ctid), transactions (xmin), positions in the log. The attacker
joins people and ballots by every pair of marks that share their values, and lays them side by side in the order of
every pair of marks; the best of all tries counts, as if somebody told which one to take.
"""

import re
import subprocess
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_WRITTEN = re.compile(
    r"tx:\s*(\d+), lsn: ([0-9A-F]+)/([0-9A-F]+),.*desc: (?:INSERT\S* |(?:HOT_)?UPDATE\S* .*new_)off: (\d+)"
    r".*? rel \d+/\d+/(\d+) blk (\d+)"
)


@dataclass(frozen=True)
class Seen:
    """Somebody (with the ballot that the test knows) or a ballot, and the marks that the attacker found on it."""

    ballot: str
    marks: Mapping[str, object]


def best_guess(people: Sequence[Seen], ballots: Sequence[Seen]) -> dict[str, int]:
    """For each way to link, how many people it gives their true ballot."""
    hits = {}
    for mine in people[0].marks:
        for theirs in ballots[0].marks:
            hits[f"{mine} in the order of {theirs}"] = _aligned(people, ballots, mine, theirs)
            joined = _joined(people, ballots, mine, theirs)
            if joined is not None:
                hits[f"{mine} equal to {theirs}"] = joined
    return hits


def _aligned(people: Sequence[Seen], ballots: Sequence[Seen], mine: str, theirs: str) -> int:
    first = sorted(people, key=lambda seen: seen.marks[mine])  # type: ignore[arg-type, return-value]
    second = sorted(ballots, key=lambda seen: seen.marks[theirs])  # type: ignore[arg-type, return-value]
    return sum(one.ballot == other.ballot for one, other in zip(first, second, strict=False))


def _joined(people: Sequence[Seen], ballots: Sequence[Seen], mine: str, theirs: str) -> int | None:
    by_mark = {seen.marks[theirs]: seen.ballot for seen in ballots}
    common = [seen for seen in people if seen.marks[mine] in by_mark]
    # A shared small number (seat 7, row 7) is an order, tried above; a transaction that is shared is a link.
    if len(common) < len(people) // 2 or len(by_mark) < len(ballots):
        return None
    return sum(seen.ballot == by_mark[seen.marks[mine]] for seen in common)


def by_chance(ballots: Sequence[str]) -> float:
    """The hits that laying them side by side blindly gives on average: equal ballots are right more often."""
    return sum(many * many for many in Counter(ballots).values()) / len(ballots)


def log_positions(
    program: Path, folder: Path, start: str, end: str
) -> dict[tuple[int, str], tuple[int, int]]:
    """From the write-ahead log: (file of the table, place in it) to (transaction, position)."""
    done = subprocess.run(
        [program, "--path", folder / "pg_wal", "--start", start, "--end", end, "--rmgr", "Heap"],
        capture_output=True, check=True, text=True,
    )  # fmt: skip
    found = {}
    for line in done.stdout.splitlines():
        match = _WRITTEN.search(line)
        if match:
            xid, high, low, offset, file, block = match.groups()
            found[int(file), f"({block},{offset})"] = (int(xid), int(high, 16) << 32 | int(low, 16))
    return found
