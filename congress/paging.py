"""Pages by key, not by offset: the 1,000th costs what the first costs, and new rows shift nothing."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core import signing
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

SIZE = 50
# Counting stops here; "1,000+" says as much as the exact number and costs nothing.
CAP = 1000

Key = tuple[Any, ...]
# Rows behind a key, `size` + 1 of them if there are as many.
Fetch = Callable[[Key | None, int], Sequence[Any]]


@dataclass(slots=True)
class Page:
    """`next_cursor` and `prev_cursor` are empty at the ends. `trouble` is a sentence when the cursor was no good."""

    rows: list[Any] = field(default_factory=list)
    next_cursor: str = ""
    prev_cursor: str = ""
    capped_count: int | None = None
    cap: int = CAP
    is_first: bool = True
    trouble: str = ""

    @property
    def count_text(self) -> str:
        """The number of rows in all: 36, or 1,000+ beyond the cap; empty when nobody counted."""
        if self.capped_count is None:
            return ""
        return f"{self.cap:,}+" if self.capped_count > self.cap else f"{self.capped_count:,}"


def keyset_page(
    source: QuerySet[Any] | Fetch,
    order: Sequence[str] | Callable[[Any], Key],
    cursor: str = "",
    size: int = SIZE,
    *,
    cap: int | None = None,
    name: str = "",
) -> Page:
    """One page of a list.

    A queryset: `order` names its fields ("-received_on", "-pk"), the last one unique, none of them NULL; pages go both
    ways. A callable `fetch(after, size)`: `order` gives a row's key, and pages go forward only. `cap`: count up to
    there (querysets). `name` ties a cursor to this list; a cursor that is broken or belongs to another list gives the
    first page and a sentence in `trouble`.
    """
    if callable(source):
        return _forward(source, order, cursor, size, salt=f"congress.paging:{name}")  # type: ignore[arg-type]
    fields = tuple(order)  # type: ignore[arg-type]
    salt = f"congress.paging:{name}:{','.join(fields)}"
    start, trouble = _read(cursor, salt, length=len(fields))
    back = start is not None and start[0] == "back"
    rows_ = source.order_by(*(_turned(f) for f in fields) if back else fields)
    if start:
        rows_ = rows_.filter(_behind(fields, start[1], back=back))
    rows = list(rows_[: size + 1])
    more = len(rows) > size
    rows = rows[:size]
    if back:
        rows.reverse()
    page = Page(rows, trouble=trouble, is_first=start is None or (back and not more))
    if rows and (more or back):
        page.next_cursor = _write("on", _key(rows[-1], fields), salt)
    if rows and not page.is_first:
        page.prev_cursor = _write("back", _key(rows[0], fields), salt)
    if cap is not None:
        page.cap = cap
        page.capped_count = source.order_by().values("pk")[: cap + 1].count()
    return page


def _forward(fetch: Fetch, key: Callable[[Any], Key], cursor: str, size: int, *, salt: str) -> Page:
    start, trouble = _read(cursor, salt)
    rows = list(fetch(start[1] if start else None, size))
    page = Page(rows[:size], trouble=trouble, is_first=start is None)
    if len(rows) > size:
        page.next_cursor = _write("on", key(rows[size - 1]), salt)
    return page


def _turned(name: str) -> str:
    return name[1:] if name.startswith("-") else f"-{name}"


def _key(row: Any, fields: tuple[str, ...]) -> Key:
    names = [name.lstrip("-") for name in fields]
    return tuple(row[name] if isinstance(row, dict) else getattr(row, name) for name in names)


def _behind(fields: tuple[str, ...], key: Key, *, back: bool) -> Q:
    """The rows that follow the key in the ordering, or precede it."""
    behind, same = Q(), Q()
    for name, value in zip(fields, key, strict=True):
        plain, falling = name.lstrip("-"), name.startswith("-") != back
        behind |= same & Q(**{f"{plain}__{'lt' if falling else 'gt'}": value})
        same &= Q(**{plain: value})
    # Says the same once more in a form that the index of the first field can use.
    first, falling = fields[0].lstrip("-"), fields[0].startswith("-") != back
    return Q(**{f"{first}__{'lte' if falling else 'gte'}": key[0]}) & behind


# ---- the cursor: direction and key with the types of its values, signed ----

_WRITE: dict[type, Callable[[Any], Any]] = {
    datetime: datetime.isoformat,
    date: date.isoformat,
    Decimal: str,
    UUID: str,
    int: int,
    str: str,
    bool: bool,
}
_READ: dict[str, Callable[[Any], Any]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "Decimal": Decimal,
    "UUID": UUID,
    "int": int,
    "str": str,
    "bool": bool,
}


def _write(direction: str, key: Key, salt: str) -> str:
    return signing.dumps([direction, *([type(v).__name__, _WRITE[type(v)](v)] for v in key)], salt=salt)


def _read(cursor: str, salt: str, *, length: int | None = None) -> tuple[tuple[str, Key] | None, str]:
    if not cursor:
        return None, ""
    try:
        direction, *pairs = signing.loads(cursor, salt=salt)
        key = tuple(_READ[kind](value) for kind, value in pairs)
    except (signing.BadSignature, ValueError, TypeError, KeyError):
        key = ()
    if not key or length not in {None, len(key)}:
        return None, _("翻页的地址已失效，现在显示第一页。")
    return (direction, key), ""
