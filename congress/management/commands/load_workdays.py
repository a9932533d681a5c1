"""Enter the official days off that are known and not entered yet, or those of one year from a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate

from congress.errors import DomainError
from congress.people.actors import SYSTEM
from congress.workdays.services import import_special_days, load_official_days


class Command(BaseCommand):
    help = (
        "Enter official days off: all years known to the installed packages, or one year from a spreadsheet."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, help=".xlsx or .csv with 日期, 安排, 名称")
        parser.add_argument("--year", type=int)
        parser.add_argument("--title", default="", help="title of the notice")
        parser.add_argument("--number", default="", help="number of the notice")

    def handle(self, *_args: Any, **options: Any) -> None:
        if options["file"] is None:
            years = load_official_days(on=localdate())
            self.stdout.write(f"entered: {', '.join(map(str, years)) or 'nothing new'}")
            return
        if options["year"] is None:
            raise CommandError("say --year with a file")
        try:
            with options["file"].open("rb") as file:
                changes = import_special_days(
                    file,
                    name=options["file"].name,
                    year=options["year"],
                    notice_title=options["title"],
                    notice_number=options["number"],
                    actor=SYSTEM,
                    on=localdate(),
                )
        except (DomainError, OSError) as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(
            f"added {len(changes.added)}, removed {len(changes.removed)}, changed {len(changes.changed)}"
        )
