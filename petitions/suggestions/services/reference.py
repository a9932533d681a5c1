"""The list of categories, from the file that ships with the product."""

import csv
from importlib.resources import files

from django.db import transaction

from petitions.suggestions.models import Category


@transaction.atomic
def load_categories() -> int:
    """Create or rename the shipped categories; the office's own ones stay. Returns how many there are in the file."""
    source = files("petitions.suggestions") / "data" / "categories.csv"
    rows = list(csv.DictReader(source.read_text(encoding="utf-8").splitlines()))
    for row in rows:
        Category.objects.update_or_create(
            code=row["code"],
            defaults={
                "name": row["name"],
                "parent_id": row["parent_code"] or None,
                "plain": row["plain"],
                "icon": row["icon"],
            },
        )
    return len(rows)
