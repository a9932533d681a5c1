import csv
import zipfile
from datetime import date, datetime
from io import BytesIO, StringIO

import pytest
import xlsxwriter

from congress.attachments.sheets import open_rows
from congress.errors import BadInput
from tests.congress.attachments import files


def read(name, content, **limits):
    with open_rows(files.upload(name, content), **limits) as rows:
        return list(rows)


def workbook(write, name="台账"):
    out = BytesIO()
    with xlsxwriter.Workbook(out) as book:
        write(book, book.add_worksheet(name))
    return out.getvalue()


def rows_of(*rows):
    def write(_book, sheet):
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)

    return workbook(write)


TABLE = [["编号", "内容", "金额"], ["0012", "路灯,坏了", "3"], ["0013", "第一行\n第二行", ""]]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", "\t", "|", ";"])
def test_a_text_table_is_read_in_every_encoding_and_with_every_delimiter(encoding, delimiter):
    text = StringIO()
    csv.writer(text, delimiter=delimiter).writerows(TABLE)
    with open_rows(files.upload("台账.csv", text.getvalue().encode(encoding))) as rows:
        assert list(rows) == TABLE
        assert (rows.delimiter, rows.encoding.split("-")[0]) == (delimiter, encoding.split("-")[0])


@pytest.mark.parametrize("word", ["𫚉", "㙟", "😀", "镕"])
def test_rare_characters_of_gb18030_arrive(word):
    assert read("a.csv", f"名,地\n{word},邵阳\n".encode("gb18030"))[1] == [word, "邵阳"]


def test_a_workbook_gives_texts_as_a_person_reads_them():
    def write(book, sheet):
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        sheet.write_row(0, 0, ["编号", "日期", "时刻", "数", "小数", "是否", "空"])
        sheet.write_string(1, 0, "0012")
        sheet.write_datetime(1, 1, date(2026, 3, 1), day)
        sheet.write_datetime(
            1,
            2,
            datetime.fromisoformat("2026-03-01 09:05"),
            book.add_format({"num_format": "yyyy-mm-dd hh:mm"}),
        )
        sheet.write_number(1, 3, 199999)
        sheet.write_number(1, 4, 0.125)
        sheet.write_boolean(1, 5, True)

    rows = read("a.xlsx", workbook(write))
    assert rows[0] == ["编号", "日期", "时刻", "数", "小数", "是否", "空"]
    assert rows[1] == ["0012", "2026-03-01", "2026-03-01 09:05", "199999", "0.125", "TRUE", ""]


def test_line_numbers_are_those_of_the_sheet_even_when_it_begins_lower():
    assert read("a.xlsx", workbook(lambda _book, sheet: sheet.write(2, 1, "x"))) == [
        ["", ""],
        ["", ""],
        ["", "x"],
    ]


def test_merged_cells_are_named():
    def write(book, sheet):
        sheet.merge_range(0, 0, 1, 2, "合并", book.add_format())
        sheet.write(2, 2, "x")

    with open_rows(files.upload("a.xlsx", workbook(write))) as rows:
        assert rows.merged == ["A1:C2"]
        assert next(rows) == ["合并", "", ""]


def test_a_number_that_the_program_has_spoilt_is_pointed_out():
    with open_rows(files.upload("a.xlsx", rows_of(["身份证"], [430523199001011234]))) as rows:
        assert len(list(rows)) == 2
        assert [words[:20] for words in rows.doubts] == ["第 2 行第 1 列的数字超过 15 位"]


def test_the_sheet_that_was_asked_for_is_read():
    def write(book, sheet):
        sheet.write(0, 0, "first")
        book.add_worksheet("第二").write(0, 0, "second")

    content = workbook(write)
    assert read("a.xlsx", content, sheet="第二") == [["second"]]
    with open_rows(files.upload("a.xlsx", content)) as rows:
        assert (rows.name, rows.names) == ("台账", ["台账", "第二"])
    with pytest.raises(BadInput, match="没有要找的工作表"):
        read("a.xlsx", content, sheet="第三")


def wide_bomb():
    """Two cells, in the first and in the last place of a sheet: seventeen thousand million between them."""
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    source = zipfile.ZipFile(BytesIO(rows_of(["x"])))
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in source.namelist():
            content = source.read(name)
            if name == "xl/worksheets/sheet1.xml":
                content = (
                    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
                    + cells.encode()
                    + b"</sheetData></worksheet>"
                )
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.xlsx", files.zip_bomb, "file_bomb"),
        ("a.xlsx", files.lying_zip_bomb, "file_bomb"),
        ("a.xlsx", wide_bomb, "file_broken"),
        ("a.xlsx", lambda: files.EXE, "file_broken"),
        ("a.xlsx", lambda: files.xlsx({"xl/sharedStrings.xml": "<!DOCTYPE x>"}), "file_broken"),
        ("a.xlsx", files.xlsx, "file_broken"),
        ("a.xlsx", lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "file_encrypted"),
        ("a.xls", lambda: b"\xd0\xcf\x11\xe0" + b"\0" * 600, "file_broken"),
        ("a.xls", lambda: rows_of(["x"]), "file_disguised"),
        ("a.csv", lambda: rows_of(["x"]), "file_disguised"),
        ("a.csv", lambda: b"a,b\n1,\0\n", "file_nul"),
        ("a.csv", lambda: b"", "file_empty"),
        ("a.csv", lambda: b'a,"' + b"x" * 200_000, "sheet_cell"),
        ("a.csv", lambda: b"\xff\xff\xff\xff,", "file_encoding"),
        ("a.xlsm", lambda: rows_of(["x"]), "sheet_type"),
        ("a.exe", lambda: files.EXE, "sheet_type"),
        ("a.csv", lambda: b"1\n" * 50, "sheet_rows"),
        ("a.xlsx", lambda: rows_of(*[["1"]] * 50), "sheet_rows"),
        ("a.csv", lambda: b"1," * 50, "sheet_columns"),
        ("a.xlsx", lambda: rows_of(["1"] * 50), "sheet_columns"),
    ],
)  # fmt: skip
def test_a_bad_table_gets_a_sentence(name, content, code):
    with pytest.raises(BadInput) as refusal:
        read(name, content(), max_rows=20, max_columns=20)
    assert refusal.value.code == code


def test_a_workbook_that_links_to_another_one_can_be_imported():
    parts = zipfile.ZipFile(BytesIO(rows_of(["x"])))
    linked = {name: parts.read(name) for name in parts.namelist() if name != "[Content_Types].xml"}
    linked["xl/externalLinks/externalLink1.xml"] = "<a/>"
    assert read("a.xlsx", files.container(parts.read("[Content_Types].xml").decode(), linked)) == [["x"]]


def test_reading_can_stop_after_the_first_rows(tmp_path):
    path = tmp_path / "a.xlsx"
    path.write_bytes(rows_of(*[[str(n)] for n in range(5000)]))
    with open_rows(path) as rows:
        assert [next(rows), next(rows)] == [["0"], ["1"]]
    assert next(rows, None) is None


def test_a_table_on_disk_is_closed_when_it_is_read(tmp_path):
    path = tmp_path / "a.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")
    with open_rows(path) as rows:
        assert list(rows) == [["a", "b"], ["1", "2"]]


def test_ragged_rows_and_empty_lines_come_as_they_are():
    assert read("a.csv", b"a,b\n\n1\n1,2,3\n") == [["a", "b"], [], ["1"], ["1", "2", "3"]]
