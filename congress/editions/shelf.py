"""Reference data kept per process, with a tiny query every few seconds that asks whether it changed."""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from django.conf import settings

from congress.editions.models import Edition

T = TypeVar("T")


class Shelf(Generic[T]):
    """Holds what `read(mark)` made until the edition's mark differs; asks every EDITION_CHECK_SECONDS."""

    def __init__(self, edition: str, read: Callable[[str], T]) -> None:
        self._edition = edition
        self._read = read
        self._held: tuple[str, T] | None = None
        self._checked = 0.0

    def get(self) -> T:
        """What the database says, at most EDITION_CHECK_SECONDS old."""
        now = time.monotonic()
        held = self._held
        if held is not None and now - self._checked < settings.EDITION_CHECK_SECONDS:
            return held[1]
        # The mark first: rows that change in between are read again at the next check.
        mark = Edition.objects.filter(name=self._edition).values_list("mark", flat=True).first() or ""
        if held is None or held[0] != mark:
            held = (mark, self._read(mark))
        self._held, self._checked = held, now
        return held[1]

    def forget(self) -> None:
        """Read anew at the next call."""
        self._held = None
