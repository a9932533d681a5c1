"""Formats for django-import-export that read and write through our own guard."""

from io import BytesIO
from typing import Any, ClassVar

import tablib
from import_export.formats.base_formats import Format

from congress.attachments.export import Column, write_csv, write_xlsx
from congress.attachments.sheets import open_rows


class _SafeFormat(Format):
    extension: ClassVar[str]
    content_type: ClassVar[str]

    def __init__(self, mark: str = "", **_kwargs: Any) -> None:
        # The line of `export.watermark`.
        self.mark = mark

    def get_title(self) -> str:
        return self.extension

    def get_extension(self) -> str:
        return self.extension

    def get_content_type(self) -> str:
        return self.content_type

    def is_binary(self) -> bool:
        return True

    def can_import(self) -> bool:
        return True

    def can_export(self) -> bool:
        return True

    def create_dataset(self, in_stream: bytes) -> tablib.Dataset:
        """Rows of text; shorter rows are filled up with empty cells. Raises BadInput."""
        with open_rows(BytesIO(in_stream), name=f"import.{self.extension}") as rows:
            headers = [title.strip() for title in next(rows, [])]
            width = len(headers)
            data = [(row + [""] * width)[:width] for row in rows if any(row)]
        return tablib.Dataset(*data, headers=headers)


class SafeXLSX(_SafeFormat):
    extension = "xlsx"
    content_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def export_data(self, dataset: tablib.Dataset, **_kwargs: Any) -> bytes:
        out = BytesIO()
        columns = [Column(title, _width(title)) for title in dataset.headers or []]
        write_xlsx(out, columns, dataset, mark=self.mark, title=dataset.title or "")
        return out.getvalue()


class SafeCSV(_SafeFormat):
    extension = "csv"
    content_type = "text/csv"

    def export_data(self, dataset: tablib.Dataset, **_kwargs: Any) -> bytes:
        out = BytesIO()
        write_csv(out, [Column(title) for title in dataset.headers or []], dataset, mark=self.mark)
        return out.getvalue()


def _width(title: str) -> float:
    return min(max(12, 2 * len(title) + 4), 40)
