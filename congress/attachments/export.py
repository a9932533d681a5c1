"""The one way out for spreadsheets: every ledger and report is written here.

A cell that a citizen filled with `=HYPERLINK(...)` must stay text in the office's Excel: texts are typed as texts in
xlsx and prefixed in csv. The first line names who took the file out and when.
"""

import codecs
import csv
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import TextIOWrapper
from typing import Any, BinaryIO

import xlsxwriter
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from xlsxwriter.exceptions import XlsxWriterException
from xlsxwriter.worksheet import Worksheet

from congress.attachments.sheets import WATERMARK

# What a spreadsheet program may take for the beginning of a formula, full-width forms included.
FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
XLSX_ROWS = 1_048_576
_CELL_LIMIT = 32_000
_EXACT_DIGITS = 10**15


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its heading and its width in characters (a Chinese character counts two)."""

    title: str | Promise
    width: float = 14


def watermark(name: str, at: datetime) -> str:
    """The line that says who took the data out, and when (Shanghai)."""
    when = timezone.localtime(at).strftime("%Y-%m-%d %H:%M")
    return f"{WATERMARK}{name} {when} " + _("导出，含工作信息，请妥善保管")


def write_xlsx(
    out: BinaryIO,
    columns: Sequence[Column],
    rows: Iterable[Sequence[Any]],
    *,
    mark: str = "",
    title: str = "",
) -> int:
    """Write a workbook row by row in constant memory; the number of rows comes back.

    Texts stay texts, whatever they begin with; numbers, dates and times keep their type; numbers of more than 15
    digits become text. ValueError beyond Excel's 1,048,576 rows. `mark` is the line of `watermark`.
    """
    options = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_numbers": False,
        "strings_to_urls": False,
        "nan_inf_to_errors": True,
    }
    book = xlsxwriter.Workbook(out, options)
    # Made before the rows: `constant_memory` writes a row when the next one begins.
    forms = {
        "head": book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "vcenter"}),
        "mark": book.add_format({"italic": True, "font_color": "#666666"}),
        "quoted": book.add_format({"quote_prefix": True}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "moment": book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        "money": book.add_format({"num_format": "#,##0.00"}),
    }
    sheet = book.add_worksheet(_sheet_name(title))
    for index, column in enumerate(columns):
        sheet.set_column(index, index, column.width)
    line = 0
    if mark:
        sheet.write_string(0, 0, _clean(mark), forms["mark"])
        line = 1
    for index, column in enumerate(columns):
        sheet.write_string(line, index, _clean(str(column.title)), forms["head"])
    sheet.freeze_panes(line + 1, 0)
    count = 0
    try:
        for count, row in enumerate(rows, start=1):
            if line + count >= XLSX_ROWS:
                raise ValueError(f"more than {XLSX_ROWS} rows")
            for index, value in enumerate(row):
                _write_cell(sheet, line + count, index, value, forms)
        book.close()
    except XlsxWriterException as error:
        raise OSError(str(error)) from error
    return count


def _write_cell(sheet: Worksheet, row: int, column: int, value: Any, forms: dict[str, Any]) -> None:
    match value:
        case None | "":
            return
        case bool():
            sheet.write_string(row, column, _("是") if value else _("否"))
        case Decimal():
            sheet.write_number(row, column, value, forms["money"])
        case int() | float() if abs(value) < _EXACT_DIGITS:
            sheet.write_number(row, column, value)
        case datetime():
            local = timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
            sheet.write_datetime(row, column, local, forms["moment"])
        case date():
            sheet.write_datetime(row, column, datetime(value.year, value.month, value.day), forms["date"])  # noqa: DTZ001
        case _:
            text = _clean(str(value))
            # The prefix keeps it a text when somebody edits the cell and presses return.
            sheet.write_string(row, column, text, forms["quoted"] if text.startswith(FORMULA_SIGNS) else None)


def write_csv(
    out: BinaryIO, columns: Sequence[Column], rows: Iterable[Sequence[Any]], *, mark: str = ""
) -> int:
    """Write UTF-8 with its mark (Excel wants it); a text that looks like a formula gets an apostrophe in front."""
    out.write(codecs.BOM_UTF8)
    text = TextIOWrapper(out, encoding="utf-8", newline="", write_through=True)
    writer = csv.writer(text)
    if mark:
        writer.writerow([safe_text(mark)])
    writer.writerow([safe_text(str(column.title)) for column in columns])
    count = 0
    for row in rows:
        writer.writerow([_csv_cell(value) for value in row])
        count += 1
    text.detach()
    return count


def safe_text(text: str) -> str:
    """The text, with an apostrophe in front when a spreadsheet program would run it as a formula."""
    return f"'{text}" if text.startswith(FORMULA_SIGNS) else text


def _csv_cell(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return _("是") if value else _("否")
        case datetime():
            return (timezone.localtime(value) if timezone.is_aware(value) else value).strftime(
                "%Y-%m-%d %H:%M"
            )
        case int() | float() | Decimal() | date():
            # A negative number is a number, not a formula.
            return str(value)
    return safe_text(_clean(str(value)))


def _clean(text: str) -> str:
    """Without what XML cannot hold, cut at Excel's limit for a cell."""
    text = text.encode("utf-8", "replace").decode().replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(c for c in text if c in "\t\n" or c >= " ")
    return text if len(text) <= _CELL_LIMIT else text[:_CELL_LIMIT] + _("…（内容过长，已截断）")


def _sheet_name(title: str) -> str | None:
    """At most 31 characters, without the signs that Excel forbids."""
    name = "".join(c for c in title if c not in "[]:*?/\\'").strip()[:31]
    return name or None
