"""The meeting, the two counts, the grade and its publication."""

import threading
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import connection

from congress.errors import BadInput, DomainError, NotAllowed, Stale, WrongState
from congress.models import AuditEvent
from congress.notices.models import Notice
from deputies.logbooks.cells import heads, rows_of
from deputies.logbooks.kinds import BOOKS
from deputies.logbooks.models import LogEntry, ReportCount, ReportVote
from deputies.logbooks.reports import services
from deputies.logbooks.reports.models import DutyReport
from deputies.logbooks.reports.rules import grade_of, require_quorum
from deputies.logbooks.services import refuse_entry, verify_entries, withdraw_entry
from tests.deputies.logbooks.reports import BALLOTS, HELD, MEETING, NOW, hold, plan, publish, rate, submit

pytestmark = pytest.mark.django_db


def facts(verb: str) -> dict:
    return AuditEvent.objects.get(verb=f"deputies.report.{verb}").facts


def count(report, actor, ballots=BALLOTS, turn=1):
    return services.enter_count(report, ballots, turn=turn, actor=actor, at=HELD)


def test_the_meeting_is_called_and_the_deputy_is_told(ouyang, station_officer):
    report = plan(ouyang, station_officer)
    assert (report.state, report.meets_on, report.entitled) == ("planned", MEETING, 40)
    assert facts("planned") == {"meets_on": "2026-11-24", "place": "大塘村村部会议室", "entitled": 40}
    assert ouyang.user == Notice.objects.get(template="report_planned").user


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"meets_on": date(2026, 11, 21)}, "meets_on"),
        ({"entitled": 0}, "entitled"),
        ({"place": " "}, "place"),
    ],
)
def test_a_meeting_in_the_past_or_without_voters_or_place_is_refused(ouyang, station_officer, changes, field):
    with pytest.raises(BadInput) as refusal:
        plan(ouyang, station_officer, **changes)
    assert refusal.value.field == field
    assert DutyReport.objects.get().state == "submitted"


def test_a_draft_has_no_meeting(ouyang, station_officer):
    report = submit(ouyang)
    services.take_back_report(report, version=None, actor=ouyang.user, at=NOW)
    with pytest.raises(WrongState, match="当前状态为“草稿”，不能安排测评会"):
        services.plan_meeting(
            report, meets_on=MEETING, meets_at=None, place="村部", host="周明", entitled=40, version=None,
            actor=station_officer, at=NOW,
        )  # fmt: skip


def test_with_too_few_people_nothing_is_held_and_the_meeting_is_put_off(ouyang, station_officer):
    with pytest.raises(BadInput, match="应到 40 人，实到 20 人，没有超过一半，不能进行测评，请改期。"):
        hold(ouyang, station_officer, present=20)
    report = DutyReport.objects.get()
    assert (report.state, LogEntry.objects.count(), ReportVote.objects.count()) == ("planned", 0, 0)
    put_off = services.postpone_meeting(
        report, meets_on=date(2026, 12, 1), meets_at=None, place="大塘村村部会议室", reason="到会人数没有过半",
        version=None, actor=station_officer, at=HELD,
    )  # fmt: skip
    assert (put_off.state, put_off.meets_on) == ("planned", date(2026, 12, 1))
    assert facts("postponed") == {
        "before": "2026-11-24", "meets_on": "2026-12-01", "reason": "到会人数没有过半",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("entitled", "present", "enough"),
    [(40, 21, True), (40, 20, False), (41, 21, True), (1, 1, True), (40, 41, False)],
)
def test_more_than_half_of_those_who_are_owed_is_a_quorum(entitled, present, enough):
    if enough:
        require_quorum(entitled=entitled, present=present)
    else:
        with pytest.raises(BadInput) as refusal:
            require_quorum(entitled=entitled, present=present)
        assert refusal.value.field == "present"


def test_a_meeting_is_not_held_before_its_day(ouyang, station_officer):
    report = plan(ouyang, station_officer)
    with pytest.raises(WrongState, match="测评会定在 11 月 24 日，开完会才能登记"):
        services.hold_meeting(report, present=32, questions="", version=None, actor=station_officer, at=NOW)


def test_the_meeting_is_written_into_the_fifth_book(ouyang, station_officer):
    entry = hold(ouyang, station_officer).entry
    assert (entry.kind, entry.title, entry.happened_on, entry.people, entry.state) == (
        "report", "欧阳春 2026 年述职", MEETING, 32, "pending",
    )  # fmt: skip
    assert entry.content.splitlines()[0] == "出席会议：出席县人代会一次，列席常委会会议两次，没有缺席。"
    assert entry.details == {"host": "周明", "questions": "问：自来水何时通？答：十二月底。"}
    assert [part.deputy for part in entry.deputies.all()] == [ouyang]


def test_held_twice_it_stands_in_the_book_once(ouyang, station_officer):
    report = hold(ouyang, station_officer)
    with pytest.raises(WrongState, match="不能登记会议"):
        services.hold_meeting(report, present=32, questions="", version=None, actor=station_officer, at=HELD)
    assert LogEntry.objects.count() == 1


def test_what_a_meeting_wrote_is_changed_only_through_the_report(ouyang, station_officer, county_clerk):
    entry = hold(ouyang, station_officer).entry
    with pytest.raises(WrongState, match="请在“代表述职”里更正"):
        withdraw_entry(entry, reason="写错了人数", version=1, actor=station_officer, at=HELD)
    with pytest.raises(WrongState, match="请在“代表述职”里更正"):
        refuse_entry(entry, reason="写错了人数", version=1, actor=county_clerk, at=HELD)


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"issued": 33}, "issued", "发出票数不能多于实到人数（32 人）。"),
        ({"returned": 33}, "returned", "收回票数不能多于发出票数。"),
        ({"good": 25}, "returned", "满意、基本满意、不满意和无效票合计 30 张，与收回的 31 张不符。"),
        ({"good": 0, "fair": 0, "poor": 0, "invalid": 31}, "good", "没有有效票，不能得出测评结果"),
        ({"poor": -1, "good": 28}, "", "票数不能小于 0。"),
    ],
)
def test_ballots_that_do_not_add_up_are_refused_at_their_field(
    ouyang, station_officer, changes, field, sentence
):
    report = hold(ouyang, station_officer)
    with pytest.raises(BadInput, match=sentence) as refusal:
        count(report, station_officer, replace(BALLOTS, **changes))
    assert (refusal.value.field or "") == field
    assert ReportCount.objects.count() == 0


def test_one_count_gives_no_grade_and_its_numbers_stand_nowhere(ouyang, station_officer):
    report = hold(ouyang, station_officer)
    assert count(report, station_officer).outcome == "waiting"
    assert ReportVote.objects.get().grade == ""
    assert facts("counted") == {"round": 1}
    book = BOOKS["report"]
    row = dict(zip(heads(book), next(iter(rows_of(book, LogEntry.objects.all()))), strict=True))
    assert (row["发出/收回/有效"], row["测评结果"]) == ("", "")


def test_nobody_counts_twice_in_a_round(ouyang, station_officer):
    report = hold(ouyang, station_officer)
    count(report, station_officer)
    with pytest.raises(WrongState, match="这一轮您已经录入，请由另一个人录入"):
        count(report, station_officer)
    assert (DutyReport.objects.get().state, ReportCount.objects.count()) == ("held", 1)


def test_the_deputy_and_strangers_do_not_count(ouyang, station_officer, handler):
    report = hold(ouyang, station_officer)
    for person in (ouyang.user, handler):
        with pytest.raises(NotAllowed):
            count(report, person)


def test_two_people_who_agree_give_the_grade_with_its_basis(ouyang, station_officer, county_clerk):
    report = rate(ouyang, station_officer, county_clerk)
    assert (report.state, ReportVote.objects.get().grade) == ("rated", "good")
    given = facts("graded")
    assert (given["good"], given["returned"], given["grade"]) == (26, 31, "good")
    assert given["counted_by"] == [station_officer.name, county_clerk.name]
    assert "满意票占 80% 以上为满意" in given["basis"]
    assert ouyang.user == Notice.objects.get(template="report_rated").user


def test_two_who_differ_both_count_again_and_the_old_counts_stay(ouyang, station_officer, county_clerk):
    report = hold(ouyang, station_officer)
    count(report, station_officer)
    differing = replace(BALLOTS, good=25, fair=4)
    assert count(report, county_clerk, differing).outcome == "differed"
    assert (ReportVote.objects.get().grade, ReportVote.objects.get().round) == ("", 2)
    assert [row["good"] for row in facts("differed")["counts"]] == [26, 25]
    assert count(report, county_clerk, turn=2).outcome == "waiting"
    assert count(report, station_officer, turn=2).outcome == "agreed"
    assert ReportCount.objects.count() == 4


def test_a_second_press_of_the_one_who_differed_does_not_open_the_next_round(
    ouyang, station_officer, county_clerk
):
    report = hold(ouyang, station_officer)
    count(report, station_officer)
    differing = replace(BALLOTS, good=25, fair=4)
    count(report, county_clerk, differing)
    with pytest.raises(Stale, match="已进入新一轮"):
        count(report, county_clerk, differing)
    assert ReportCount.objects.count() == 2


@pytest.mark.parametrize(
    ("good", "valid", "grade"),
    [
        (80, 100, "good"),
        (799, 1000, "fair"),
        (50, 100, "fair"),
        (499, 1000, "poor"),
        (1, 1, "good"),
        (0, 9, "poor"),
    ],
)
def test_the_grade_follows_the_share_of_satisfied_among_valid_ballots(good, valid, grade):
    assert grade_of(good=good, valid=valid) == grade


@pytest.mark.django_db(transaction=True)
def test_of_two_who_count_at_once_one_is_first_and_one_decides(ouyang, station_officer, county_clerk):
    report, ready, outcomes = hold(ouyang, station_officer), threading.Barrier(2), []

    def enter(person) -> None:
        ready.wait()
        outcomes.append(count(report, person).outcome)
        connection.close()

    counters = [threading.Thread(target=enter, args=[p]) for p in (station_officer, county_clerk)]
    for counter in counters:
        counter.start()
    for counter in counters:
        counter.join()
    assert sorted(outcomes) == ["agreed", "waiting"]
    assert AuditEvent.objects.filter(verb="deputies.report.graded").count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_person_who_presses_twice_at_once_counts_once(ouyang, station_officer):
    report, ready, outcomes = hold(ouyang, station_officer), threading.Barrier(2), []

    def enter() -> None:
        ready.wait()
        try:
            outcomes.append(count(report, station_officer).outcome)
        except DomainError as refused:
            outcomes.append(refused.code)
        connection.close()

    presses = [threading.Thread(target=enter) for _ in range(2)]
    for press in presses:
        press.start()
    for press in presses:
        press.join()
    assert sorted(outcomes) == ["counted_by_you", "waiting"]


@pytest.mark.django_db(transaction=True)
def test_a_meeting_registered_twice_at_once_is_held_once_and_the_second_is_told(ouyang, station_officer):
    report, ready, outcomes = plan(ouyang, station_officer), threading.Barrier(2), []

    def register() -> None:
        ready.wait()
        try:
            held = services.hold_meeting(
                report, present=32, questions="", version=None, actor=station_officer, at=HELD
            )
            outcomes.append(held.state)
        except DomainError as refused:
            outcomes.append(refused.code)
        connection.close()

    presses = [threading.Thread(target=register) for _ in range(2)]
    for press in presses:
        press.start()
    for press in presses:
        press.join()
    assert sorted(outcomes) == ["held", "wrong_state"]
    assert LogEntry.objects.count() == 1
    assert AuditEvent.objects.filter(verb="deputies.report.held").count() == 1


def test_a_result_is_published_when_it_is_verified_and_the_deputy_had_five_days(
    ouyang, station_officer, county_clerk
):
    report = rate(ouyang, station_officer, county_clerk)

    def go(days, actor=county_clerk):
        return services.publish_report(
            report, improvement="", version=None, actor=actor, at=HELD + timedelta(days=days)
        )

    with pytest.raises(WrongState, match="还没有核实"):
        go(5)
    verify_entries([report.entry], actor=county_clerk, at=HELD)
    with pytest.raises(WrongState, match="11月29日起可以公示"):
        go(4)
    with pytest.raises(NotAllowed):
        go(5, station_officer)
    assert ReportVote.objects.get().published_at is None
    assert go(5).state == "published"
    assert ReportVote.objects.get().published_at is not None
    assert facts("published") == {"grade": "good"}


def test_a_poor_grade_is_published_with_what_must_get_better(ouyang, station_officer, county_clerk):
    poor = replace(BALLOTS, good=10, fair=10, poor=10)
    with pytest.raises(BadInput) as refusal:
        publish(ouyang, station_officer, county_clerk, poor)
    assert refusal.value.field == "improvement"
    report = DutyReport.objects.get()
    services.publish_report(
        report,
        improvement="每季度到村接待选民一次。",
        version=None,
        actor=county_clerk,
        at=HELD + timedelta(days=5),
    )
    assert ReportVote.objects.get().improvement == "每季度到村接待选民一次。"


def test_a_correction_takes_the_result_back_and_two_people_count_again(
    ouyang, station_officer, county_clerk, clerk
):
    report = publish(ouyang, station_officer, county_clerk)
    with pytest.raises(NotAllowed, match="您参加了这次计票"):
        services.correct_rating(
            report, present=32, reason="漏计一张满意票", version=None, actor=county_clerk, at=HELD
        )
    opened = services.correct_rating(
        report, present=33, reason="漏计一张满意票", version=None, actor=clerk, at=HELD + timedelta(days=9)
    )
    vote = ReportVote.objects.get()
    assert (opened.state, vote.grade, vote.published_at, vote.round) == ("held", "", None, 2)
    old = facts("corrected")
    assert (old["reason"], old["grade"], old["was_public"], old["present"]) == (
        "漏计一张满意票", "good", True, [32, 33],
    )  # fmt: skip
    assert [row["good"] for row in old["counts"]] == [26, 26]
    better = replace(BALLOTS, issued=33, returned=32, good=27)
    count(report, county_clerk, better, turn=2)
    assert count(report, clerk, better, turn=2).outcome == "agreed"


def test_in_a_sealed_year_nothing_is_counted(ouyang, place, station_officer, county_clerk):
    report = hold(ouyang, station_officer)
    place.locks.create(year=2026, rows=1, content_hash="0" * 64, locked_at=HELD, locked_by=county_clerk)
    with pytest.raises(WrongState, match="2026 年的台账已经封存"):
        count(report, station_officer)
