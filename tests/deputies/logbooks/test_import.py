"""A station's old book comes in from a workbook: looked at, written whole, never twice, and taken back whole."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate, now

from congress.models import AuditEvent
from deputies.logbooks.services import verify_entries
from deputies.models import LogBatch, LogEntry
from tests.deputies.makers import assign, make_deputy, make_mandate

pytestmark = pytest.mark.django_db
CODE = "430524001-ZD"
HEAD = "日期,开始,结束,活动类型,活动主题,地点,组织单位,参加代表,请假代表,活动情况"
STUDY = "日期,主题,形式,学时,参加代表,内容摘要"


def ago(days: int) -> str:
    return (localdate() - timedelta(days=days)).isoformat()


def visit(days: int = 3, title: str = "视察饮水工程", people: str = "欧阳春", kind: str = "视察") -> str:
    return f"{ago(days)},9:00,11:30,{kind},{title},大塘村,隆回代表团,{people},,看了两处水厂和管护情况。"


@pytest.fixture
def desk(signed_in, station_officer, ouyang):
    return signed_in(station_officer)


def upload(desk, *lines: str, head: str = HEAD, kind: str = "activity", **more: str) -> str:
    file = SimpleUploadedFile("活动簿.csv", "\n".join([head, *lines]).encode(), "text/csv")
    answer = desk.post(reverse("deputies:logbook-import", args=[CODE, kind]), {"file": file, **more})
    assert answer.status_code == 302, answer.content.decode()
    return answer["Location"]


def problems(desk, address: str) -> list[tuple[int, list[tuple[str, str]]]]:
    return [(row.line, row.problems) for row in desk.get(address).context["bad"]]


def confirm(desk, address: str):
    return desk.post(address, {"confirm": "yes"})


def test_a_book_is_looked_at_and_then_written_whole(desk, ouyang, place):
    li = make_deputy("李志强")
    assign(li, place)
    address = upload(desk, visit(people="欧阳春、李志强"), visit(2, "走访五户", kind="走访"))
    page = desk.get(address)
    assert (page.context["fresh"], page.context["known"], page.context["bad_count"]) == (2, 0, 0)
    assert not LogEntry.objects.exists()
    assert confirm(desk, address).status_code == 302
    entry = LogEntry.objects.get(title="视察饮水工程")
    assert (entry.subkind, f"{entry.starts_at:%H:%M}", entry.details["organiser"], entry.source, entry.state) == (
        "inspection", "09:00", "隆回代表团", "import", "pending",
    )  # fmt: skip
    assert sorted(part.deputy.name for part in entry.deputies.all()) == ["李志强", "欧阳春"]
    assert LogBatch.objects.get().entries.count() == 2
    facts = AuditEvent.objects.get(verb="deputies.logbook.imported").facts
    assert (facts["added"], facts["known"], facts["station"]) == (2, 0, CODE)


def test_the_same_file_again_adds_nothing(desk):
    for _ in range(2):
        confirm(desk, upload(desk, visit()))
    assert LogEntry.objects.count() == 1
    assert LogBatch.objects.first().known == 1


def test_every_bad_row_is_named_with_its_column_and_nothing_is_written(desk):
    address = upload(
        desk,
        visit(people="张三"),
        visit(kind="散步"),
        visit(-1, "明天的活动"),
        visit(title=""),
        visit(40),
        "2026-02-30,9:00,11:30,视察,甲,乙,丙,欧阳春,,看了两处水厂和管护情况。",
        visit(1),
        visit(1),
    )
    assert problems(desk, address) == [
        (2, [("参加代表", "“张三”那天不是本站代表。")]),
        (3, [("类型", "“散步”不对，请填视察、专题调研、执法检查、代表小组活动、列席会议、走访、宣讲、公益、其他之一。")]),
        (4, [("日期", "日期不能晚于今天。")]),
        (5, [("主题", "没有填写。")]),
        (6, [("日期", "最多补记 30 天以内的，更早的请代表工委登记。")]),
        (7, [("日期", "“2026-02-30”读不懂。")]),
        (9, [("主题", "与第 8 行相同。")]),
    ]  # fmt: skip
    assert confirm(desk, address).status_code == 422
    assert not LogEntry.objects.exists()


def test_the_office_brings_in_a_whole_year_with_one_reason(signed_in, county_clerk, ouyang, place):
    desk = signed_in(county_clerk)
    assert problems(desk, upload(desk, visit(200))) == [
        (2, [("补记原因", "补记三十天以前的事，请写明原因。")])
    ]
    confirm(desk, upload(desk, visit(200), late_reason="纸质台账补录"))
    entry = LogEntry.objects.get()
    assert (entry.is_late, entry.late_reason) == (True, "纸质台账补录")


def test_rows_that_contradict_each_other_are_named_when_they_are_written(desk):
    other = f"{ago(3)},10:00,12:00,走访,同时走访,花门街道,隆回代表团,欧阳春,,同一时间在另一个地方。"
    address = upload(desk, visit(), other)
    answer = confirm(desk, address)
    assert answer.status_code == 422
    assert "第 3 行：欧阳春这个时间已登记在“大塘村”" in answer.content.decode()
    assert not LogEntry.objects.exists()


def test_study_hours_and_form_are_read(desk):
    row = f"{ago(3)},代表法学习,以会代训,2.5学时,欧阳春,学习新修改的代表法。"
    confirm(desk, upload(desk, row, head=STUDY, kind="training"))
    entry = LogEntry.objects.get()
    assert (str(entry.hours), entry.details["form"]) == ("2.5", "meeting")
    for hours in ("9", "0", "nan", "1e9999", "-2", "两小时", "2.55"):
        address = upload(
            desk, row.replace("2.5学时", hours).replace(ago(3), ago(4)), head=STUDY, kind="training"
        )
        assert [heading for heading, _said in problems(desk, address)[0][1]] == ["学时"], hours


def test_an_import_is_taken_back_whole_and_may_come_again(desk):
    address = upload(desk, visit(), visit(2, "走访五户", kind="走访"))
    confirm(desk, address)
    assert desk.post(address, {"undo": "yes"}).status_code == 302
    assert set(LogEntry.objects.values_list("state", flat=True)) == {"withdrawn"}
    assert desk.post(address, {"undo": "yes"}).status_code == 409
    confirm(desk, upload(desk, visit()))
    assert LogEntry.objects.filter(state="pending").count() == 1


def test_once_the_office_has_verified_a_row_the_import_stays(desk, county_clerk):
    address = upload(desk, visit(), visit(2, "走访五户", kind="走访"))
    confirm(desk, address)
    verify_entries(LogEntry.objects.filter(title="走访五户"), actor=county_clerk, at=now())
    answer = desk.post(address, {"undo": "yes"})
    assert answer.status_code == 409
    assert "其中 1 条已经核实或更正" in answer.content.decode()
    assert LogEntry.objects.filter(state="withdrawn").count() == 0


def test_two_clicks_write_once(desk):
    address = upload(desk, visit())
    assert [confirm(desk, address).status_code for _ in range(2)] == [302, 409]
    assert LogEntry.objects.count() == 1


def test_the_template_reads_back_as_an_empty_file(desk):
    answer = desk.get(reverse("deputies:logbook-template", args=[CODE, "training"]))
    content = b"".join(answer.streaming_content)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [cell.value for cell in sheet[2]][:4] == ["日期", "开始", "结束", "主题"]
    file = SimpleUploadedFile("模板.xlsx", content)
    address = desk.post(reverse("deputies:logbook-import", args=[CODE, "training"]), {"file": file})[
        "Location"
    ]
    page = desk.get(address)
    assert (page.context["fresh"], page.context["bad_count"]) == (0, 0)
    assert "表格里没有记录。" in confirm(desk, address).content.decode()


def test_what_was_exported_can_be_brought_in_elsewhere(desk):
    confirm(desk, upload(desk, visit()))
    answer = desk.post(reverse("deputies:logbook-print"), {"book": "activity", "as": "xlsx"})
    file = SimpleUploadedFile("导出.xlsx", b"".join(answer.streaming_content))
    address = desk.post(reverse("deputies:logbook-import", args=[CODE, "activity"]), {"file": file})[
        "Location"
    ]
    # The printed book has no column for the words beside its course: the row says what it lacks.
    assert problems(desk, address)[0][1][0][0] == "活动情况"


def test_files_that_are_no_book_get_a_sentence(desk):
    path = reverse("deputies:logbook-import", args=[CODE, "activity"])
    for content, said in (
        ("姓名,电话\n张三,1".encode(), "表头缺少“日期、主题、类型、参加代表”"),
        (b"", "文件是空的"),
        (b"PK\x03\x04 no workbook", "文件"),
    ):
        answer = desk.post(path, {"file": SimpleUploadedFile("表.csv", content)}, follow=True)
        assert answer.status_code in {200, 422}
        assert said in answer.content.decode()
    many = [visit(3, f"第{n}次") for n in range(600)]
    text = desk.get(upload(desk, *many)).content.decode()
    assert "行数太多" in text
    assert "确认导入" not in text
    assert not LogEntry.objects.exists()


def test_only_the_uploader_and_only_of_the_own_station(desk, ouyang, place, signed_in, county_clerk, leader):
    address = upload(desk, visit())
    assert signed_in(county_clerk).get(address).status_code == 404
    assert signed_in(leader).get(address).status_code == 403
    for kind in ("reception", "issues", "report", "x"):
        assert desk.get(reverse("deputies:logbook-import", args=[CODE, kind])).status_code == 404
    assert desk.get(reverse("deputies:logbook-import", args=["430500-SL", "activity"])).status_code == 404


def test_a_deputy_is_found_among_those_of_that_day(desk, place):
    left = make_deputy("谭明")
    make_mandate(left)
    assign(left, place, ends_on=localdate() - timedelta(days=5))
    address = upload(desk, visit(3, people="谭明"), visit(10, "较早的视察", people="谭明"))
    assert problems(desk, address) == [(2, [("参加代表", "“谭明”那天不是本站代表。")])]
