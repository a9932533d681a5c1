"""Meetings and commendations at the desk, and the answer to an objection."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now

from congress.models import AuditEvent, Notice, Organisation, User
from deputies.dossiers.models import Dossier, Honour, Meeting
from deputies.models import Deputy
from deputies.roster.states import Level
from tests.deputies.makers import make_constituency, make_deputy, make_mandate, make_term
from tests.factories import make_region

pytestmark = pytest.mark.django_db


@pytest.fixture
def ouyang(deputy: User, county_office: Organisation) -> Deputy:
    """A deputy of the county's own congress."""
    person = make_deputy("欧阳春", user=deputy)
    term = make_term(Level.COUNTY, "430524", 18)
    make_mandate(person, term=term, constituency=make_constituency(term, region=make_region("430524")))
    return person


@pytest.fixture
def desk(signed_in, county_clerk):
    return signed_in(county_clerk)


def meeting_form(**fields):
    return {
        "kind": "session", "title": "县十八届人大六次会议", "level": "county",
        "on": localdate().isoformat(), "half_days": "4",
    } | fields  # fmt: skip


def test_the_office_enters_a_meeting_and_who_was_there(desk, ouyang):
    made = desk.post(reverse("deputies:meeting-new"), meeting_form(), follow=True)
    meeting = Meeting.objects.get()
    assert "欧阳春" in made.content.decode()
    address = reverse("deputies:meeting", args=[meeting.pk])
    desk.post(
        address,
        {f"{ouyang.pk}-present": "3", f"{ouyang.pk}-leave": "1", f"{ouyang.pk}-speeches": "2"},
    )
    noted = list(ouyang.attendances.values_list("presence", "half_days", "is_approved", "speeches"))
    assert noted == [("leave", 1, True, 0), ("present", 3, False, 2)]
    assert 'value="3"' in desk.get(address).content.decode()
    too_many = desk.post(address, {f"{ouyang.pk}-present": "5"})
    assert too_many.status_code == 422
    assert "合计不超过 4 个半天" in too_many.content.decode()
    assert ouyang.attendances.count() == 2


def test_correcting_a_meeting_keeps_its_attendance(desk, ouyang):
    desk.post(reverse("deputies:meeting-new"), meeting_form(key="RD-1"))
    meeting = Meeting.objects.get(key="RD-1")
    desk.post(reverse("deputies:meeting", args=[meeting.pk]), {f"{ouyang.pk}-present": "4"})
    edit = reverse("deputies:meeting-edit", args=[meeting.pk])
    assert desk.post(edit, meeting_form(title="改过的名称")).status_code == 302
    meeting.refresh_from_db()
    assert (meeting.title, meeting.attendances.count()) == ("改过的名称", 1)
    refused = desk.post(edit, meeting_form(half_days="2"))
    assert refused.status_code == 422
    again = desk.post(reverse("deputies:meeting-new"), meeting_form(key="RD-1"))
    assert "这个会议编号已经登记过" in again.content.decode()


def test_a_large_congress_is_noted_page_by_page(desk, county_office):
    term = make_term(Level.COUNTY, "430524", 18)
    seat = make_constituency(term, region=make_region("430524"))
    people = [make_deputy(f"代表{n:03d}") for n in range(61)]
    for person in people:
        make_mandate(person, term=term, constituency=seat)
    desk.post(reverse("deputies:meeting-new"), meeting_form())
    meeting = Meeting.objects.get()
    address = reverse("deputies:meeting", args=[meeting.pk])
    desk.post(f"{address}?part=1", {f"{people[0].pk}-present": "4"})
    desk.post(f"{address}?part=2", {f"{people[60].pk}-absent": "4"})
    assert {row.deputy_id: row.presence for row in meeting.attendances.all()} == {
        people[0].pk: "present",
        people[60].pk: "absent",
    }
    assert "代表060" in desk.get(f"{address}?part=2").content.decode()


def test_the_list_of_meetings_counts_and_other_offices_do_not_see_them(desk, ouyang, signed_in, handler):
    desk.post(reverse("deputies:meeting-new"), meeting_form())
    Meeting.objects.create(
        key="x", kind="session", title="别县的会", region_code="430525", on=localdate(), level="county"
    )
    page = desk.get(reverse("deputies:meetings")).content.decode()
    assert "县十八届人大六次会议" in page
    assert "别县的会" not in page
    other = Meeting.objects.get(key="x")
    assert desk.get(reverse("deputies:meeting", args=[other.pk])).status_code == 404
    assert signed_in(handler).get(reverse("deputies:meetings")).status_code == 403


def test_a_commendation_is_entered_corrected_and_taken_out(desk, ouyang):
    form = {
        "title": "优秀代表", "granted_by": "县人大常委会", "rank": "county", "granted_on": "2026-03-01",
    }  # fmt: skip
    new = reverse("deputies:honour-new", args=[ouyang.uid])
    assert "欧阳春" in desk.get(new).content.decode()
    for _twice in range(2):
        desk.post(new, form)
    honour = Honour.objects.get()
    assert "优秀代表" in desk.get(reverse("deputies:honours")).content.decode()
    future = desk.post(new, form | {"granted_on": (localdate() + timedelta(days=1)).isoformat()})
    assert "日期不能晚于今天" in future.content.decode()
    desk.post(reverse("deputies:honour-edit", args=[honour.pk]), form | {"rank": "city"})
    honour.refresh_from_db()
    assert (honour.rank, honour.on) == ("city", date(2026, 3, 1))
    remove = reverse("deputies:honour-remove", args=[honour.pk])
    assert desk.post(remove, {"reason": ""}).status_code == 422
    desk.post(remove, {"reason": "登记到了别人名下"})
    assert not Honour.objects.exists()
    assert AuditEvent.objects.get(verb="deputies.honour.removed").facts["title"] == "优秀代表"


def test_the_office_answers_an_objection_before_the_dossier_is_shown_again(
    desk, ouyang, deputy, county_clerk, signed_in
):
    dossier = Dossier.objects.create(mandate=ouyang.mandates.get(), year=localdate().year - 1)
    page, mine = (reverse(f"deputies:{name}", args=[dossier.uid]) for name in ("dossier", "my-dossier"))
    desk.post(page, {"step": "show", "version": 1})
    signed_in(deputy).post(mine, {"text": "少了十月的一次执法检查"})
    dossier.refresh_from_db()
    unanswered = desk.post(page, {"step": "show", "version": dossier.version})
    assert unanswered.status_code == 409
    assert "还有 1 条异议没有答复" in unanswered.content.decode()
    objection = dossier.objections.get()
    answer = reverse("deputies:dossier-answer", args=[dossier.uid, objection.pk])
    assert answer in desk.get(page).content.decode()
    assert "少了十月的一次执法检查" in desk.get(answer).content.decode()
    form = {"version": dossier.version, "answer": "已补登十月十二日的执法检查。"}
    assert desk.post(answer, form | {"answer": "好"}).status_code == 422
    assert desk.post(answer, form).status_code == 302
    assert desk.post(answer, form).status_code == 409
    assert Notice.objects.get(template="dossier_answered").user == deputy
    assert "已补登十月十二日的执法检查。" in signed_in(deputy).get(mine).content.decode()
    dossier.refresh_from_db()
    assert desk.post(page, {"step": "show", "version": dossier.version}).status_code == 302
    dossier.refresh_from_db()
    assert dossier.state == "shown"


def test_both_lists_cost_the_same_however_long_they_are(desk, ouyang, county_clerk):
    def queries() -> list[int]:
        counts = []
        for name in ("meetings", "honours"):
            with CaptureQueriesContext(connection) as captured:
                desk.get(reverse(f"deputies:{name}"))
            counts.append(len([q for q in captured if "congress_edition" not in q["sql"]]))
        return counts

    def add(n: int) -> None:
        Meeting.objects.create(
            key=f"m{n}", kind="session", title="会", region_code="430524", on=localdate(), level="county"
        ).attendances.create(deputy=ouyang, presence="present", on=localdate())
        Honour.objects.create(
            deputy=ouyang, on=localdate(), title=f"表彰{n}", granted_by="县人大", rank="county",
            recorded_by=county_clerk, recorded_at=now(),
        )  # fmt: skip

    add(0)
    desk.get(reverse("deputies:meetings"))
    before = queries()
    for n in range(1, 4):
        add(n)
    assert queries() == before
