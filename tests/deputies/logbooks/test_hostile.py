"""What a broken or hostile phone sends: every item is refused with a sentence, nothing is lost, nothing of others is told."""

import json
import threading
from datetime import date, datetime, timedelta
from io import BytesIO
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.urls import reverse
from django.utils.timezone import localdate
from PIL import Image

from deputies.logbooks.services import HouseholdDraft, add_household, end_household
from deputies.logbooks.sync import take_in
from deputies.models import CheckIn, Contact, DutyShift, EntryPhoto, Household, LogEntry, ShiftDeputy
from deputies.stations.door import door_token
from tests.deputies.makers import assign, make_deputy, make_mandate
from tests.factories import make_user

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
HOME = datetime(2026, 11, 22, 19, 30, tzinfo=SHANGHAI)
DEEP: object = []
for _level in range(900):
    DEEP = [DEEP]


def item(kind="activity", uid=None, made_at="2026-11-22T15:10:00+08:00", **data):
    given = {
        "subkind": "visit",
        "happened_on": "2026-11-22",
        "place": "大塘村",
        "content": "走访了五组的三户人家。",
        **data,
    }
    return {"uid": uid or str(uuid4()), "kind": kind, "made_at": made_at, "data": given}


@pytest.fixture
def other(place):
    """彭国华, another deputy of the station, with an account."""
    person = make_deputy("彭国华", user=make_user(name="彭国华", username="peng.guohua"))
    make_mandate(person)
    assign(person, place)
    return person


@pytest.mark.parametrize(
    "broken",
    [
        item(title="\ud800 半个字"),
        item(place="\udfff"),
        item(content="走访了五组的三户人家\ud83d"),
        item(details={"organiser": "隆回\0代表团"}),
        item(details={"organiser": "\ud800"}),
        item(late_reason="\ud800"),
        item(uid=DEEP),
        item(kind=DEEP),
        item(subkind=DEEP),
        item(place=DEEP),
        item(hours=DEEP),
        item(people=DEEP),
        item(shift=DEEP),
        item(deputies=[DEEP]),
        item(households=[DEEP]),
        item(kind="reception", subkind="", voices=[{"said": DEEP}]),
        item(kind="reception", subkind="", voices=[{"uid": DEEP, "said": "路灯坏了半年没人修。"}]),
        item(kind="reception", subkind="", voices=[{"said": "路灯坏了半年\ud800没人修。"}]),
        item(kind="reception", subkind="", voices=[{"said": "路灯坏了半年没人修。", "name": "刘\ud800"}]),
        item(kind="reception", subkind="", voices=[{"said": "路灯坏了半年没人修。", "category": "\ud800"}]),
        item(kind="reception", subkind="", voices=[{"said": "路灯坏了半年没人修。", "gender": "x"}]),
        item(kind="household", name="刘\ud800"),
        item(kind="household", name="\0"),
        item(kind="household", name="刘桂香", phone="1" * 40),
        item(kind="contact", household=DEEP, way="call", on="2026-11-22"),
        item(kind="check_in", station="\ud800", token="\ud800"),
    ],
)
def test_an_item_that_cannot_be_kept_is_refused_with_a_sentence(ouyang, place, broken):
    (result,) = take_in([broken], user=ouyang.user, at=HOME)
    assert (result.outcome, bool(result.message)) == ("refused", True)
    json.dumps(result.as_json()).encode()
    assert LogEntry.objects.count() == Household.objects.count() == 0


@pytest.mark.parametrize(
    "made_at",
    [
        "0001-01-01T00:00:00+14:00",
        "9999-12-31T23:59:59-12:00",
        "9999-12-31T23:59:59",
        DEEP,
        5,
        "2026-02-30T00:00:00",
    ],
)
def test_a_moment_out_of_all_time_does_no_harm(ouyang, place, made_at):
    (result,) = take_in([item(made_at=made_at)], user=ouyang.user, at=HOME)
    assert result.outcome == "created"
    (result,) = take_in(
        [item(kind="check_in", station="430524001-ZD", made_at=made_at)], user=ouyang.user, at=HOME
    )
    assert result.outcome == "refused"


def test_written_down_before_it_happened_is_marked_and_still_late(ouyang, place):
    take_in([item(made_at="1970-01-01T00:00:00Z", happened_on="2026-11-01")], user=ouyang.user, at=HOME)
    entry = LogEntry.objects.get()
    assert (entry.is_clock_off, entry.is_late) == (True, True)


def test_a_key_of_a_voice_that_is_taken_refuses_the_item_alone(ouyang, other, place):
    said = [{"uid": str(uuid4()), "said": "路灯坏了半年没人修。"}]
    first = item(kind="reception", subkind="", voices=said)
    assert take_in([first], user=ouyang.user, at=HOME)[0].outcome == "created"
    again = [item(kind="reception", subkind="", voices=said, place="石桥村"), item(place="枫木村")]
    assert [r.outcome for r in take_in(again, user=other.user, at=HOME)] == ["refused", "created"]
    twice = item(
        kind="reception", subkind="", voices=[{"uid": str(UUID(int=7)), "said": "路灯坏了半年。"}] * 2
    )
    (result,) = take_in([twice], user=other.user, at=HOME)
    assert (result.outcome, result.field) == ("refused", "voices")


def test_a_key_of_somebody_else_is_refused_for_households_contacts_and_check_ins(ouyang, other, place):
    key = str(uuid4())
    mine = item(kind="household", uid=key, name="刘桂香")
    assert take_in([mine], user=ouyang.user, at=HOME)[0].outcome == "created"
    (result,) = take_in([mine], user=other.user, at=HOME)
    assert (result.outcome, result.code) == ("refused", "key_taken")
    assert other.households.count() == 0
    ours = [
        add_household(other, HouseholdDraft(name), actor=other.user, on=date(2026, 11, 1))
        for name in ("甲", "乙")
    ]
    call = {"way": "call", "on": "2026-11-22"}
    sent = [item(kind="contact", uid=key, household=str(row.uid), **call) for row in ours]
    assert [r.outcome for r in take_in(sent, user=other.user, at=HOME)] == ["created", "refused"]


def test_a_check_in_under_a_key_that_is_taken_is_no_check_in(ouyang, other, place):
    shift = DutyShift.objects.create(
        station=place,
        on=HOME.date(),
        planned_on=HOME.date(),
        starts_at="09:00",
        ends_at="11:00",
        state="published",
    )
    for deputy in (ouyang, other):
        ShiftDeputy.objects.create(shift=shift, deputy=deputy)
    sent = item(
        kind="check_in", uid=str(uuid4()), station="430524001-ZD", token=door_token(place, HOME.date())
    )
    assert take_in([sent], user=ouyang.user, at=HOME)[0].outcome == "created"
    assert take_in([sent], user=other.user, at=HOME)[0].outcome == "refused"
    assert CheckIn.objects.get().deputy == ouyang


def test_a_household_that_was_ended_takes_no_later_contact(ouyang, place):
    household = add_household(ouyang, HouseholdDraft("刘桂香"), actor=ouyang.user, on=date(2026, 11, 1))
    end_household(household, actor=ouyang.user, on=date(2026, 11, 10))
    sent = [
        item(kind="contact", household=str(household.uid), way="call", on=day)
        for day in ("2026-11-09", "2026-11-15")
    ]
    assert [r.outcome for r in take_in(sent, user=ouyang.user, at=HOME)] == ["created", "refused"]


@pytest.mark.parametrize("change", [{"ends_on": date(2026, 11, 1), "state": "ended"}, {"state": "suspended"}])
def test_who_is_out_of_office_writes_nothing(ouyang, place, change):
    household = add_household(ouyang, HouseholdDraft("刘桂香"), actor=ouyang.user, on=date(2026, 10, 1))
    ouyang.mandates.update(**change)
    sent = [
        item(),
        item(kind="household", name="陈桂花"),
        item(kind="contact", household=str(household.uid), way="call", on="2026-11-22"),
    ]
    results = take_in(sent, user=ouyang.user, at=HOME)
    assert {(r.outcome, r.code) for r in results} <= {
        ("refused", "mandate_ended"), ("refused", "mandate_suspended"),
    }  # fmt: skip
    assert Contact.objects.count() == LogEntry.objects.count() == 0


@pytest.fixture
def phone(ouyang, place, signed_in, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return signed_in(ouyang.user)


def send(phone, body: bytes, **extra):
    return phone.post(reverse("deputies:phone-field-log"), body, content_type="application/json", **extra)


def test_bodies_that_are_no_batch_get_a_clear_answer(phone):
    deep = b"[" * 100_000 + b"]" * 100_000
    for body in (
        deep,
        b'{"entries": ' + deep + b"}",
        b'{"entries": [], "schema": "2"}',
        b'{"entries": [], "schema": ' + b"9" * 5000 + b"}",
        b'{"entries": NaN}',
        b'"' + b"x" * 1000,
        b"\x00",
    ):
        assert send(phone, body).status_code == 422, body[:40]
    assert send(phone, b'{"entries": []}' + b" " * 3_000_000).status_code in {413, 422}
    assert send(phone, b"{}", headers={"Content-Length": "abc"}).status_code in {400, 422}


def test_only_as_many_items_as_one_call_takes_are_judged(phone):
    many = [item(place=f"{n}组", happened_on=localdate().isoformat()) for n in range(120)]
    answer = send(phone, json.dumps({"entries": many}).encode()).json()
    assert len(answer["results"]) == answer["most"] == 50


def picture(size=(640, 480), form="JPEG") -> bytes:
    out = BytesIO()
    Image.new("RGB", size, (120, 90, 60)).save(out, form)
    return out.getvalue()


def put(phone, entry_uid: str, content: bytes, photo=None, **extra):
    path = reverse("deputies:phone-photo", args=[entry_uid, photo or uuid4()])
    return phone.put(path, content, content_type="image/jpeg", **extra)


def bomb() -> bytes:
    """A picture of 30,000 by 30,000 points in a few kilobytes."""
    out = BytesIO()
    Image.new("1", (30_000, 30_000)).save(out, "PNG", optimize=True)
    return out.getvalue()


def test_photos_that_are_none_or_too_much_are_refused(phone, ouyang):
    entry = item(happened_on=localdate().isoformat())
    take_in([entry], user=ouyang.user, at=datetime.now(SHANGHAI))
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
    for content in (b"", b"\0" * 100, svg, b"%PDF-1.7", picture()[:200], bomb(), b"GIF89a" + b"\0" * 50):
        assert put(phone, entry["uid"], content).status_code == 422, content[:10]
    assert put(phone, entry["uid"], b"\xff\xd8\xff" + b"\0" * 4_000_000).status_code in {413, 422}
    assert EntryPhoto.objects.count() == 0


def test_the_same_photo_key_on_two_entries_is_refused_for_the_second(phone, ouyang):
    first, second = (item(place=place, happened_on=localdate().isoformat()) for place in ("甲村", "乙村"))
    take_in([first, second], user=ouyang.user, at=datetime.now(SHANGHAI))
    key = uuid4()
    assert put(phone, first["uid"], picture(), key).status_code == 201
    refused = put(phone, second["uid"], picture(), key)
    assert (refused.status_code, refused.json()["type"]) == (422, "urn:lianxin:problem:key_taken")


@pytest.mark.django_db(transaction=True)
def test_the_same_household_from_two_connections_is_one(ouyang, place):
    key, results = uuid4(), []
    gate = threading.Barrier(2)

    def send_it() -> None:
        try:
            gate.wait(10)
            results.extend(
                take_in([item(kind="household", uid=str(key), name="刘桂香")], user=ouyang.user, at=HOME)
            )
        finally:
            connection.close()

    threads = [threading.Thread(target=send_it) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(r.outcome for r in results) in (["created", "known"], ["created", "created"])
    assert Household.objects.count() == 1


def test_nothing_is_written_down_from_before_the_station_was(place, ouyang, county_clerk, signed_in):
    place.organisation.valid_from = localdate() - timedelta(days=5)
    place.organisation.save()
    path = reverse("deputies:entry-new", args=["430524001-ZD", "activity"])
    form = {
        "title": "视察农贸市场", "subkind": "inspection", "deputies": [ouyang.pk], "late_reason": "补录纸质台账",
        "content": "看了两个市场的消防通道。",
    }  # fmt: skip
    for day in (localdate() - timedelta(days=6), date(1, 1, 1), date(1949, 10, 1)):
        answer = signed_in(county_clerk).post(path, {**form, "happened_on": day.isoformat()})
        assert answer.status_code == 422, day
    assert LogEntry.objects.count() == 0
