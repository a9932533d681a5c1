"""Entries of the logbooks: written once, corrected openly, verified by somebody else."""

import threading
from datetime import date, datetime, time
from decimal import Decimal
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from congress.errors import BadInput, NotAllowed, Stale, WrongState
from congress.models import AuditEvent, Notice
from deputies.logbooks.selectors import entries_for
from deputies.logbooks.services import (
    EntryDraft,
    Part,
    amend_entry,
    correct_entry,
    lock_year,
    record_entry,
    refuse_entry,
    unlock_year,
    verify_entries,
    withdraw_entry,
)
from deputies.logbooks.services.verification import hash_of, sealed_rows
from deputies.models import EntryDeputy, LogEntry
from deputies.roster.services import Decision, change_mandate
from deputies.roster.states import ChangeKind
from tests.deputies.logbooks.drafts import VISITED, training, visit
from tests.deputies.makers import assign, make_deputy, make_mandate, make_station

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
NOW = datetime(2026, 11, 22, 19, 30, tzinfo=SHANGHAI)


def test_a_visit_is_written_with_when_it_was_and_when_it_came(ouyang, place):
    made_at = datetime(2026, 11, 20, 16, tzinfo=SHANGHAI)
    entry = record_entry(visit(ouyang, place), actor=ouyang.user, at=NOW, made_at=made_at).entry
    assert (entry.happened_on, entry.made_at, entry.received_at) == (VISITED, made_at, NOW)
    assert (entry.state, entry.is_late, entry.is_clock_off) == ("pending", False, False)
    assert AuditEvent.objects.get(verb="deputies.entry.recorded").facts == {
        "kind": "activity",
        "happened_on": "2026-11-20",
        "station": "430524001-ZD",
        "deputies": ["欧阳春"],
        "late": False,
        "raised": [],
    }


def test_the_same_entry_sent_twice_is_one(ouyang, place):
    uid = uuid4()
    first = record_entry(visit(ouyang, place), actor=ouyang.user, at=NOW, uid=uid)
    again = record_entry(visit(ouyang, place), actor=ouyang.user, at=NOW, uid=uid)
    assert (first.is_new, again.is_new, first.entry) == (True, False, again.entry)
    assert (LogEntry.objects.count(), EntryDeputy.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_the_same_entry_sent_twice_at_once_is_one(ouyang, place):
    uid, draft, ready, made = uuid4(), visit(ouyang, place), threading.Barrier(2), []

    def send() -> None:
        ready.wait()
        made.append(record_entry(draft, actor=ouyang.user, at=NOW, uid=uid).is_new)
        connection.close()

    phones = [threading.Thread(target=send) for _ in range(2)]
    for phone in phones:
        phone.start()
    for phone in phones:
        phone.join()
    assert sorted(made) == [False, True]
    assert LogEntry.objects.count() == 1


def test_the_key_of_another_phone_tells_nothing(ouyang, place, station_officer):
    uid = uuid4()
    record_entry(visit(ouyang, place), actor=ouyang.user, at=NOW, uid=uid)
    with pytest.raises(BadInput, match="编号已被使用"):
        record_entry(visit(ouyang, place), actor=station_officer, at=NOW, uid=uid)


def test_what_is_written_down_late_is_marked_late(ouyang, place):
    old = visit(ouyang, place, happened_on=date(2026, 11, 10))
    assert record_entry(old, actor=ouyang.user, at=NOW).entry.is_late is True


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"happened_on": date(2026, 11, 23)}, "happened_on", "不能晚于今天"),
        ({"happened_on": date(2026, 10, 1)}, "happened_on", "最多补记 30 天"),
        ({"title": "！！！"}, "title", "不能只有空格"),
        ({"content": "好"}, "content", "请至少写"),
        ({"subkind": "picnic"}, "subkind", "请选择类型"),
        ({"parts": []}, "deputies", "请选择参加的代表"),
        ({"starts_at": time(10), "ends_at": time(9)}, "ends_at", "晚于开始时间"),
        ({"kind": "issues"}, "kind", "没有这种台账"),
        ({"hours": Decimal(2)}, "hours", "没有学时"),
        ({"details": {"agenda": "长" * 1001}}, "agenda", "最多 1000 个字"),
    ],
)
def test_what_cannot_be_written_says_why_at_its_field(ouyang, place, changes, field, sentence):
    with pytest.raises(BadInput, match=sentence) as refused:
        record_entry(visit(ouyang, place, **changes), actor=ouyang.user, at=NOW)
    assert refused.value.field == field
    assert (
        LogEntry.objects.count(),
        AuditEvent.objects.filter(verb__startswith="deputies.entry").count(),
    ) == (0, 0)


def test_the_office_may_go_further_back_with_a_reason(ouyang, place, county_clerk):
    old = visit(ouyang, place, happened_on=date(2026, 9, 1))
    with pytest.raises(BadInput, match="请写明原因"):
        record_entry(old, actor=county_clerk, at=NOW)
    told = visit(ouyang, place, happened_on=date(2026, 9, 1), late_reason="站点纸质台账补录")
    assert record_entry(told, actor=county_clerk, at=NOW).entry.is_late is True


def test_nobody_is_at_two_places_at_one_time(ouyang, place):
    hours = {"starts_at": time(9), "ends_at": time(11)}
    record_entry(visit(ouyang, place, **hours), actor=ouyang.user, at=NOW)
    elsewhere = visit(ouyang, place, title="另一处走访", place="石桥村", starts_at=time(10), ends_at=time(12))
    with pytest.raises(BadInput, match="欧阳春这个时间已登记在“大塘村”"):
        record_entry(elsewhere, actor=ouyang.user, at=NOW)
    later = visit(ouyang, place, title="另一处走访", place="石桥村", starts_at=time(11), ends_at=time(12))
    record_entry(later, actor=ouyang.user, at=NOW)


def test_nobody_studies_more_than_eight_hours_a_day(ouyang, place):
    record_entry(training(ouyang, place, hours=Decimal(6)), actor=ouyang.user, at=NOW)
    with pytest.raises(BadInput, match="当天已登记 6 小时"):
        record_entry(training(ouyang, place, hours=Decimal("2.5")), actor=ouyang.user, at=NOW)


def test_a_deputy_writes_for_himself_and_not_for_others(ouyang, place):
    other = make_deputy("唐丽娟")
    make_mandate(other)
    with pytest.raises(NotAllowed, match="自己参加的"):
        record_entry(visit(other, place), actor=ouyang.user, at=NOW)


def test_who_left_office_yesterday_only_reads(ouyang, place, clerk):
    change_mandate(
        ouyang.mandates.get(),
        kind=ChangeKind.RESIGNATION,
        effective_on=date(2026, 11, 22),
        decision=Decision(basis="代表法第六十二条第二项"),
        actor=clerk,
        on=date(2026, 11, 20),
    )
    with pytest.raises(NotAllowed, match="已于 11 月 21 日终止"):
        record_entry(visit(ouyang, place), actor=ouyang.user, at=NOW)


def test_nobody_verifies_the_own_entry(ouyang, place, county_clerk):
    own = record_entry(visit(ouyang, place), actor=county_clerk, at=NOW).entry
    other = record_entry(training(ouyang, place), actor=ouyang.user, at=NOW).entry
    done, refused = verify_entries([own, other], actor=county_clerk, at=NOW)
    assert [row.pk for row in done] == [other.pk]
    assert refused == ["2026-11-20 走访大塘村五户：不能核实自己登记或自己参加的记录。"]


def test_the_station_does_not_verify(ouyang, place, station_officer):
    entry = record_entry(visit(ouyang, place), actor=ouyang.user, at=NOW).entry
    done, refused = verify_entries([entry], actor=station_officer, at=NOW)
    assert (done, len(refused)) == ([], 1)


def test_a_refused_entry_is_amended_and_verified(ouyang, place, county_clerk):
    entry = record_entry(visit(ouyang, place), actor=ouyang.user, at=NOW).entry
    entry = refuse_entry(entry, reason="请写明走访了哪几户", version=1, actor=county_clerk, at=NOW)
    assert Notice.objects.get(template="entry_refused").user == ouyang.user
    fuller = visit(ouyang, place, content="走访了五组的五户，其中两户独居。")
    entry = amend_entry(entry, fuller, version=2, actor=ouyang.user, at=NOW)
    assert (entry.state, AuditEvent.objects.get(verb="deputies.entry.amended").facts) == (
        "pending",
        {"changed": ["content"]},
    )
    done, _refused = verify_entries([entry], actor=county_clerk, at=NOW)
    assert done[0].verified_by == county_clerk


def test_a_verified_entry_is_not_edited_but_corrected_and_keeps_its_old_text(ouyang, place, county_clerk):
    entry = record_entry(visit(ouyang, place), actor=ouyang.user, at=NOW).entry
    (entry,), _refused = verify_entries([entry], actor=county_clerk, at=NOW)
    changed = visit(ouyang, place, title="走访大塘村六户")
    with pytest.raises(WrongState, match="已核"):
        amend_entry(entry, changed, version=entry.version, actor=ouyang.user, at=NOW)
    new = correct_entry(entry, changed, reason="漏记一户", version=entry.version, actor=ouyang.user, at=NOW)
    entry.refresh_from_db()
    assert (entry.state, entry.title, entry.remark) == ("corrected", "走访大塘村五户", "漏记一户")
    assert (new.state, new.title, new.corrects) == ("pending", "走访大塘村六户", entry)


def test_a_stale_page_changes_nothing(ouyang, place):
    entry = record_entry(visit(ouyang, place), actor=ouyang.user, at=NOW).entry
    withdraw_entry(entry, reason="登记错了", version=1, actor=ouyang.user, at=NOW)
    with pytest.raises(Stale):
        withdraw_entry(entry, reason="登记错了", version=1, actor=ouyang.user, at=NOW)


def _last_year(ouyang, place, county_clerk):
    then = datetime(2025, 11, 22, 9, tzinfo=SHANGHAI)
    draft = visit(ouyang, place, happened_on=date(2025, 11, 20))
    return record_entry(draft, actor=ouyang.user, at=then).entry


def test_a_year_with_pending_entries_is_not_sealed(ouyang, place, county_clerk):
    _last_year(ouyang, place, county_clerk)
    with pytest.raises(WrongState, match="还有 1 条记录没有核实"):
        lock_year(place, year=2025, actor=county_clerk, at=NOW)
    with pytest.raises(BadInput, match="还没有结束"):
        lock_year(place, year=2026, actor=county_clerk, at=NOW)


def test_a_sealed_year_takes_nothing_more_until_it_is_unsealed_with_a_reason(ouyang, place, county_clerk):
    entry = _last_year(ouyang, place, county_clerk)
    verify_entries([entry], actor=county_clerk, at=NOW)
    lock = lock_year(place, year=2025, actor=county_clerk, at=NOW)
    assert (lock.rows, lock.content_hash) == (1, hash_of(sealed_rows(place, 2025)))
    late = visit(ouyang, place, happened_on=date(2025, 12, 1), late_reason="纸质台账补录")
    with pytest.raises(WrongState, match="2025 年的台账已经封存"):
        record_entry(late, actor=county_clerk, at=NOW)
    entry.refresh_from_db()
    with pytest.raises(WrongState, match="已经封存"):
        correct_entry(
            entry, visit(ouyang, place), reason="漏记一户", version=entry.version, actor=county_clerk, at=NOW
        )
    unlock_year(lock, reason="查漏补缺，经主任同意", actor=county_clerk, at=NOW)
    assert record_entry(late, actor=county_clerk, at=NOW).is_new
    facts = AuditEvent.objects.get(verb="deputies.logbook.unlocked").facts
    assert facts == {"year": 2025, "reason": "查漏补缺，经主任同意"}


def test_everybody_reads_the_entries_that_are_theirs(
    ouyang, place, clerk, county_clerk, station_officer, handler
):
    mine = record_entry(visit(ouyang, place), actor=ouyang.user, at=NOW).entry
    other = make_deputy("唐丽娟")
    make_mandate(other)
    elsewhere = make_station()
    assign(other, elsewhere)
    theirs = record_entry(visit(other, elsewhere), actor=county_clerk, at=NOW).entry
    seen = {
        user.name: set(entries_for(user, on=NOW.date()))
        for user in (ouyang.user, station_officer, county_clerk, clerk, handler)
    }
    assert seen == {
        "欧阳春": {mine},
        "肖芳": {mine},
        "周建国": {mine, theirs},
        "李敏": {mine, theirs},
        "王强": set(),
    }


def test_leave_and_absence_stand_beside_who_came(ouyang, place, station_officer):
    other = make_deputy("唐丽娟")
    make_mandate(other)
    draft = EntryDraft(
        kind="activity",
        subkind="inspection",
        title="视察农贸市场",
        region=place.organisation.region,
        happened_on=VISITED,
        parts=[Part(ouyang), Part(other, "leave", "出差")],
        station=place,
        content="看了两个市场的消防通道。",
    )
    entry = record_entry(draft, actor=station_officer, at=NOW).entry
    parts = entry.deputies.order_by("pk").values_list("deputy__name", "attendance", "reason")
    assert list(parts) == [("欧阳春", "present", ""), ("唐丽娟", "leave", "出差")]
