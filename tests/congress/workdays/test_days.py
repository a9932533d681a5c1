"""Entering the official days of a year."""

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from openpyxl import Workbook

from congress.audit.models import AuditEvent
from congress.errors import BadInput, NotAllowed
from congress.people.actors import SYSTEM
from congress.workdays.models import CalendarYear, SpecialDay
from congress.workdays.notices import RefusedRows, days_from_notice
from congress.workdays.official import official_days
from congress.workdays.selectors import working_calendar
from congress.workdays.services import import_special_days, load_official_days, save_days
from tests.factories import make_region

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)
TITLE = "国务院办公厅关于2027年部分节假日安排的通知"
SHEET = [
    ("日期", "安排", "名称"),
    ("2027-01-01", "休息", "元旦"),
    ("2027年1月2日", "休息", "元旦"),
    (date(2027, 1, 3), "上班", "元旦调休上班"),
]


def xlsx(rows: list[tuple[object, ...]]) -> io.BytesIO:
    book, file = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(file)
    file.seek(0)
    return file


def bring(file: io.BytesIO, name: str = "2027.xlsx", **options: object):
    options = {"year": 2027, "notice_title": TITLE, "notice_number": "国办发明电〔2026〕9号", **options}
    return import_special_days(file, name=name, on=TODAY, **options)


def test_an_imported_notice_makes_the_year_known(clerk):
    assert working_calendar().is_provisional(date(2027, 1, 1))
    changes = bring(xlsx(SHEET), actor=clerk)
    calendar = working_calendar()
    assert changes.added == ["2027-01-01", "2027-01-02", "2027-01-03"]
    assert calendar.is_working(date(2027, 1, 3))
    assert not calendar.is_working(date(2027, 1, 1))
    assert not calendar.is_provisional(date(2027, 1, 1))
    year = CalendarYear.objects.get(year=2027)
    assert (year.notice, year.loaded_by) == (f"{TITLE}（国办发明电〔2026〕9号）", clerk)
    assert AuditEvent.objects.latest("seq").facts == {
        "year": 2027,
        "region": "",
        "notice": f"{TITLE}（国办发明电〔2026〕9号）",
        "added": ["2027-01-01", "2027-01-02", "2027-01-03"],
        "removed": [],
        "changed": [],
    }


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_of_any_office_program_is_read(clerk, encoding):
    text = "开始日期,结束日期,安排,名称\n2027/10/1,2027/10/7,放假,国庆节\n2027.10.9,,上班,国庆节\n"
    changes = bring(io.BytesIO(text.encode(encoding)), "放假.csv", actor=clerk)
    assert len(changes.added) == 8


def test_importing_twice_changes_nothing_more(clerk):
    bring(xlsx(SHEET), actor=clerk)
    events = AuditEvent.objects.count()
    assert not bring(xlsx(SHEET), actor=clerk)
    assert AuditEvent.objects.count() == events


def test_a_corrected_notice_replaces_the_year(clerk):
    bring(xlsx(SHEET), actor=clerk)
    changes = bring(xlsx([*SHEET[:2], ("2027-01-02", "上班", "元旦")]), actor=clerk)
    assert (changes.removed, changes.changed) == (["2027-01-03"], ["2027-01-02"])
    assert working_calendar().is_working(date(2027, 1, 2))


def test_one_bad_row_keeps_the_whole_file_out_and_every_bad_row_is_named(clerk):
    rows = [
        *SHEET,
        ("2027-02-30", "休息", "春节"),
        ("2026-12-31", "休息", "元旦"),
        ("2027-02-06", "半天", "春节"),
        ("2027-02-08", "上班", "春节"),
        ("2027-01-01", "休息", "元旦"),
        ("2027-02-06", "休息", ""),
        (None, None, None),
    ]
    with pytest.raises(RefusedRows) as refused:
        bring(xlsx(rows), actor=clerk)
    assert refused.value.rows == [
        (5, "日期“2027-02-30”无法识别。"),
        (6, "日期不在 2027 年。"),
        (7, "“安排”只能填“休息”或“上班”。"),
        (8, "不是周末，本来就上班，不用填。"),
        (9, "2027-01-01 重复。"),
        (10, "“名称”要填，最多 40 个字。"),
    ]
    assert not SpecialDay.objects.filter(date__year=2027).exists()
    assert not AuditEvent.objects.filter(verb="congress.calendar.entered").exists()


@pytest.mark.parametrize(
    ("file", "name", "code"),
    [
        (io.BytesIO(b"MZ\x90\x00"), "2027.exe", "sheet_type"),
        (io.BytesIO(b"not a zip"), "2027.xlsx", "file_broken"),
        (io.BytesIO(b"\xff\xfe\x00\x81\xff"), "2027.csv", "file_encoding"),
        (io.BytesIO(b" , ,\n"), "2027.csv", "columns"),
        (io.BytesIO(b""), "2027.csv", "file_empty"),
        (io.BytesIO("日期,安排,名称\n".encode()), "2027.csv", "no_days"),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_sentence(clerk, file, name, code):
    file.seek(0)
    with pytest.raises(BadInput) as refused:
        bring(file, name, actor=clerk)
    assert refused.value.message.endswith("。")
    assert refused.value.code == code


def test_a_county_enters_its_own_days_and_no_others(county_clerk):
    longhui = make_region("430524", "隆回县")
    with pytest.raises(NotAllowed):
        bring(xlsx(SHEET), actor=county_clerk)
    with pytest.raises(NotAllowed):
        bring(xlsx(SHEET), region=make_region("430529", "城步苗族自治县"), actor=county_clerk)
    bring(xlsx(SHEET), region=longhui, actor=county_clerk)
    assert not working_calendar("430524").is_working(date(2027, 1, 1))
    assert working_calendar().is_working(date(2027, 1, 1))
    assert working_calendar().is_provisional(date(2027, 1, 1))


def test_a_department_enters_no_days(handler):
    with pytest.raises(NotAllowed):
        bring(xlsx(SHEET), actor=handler)


@pytest.mark.parametrize(("field", "value"), [("year", 1900), ("notice_title", "  ")])
def test_year_and_notice_must_be_said(clerk, field, value):
    with pytest.raises(BadInput) as refused:
        bring(xlsx(SHEET), actor=clerk, **{field: value})
    assert refused.value.field == field


def test_days_of_another_year_are_refused(clerk):
    with pytest.raises(BadInput):
        save_days(official_days(2026), year=2027, notice_title=TITLE, actor=clerk, on=TODAY)


def test_the_known_years_are_entered_once(db):
    CalendarYear.objects.filter(year=2026).delete()
    SpecialDay.objects.filter(date__year=2026).delete()
    assert load_official_days(on=TODAY) == [2026]
    assert load_official_days(on=TODAY) == []
    assert SpecialDay.objects.filter(date__year=2026, is_working=True).count() == 6
    assert AuditEvent.objects.latest("seq").actor_name == SYSTEM.name


@pytest.mark.django_db(transaction=True)
def test_two_clerks_who_enter_the_same_year_at_once_enter_it_once(clerk, supervisor):
    def enter(actor):
        try:
            return bool(bring(xlsx(SHEET), actor=actor))
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(enter, [clerk, supervisor]))
    assert sorted(results) == [False, True]
    assert SpecialDay.objects.filter(date__year=2027).count() == 3
    assert AuditEvent.objects.filter(verb="congress.calendar.entered").count() == 1


def test_the_words_of_the_notice_can_be_pasted_as_they_are():
    text = """现将2026年放假调休日期的具体安排通知如下。
    一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
    二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
    三、清明节：4月4日（周六）至6日（周一）放假，共3天。
    四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
    五、端午节：6月19日（周五）至21日（周日）放假，共3天。
    六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
    七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
    节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作。"""
    assert days_from_notice(text, 2026) == official_days(2026)


@pytest.mark.parametrize(
    "text", ["", "放假", "一、元旦：13月1日放假。", "一、元旦：1月5日至1日放假。", "\x00" * 10]
)
def test_words_without_an_arrangement_are_refused(text):
    with pytest.raises(BadInput) as refused:
        days_from_notice(text, 2027)
    assert refused.value.field == "text"


def test_the_command_enters_a_year_from_a_file(tmp_path, capsys):
    path = tmp_path / "2027.xlsx"
    path.write_bytes(xlsx(SHEET).getvalue())
    call_command("load_workdays", str(path), "--year=2027", f"--title={TITLE}")
    call_command("load_workdays")
    assert capsys.readouterr().out == "added 3, removed 0, changed 0\nentered: nothing new\n"
    with pytest.raises(CommandError, match="year"):
        call_command("load_workdays", str(path))
    with pytest.raises(CommandError, match="不在 2028 年"):
        call_command("load_workdays", str(path), "--year=2028", f"--title={TITLE}")
