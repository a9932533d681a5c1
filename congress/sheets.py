"""Read a spreadsheet that somebody uploads: .xlsx, or .csv in UTF-8 or GB18030. Every refusal is a sentence."""

import csv
import io
from datetime import date, datetime
from typing import BinaryIO, cast

from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from congress.attachments.archives import check_office_file
from congress.errors import BadInput

Cell = str | int | float | bool | date | datetime | None


def read_sheet(file: BinaryIO, name: str, *, rows_limit: int = 200_000) -> list[list[Cell]]:
    """The rows of the first sheet, empty ones included, so that positions are those that the office program shows.

    BadInput for another kind of file, a bomb, a broken or empty one, or more than `rows_limit` rows.
    """
    suffix = name.lower().rpartition(".")[2]
    if suffix == "xlsx":
        rows = _read_xlsx(file)
    elif suffix == "csv":
        rows = _read_csv(file)
    else:
        raise BadInput("file_type", _("只能导入 .xlsx 或 .csv 文件。"), field="file")
    if len(rows) > rows_limit:
        raise BadInput("too_many_rows", _("最多导入 %(limit)d 行。") % {"limit": rows_limit}, field="file")
    if not any(any(cell not in (None, "") for cell in row) for row in rows):
        raise BadInput("file_empty", _("文件里没有内容。"), field="file")
    return rows


def cell_text(cell: Cell) -> str:
    """The cell as one reads it: no blanks around, no NUL, whole numbers without ".0"."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell).replace("\0", "").strip()


def cell_date(cell: Cell) -> date | None:
    """The cell as a date: a true date, 2026-10-01, 2026/10/1, 2026.10.1 or 2026年10月1日; None for anything else."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    text = cell_text(cell)
    for sign in "年月/.":
        text = text.replace(sign, "-")
    parts = text.rstrip("日号").split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        return None


def _read_xlsx(file: BinaryIO) -> list[list[Cell]]:
    check_office_file(file, "xlsx")
    file.seek(0)
    try:
        workbook = CalamineWorkbook.from_filelike(file)
        return cast("list[list[Cell]]", workbook.get_sheet_by_index(0).to_python(skip_empty_area=False))
    except (CalamineError, IndexError, ValueError) as error:
        raise BadInput("file_broken", _("文件打不开，请另存为 .xlsx 后再试。"), field="file") from error


def _read_csv(file: BinaryIO) -> list[list[Cell]]:
    data = file.read()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        try:
            return [list(row) for row in csv.reader(io.StringIO(text.replace("\0", ""), newline=""))]
        except csv.Error as error:
            raise BadInput("file_broken", _("文件不是完整的 CSV。"), field="file") from error
    raise BadInput("file_encoding", _("文字编码无法识别，请用 UTF-8 或 GB18030 保存。"), field="file")
