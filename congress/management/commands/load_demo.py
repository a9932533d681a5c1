"""Load the demo world: every app's loader in order. Safe to run twice."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.timezone import localdate

from congress import registry


class Command(BaseCommand):
    help = "Load the invented people, cases and figures of the demo. Never on a machine with real data."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--accounts", type=Path, help="write the accounts of the demo to this JSON file")

    def handle(self, *_args: Any, **options: Any) -> None:
        registry.load_demo(localdate())
        if options["accounts"]:
            world = {"accounts": [asdict(a) for a in registry.demo_accounts], "api": registry.demo_api}
            text = json.dumps(world, ensure_ascii=False, indent=2)
            options["accounts"].write_text(text + "\n", encoding="utf-8")
