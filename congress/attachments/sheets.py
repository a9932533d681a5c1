"""The one way in for spreadsheets: rows of text from csv, txt, xlsx or xls, whatever somebody sends.

Every import of every app reads through `open_rows`: encodings, delimiters, bombs, NUL bytes and sizes are seen to here.
"""

import codecs
import csv
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from io import TextIOWrapper
from pathlib import Path
from typing import BinaryIO, Self, cast

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from congress.attachments.archives import check_office_file
from congress.attachments.documents import encoding_of
from congress.attachments.limits import IMPORT, MB
from congress.attachments.uploads import RefusedFile
from congress.errors import BadInput

MAX_ROWS = 200_000
MAX_COLUMNS = 200
DELIMITERS = ",\t|;"
# Exports of our own begin with this line; it is passed over, so that an export can be read back.
WATERMARK = "【导出记录】"
SUFFIXES = frozenset({"csv", "txt", "xlsx", "xls"})
_OLE = b"\xd0\xcf\x11\xe0"
_READER = Path(__file__).parent / "sandbox" / "workbook.py"
_DOUBTS = 20


@dataclass(slots=True)
class Sheet:
    """Rows of text, read as they are asked for. Iterate once; use it in a `with`, or close it.

    `merged`: ranges such as A1:C1 whose values stand in the first cell only (the rows have empty text elsewhere).
    `doubts`: sentences about numbers of more than 15 digits, which the spreadsheet program has spoilt; filled while
    the rows are read.
    """

    rows: Generator[list[str], None, None]
    name: str = ""
    names: list[str] = field(default_factory=list)
    encoding: str = ""
    delimiter: str = ""
    merged: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    def __iter__(self) -> Iterator[list[str]]:
        return self.rows

    def __next__(self) -> list[str]:
        return next(self.rows)

    def close(self) -> None:
        """Stop reading; safe to repeat."""
        self.rows.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


def open_rows(
    source: UploadedFile | Path | BinaryIO,
    *,
    name: str = "",
    sheet: str = "",
    max_rows: int = MAX_ROWS,
    max_columns: int = MAX_COLUMNS,
) -> Sheet:
    """Open a spreadsheet; BadInput with a sentence, here or while reading, for what cannot be read.

    `name` is the file's name when the source has none; `sheet` names a worksheet (default: the first). Whole numbers
    come without a decimal point, dates as 2026-03-01, times after a blank; empty rows are empty lists of no length
    guarantee. Nothing is trimmed: blanks are the importer's business.
    """
    if isinstance(source, RefusedFile):
        source.raise_refusal()
    name = name or Path(str(getattr(source, "name", ""))).name
    suffix = name.rpartition(".")[2].lower()
    if suffix not in SUFFIXES:
        raise BadInput("sheet_type", _("请上传 csv、txt、xlsx 或 xls 格式的表格。"))
    if isinstance(source, Path):
        file: BinaryIO = source.open("rb")
        try:
            answer = _open(file, suffix, sheet, max_rows, max_columns)
        except BaseException:
            file.close()
            raise
        answer.rows = _closing_after(answer.rows, file)
        return answer
    return _open(cast("BinaryIO", getattr(source, "file", source)), suffix, sheet, max_rows, max_columns)


def _open(file: BinaryIO, suffix: str, sheet: str, max_rows: int, max_columns: int) -> Sheet:
    _check_size(file)
    if suffix in {"csv", "txt"}:
        return _open_text(file, max_rows, max_columns)
    return _open_workbook(file, suffix, sheet, max_rows, max_columns)


def _closing_after(
    rows: Generator[list[str], None, None], file: BinaryIO
) -> Generator[list[str], None, None]:
    try:
        yield from rows
    finally:
        rows.close()
        file.close()


def _check_size(file: BinaryIO) -> None:
    size = file.seek(0, 2)
    file.seek(0)
    if size == 0:
        raise BadInput("file_empty", _("文件是空的，请重新选择。"))
    if size > IMPORT:
        raise BadInput(
            "file_too_large", _("文件超过 %(limit)d MB，请拆分后再上传。") % {"limit": IMPORT // MB}
        )


def _open_text(file: BinaryIO, max_rows: int, max_columns: int) -> Sheet:
    head = file.read(4)
    if head.startswith((b"PK\x03\x04", _OLE)):
        raise BadInput(
            "file_disguised", _("文件内容与扩展名不符：这是 Excel 文件，请改回 xlsx 或 xls 后再上传。")
        )
    encoding = encoding_of(file)
    delimiter = _delimiter(file, encoding)
    file.seek(0)
    return Sheet(
        _text_rows(file, encoding, delimiter, max_rows, max_columns), encoding=encoding, delimiter=delimiter
    )


def _delimiter(file: BinaryIO, encoding: str) -> str:
    """The sign that divides the first lines most evenly; a comma when none does."""
    text = codecs.getincrementaldecoder(encoding)().decode(file.read(64 * 1024))
    lines = [line for line in text.splitlines()[:20] if line.strip()]

    def evenness(sign: str) -> tuple[int, int]:
        counts = [len(row) for row in csv.reader(lines, delimiter=sign)]
        common = max(set(counts), key=counts.count, default=1)
        return (counts.count(common) if common > 1 else 0, common)

    try:
        best = max(DELIMITERS, key=evenness)
    except csv.Error:
        return ","
    return best if evenness(best)[0] else ","


def _text_rows(
    file: BinaryIO, encoding: str, delimiter: str, max_rows: int, max_columns: int
) -> Generator[list[str], None, None]:
    # The wrapper asks for what SpooledTemporaryFile and Django's files all have.
    lines = TextIOWrapper(file, encoding=encoding, newline="")
    try:
        for number, row in enumerate(csv.reader(lines, delimiter=delimiter), start=1):
            if number == 1 and row and row[0].startswith(WATERMARK):
                continue
            _check_row(row, number, max_rows, max_columns)
            yield row
    except csv.Error as error:
        raise BadInput("sheet_cell", _("有单元格的内容过长，或引号没有成对，请检查后再上传。")) from error
    finally:
        # The file belongs to the caller.
        lines.detach()


def _open_workbook(file: BinaryIO, suffix: str, sheet: str, max_rows: int, max_columns: int) -> Sheet:
    is_ole = file.read(4) == _OLE
    if is_ole and suffix == "xlsx":
        raise BadInput(
            "file_encrypted", _("文件设置了密码，或者是旧格式。请取消密码并另存为 xlsx 后再上传。")
        )
    if not is_ole and suffix == "xls":
        raise BadInput("file_disguised", _("文件内容与扩展名不符，请用办公软件另存为 xlsx 后再上传。"))
    if suffix == "xlsx":
        check_office_file(file, "xlsx", only_read=True)
    lines = _workbook_lines(file, sheet, max_rows, max_columns)
    about = json.loads(next(lines))
    doubts: list[str] = []
    rows = _workbook_rows(lines, doubts, max_rows, max_columns)
    return Sheet(rows, name=about["name"], names=about["names"], merged=about["merged"], doubts=doubts)


def _workbook_lines(
    file: BinaryIO, sheet: str, max_rows: int, max_columns: int
) -> Generator[bytes, None, None]:
    """What the reading process writes: a line about the sheet, then one for each row."""
    command = [sys.executable, "-I", "-X", "utf8", str(_READER), sheet, str(max_rows), str(max_columns)]
    with _real_file(file) as real, tempfile.TemporaryFile() as errors:
        process = subprocess.Popen(  # noqa: S603 - our own program, by its full path
            command, stdin=real, stdout=subprocess.PIPE, stderr=errors, env={}
        )
        with process, cast("BinaryIO", process.stdout) as lines:
            try:
                first = lines.readline()
                _raise_if_refused(first)
                yield first
                yield from lines
                if process.wait() != 0:
                    raise _unreadable()
            finally:
                process.kill()


@contextmanager
def _real_file(file: BinaryIO) -> Iterator[BinaryIO]:
    """Something with a file descriptor at its beginning, for the other process to read."""
    file.seek(0)
    rollover = getattr(file, "rollover", None)
    if rollover:
        rollover()
        file.seek(0)
    try:
        file.fileno()
    except (OSError, AttributeError):
        with tempfile.TemporaryFile() as copy:
            shutil.copyfileobj(file, copy)
            copy.seek(0)
            yield copy
    else:
        file.flush()
        os.lseek(file.fileno(), 0, os.SEEK_SET)
        yield file


def _workbook_rows(
    lines: Generator[bytes, None, None], doubts: list[str], max_rows: int, max_columns: int
) -> Generator[list[str], None, None]:
    """Plain texts; where digits may be lost, `doubts` says so."""
    with closing(lines):
        for number, line in enumerate(lines, start=1):
            row = json.loads(line)
            if number == 1 and row and str(row[0]).startswith(WATERMARK):
                continue
            for index, cell in enumerate(row):
                if isinstance(cell, list):
                    row[index] = cell[0]
                    if len(doubts) < _DOUBTS:
                        doubts.append(_doubt(number, index + 1))
            _check_row(row, number, max_rows, max_columns)
            yield row


def _doubt(row: int, column: int) -> str:
    return _(
        "第 %(row)d 行第 %(column)d 列的数字超过 15 位，末尾可能已被改成 0，请把该列设为文本格式后重新填写。"
    ) % {
        "row": row,
        "column": column,
    }


def _raise_if_refused(line: bytes) -> None:
    """Say in words why the reading process gave no sheet."""
    if not line:
        raise _unreadable()
    match json.loads(line).get("error"):
        case None:
            return
        case "sheet":
            raise BadInput("sheet_missing", _("工作簿里没有要找的工作表。"))
        case "encrypted":
            raise BadInput("file_encrypted", _("文件设置了密码，请取消密码后再上传。"))
        case "rows":
            raise _too_many_rows()
        case "columns":
            raise _too_many_columns()
    raise _unreadable()


def _check_row(row: list[str], number: int, max_rows: int, max_columns: int) -> None:
    if number > max_rows:
        raise _too_many_rows()
    if len(row) > max_columns:
        raise _too_many_columns()
    if any("\0" in cell for cell in row):
        raise BadInput("file_nul", _("第 %(row)d 行含有空字符（NUL），请清除后再上传。") % {"row": number})


def _too_many_rows() -> BadInput:
    return BadInput("sheet_rows", _("表格的行数太多，请拆分后再上传。"))


def _too_many_columns() -> BadInput:
    return BadInput("sheet_columns", _("表格的列数太多，请删去多余的列后再上传。"))


def _unreadable() -> BadInput:
    return BadInput("file_broken", _("表格已损坏或范围过大，无法读取。请另存为新的 xlsx 文件后再上传。"))
