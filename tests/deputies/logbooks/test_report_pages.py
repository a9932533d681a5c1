"""Duty reports as pages: desk, phone, portal, paper."""

import io
from dataclasses import asdict, replace

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from congress.models import AuditEvent
from deputies.logbooks.models import ReportCount
from deputies.logbooks.reports import services
from deputies.logbooks.reports.models import DutyReport
from deputies.models import Deputy
from tests.deputies.logbooks.reports import BALLOTS, HELD, TEXT, hold, plan, publish, rate, submit, write
from tests.deputies.makers import assign, make_deputy, make_mandate

pytestmark = pytest.mark.django_db
# Numbers that stand nowhere else on a page.
ODD = {"issued": 3197, "returned": 3191, "good": 2801, "fair": 301, "poor": 71, "invalid": 18}


def page(client, name, *args, status=200, **query):
    answer = client.get(reverse(f"deputies:{name}", args=args), query)
    assert answer.status_code == status
    return answer.content.decode()


def send(client, name, *args, **data):
    return client.post(reverse(f"deputies:{name}", args=args), data)


@pytest.fixture
def crowded(ouyang, station_officer):
    """A meeting with so many people that the counts are numbers of their own."""
    report = plan(ouyang, station_officer, entitled=4000)
    return services.hold_meeting(
        report, present=3200, questions="", version=None, actor=station_officer, at=HELD
    )


def test_the_deputy_writes_saves_and_submits_on_the_phone_and_a_double_press_makes_one(ouyang, signed_in):
    phone, year = signed_in(ouyang.user), localdate().year
    form = {
        **asdict(replace(TEXT, conduct="")), "year": year, "client_uuid": "11111111-2222-3333-4444-555555555555",
    }  # fmt: skip
    assert [send(phone, "my-report-new", **form).status_code for _ in range(2)] == [302, 302]
    report = DutyReport.objects.get()
    short = send(phone, "my-report-submit", report.uid, version=1)
    assert short.status_code == 422
    send(phone, "my-report-save", report.uid, **asdict(TEXT), version=1)
    assert send(phone, "my-report-submit", report.uid, version=2).status_code == 302
    assert "已提交" in page(phone, "my-reports")
    assert TEXT.meetings in page(phone, "my-report", report.uid)


def test_a_save_after_somebody_elses_keeps_what_was_typed(ouyang, signed_in):
    phone, report = signed_in(ouyang.user), write(ouyang)
    send(phone, "my-report-save", report.uid, **asdict(TEXT), version=1)
    late = send(
        phone, "my-report-save", report.uid, **asdict(replace(TEXT, conduct="没有违纪，请放心。")), version=1
    )
    assert late.status_code == 409
    assert "没有违纪，请放心。" in late.content.decode()


def test_a_draft_is_nobody_elses(ouyang, station_officer, county_clerk, signed_in):
    report = write(ouyang)
    for person in (station_officer, county_clerk):
        page(signed_in(person), "report", report.uid, status=404)
        assert "欧阳春" not in page(signed_in(person), "reports")


def test_another_deputy_does_not_see_the_report(ouyang, place, signed_in, stranger):
    report = submit(ouyang)
    assert signed_in(stranger).get(reverse("deputies:my-report", args=[report.uid])).status_code in {403, 404}


def test_the_station_sends_back_plans_and_holds_with_the_forms(ouyang, station_officer, signed_in):
    report, desk = submit(ouyang), signed_in(station_officer)
    assert "安排测评会" in page(desk, "report", report.uid)
    today = localdate().isoformat()
    words = {"meets_on": today, "place": "村部", "host": "周明", "entitled": 40, "version": 2}
    assert send(desk, "report-plan", report.uid, **words).status_code == 302
    missed = send(desk, "report-hold", report.uid, present=20, version=3)
    assert missed.status_code == 422
    assert "应到 40 人，实到 20 人，没有超过一半" in missed.content.decode()
    assert send(desk, "report-hold", report.uid, present=33, version=3).status_code == 302
    assert DutyReport.objects.get().state == "held"


def test_a_step_that_is_not_possible_says_why(ouyang, station_officer, signed_in):
    report = submit(ouyang)
    answer = send(signed_in(station_officer), "report-hold", report.uid, present=33, version=2)
    assert answer.status_code == 409
    assert "当前状态为“已提交”，不能登记会议。" in answer.content.decode()


def test_the_second_counter_sees_no_number_of_the_first_anywhere(
    crowded, station_officer, county_clerk, clerk, signed_in
):
    first, second = signed_in(station_officer), signed_in(county_clerk)
    assert send(first, "report-count", crowded.uid, **ODD, turn=1).status_code == 302
    seen = [
        page(second, "report", crowded.uid),
        page(second, "report-count", crowded.uid),
        page(second, "reports"),
        page(second, "entry", crowded.entry.uid),
        send(second, "report-sheet", crowded.uid, "count").content.decode(),
        send(second, "report-sheet", crowded.uid, "report").content.decode(),
        send(second, "logbook-print", book="report").content.decode(),
        page(first, "report", crowded.uid),
        str(list(AuditEvent.objects.filter(verb="deputies.report.counted").values_list("facts", flat=True))),
    ]
    ledger = send(second, "report-ledger")
    rows = openpyxl.load_workbook(io.BytesIO(b"".join(ledger.streaming_content))).active.iter_rows()
    seen.append(str([[cell.value for cell in row] for row in rows]))
    for text in seen:
        for number in ("3197", "3191", "2801", "301 ", "3,197", "2,801"):
            assert number not in text
    assert "请由另一个人独立录入" in seen[0]


def test_counts_that_differ_are_shown_side_by_side_and_entered_again(
    crowded, station_officer, county_clerk, signed_in
):
    first, second = signed_in(station_officer), signed_in(county_clerk)
    send(first, "report-count", crowded.uid, **ODD, turn=1)
    answer = second.post(
        reverse("deputies:report-count", args=[crowded.uid]),
        {**ODD, "good": 2800, "fair": 302, "turn": 1},
        follow=True,
    )
    text = answer.content.decode()
    assert "两个人录入的票数不一致" in text
    for number in ("2801", "2800"):
        assert number in text
    for client in (second, first):
        send(client, "report-count", crowded.uid, **ODD, turn=2)
    assert DutyReport.objects.get().state == "rated"
    assert "88.2%" in page(first, "report", crowded.uid)
    assert ReportCount.objects.count() == 4


def test_ballots_that_do_not_add_up_stand_at_the_field_and_what_was_typed_stays(
    crowded, station_officer, signed_in
):
    answer = send(signed_in(station_officer), "report-count", crowded.uid, **{**ODD, "poor": 70}, turn=1)
    assert answer.status_code == 422
    assert "合计 3190 张，与收回的 3191 张不符" in answer.content.decode()
    assert 'value="2801"' in answer.content.decode()


def test_the_station_types_for_a_deputy_without_an_account(place, ouyang, station_officer, signed_in):
    paper = make_deputy("周德生")
    make_mandate(paper)
    assign(paper, place)
    desk, code = signed_in(station_officer), place.organisation.code
    form = page(desk, "report-write", code)
    assert "周德生" in form
    assert "欧阳春" not in form
    answer = send(desk, "report-write", code, **asdict(TEXT), year=localdate().year, deputy=paper.pk)
    assert answer.status_code == 302
    report = DutyReport.objects.get()
    assert send(desk, "report-submit", report.uid, version=1).status_code == 302


def test_the_sheets_and_the_ledger_are_recorded(ouyang, station_officer, county_clerk, signed_in):
    report = rate(ouyang, station_officer, county_clerk)
    desk = signed_in(county_clerk)
    assert TEXT.contacts in send(desk, "report-sheet", report.uid, "report").content.decode()
    assert "<td>26</td>" in send(desk, "report-sheet", report.uid, "count").content.decode()
    ledger = send(desk, "report-ledger", year="2026")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(ledger.streaming_content))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    found = dict(zip(rows[1], rows[2], strict=True))
    assert (found["述职代表"], found["满意"], found["收回票"], found["结果"]) == ("欧阳春", 26, 31, "满意")
    forms = [
        event.facts["form"]
        for event in AuditEvent.objects.filter(verb="deputies.report.printed").order_by("pk")
    ]
    assert forms == ["report", "count", "xlsx"]


def test_a_count_sheet_before_the_meeting_does_not_exist(ouyang, station_officer, signed_in):
    report = plan(ouyang, station_officer)
    assert send(signed_in(station_officer), "report-sheet", report.uid, "count").status_code == 404


def test_the_public_sees_numbers_and_grade_and_nothing_of_the_text(
    ouyang, place, station_officer, county_clerk, client
):
    report = publish(ouyang, station_officer, county_clerk)
    text = page(client, "public-report", report.uid)
    for words in (
        "欧阳春",
        "应到 40 人，实到 32 人",
        "发出 32 张，收回 31 张，有效 30 张，无效 1 张",
        "26 票（86.6%）",
    ):
        assert words in text
    for words in (
        TEXT.contacts,
        TEXT.proposals,
        "自来水何时通",
        "周明",
        station_officer.name,
        county_clerk.name,
    ):
        assert words not in text
    address = reverse("deputies:public-report", args=[report.uid])
    assert address in page(client, "deputy", ouyang.uid)
    assert address in page(client, "station", place.organisation.code)


def test_what_is_not_published_or_is_being_corrected_is_not_public(
    ouyang, place, station_officer, county_clerk, clerk, client
):
    report = publish(ouyang, station_officer, county_clerk)
    services.correct_rating(report, present=32, reason="漏计一张满意票", version=None, actor=clerk, at=HELD)
    page(client, "public-report", report.uid, status=404)
    assert "述职结果" not in page(client, "deputy", ouyang.uid)
    assert "述职结果" not in page(client, "station", place.organisation.code)


def test_the_deputy_reads_the_result_on_the_phone(ouyang, station_officer, county_clerk, signed_in):
    report = hold(ouyang, station_officer)
    services.enter_count(report, BALLOTS, turn=1, actor=station_officer, at=HELD)
    phone = signed_in(ouyang.user)
    assert "测评结果" not in page(phone, "my-report", report.uid)
    services.enter_count(report, BALLOTS, turn=1, actor=county_clerk, at=HELD)
    assert "26 票（86.6%）" in page(phone, "my-report", report.uid)


@pytest.mark.parametrize(("name", "who"), [("reports", "county_clerk"), ("my-reports", "deputy")])
def test_a_list_costs_the_same_for_three_rows_as_for_one(name, who, ouyang, place, signed_in, request):
    client = signed_in(request.getfixturevalue(who))

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse(f"deputies:{name}"))
        return len([query for query in captured if "congress_edition" not in query["sql"]])

    submit(ouyang)
    queries()
    one = queries()
    more: list[Deputy] = [make_deputy(), make_deputy()]
    for person in more:
        make_mandate(person)
        assign(person, place)
        DutyReport.objects.create(
            deputy=person, mandate=person.mandates.get(), station=place, region_code=place.region_code, year=2026,
            state="submitted", updated_at=HELD,
        )  # fmt: skip
    write(ouyang, year=2025)
    assert queries() == one
