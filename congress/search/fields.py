"""The column of a row's grams and its index. Services fill it with `grams(row.search_text)`."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db.models import IntegerField


class GramField(ArrayField):
    """An int4[] of `congress.search.grams.grams`. Beside it stands a text column with `normalise(text)`."""

    def __init__(self, **options: Any) -> None:
        options["base_field"] = IntegerField()
        super().__init__(**options)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["base_field"]
        return name, path, list(args), kwargs


class GramIndex(GinIndex):
    """GIN over a gram column: `GramIndex(fields=["search_grams"], name="...")`.

    New rows wait in a short list that every search reads through; it is kept at 1 MB so that this stays
    unnoticed.
    """

    def __init__(self, *expressions: Any, **options: Any) -> None:
        options.setdefault("fastupdate", True)
        options.setdefault("gin_pending_list_limit", 1024)
        super().__init__(*expressions, **options)
