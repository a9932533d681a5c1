"""The field log at the API."""

from datetime import datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from deputies.logbooks.services import VoiceDraft, record_entry
from deputies.models import LogEntry
from tests.deputies.logbooks.drafts import visit
from tests.deputies.partners import partner

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 19, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
BOTH = "field-log:read field-log:write"


@pytest.fixture
def office(ouyang, city_office):
    """The city office's own system."""
    return partner("clerk", city_office, BOTH)


def item(ouyang, place, **fields):
    """A visit as a partner sends it."""
    data = {
        "station": place.organisation.code, "subkind": "visit", "title": "走访大塘村", "place": "大塘村",
        "happened_on": localdate().isoformat(), "content": "听了五户的饮水情况，约好下周再来看。",
        "deputies": [str(ouyang.uid)],
    } | fields  # fmt: skip
    return {
        "uid": str(uuid4()),
        "kind": "activity",
        "made_at": f"{localdate().isoformat()}T08:00:00+08:00",
        "data": data,
    }


def test_a_partner_brings_entries_and_a_repeated_call_brings_nothing_twice(office, ouyang, place):
    good, bad = item(ouyang, place), item(ouyang, place, happened_on="昨天")
    body = {"entries": [good, bad]}
    answer = office("POST", "field-log", body, key="a-1")
    assert answer.status_code == 200, answer.content
    first, second = answer.json()["results"]
    assert first == {"uid": good["uid"], "outcome": "created"}
    assert (second["outcome"], second["field"], second["message"]) == (
        "refused",
        "happened_on",
        "请填写日期。",
    )
    again = office("POST", "field-log", body, key="a-1")
    assert (again.json(), again["Idempotency-Replayed"]) == (answer.json(), "true")
    other_key = office("POST", "field-log", {"entries": [good]}, key="a-2")
    assert other_key.json()["results"][0]["outcome"] == "known"
    entry = LogEntry.objects.get()
    assert (entry.source, entry.title, [p.deputy for p in entry.deputies.all()]) == (
        "api",
        "走访大塘村",
        [ouyang],
    )


def test_a_call_without_key_or_with_too_many_entries_is_refused(office, ouyang, place):
    assert office("POST", "field-log", {"entries": [item(ouyang, place)]}).status_code == 400
    many = office("POST", "field-log", {"entries": [item(ouyang, place) for _ in range(51)]}, key="b")
    assert many.status_code == 422
    assert not LogEntry.objects.exists()


def test_a_token_needs_the_scope(ouyang, county_office, place):
    reader = partner("clerk", county_office, "field-log:read")
    assert reader("POST", "field-log", {"entries": [item(ouyang, place)]}, key="c").status_code == 403
    assert reader("GET", "field-log").status_code == 200
    assert partner("clerk", county_office, "registers:read")("GET", "field-log").status_code == 403


def test_entries_are_read_without_who_the_voter_was(office, ouyang, place):
    voice = VoiceDraft("路灯坏了半个月。", name="刘桂香", phone="13900001234")
    draft = visit(ouyang, place, kind="reception", subkind="", title="接待日", content="", voices=[voice])
    record_entry(draft, actor=ouyang.user, at=NOW)
    answer = office("GET", "field-log")
    (row,) = answer.json()["results"]
    assert (row["title"], row["kind"], row["station"]) == ("接待日", "reception", place.organisation.code)
    assert row["deputies"] == [{"id": str(ouyang.uid), "name": "欧阳春", "attendance": "present"}]
    assert row["voices"][0]["said"] == "路灯坏了半个月。"
    assert "刘桂香" not in answer.content.decode()
    assert "13900001234" not in answer.content.decode()


def test_the_list_is_narrowed_and_nonsense_is_told(office, ouyang, place):
    record_entry(visit(ouyang, place), actor=ouyang.user, at=NOW)
    for query, number in (
        ("kind=activity", 1), ("kind=training", 0), ("state=pending", 1), ("state=verified", 0),
        ("since=2026-11-20", 1), ("until=2026-11-01", 0), ("updated_since=2099-01-01T00:00:00%2B08:00", 0),
    ):  # fmt: skip
        assert len(office("GET", f"field-log?{query}").json()["results"]) == number, query
    for query in ("kind=x", "state=x", "since=gestern", "since=2026-13-01", "updated_since=2026-01-01T00:00"):
        assert office("GET", f"field-log?{query}").status_code == 422, query


def test_another_countys_system_sees_nothing(ouyang, place, department):
    record_entry(visit(ouyang, place), actor=ouyang.user, at=NOW)
    assert partner("handler", department, BOTH)("GET", "field-log").json()["results"] == []


def test_the_list_costs_the_same_however_long_it_is(office, ouyang, place):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            office("GET", "field-log")
        return len([q for q in captured if "congress_edition" not in q["sql"]])

    record_entry(visit(ouyang, place), actor=ouyang.user, at=NOW)
    before = queries()
    for n in range(3):
        record_entry(visit(ouyang, place, title=f"第 {n} 次走访"), actor=ouyang.user, at=NOW)
    assert queries() == before
