"""Encrypt all personal data under the first key of FIELD_KEYS."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from congress.privacy.rekeying import BATCH, rekey


class Command(BaseCommand):
    help = "Encrypt personal data under the first key of FIELD_KEYS. May be stopped and started again at any time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--batch", type=int, default=BATCH, help="rows in one transaction")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["batch"] < 1:
            raise CommandError("--batch: at least one row.")
        results = rekey(batch=options["batch"])
        for result in results:
            if result.done or result.unreadable:
                self.stdout.write(f"{result.column}: {result.done} rewritten, {result.unreadable} unreadable")
        if any(result.unreadable for result in results):
            raise CommandError("some values cannot be read with the configured keys; keep the old keys.")
        self.stdout.write("all values are under the active key")
