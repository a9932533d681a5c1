"""A duty report is written, submitted, taken back and sent back."""

from dataclasses import replace
from uuid import uuid4

import pytest

from congress.errors import BadInput, NotAllowed, Stale, WrongState
from congress.models import AuditEvent
from congress.notices.models import Notice
from deputies.logbooks.reports.models import DutyReport
from deputies.logbooks.reports.services import (
    return_report,
    save_report,
    submit_report,
    take_back_report,
    write_report,
)
from tests.deputies.logbooks.reports import NOW, TEXT, plan, submit, write
from tests.deputies.makers import assign, make_deputy, make_mandate

pytestmark = pytest.mark.django_db


def facts(verb: str) -> dict:
    return AuditEvent.objects.get(verb=f"deputies.report.{verb}").facts


def test_a_deputy_writes_a_draft_and_the_same_form_sent_twice_makes_one(ouyang):
    uid = uuid4()
    assert write(ouyang, uid=uid) == write(ouyang, uid=uid)
    report = DutyReport.objects.get()
    assert (report.state, report.year, report.meetings) == ("draft", 2026, TEXT.meetings)
    assert facts("written") == {"deputy": "欧阳春", "year": 2026}


def test_there_is_one_report_a_year_and_mandate(ouyang):
    write(ouyang)
    with pytest.raises(WrongState, match="2026 年的述职报告已经有了"):
        write(ouyang)
    assert write(ouyang, year=2025).year == 2025


def test_a_report_of_a_year_long_past_or_to_come_is_refused(ouyang):
    for year in (2024, 2027):
        with pytest.raises(BadInput, match="只能填写今年或去年"):
            write(ouyang, year=year)
    assert DutyReport.objects.count() == 0


def test_the_station_writes_for_a_deputy_without_an_account_only(ouyang, place, station_officer):
    with pytest.raises(NotAllowed, match="由本人在手机上填写"):
        write(ouyang, actor=station_officer)
    paper = make_deputy("周德生")
    make_mandate(paper)
    assign(paper, place)
    report = write(paper, actor=station_officer)
    assert submit_report(report, version=1, actor=station_officer, at=NOW).state == "submitted"


def test_a_stranger_writes_for_nobody(ouyang, place, handler):
    paper = make_deputy("周德生")
    make_mandate(paper)
    assign(paper, place)
    with pytest.raises(NotAllowed, match="没有办理该事项的权限"):
        write(paper, actor=handler)


def test_a_draft_may_be_short_but_what_is_submitted_says_something_to_each_topic(ouyang):
    report = write_report(ouyang, replace(TEXT, contacts=""), year=2026, actor=ouyang.user, at=NOW)
    with pytest.raises(BadInput) as refusal:
        submit_report(report, version=1, actor=ouyang.user, at=NOW)
    assert refusal.value.field == "contacts"
    report.refresh_from_db()
    assert (report.state, report.version) == ("draft", 1)
    save_report(report, TEXT, version=1, actor=ouyang.user, at=NOW)
    assert facts("saved") == {"changed": ["contacts"]}
    assert submit_report(report, version=2, actor=ouyang.user, at=NOW).state == "submitted"


def test_submitting_tells_the_station(ouyang, place):
    report = submit(ouyang)
    notice = Notice.objects.get(template="report_submitted")
    assert notice.link == f"/desk/reports/{report.uid}/"
    assert notice.context == {"deputy": "欧阳春", "year": 2026}


def test_the_second_of_two_presses_is_refused_and_leaves_no_second_trace(ouyang):
    report = write(ouyang)
    submit_report(report, version=1, actor=ouyang.user, at=NOW)
    with pytest.raises(Stale, match="刚被办理"):
        submit_report(report, version=1, actor=ouyang.user, at=NOW)
    assert AuditEvent.objects.filter(verb="deputies.report.submitted").count() == 1
    assert Notice.objects.filter(template="report_submitted").count() == 1


def test_a_submitted_report_can_be_taken_back_but_not_changed(ouyang):
    report = submit(ouyang)
    with pytest.raises(WrongState, match="当前状态为“已提交”，不能修改"):
        save_report(report, TEXT, version=2, actor=ouyang.user, at=NOW)
    assert take_back_report(report, version=2, actor=ouyang.user, at=NOW).state == "draft"


def test_once_the_meeting_is_called_it_cannot_be_taken_back(ouyang, station_officer):
    report = plan(ouyang, station_officer)
    with pytest.raises(WrongState, match="不能撤回修改"):
        take_back_report(report, version=None, actor=ouyang.user, at=NOW)


def test_the_station_sends_it_back_with_a_reason_that_the_deputy_reads(ouyang, station_officer):
    report = submit(ouyang)
    with pytest.raises(BadInput):
        return_report(report, reason="改", version=2, actor=station_officer, at=NOW)
    returned = return_report(
        report, reason="请写明联系群众的次数。", version=2, actor=station_officer, at=NOW
    )
    assert (returned.state, returned.remark) == ("returned", "请写明联系群众的次数。")
    assert facts("returned") == {"reason": "请写明联系群众的次数。"}
    assert ouyang.user == Notice.objects.get(template="report_returned").user


def test_a_deputy_keeps_nothing_of_the_own_rating(ouyang):
    report = submit(ouyang)
    with pytest.raises(NotAllowed, match="不能办理自己的述职测评"):
        return_report(report, reason="请写明次数。", version=2, actor=ouyang.user, at=NOW)
    report.refresh_from_db()
    assert report.state == "submitted"


def test_the_office_of_another_place_and_a_department_keep_nothing(ouyang, handler, stranger):
    report = submit(ouyang)
    for person in (handler, stranger):
        with pytest.raises(NotAllowed, match="没有办理该事项的权限"):
            return_report(report, reason="请写明次数。", version=2, actor=person, at=NOW)
