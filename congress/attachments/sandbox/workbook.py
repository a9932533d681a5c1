"""Read the cells of a workbook from standard input; write JSON lines.

The first line is about the sheet, each further line is a row of texts. Runs as a process of its own, because a small
file may describe a range of a billion cells: then the memory limit ends this process and nobody else's.
"""

import json
import math
import resource
import sys
from datetime import datetime, time, timedelta
from io import BytesIO

MEMORY = 1536 * 1024 * 1024
CPU_SECONDS = 60
# Excel keeps fifteen digits; what it shows of a longer number is made up.
EXACT = 10**15


def main(wanted: str, max_rows: int, max_columns: int) -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError  # noqa: PLC0415 - after the limits

    out = sys.stdout
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(sys.stdin.buffer.read()))
        names = book.sheet_names
        if not names or (wanted and wanted not in names):
            out.write(json.dumps({"error": "sheet"}))
            return
        sheet = book.get_sheet_by_name(wanted or names[0])
        merged = [_range(*corners) for corners in (sheet.merged_cell_ranges or [])[:50]]
    except PasswordError:
        out.write(json.dumps({"error": "encrypted"}))
        return
    except (CalamineError, ValueError, OSError):
        out.write(json.dumps({"error": "broken"}))
        return
    if sheet.total_width > max_columns or sheet.total_height > max_rows:
        out.write(json.dumps({"error": "columns" if sheet.total_width > max_columns else "rows"}))
        return
    out.write(json.dumps({"name": sheet.name, "names": names, "merged": merged}, ensure_ascii=False) + "\n")
    # The whole sheet is in memory by now: a list of rows costs no more than an iterator.
    for row in sheet.to_python(skip_empty_area=False):
        out.write(json.dumps([_text(cell) for cell in row], ensure_ascii=False) + "\n")


def _text(cell: object) -> str | list[str]:
    """A cell as a person reads it; a list of one text when digits may have been lost."""
    text: str | list[str] = str(cell)
    match cell:
        case bool():
            text = "TRUE" if cell else "FALSE"
        case float() | int():
            if math.isfinite(cell) and cell == int(cell):
                text = str(int(cell)) if abs(cell) < EXACT else [str(int(cell))]
        case datetime():
            text = cell.isoformat(" ", "seconds" if cell.second else "minutes")
        case time():
            text = cell.isoformat("minutes")
        case timedelta():
            minutes = round(cell.total_seconds() / 60)
            text = f"{minutes // 60}:{minutes % 60:02}"
    return text


def _range(first: tuple[int, int], last: tuple[int, int]) -> str:
    return f"{_column(first[1])}{first[0] + 1}:{_column(last[1])}{last[0] + 1}"


def _column(index: int) -> str:
    name = ""
    while index >= 0:
        name = chr(ord("A") + index % 26) + name
        index = index // 26 - 1
    return name


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
