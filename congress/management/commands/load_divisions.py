"""Add the divisions of the data file and correct names; safe to repeat."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from congress.regions.services import DATA, load_divisions


class Command(BaseCommand):
    help = "Add administrative divisions from a CSV with code, name, parent_code, level, pinyin."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", type=Path, default=DATA / "divisions.csv")

    def handle(self, *_args: Any, **options: Any) -> None:
        self.stdout.write(f"{load_divisions(options['file'])} divisions")
