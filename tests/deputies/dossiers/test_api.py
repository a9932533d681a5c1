"""Dossiers at the API, and the push of who attended a meeting."""

from uuid import uuid4

import pytest
from django.utils.timezone import localdate

from congress.models import AuditEvent, Organisation, User
from deputies.dossiers.models import Dossier, Meeting, MeetingAttendance
from deputies.models import Deputy
from tests.deputies.makers import make_constituency, make_deputy, make_mandate, make_term
from tests.deputies.partners import partner
from tests.factories import make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def ouyang(deputy: User, county_office: Organisation) -> Deputy:
    """A deputy of the county."""
    person = make_deputy("欧阳春", user=deputy)
    make_mandate(person, constituency=make_constituency(make_term(), region=make_region("430524")))
    return person


@pytest.fixture
def office(ouyang, county_office):
    return partner("clerk", county_office, "dossiers:read meetings:write")


def meeting(*attendances, **fields):
    """A session of three half-days as the meeting system pushes it."""
    return {
        "key": "RD-2026-1", "kind": "session", "title": "县十八届人大六次会议", "region": "430524",
        "on": localdate().isoformat(), "half_days": 3, "attendances": list(attendances),
    } | fields  # fmt: skip


def test_a_pushed_meeting_stands_in_the_dossier(office, ouyang):
    dossier = Dossier.objects.create(mandate=ouyang.mandates.get(), year=localdate().year)
    came = {"deputy": str(ouyang.uid), "presence": "present", "half_days": 2, "speeches": 1}
    away = {"deputy": str(ouyang.uid), "presence": "leave", "half_days": 1, "is_approved": True}
    answer = office("POST", "meetings", meeting(came, away), key="m-1")
    assert (answer.status_code, answer.json()) == (
        201,
        {"key": "RD-2026-1", "is_new": True, "deputies": 1},
    )
    whole = office("GET", f"dossiers/{dossier.uid}").json()
    assert [(line["what"], line["note"]) for line in whole["content"]["parts"]["meetings"]] == [
        ("县十八届人大六次会议", "出席，发言 1 次"), ("县十八届人大六次会议", "请假"),
    ]  # fmt: skip
    assert whole["content"]["figures"]["出席会议（半天）"] == "2"
    assert (whole["name"], whole["state"], whole["content_hash"]) == ("欧阳春", "open", "")


def test_the_same_call_again_changes_nothing_and_a_new_one_replaces(office, ouyang):
    came = {"deputy": str(ouyang.uid), "presence": "present"}
    first = office("POST", "meetings", meeting(came), key="m-1")
    again = office("POST", "meetings", meeting(came), key="m-1")
    assert again.json() == first.json()
    assert AuditEvent.objects.filter(verb="deputies.meeting.recorded").count() == 1
    corrected = office("POST", "meetings", meeting({**came, "presence": "absent"}), key="m-2")
    assert (corrected.status_code, corrected.json()["is_new"]) == (200, False)
    assert MeetingAttendance.objects.get().presence == "absent"


def test_a_meeting_is_written_whole_or_not_at_all(office, ouyang):
    came = {"deputy": str(ouyang.uid), "presence": "present"}
    for wrong, pointer in (
        ([came, {"deputy": str(uuid4()), "presence": "present"}], "#/attendances/1/deputy"),
        ([came, came], "#/attendances"),
        ([{**came, "half_days": 4}], "#/attendances"),
    ):
        answer = office("POST", "meetings", meeting(*wrong), key=f"k{pointer}{len(wrong)}")
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    future = office("POST", "meetings", meeting(came, on="2099-01-01"), key="f")
    assert future.json()["errors"][0]["pointer"] == "#/on"
    assert not Meeting.objects.exists()


def test_nobody_pushes_for_another_division_or_over_its_meeting(office, ouyang, county_office):
    came = {"deputy": str(ouyang.uid), "presence": "present"}
    assert office("POST", "meetings", meeting(came, region="430525"), key="a").status_code == 403
    Meeting.objects.create(
        key="RD-2026-1", kind="session", title="别县的会", region_code="430525", on=localdate()
    )
    taken = office("POST", "meetings", meeting(came), key="b")
    assert (taken.status_code, taken.json()["errors"][0]["pointer"]) == (422, "#/key")
    assert Meeting.objects.get().title == "别县的会"


def test_a_token_needs_the_scope_and_the_key(ouyang, county_office):
    reader = partner("clerk", county_office, "dossiers:read")
    assert reader("POST", "meetings", meeting(), key="a").status_code == 403
    writer = partner("clerk", county_office, "meetings:write")
    assert writer("POST", "meetings", meeting()).status_code == 400
    assert writer("GET", "dossiers").status_code == 403


def test_dossiers_are_listed_and_narrowed(office, ouyang, department):
    mine = Dossier.objects.create(mandate=ouyang.mandates.get(), year=2025, state="closed")
    stranger = Dossier.objects.create(mandate=make_mandate(constituency=_elsewhere()), year=2025)
    for query, number in (
        ("", 1), ("?year=2025", 1), ("?year=2024", 0), ("?state=closed", 1), ("?state=open", 0),
        (f"?deputy={ouyang.uid}", 1),
    ):  # fmt: skip
        assert len(office("GET", f"dossiers{query}").json()["results"]) == number, query
    for query in ("?year=25", "?state=x", "?deputy=x"):
        assert office("GET", f"dossiers{query}").status_code == 422
    assert office("GET", f"dossiers/{mine.uid}").status_code == 200
    assert office("GET", f"dossiers/{stranger.uid}").status_code == 404
    assert partner("handler", department, "dossiers:read")("GET", "dossiers").json()["results"] == []


def _elsewhere():
    return make_constituency(make_term(), name="洞口县选举单位", region=make_region("430525"))
