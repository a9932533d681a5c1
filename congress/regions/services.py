"""Load divisions and organisations from the files in `data/`. Safe to repeat."""

import csv
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from congress.regions.models import Organisation, Region
from congress.regions.selectors import forget_regions

DATA = Path(__file__).resolve().parent / "data"


@transaction.atomic
def load_divisions(path: Path = DATA / "divisions.csv") -> int:
    """Add the divisions of the file, correct names and parents, leave others alone. Returns the rows."""
    rows = list(_rows(path))
    known = {row["code"] for row in rows} | set(Region.objects.values_list("code", flat=True))
    Region.objects.bulk_create(
        (
            Region(
                code=row["code"],
                name=row["name"],
                level=row["level"],
                pinyin=row["pinyin"],
                # The province above the city is no division of ours.
                parent_id=row["parent_code"] if row["parent_code"] in known else None,
            )
            for row in rows
        ),
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["name", "level", "pinyin", "parent"],
    )
    forget_regions()
    return len(rows)


@transaction.atomic
def load_organisations(path: Path = DATA / "organisations.csv") -> int:
    """Add the organisations of the file; those that exist by code are left as the office made them.

    A parent must stand before its children in the file. Returns the number of new rows.
    """
    ids = dict(Organisation.objects.values_list("code", "pk"))
    before = len(ids)
    for row in _rows(path):
        if row["code"] not in ids:
            ids[row["code"]] = Organisation.objects.create(
                code=row["code"],
                name=row["name"],
                short_name=row["short_name"],
                kind=row["kind"],
                region_id=row["region_code"],
                parent_id=ids[row["parent_code"]] if row["parent_code"] else None,
            ).pk
    return len(ids) - before


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
