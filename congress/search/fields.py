"""The column of the search index."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models


class GramField(ArrayField):
    """An int4[] of `grams()`, filled by services."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs["base_field"] = models.IntegerField()
        super().__init__(**kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        del kwargs["base_field"]
        return name, path, args, kwargs
