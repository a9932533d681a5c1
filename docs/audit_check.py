#!/usr/bin/env python3
"""Check an exported work log without Lianxin: python3 audit_check.py FILE [SEQ:HASH ...]

FILE has one JSON object a line (manage.py verify_audit --export FILE). Every event's hash must be the
SHA-256 of its columns, and every event must carry the hash of the one before. SEQ:HASH are heads that were
noted earlier.
"""

import hashlib
import json
import sys

COLUMNS = ("previous", "seq", "at", "actor", "actor_name", "organisation", "verb", "target_type", "target_id")
COLUMNS += ("target_label", "request_id", "address", "facts")


def check(lines, anchors):
    last, seq = "0" * 64, 0
    for line in lines:
        event = json.loads(line)
        seq += 1
        if event["seq"] != str(seq):
            return f"event {seq} is missing or out of order: found {event['seq']}"
        if event["previous"] != last:
            return f"event {seq} does not follow the one before"
        form = "\n".join(event[column] for column in COLUMNS)
        last = hashlib.sha256(form.encode()).hexdigest()
        if event["hash"] != last:
            return f"event {seq} was altered"
        if anchors.pop(seq, last) != last:
            return f"event {seq} is not the one that was noted"
    if anchors:
        return f"the log ends at event {seq}, but event {min(anchors)} was noted earlier"
    return print(f"{seq} events hold, head {seq}:{last}")


if __name__ == "__main__":
    noted = {int(seq): digest for seq, digest in (text.split(":") for text in sys.argv[2:])}
    with open(sys.argv[1], encoding="utf-8") as file:
        sys.exit(check(file, noted))
