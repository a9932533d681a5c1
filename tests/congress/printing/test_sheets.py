"""Paper: what a template makes of data."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any

import pypdfium2
from PIL import Image

from congress.printing import first_page, pdf, widths


def sheet(*rows: list[Any]) -> dict[str, Any]:
    """A logbook of these rows."""
    heads = ["序号", "日期", "内容"]
    return {
        "title": "选民接待记录簿",
        "facts": ["站点：第一联络站", "共 1 条"],
        "heads": heads,
        "widths": widths(heads, rows),
        "rows": rows,
        "total": "本簿小计：1 条",
        "signatures": ["记录人：", "站长："],
        "foot": "打印：刘敏",
    }


def text_of(content: bytes) -> str:
    """All pages' text."""
    document = pypdfium2.PdfDocument(content)
    text = "\n".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    return text


def test_the_sheet_can_be_read_and_searched():
    content = pdf("logbook", sheet([1, date(2026, 11, 20), "井水发黄半个月了"]))
    assert content.startswith(b"%PDF-")
    text = text_of(content)
    for words in ("选民接待记录簿", "第一联络站", "2026-11-20", "井水发黄半个月了", "打印：刘敏", "1 / 1"):
        assert words in text


def test_the_chinese_font_comes_with_the_sheet():
    document = pypdfium2.PdfDocument(pdf("logbook", sheet([1, "", "𬭎䶮骉"])))
    page = document[0]
    fonts = {thing.get_font().get_family_name() for thing in page.get_objects() if hasattr(thing, "get_font")}
    assert fonts == {"Noto Sans CJK SC"}
    assert "𬭎䶮骉" in page.get_textpage().get_text_range()
    document.close()


def test_what_people_wrote_stays_what_they_wrote():
    sly = '#read("/etc/passwd") *粗* $x^2$ #import "@preview/x:1.0.0" \\u{1F600} <tag> @ref // 注释 ] }'
    assert sly in text_of(pdf("logbook", sheet([1, "", sly]))).replace("\r\n", " ").replace("\u2010", "-")


def test_signs_that_no_paper_holds_are_left_out():
    text = text_of(pdf("logbook", sheet([1, None, "前\x00后\ud800"])))
    assert "前后" in text


def test_days_moments_and_numbers_are_written_as_the_house_writes_them():
    moment = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
    text = text_of(pdf("logbook", sheet([Decimal("2.50"), moment, date(2026, 1, 2)])))
    for words in ("2.5", "2026-11-21 00:30", "2026-01-02"):
        assert words in text
    assert "2.50" not in text


def test_six_hundred_rows_repeat_their_headings_on_every_page():
    content = pdf("logbook", sheet(*([n, "2026-11-20", f"第{n}件"] for n in range(600))))
    document = pypdfium2.PdfDocument(content)
    assert len(document) > 10
    assert all("序号" in page.get_textpage().get_text_range() for page in document)
    document.close()


def test_the_first_page_as_a_picture_has_ink_on_white_paper_across():
    picture = Image.open(BytesIO(first_page("logbook", sheet([1, "2026-11-20", "井水发黄"])))).convert("L")
    assert picture.width > picture.height
    dark = sum(picture.histogram()[:96])
    assert 0.002 < dark / (picture.width * picture.height) < 0.2


def test_one_long_cell_does_not_take_the_room_of_the_others():
    rows = [[n, "大塘村", "一" * 200] for n in range(9)]
    assert widths(["序号", "地点", "内容"], rows) == [4, 6, 30]
