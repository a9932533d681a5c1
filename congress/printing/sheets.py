"""PDF through Typst, with a font that comes as a package: the same paper on a server without any fonts.

What people wrote reaches the template as data only. Nothing of it is ever read as markup, and templates name no file
and no package, so that a sheet can neither read the disk nor call the network.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst
from django.conf import settings
from django.utils import timezone

FONT_PACKAGE = "manimgx_fonts_cjk"
# A column is at least this wide, in characters, and no wider than that beside the others.
NARROWEST, WIDEST = 4, 30


def pdf(template: str, data: Mapping[str, Any]) -> bytes:
    """The PDF of `templates/print/<template>.typ`; the template reads `data` as `json(bytes(sys.inputs.data))`.

    Days become 2026-11-23, moments 2026-11-23 09:30 (Shanghai), nothing an empty text.
    """
    return typst.compile(_path(template), format="pdf", **_options(data))


def first_page(template: str, data: Mapping[str, Any]) -> bytes:
    """The first page as a PNG."""
    pages = typst.compile(_path(template), format="png", ppi=110, **_options(data))
    # One page comes as it is, several as a list.
    return pages[0] if isinstance(pages, list) else pages


def widths(heads: Sequence[str], rows: Sequence[Sequence[Any]]) -> list[int]:
    """Shares of the width for the columns of a table, by what stands in them; a Chinese character counts two."""
    found = []
    for index, head in enumerate(heads):
        texts = sorted(_length(str(_plain(row[index]))) for row in rows)
        # Nine in ten cells fit; one long cell does not take the room of all.
        usual = texts[int(len(texts) * 0.9)] if texts else 0
        found.append(min(max(usual, _length(head), NARROWEST), WIDEST))
    return found


def _path(template: str) -> str:
    return str(_folder() / f"{template}.typ")


def _folder() -> Path:
    return Path(settings.BASE_DIR) / "templates" / "print"


def _options(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "root": str(_folder()),
        "font_paths": _fonts(),
        "sys_inputs": {"data": json.dumps(_plain(data), ensure_ascii=False)},
    }


@cache
def _fonts() -> typst.Fonts:
    """Read once: the folder of the package, without importing it, and nothing of the machine."""
    spec = find_spec(FONT_PACKAGE)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(FONT_PACKAGE)
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(Path(spec.origin).parent)]
    )


def _plain(value: Any) -> Any:
    """JSON's own kinds."""
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return [_plain(inner) for inner in value]
    return value if isinstance(value, bool | int | float) else _text(value)


def _text(value: Any) -> str:
    match value:
        case None:
            return ""
        case datetime():
            local = timezone.localtime(value) if timezone.is_aware(value) else value
            return f"{local:%Y-%m-%d %H:%M}"
        case Decimal():
            return f"{value.normalize():f}"
    # Halves of characters and control characters stand in no PDF.
    text = str(value).encode("utf-8", "replace").decode()
    return "".join(c for c in text if c in "\n\t" or c >= " ")


def _length(text: str) -> int:
    return sum(2 if c >= "\u2e80" else 1 for c in text)
