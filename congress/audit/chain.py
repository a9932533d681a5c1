"""The form in which an event is hashed.

The hash of an event is SHA-256 over the UTF-8 bytes of these lines, joined by one line feed (no line feed
at the end):

 1. the hash of the event before it, 64 lower-case hex digits (of the first event: 64 zeros)
 2. seq, decimal
 3. at, UTC, `YYYY-MM-DDTHH:MM:SS.ffffffZ`
 4. the id of the actor's account, decimal; empty for an actor without an account
 5. actor_name
 6. organisation
 7. verb
 8. target_type
 9. target_id
10. target_label
11. request_id
12. address
13. facts, the JSON text as stored

Lines 4 to 12 hold no control characters (a CHECK of the table) and line 13 none either (JSON escapes them),
so two different events never give the same bytes. The database function `audit_append` writes this form,
`verify` reads it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256

GENESIS = "0" * 64

# The columns of an event in the order of the form, as SQL that gives text: for the check and the export.
FORM = """encode(previous, 'hex') AS previous, seq,
 to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS at, coalesce(actor_id::text, '') AS actor,
 actor_name, organisation, verb, target_type, target_id, target_label, request_id, address,
 facts::text AS facts"""

# The names of those columns, and the event's own hash behind them.
COLUMNS = (
    "previous", "seq", "at", "actor", "actor_name", "organisation",
    "verb", "target_type", "target_id", "target_label", "request_id", "address", "facts", "hash",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the chain as the database (or a paper in the safe) has it."""

    seq: int
    hash: str


@dataclass(frozen=True, slots=True)
class Break:
    """The first place where the chain does not hold.

    `kind`: altered (an event's content does not fit its own hash), displaced (neither its content nor its
    link fits: moved, or altered together with the link), unlinked (a whole event that does not follow the
    one before), missing, cut (the end is gone), added (events behind the head), head (the last hash is not
    the head's), anchor.
    """

    kind: str
    seq: int
    detail: str


@dataclass(frozen=True, slots=True)
class Report:
    """`count` events held up to and including `last`; `broken` is None for a whole chain."""

    count: int
    last: Head
    broken: Break | None


def verify(lines: Iterable[bytes], *, anchors: Mapping[int, str] | None = None) -> Report:
    """Walk the chain, one line of PostgreSQL's COPY text format (FORM and the hash, hex) for each event.

    `anchors`: seq -> hash, heads that were noted earlier; each must be met. Memory does not grow with the
    chain.
    """
    last = GENESIS.encode()
    seq = 0
    noted = sorted((anchors or {}).items(), reverse=True)
    next_anchor = noted[-1][0] if noted else 0
    for line in lines:
        body, _tab, digest = line.rpartition(b"\t")
        form = _form(body)
        seq += 1
        if not form.startswith(b"%b\n%d\n" % (last, seq)) or sha256(form).hexdigest().encode() != digest:
            return Report(seq - 1, Head(seq - 1, last.decode()), _broken(form, digest, last, seq))
        last = digest
        if seq == next_anchor:
            anchor = noted.pop()[1]
            if anchor != last.decode():
                detail = f"event {seq} has another hash than the one noted for it: {anchor}"
                return Report(seq, Head(seq, last.decode()), Break("anchor", seq, detail))
            next_anchor = noted[-1][0] if noted else 0
    broken: Break | None = None
    if noted:
        broken = Break(
            "cut", seq + 1, f"the chain ends at event {seq}, but event {noted[-1][0]} was noted earlier"
        )
    return Report(seq, Head(seq, last.decode()), broken)


def compare_with_head(report: Report, before: Head | None, after: Head | None) -> Break | None:
    """What is wrong with the end of a chain that is whole in itself.

    `before` and `after` are the head as read before and after the walk: events may have been appended
    meanwhile.
    """
    if before is None or after is None:
        return Break("head", report.last.seq, "the head of the chain is missing")
    if report.last.seq < before.seq:
        first = report.last.seq + 1
        return Break("cut", first, f"events {first} to {before.seq} are missing at the end")
    if report.last.seq > after.seq:
        return Break("added", after.seq + 1, f"the head stands at event {after.seq}, but more events follow")
    if report.last.seq == after.seq and report.last.hash != after.hash:
        return Break("head", after.seq, "the hash of the last event is not the one in the head")
    return None


def _form(body: bytes) -> bytes:
    """The hashed form from the columns of one COPY line."""
    if b"\\" not in body:
        return body.replace(b"\t", b"\n")
    # JSON's own backslashes, doubled by COPY, are the only ones in an untouched chain.
    if b"\\" not in body.replace(b"\\\\", b""):
        return body.replace(b"\t", b"\n").replace(b"\\\\", b"\\")
    return unescape(body.replace(b"\t", b"\n"))


def unescape(text: bytes) -> bytes:
    """A column of COPY text as it stands in the table."""
    return _ESCAPE.sub(lambda match: _ESCAPES.get(match[1], match[0]), text)


_ESCAPE = re.compile(rb"\\(.)", re.DOTALL)
_ESCAPES = {b"\\": b"\\", b"n": b"\n", b"t": b"\t", b"r": b"\r", b"b": b"\b", b"f": b"\f", b"v": b"\v"}


def _broken(form: bytes, digest: bytes, last: bytes, expected: int) -> Break:
    link, _line, rest = form.partition(b"\n")
    found = rest.partition(b"\n")[0]
    seq = int(found) if found.isdigit() else expected
    if seq > expected:
        gap = f"event {expected} is" if seq == expected + 1 else f"events {expected} to {seq - 1} are"
        return Break("missing", expected, f"{gap} missing")
    whole = sha256(form).hexdigest().encode() == digest
    if whole:
        detail = f"event {expected} does not follow event {expected - 1}: one of the two was replaced"
        return Break("unlinked", expected, detail)
    if link == last and seq == expected:
        return Break("altered", expected, f"the content of event {expected} does not fit its hash")
    return Break(
        "displaced", expected, f"neither content nor link of event {expected} fits: altered or moved"
    )
