"""The desk's pages of the calendar and of the deadlines."""

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import localdate
from openpyxl import Workbook

from congress.workdays.models import DeadlineRule, RuleChange, SpecialDay
from congress.workdays.selectors import deadline_for
from tests.factories import make_region

pytestmark = pytest.mark.django_db

NOTICE = """一、元旦：1月1日（周五）至3日（周日）放假，共3天。
二、春节：2月5日（周五）至11日（周四）放假调休，共7天。2月14日（周日）上班。"""
ENTRY = {
    "year": "2027",
    "notice_title": "国务院办公厅关于2027年部分节假日安排的通知",
    "notice_number": "国办发明电〔2026〕9号",
}


def body(response):
    return response.content.decode()


@pytest.fixture
def rule() -> DeadlineRule:
    return DeadlineRule.objects.create(
        code="test.reply", name="测试答复", amount=15, unit="working_days", basis="旧办法第五条"
    )


@pytest.mark.parametrize("person", ["clerk", "handler", "station_officer", "county_clerk"])
def test_everybody_at_the_desk_sees_calendar_and_deadlines(signed_in, person, request, rule):
    client = signed_in(request.getfixturevalue(person))
    page = body(client.get("/desk/calendar/?year=2026"))
    assert "国办发明电〔2025〕7号" in page
    assert "国庆节" in page
    assert "15 个工作日" in body(client.get("/desk/deadlines/"))


@pytest.mark.parametrize("person", ["deputy", "stranger", "system_admin"])
def test_others_do_not(signed_in, person, request):
    client = signed_in(request.getfixturevalue(person))
    assert client.get("/desk/calendar/").status_code in {302, 403}
    assert client.get("/desk/deadlines/").status_code in {302, 403}


def test_the_calendar_asks_no_more_for_more_days(signed_in, clerk, django_assert_max_num_queries):
    client = signed_in(clerk)
    client.get("/desk/calendar/?year=2026")
    with django_assert_max_num_queries(25):
        client.get("/desk/calendar/?year=2026")


@pytest.mark.parametrize(
    "query", ["year=1", "year=abc", "year=２０２６", "county=x", "start=&amount=x", "year=99999999999"]
)
def test_a_broken_address_is_still_a_page(signed_in, clerk, query):
    assert signed_in(clerk).get(f"/desk/calendar/?{query}").status_code == 200


def test_a_year_without_a_notice_says_so(signed_in, clerk):
    assert "2028 年放假安排尚未录入" in body(signed_in(clerk).get("/desk/calendar/?year=2028"))


def test_any_period_can_be_counted_and_explained(signed_in, handler):
    page = body(
        signed_in(handler).get(
            "/desk/calendar/?year=2026&start=2026-04-29&amount=5&unit=working_days&region="
        )
    )
    assert "2026 年 5 月 9 日（周六）" in page
    assert "其间跳过 5 月 1 日至 5 日（劳动节）。" in page


def test_a_countys_own_day_shows_on_its_calendar_alone(signed_in, clerk):
    chengbu = make_region("430529", "城步苗族自治县")
    SpecialDay.objects.create(
        date="2026-07-20", region=chengbu, is_working=False, name="六月六", source="县公告"
    )
    client = signed_in(clerk)
    assert "六月六" in body(client.get("/desk/calendar/?year=2026&county=430529"))
    national = body(client.get("/desk/calendar/?year=2026"))
    assert "六月六" not in national
    assert "?year=2026&amp;county=430529" in national


def test_a_pasted_notice_is_shown_before_it_is_kept(signed_in, clerk):
    client = signed_in(clerk)
    preview = client.post("/desk/calendar/enter/", {**ENTRY, "text": NOTICE})
    assert "新增 11 天，取消 0 天，改动 0 天" in body(preview)
    assert not SpecialDay.objects.filter(date__year=2027).exists()
    rows = preview.context["form"].found_rows
    done = client.post("/desk/calendar/enter/", {**ENTRY, "rows": rows, "save": "1"})
    assert (done.status_code, done["Location"]) == (302, "/desk/calendar/?year=2027")
    assert SpecialDay.objects.filter(date__year=2027).count() == 11
    assert "2027 年放假安排已录入。" in body(client.get("/desk/calendar/?year=2027"))


def test_a_sheet_with_bad_rows_names_them_and_keeps_what_was_typed(signed_in, clerk):
    book, file = Workbook(), io.BytesIO()
    for row in [("日期", "安排", "名称"), ("2027-01-01", "休息", "元旦"), ("2027-13-01", "休息", "元旦")]:
        book.active.append(row)
    book.save(file)
    upload = SimpleUploadedFile("2027.xlsx", file.getvalue())
    answer = signed_in(clerk).post("/desk/calendar/enter/", {**ENTRY, "file": upload})
    assert answer.status_code == 422
    assert "第 3 行：日期“2027-13-01”无法识别。" in body(answer)
    assert ENTRY["notice_number"] in body(answer)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "请粘贴通知全文，或上传表格。"),
        ({"text": "今年不放假"}, "没有找到放假的日期。"),
        ({"text": NOTICE, "region": "999999"}, "选择一个有效的选项"),
        ({"text": NOTICE, "notice_title": ""}, "通知标题"),
        ({"file": SimpleUploadedFile("x.exe", b"MZ")}, "请上传 csv、txt、xlsx 或 xls 格式的表格。"),
        ({"rows": "2027-01-01\t休息\t元旦\nx"}, "不能导入"),
    ],
)
def test_a_bad_entry_gets_a_sentence_and_keeps_nothing(signed_in, clerk, fields, sentence):
    answer = signed_in(clerk).post("/desk/calendar/enter/", {**ENTRY, **fields, "save": "1"})
    assert answer.status_code == 422
    assert sentence in body(answer)
    assert not SpecialDay.objects.filter(date__year=2027).exists()


def test_a_county_cannot_enter_the_countrys_days_through_the_page(signed_in, county_clerk):
    client = signed_in(county_clerk)
    assert client.post("/desk/calendar/enter/", {**ENTRY, "text": NOTICE}).status_code == 403
    assert (
        client.post("/desk/calendar/enter/", {**ENTRY, "text": NOTICE, "region": "430524"}).status_code == 200
    )


def test_two_people_change_a_deadline_through_the_pages(signed_in, clerk, supervisor, rule):
    proposer, confirmer = signed_in(clerk), signed_in(supervisor)
    start = localdate() + timedelta(days=30)
    fields = {
        "amount": "10",
        "unit": "working_days",
        "basis": "新办法第五条",
        "valid_from": start.isoformat(),
        "reason": "省里修订了办法",
    }
    assert proposer.post("/desk/deadlines/test.reply/change/", fields).status_code == 302
    change = RuleChange.objects.get()
    assert "省里修订了办法" in body(confirmer.get("/desk/deadlines/"))
    address = f"/desk/deadlines/changes/{change.pk}/"
    assert "撤回" in body(proposer.get(address))
    assert proposer.post(address, {"decision": "confirm"}).status_code == 403
    assert confirmer.post(address, {"decision": "confirm"}).status_code == 302
    assert deadline_for("test.reply", on=start).amount == 10
    again = confirmer.post(address, {"decision": "confirm"})
    assert again.status_code == 409
    assert "这项调整已经处理过。" in body(again)


def test_a_rejection_wants_a_reason(signed_in, clerk, supervisor, rule):
    change = RuleChange.objects.create(
        code="test.reply",
        amount=9,
        unit="days",
        basis="b",
        valid_from=localdate() + timedelta(days=9),
        reason="r",
        proposed_by=clerk,
    )
    client = signed_in(supervisor)
    answer = client.post(f"/desk/deadlines/changes/{change.pk}/", {"decision": "reject"})
    assert (answer.status_code, "请写明理由。" in body(answer)) == (422, True)
    client.post(f"/desk/deadlines/changes/{change.pk}/", {"decision": "reject", "reason": "先征求意见"})
    assert "先征求意见" in body(client.get("/desk/deadlines/"))


def test_who_may_not_propose_finds_no_form(signed_in, handler, clerk, rule):
    assert signed_in(handler).get("/desk/deadlines/test.reply/change/").status_code == 403
    assert signed_in(clerk).get("/desk/deadlines/test.nothing/change/").status_code == 404
    assert signed_in(clerk).get("/desk/deadlines/changes/999/").status_code == 404
