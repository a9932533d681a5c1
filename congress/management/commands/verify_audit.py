"""Walk the chain of the work log and name the first broken link."""

import time
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from congress.audit.selectors import audit_health, chain_head, check_chain, export_events


class Command(BaseCommand):
    help = "Recompute the hash chain of the work log. Names the first broken link and exits with 1."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--anchor",
            action="append",
            default=[],
            metavar="SEQ:HASH",
            help="a head that was noted earlier and must still be met; may be given more than once",
        )
        parser.add_argument(
            "--export", metavar="FILE", help="also write the log as JSON lines for docs/audit_check.py"
        )
        parser.add_argument(
            "--head", action="store_true", help="only print the head as SEQ:HASH, to be noted"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["head"]:
            head = chain_head()
            if head is None:
                raise CommandError("head: the head of the chain is missing")
            self.stdout.write(f"{head.seq}:{head.hash}")
            return
        anchors = dict(_anchor(text) for text in options["anchor"])
        started = time.monotonic()
        report = check_chain(anchors)
        seconds = time.monotonic() - started
        if options["export"]:
            with Path(options["export"]).open("w", encoding="utf-8") as file:
                file.writelines(f"{line}\n" for line in export_events())
        for problem in audit_health():
            self.stderr.write(f"warning: {problem}")
        if report.broken:
            raise CommandError(f"{report.broken.kind} at event {report.broken.seq}: {report.broken.detail}")
        rate = int(report.count / seconds) if seconds else 0
        self.stdout.write(
            f"{report.count} events hold, {rate} a second, head {report.last.seq}:{report.last.hash}"
        )


def _anchor(text: str) -> tuple[int, str]:
    seq, colon, digest = text.partition(":")
    if not colon or not seq.isdigit() or len(digest) != 64:
        raise CommandError(f"--anchor {text!r}: say SEQ:HASH with 64 hex digits.")
    return int(seq), digest.lower()
