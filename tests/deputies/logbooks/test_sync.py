"""What phones bring home: each item whole or refused, none lost, none twice."""

import json
from datetime import date, datetime
from io import BytesIO
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from PIL import Image

from congress.models import Attachment, User
from deputies.logbooks.owed import owed_by
from deputies.logbooks.services import HouseholdDraft, add_household
from deputies.logbooks.sync import SCHEMA, take_in
from deputies.models import CheckIn, Contact, DutyShift, LogEntry, ShiftDeputy, Voice
from deputies.stations.door import door_token
from petitions.suggestions.models import Suggestion
from petitions.suggestions.services.reference import load_categories
from tests.deputies.makers import assign, make_deputy, make_mandate

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
HOME = datetime(2026, 11, 22, 19, 30, tzinfo=SHANGHAI)
VILLAGE = "2026-11-22T15:10:00+08:00"
WORDS = "井水发黄半个月了，三户人家要到河边挑水吃。"


def item(kind="activity", uid=None, **data):
    given = {
        "subkind": "visit",
        "happened_on": "2026-11-22",
        "place": "大塘村",
        "content": "走访了五组的三户人家。",
        **data,
    }
    return {"uid": str(uid or uuid4()), "kind": kind, "made_at": VILLAGE, "data": given}


def voices(*said):
    return [{"uid": str(uuid4()), "said": text, "way": "suggestion", "name": "刘桂香"} for text in said]


def test_a_visit_with_three_voices_becomes_an_entry_and_three_suggestions(ouyang, place, county_office):
    load_categories()
    said = [WORDS, "村小学门口没有减速带，放学时车很快。", "九组的桥栏杆断了一段，晚上看不见。"]
    (result,) = take_in([item(voices=voices(*said))], user=ouyang.user, at=HOME)
    assert (result.outcome, len(result.numbers)) == ("created", 3)
    entry = LogEntry.objects.get()
    assert (entry.title, entry.made_at.astimezone(SHANGHAI).hour, entry.received_at) == (
        "走访：大塘村",
        15,
        HOME,
    )
    raised = Suggestion.objects.order_by("pk")
    assert [row.content for row in raised] == said
    assert {row.station for row in raised} == {place.organisation}
    assert {row.number for row in raised} == set(result.numbers.values())
    assert all(row.clocks.filter(stopped_on=None).exists() for row in raised)


def test_sent_again_nothing_is_doubled_and_the_same_numbers_come_back(ouyang, place, county_office):
    load_categories()
    batch = [item(voices=voices(WORDS)), item(place="石桥村")]
    first = take_in(batch, user=ouyang.user, at=HOME)
    again = take_in(batch, user=ouyang.user, at=HOME)
    assert [r.outcome for r in first] == ["created", "created"]
    assert [r.outcome for r in again] == ["known", "known"]
    assert first[0].numbers == again[0].numbers
    assert (LogEntry.objects.count(), Voice.objects.count(), Suggestion.objects.count()) == (2, 1, 1)


def test_one_bad_entry_refuses_itself_alone_and_says_why_at_its_field(ouyang, place):
    batch = [item(), item(happened_on="2026-11-30"), item(place="石桥村")]
    results = take_in(batch, user=ouyang.user, at=HOME)
    assert [r.outcome for r in results] == ["created", "refused", "created"]
    assert (results[1].field, results[1].message) == ("happened_on", "日期不能晚于今天。")
    assert results[1].uid == batch[1]["uid"]


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        ("text", "bad_item"),
        ({"uid": "x", "kind": "activity", "data": {}}, "bad_uid"),
        ({"uid": str(UUID(int=1)), "kind": "dance", "data": {}}, "unknown_kind"),
        ({"uid": str(UUID(int=1)), "kind": "activity", "data": []}, "bad_item"),
        (item(title="\0"), "bad_text"),
        (item(content=["x"]), "not_text"),
        (item(people=1.5), "bad_number"),
        (item(people=1e999), "bad_number"),
        (item(starts_at="25:99"), "bad_time"),
        (item(happened_on="2026-13-77"), "bad_day"),
        (item(station="430599-ZD"), "no_station"),
        (item(deputies=["x"]), "bad_uid"),
        (item(deputies=[str(UUID(int=5))]), "unknown_deputy"),
        (item(voices="x"), "bad_voices"),
        (item(voices=[{"said": "  "}]), "empty"),
    ],
)
def test_nonsense_is_refused_with_a_code_and_never_an_error(ouyang, place, broken, code):
    (result,) = take_in([broken], user=ouyang.user, at=HOME)
    assert (result.outcome, result.code) == ("refused", code)
    assert LogEntry.objects.count() == 0


def test_an_old_phone_page_is_understood_and_a_newer_one_keeps_its_entries(ouyang, place):
    old = item(said="路灯坏了半年，晚上看不见路。")
    (result,) = take_in([old], user=ouyang.user, at=HOME, schema=1)
    assert (result.outcome, Voice.objects.get().said) == ("created", "路灯坏了半年，晚上看不见路。")
    (newer,) = take_in([item()], user=ouyang.user, at=HOME, schema=SCHEMA + 1)
    assert (newer.outcome, newer.code) == ("refused", "schema")


def test_a_phone_whose_clock_runs_ahead_is_marked_and_not_corrected(ouyang, place):
    ahead = item() | {"made_at": "2026-11-22T20:30:00+08:00"}
    take_in([ahead], user=ouyang.user, at=HOME)
    entry = LogEntry.objects.get()
    assert (entry.is_clock_off, entry.made_at.astimezone(SHANGHAI).hour) == (True, 20)


def test_colleagues_of_the_own_station_may_be_named_and_nobody_else(ouyang, place):
    near, far = make_deputy("唐丽娟"), make_deputy("曾慧")
    make_mandate(near)
    assign(near, place)
    both = item(deputies=[str(ouyang.uid), str(near.uid)])
    assert take_in([both], user=ouyang.user, at=HOME)[0].outcome == "created"
    assert (
        take_in([item(deputies=[str(ouyang.uid), str(far.uid)])], user=ouyang.user, at=HOME)[0].code
        == "unknown_deputy"
    )


def test_a_visited_household_counts_as_contact_and_as_visit(ouyang, place):
    household = add_household(ouyang, HouseholdDraft("刘家"), actor=ouyang.user, on=date(2026, 9, 1))
    visited = item(households=[str(household.uid)])
    take_in([visited, visited], user=ouyang.user, at=HOME)
    assert Contact.objects.count() == 1
    (owed,) = owed_by(ouyang, on=date(2026, 11, 22))
    assert (owed.call, owed.visit) == (False, False)


def test_a_call_is_owed_beside_a_visit(ouyang, place):
    household = add_household(ouyang, HouseholdDraft("刘家"), actor=ouyang.user, on=date(2026, 9, 1))
    call = item("contact", household=str(household.uid), way="call", on="2026-11-21")
    assert [r.outcome for r in take_in([call, call], user=ouyang.user, at=HOME)] == ["created", "known"]
    (owed,) = owed_by(ouyang, on=date(2026, 11, 22))
    assert (owed.call, owed.visit) == (False, True)
    assert owed_by(ouyang, on=date(2027, 1, 2))[0].call is True


def test_a_scan_without_signal_checks_in_when_the_phone_comes_home(ouyang, place):
    shift = DutyShift.objects.create(
        station=place, on=date(2026, 11, 22), planned_on=date(2026, 11, 22), starts_at="09:00", ends_at="11:00",
        state="published",
    )  # fmt: skip
    ShiftDeputy.objects.create(shift=shift, deputy=ouyang)
    scan = item("check_in", station="430524001-ZD", token=door_token(place, date(2026, 11, 22)))
    assert take_in([scan], user=ouyang.user, at=HOME)[0].outcome == "created"
    assert CheckIn.objects.get().at.astimezone(SHANGHAI).hour == 15


def test_the_calls_of_the_phone_answer_in_json_and_never_send_to_the_sign_in_page(client, ouyang, signed_in):
    for name in ("phone-session", "phone-reference"):
        answer = client.get(reverse(f"deputies:{name}"))
        assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")
    answer = signed_in(ouyang.user).get(reverse("deputies:phone-session")).json()
    assert (answer["name"], answer["schema"]) == ("欧阳春", SCHEMA)
    assert answer["csrf"]


def test_the_phone_keeps_names_and_no_telephone_numbers(ouyang, place, signed_in):
    add_household(ouyang, HouseholdDraft("刘家", "13900001234"), actor=ouyang.user, on=date(2026, 9, 1))
    answer = signed_in(ouyang.user).get(reverse("deputies:phone-reference"))
    assert [row["name"] for row in answer.json()["households"]] == ["刘家"]
    assert "1390000" not in answer.content.decode()


def test_a_batch_comes_by_http_and_a_broken_body_loses_nothing(ouyang, place, signed_in):
    phone = signed_in(ouyang.user)
    path = reverse("deputies:phone-field-log")
    today = localdate().isoformat()
    body = json.dumps({"schema": SCHEMA, "entries": [item(happened_on=today)]})
    answer = phone.post(path, body, content_type="application/json")
    assert [result["outcome"] for result in answer.json()["results"]] == ["created"]
    for broken in (b"{", b"[]", b'{"entries": 5}', b"\xff\xfe"):
        refused = phone.post(path, broken, content_type="application/json")
        assert (refused.status_code, refused.json()["type"]) == (422, "urn:lianxin:problem:bad_body")


def _jpeg() -> bytes:
    out = BytesIO()
    Image.new("RGB", (1600, 1200), (120, 90, 60)).save(out, "JPEG")
    return out.getvalue()


def test_a_photo_follows_its_entry_and_twice_is_once(ouyang, place, signed_in, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    phone, visit_, photo = signed_in(ouyang.user), item(happened_on=localdate().isoformat()), uuid4()
    path = reverse("deputies:phone-photo", args=[visit_["uid"], photo])
    assert phone.put(path, _jpeg(), content_type="image/jpeg").status_code == 404
    take_in([visit_], user=ouyang.user, at=datetime.now(SHANGHAI))
    answers = [phone.put(path, _jpeg(), content_type="image/jpeg").status_code for _ in range(2)]
    assert answers == [201, 200]
    assert Attachment.objects.count() == 1
    assert (
        phone.put(reverse("deputies:phone-photo", args=[visit_["uid"], uuid4()]), b"no picture").status_code
        == 422
    )


def test_another_deputy_cannot_add_photos_to_my_entry(ouyang, place, signed_in, station):
    stranger = User.objects.create(username="d2", name="别人")
    stranger.grants.create(role="deputy", organisation=station)
    mine = item(happened_on=localdate().isoformat())
    take_in([mine], user=ouyang.user, at=datetime.now(SHANGHAI))
    path = reverse("deputies:phone-photo", args=[mine["uid"], uuid4()])
    assert signed_in(stranger).put(path, _jpeg(), content_type="image/jpeg").status_code == 404
