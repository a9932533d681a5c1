"""The yearly dossier: assembled, shown, objected to, frozen."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from congress.errors import NotAllowed, NotFound, RightExpired, WrongState
from congress.models import AuditEvent, Notice, User
from deputies.dossiers.models import Dossier
from deputies.dossiers.selectors import assemble, content_of, get_dossier_for
from deputies.dossiers.services import (
    AttendanceDraft,
    HonourDraft,
    MeetingDraft,
    add_honour,
    close_dossier,
    object_to_dossier,
    open_dossiers,
    record_meeting,
    reopen_dossier,
    show_dossier,
)
from deputies.logbooks.services import record_entry, verify_entries
from deputies.logbooks.services.verification import hash_of
from deputies.models import Deputy, Station
from tests.deputies.logbooks.drafts import training, visit
from tests.deputies.makers import (
    assign,
    make_constituency,
    make_deputy,
    make_mandate,
    make_station,
    make_term,
)
from tests.factories import make_region

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
THEN = datetime(2025, 11, 22, 19, 30, tzinfo=SHANGHAI)
NOW = datetime(2026, 1, 20, 9, tzinfo=SHANGHAI)
DAY = date(2025, 11, 20)


@pytest.fixture
def place(station) -> Station:
    return make_station(station)


@pytest.fixture
def ouyang(deputy: User, place: Station, county_office) -> Deputy:
    person = make_deputy("欧阳春", user=deputy)
    make_mandate(person, constituency=make_constituency(make_term(), region=make_region("430524")))
    assign(person, place)
    return person


@pytest.fixture
def year(ouyang, place, county_clerk) -> Dossier:
    """2025: two entries verified, one meeting, one honour."""
    entries = [
        record_entry(visit(ouyang, place, happened_on=DAY), actor=ouyang.user, at=THEN).entry,
        record_entry(
            training(ouyang, place, happened_on=DAY, hours=Decimal("2.5")), actor=ouyang.user, at=THEN
        ).entry,
    ]
    verify_entries(entries, actor=county_clerk, at=THEN)
    record_meeting(
        MeetingDraft("RD-2025-1", "session", "市十七届人大五次会议", "430524", date(2025, 1, 8), half_days=6),
        [AttendanceDraft(ouyang, half_days=6, speeches=2)],
        actor=county_clerk,
        on=THEN.date(),
    )
    praise = HonourDraft("优秀代表", "隆回县人大常委会", "county", date(2025, 12, 1))
    add_honour(ouyang, praise, actor=county_clerk, at=NOW)
    assert open_dossiers(year=2025, region_code="430524", actor=county_clerk, on=NOW.date()) == 1
    return Dossier.objects.get()


def test_the_dossier_is_assembled_and_nothing_is_typed_for_it(year):
    content = assemble(year.mandate, 2025)
    said = {
        name: [(line.on, line.what, line.note) for line in lines] for name, lines in content.parts.items()
    }
    assert said["meetings"] == [("2025-01-08", "市十七届人大五次会议", "出席，发言 2 次")]
    assert said["training"] == [("2025-11-20", "代表法学习", "2.5 学时")]
    assert said["contacts"] == [("2025-11-20", "走访大塘村五户", "大塘村")]
    assert said["honours"] == [("2025-12-01", "优秀代表", "隆回县人大常委会")]
    assert (content.figures["出席会议（半天）"], content.figures["学时"], content.figures["走访"]) == (
        "6",
        "2.5",
        "1",
    )
    assert content.missing == ["视察调研检查", "代表小组活动", "提出建议意见", "述职与接受监督"]


def test_what_nobody_has_verified_does_not_count_and_is_told(ouyang, place, year):
    record_entry(visit(ouyang, place, title="另一次走访", happened_on=DAY), actor=ouyang.user, at=THEN)
    content = assemble(year.mandate, 2025)
    assert (content.pending, content.figures["走访"]) == (1, "1")


def test_the_deputy_looks_it_through_objects_and_it_is_shown_again(year, ouyang, county_clerk):
    shown = show_dossier(year, version=1, actor=county_clerk, at=NOW)
    assert (shown.state, shown.object_until) == ("shown", date(2026, 2, 4))
    assert Notice.objects.get(template="dossier_shown").user == ouyang.user
    object_to_dossier(shown, text="少了十月的一次执法检查", actor=ouyang.user, at=NOW)
    shown.refresh_from_db()
    assert shown.state == "objected"
    with pytest.raises(WrongState):
        close_dossier(shown, version=shown.version, actor=county_clerk, at=NOW)


def test_nobody_objects_for_another_or_after_the_time(year, ouyang, county_clerk, clerk):
    shown = show_dossier(year, version=1, actor=county_clerk, at=NOW)
    with pytest.raises(NotAllowed, match="自己的档案"):
        object_to_dossier(shown, text="我来替他说一句", actor=clerk, at=NOW)
    late = datetime(2026, 2, 5, 9, tzinfo=SHANGHAI)
    with pytest.raises(RightExpired, match="2026-02-04"):
        object_to_dossier(shown, text="少了十月的一次执法检查", actor=ouyang.user, at=late)


def test_a_closed_dossier_is_frozen_with_a_hash_whatever_the_books_say_later(
    year, ouyang, place, county_clerk
):
    shown = show_dossier(year, version=1, actor=county_clerk, at=NOW)
    with pytest.raises(WrongState, match="期满才能归档"):
        close_dossier(shown, version=shown.version, actor=county_clerk, at=NOW)
    later = datetime(2026, 2, 6, 9, tzinfo=SHANGHAI)
    closed = close_dossier(shown, version=shown.version, actor=county_clerk, at=later)
    assert closed.content_hash == hash_of(closed.content)
    late = visit(ouyang, place, title="补记的走访", happened_on=DAY, late_reason="站点纸质台账补录")
    entry = record_entry(late, actor=county_clerk, at=later).entry
    assert entry.happened_on == DAY
    closed.refresh_from_db()
    assert content_of(closed).figures["走访"] == "1"
    assert AuditEvent.objects.get(verb="deputies.dossier.closed").facts == {
        "year": 2025,
        "content_hash": closed.content_hash,
    }
    reopened = reopen_dossier(
        closed, reason="漏登一次走访", version=closed.version, actor=county_clerk, at=later
    )
    assert (reopened.state, reopened.content, reopened.content_hash) == ("open", None, "")


def test_an_unverified_entry_keeps_a_dossier_open(year, ouyang, place, county_clerk):
    record_entry(visit(ouyang, place, title="另一次走访", happened_on=DAY), actor=ouyang.user, at=THEN)
    shown = show_dossier(year, version=1, actor=county_clerk, at=NOW)
    later = datetime(2026, 2, 6, 9, tzinfo=SHANGHAI)
    with pytest.raises(WrongState, match="还有 1 条台账没有核实"):
        close_dossier(shown, version=shown.version, actor=county_clerk, at=later)


def test_pushing_a_meeting_again_replaces_its_attendance(ouyang, county_clerk):
    draft = MeetingDraft("RD-1", "session", "第五次会议", "430524", date(2025, 1, 8), half_days=6)
    for presence in ("present", "leave"):
        record_meeting(draft, [AttendanceDraft(ouyang, presence)], actor=county_clerk, on=NOW.date())
    assert list(ouyang.attendances.values_list("presence", flat=True)) == ["leave"]


def test_opening_the_year_again_opens_nothing_twice(year, county_clerk):
    assert open_dossiers(year=2025, region_code="430524", actor=county_clerk, on=NOW.date()) == 0


def test_a_dossier_is_seen_by_its_deputy_its_station_and_its_office(
    year, ouyang, clerk, county_clerk, station_officer, handler
):
    for user in (ouyang.user, clerk, county_clerk, station_officer):
        assert get_dossier_for(user, year.uid, on=NOW.date()) == year
    with pytest.raises(NotFound):
        get_dossier_for(handler, year.uid, on=NOW.date())


def test_the_cost_of_a_dossier_does_not_grow_with_its_entries(year, ouyang, place):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assemble(Dossier.objects.get().mandate, 2025)
        return len(captured)

    before = queries()
    for n in range(4):
        record_entry(
            visit(ouyang, place, title=f"第 {n} 次走访", happened_on=DAY), actor=ouyang.user, at=THEN
        )
    assert queries() == before
