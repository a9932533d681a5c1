"""The roster at the desk: who sees whom, what can be entered and corrected, what happens to a mandate."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate
from PIL import Image

from congress.models import AuditEvent, Grant, Reveal
from congress.people.roles import Role
from congress.privacy import blind_index
from deputies.models import Deputy, Mandate, Term
from deputies.roster.states import ChangeKind, Level, MandateState
from tests.deputies.makers import (
    assign,
    make_constituency,
    make_deputy,
    make_mandate,
    make_station,
    make_term,
)
from tests.factories import make_region, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def term(db):
    on = localdate()
    return make_term(starts_on=on - timedelta(days=300), ends_on=on + timedelta(days=900), ordinal=99)


@pytest.fixture
def zhou(term):
    deputy = make_deputy("周明德", employer="桃花坪小学", job="教师", search_text="周明德 桃花坪小学 教师")
    make_mandate(
        deputy, term=term, constituency=make_constituency(term, region=make_region("430524", "隆回县"))
    )
    return deputy


@pytest.fixture
def desk(signed_in, clerk):
    return signed_in(clerk)


def listed(page) -> list[str]:
    return [row["deputy"].name for row in page.context["rows"]]


def test_the_list_narrows_by_name_level_county_station_and_state(desk, term, zhou) -> None:
    on = localdate()
    liu = make_deputy("刘桂香", search_text="刘桂香")
    county = make_term(Level.COUNTY, "430523", starts_on=term.starts_on, ends_on=term.ends_on, ordinal=18)
    make_mandate(
        liu, term=county, constituency=make_constituency(county, region=make_region("430523", "邵阳县"))
    )
    gone = make_deputy("李早走", search_text="李早走")
    make_mandate(gone, term=term, state=MandateState.ENDED, ends_on=on - timedelta(days=1))
    paused = make_deputy("王暂停", search_text="王暂停")
    make_mandate(paused, term=term, state=MandateState.SUSPENDED)
    station = make_station()
    assign(zhou, station)
    address = reverse("deputies:roster")
    found = {
        name: listed(desk.get(address, data))
        for name, data in {
            "all": {},
            "q": {"q": "小学"},
            "level": {"level": "county"},
            "county": {"county": "430524"},
            "station": {"station": station.organisation.code},
            "sitting": {"state": "sitting"},
            "suspended": {"state": "suspended"},
            "ended": {"state": "ended"},
        }.items()
    }
    assert found == {
        "all": ["周明德", "刘桂香", "李早走", "王暂停"],
        "q": ["周明德"],
        "level": ["刘桂香"],
        "county": ["周明德"],
        "station": ["周明德"],
        "sitting": ["周明德", "刘桂香", "王暂停"],
        "suspended": ["王暂停"],
        "ended": ["李早走"],
    }


def test_the_list_costs_the_same_with_one_deputy_and_with_twenty(desk, term, zhou) -> None:
    address = reverse("deputies:roster")

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(address).status_code == 200
        return sum("congress_edition" not in query["sql"] for query in captured.captured_queries)

    assign(zhou, make_station())
    desk.get(address)
    few = cost()
    for n in range(20):
        deputy = make_deputy(f"乙{n}")
        make_mandate(deputy, term=term)
        assign(deputy, make_station())
    assert cost() == few
    # Session, account, sign-in, grants, menu counts; then the page with its five.
    assert few <= 16


def test_a_county_clerk_sees_the_own_county_only_and_others_do_not_exist(
    signed_in, county_clerk, zhou, term
) -> None:
    there = make_deputy("外县人")
    make_mandate(
        there, term=term, constituency=make_constituency(term, region=make_region("430523", "邵阳县"))
    )
    prefix = county_clerk.grants.get().organisation.region_id
    ours, theirs = (zhou, there) if prefix == "430524" else (there, zhou)
    client = signed_in(county_clerk)
    assert listed(client.get(reverse("deputies:roster"))) == [ours.name]
    assert client.get(reverse("deputies:roster-deputy", args=[theirs.uid])).status_code == 404
    assert client.get(reverse("deputies:roster-edit", args=[theirs.uid])).status_code == 404


def test_a_deputy_is_entered_and_then_given_a_seat(desk, term) -> None:
    made = desk.post(
        reverse("deputies:roster-add"), {"name": "周 明德", "phone": "139 0000 1234", "birth_year": "1970"}
    )
    deputy = Deputy.objects.get()
    address = reverse("deputies:roster-mandate", args=[deputy.uid])
    assert made["Location"] == address
    assert deputy.phone.reveal() == "13900001234"
    assert "先选届次" in desk.get(address).content.decode()
    body = {"kind": "elected", "new_constituency": "隆回县选举单位", "starts_on": term.starts_on.isoformat()}
    assert desk.post(address, body).status_code == 422
    done = desk.post(f"{address}?term={term.pk}", body)
    mandate = Mandate.objects.get()
    assert done["Location"] == reverse("deputies:roster-deputy", args=[deputy.uid])
    assert (mandate.deputy, mandate.term, mandate.constituency.name, mandate.state) == (
        deputy, term, "隆回县选举单位", MandateState.ACTIVE,
    )  # fmt: skip


def test_an_empty_phone_field_keeps_the_phone_and_the_box_removes_it(desk, zhou) -> None:
    zhou.phone, zhou.phone_index = "13900001234", blind_index("13900001234")
    zhou.save()
    address = reverse("deputies:roster-edit", args=[zhou.uid])
    shown = desk.get(address).content.decode()
    assert "13900001234" not in shown
    desk.post(address, {"name": "周明德", "version": "1", "job": "校长"})
    zhou.refresh_from_db()
    assert (zhou.job, zhou.phone.reveal(), zhou.version) == ("校长", "13900001234", 2)
    desk.post(address, {"name": "周明德", "version": "2", "drop_phone": "on"})
    zhou.refresh_from_db()
    assert (zhou.phone, zhou.phone_index) == (None, None)


def test_two_clerks_who_correct_at_once_do_not_overwrite_each_other(desk, zhou) -> None:
    address = reverse("deputies:roster-edit", args=[zhou.uid])
    assert desk.post(address, {"name": "周明德", "version": "1", "job": "校长"}).status_code == 302
    late = desk.post(address, {"name": "周明德", "version": "1", "job": "书记"})
    assert late.status_code == 409
    assert "刚被修改" in late.content.decode()
    assert "书记" in late.content.decode()


def test_a_resignation_needs_its_basis_and_stays_in_the_history(desk, zhou) -> None:
    mandate = zhou.mandates.get()
    address = reverse("deputies:roster-change", args=[zhou.uid, mandate.pk])
    body = {"kind": "resignation", "effective_on": localdate().isoformat(), "decided_by": "市人大常委会"}
    refused = desk.post(address, body)
    assert (refused.status_code, Mandate.objects.get().state) == (422, MandateState.ACTIVE)
    assert "终止代表资格必须写明依据" in refused.content.decode()
    desk.post(address, {**body, "basis": "代表法第六十二条第二项"})
    mandate.refresh_from_db()
    assert (mandate.state, mandate.ends_on) == (MandateState.ENDED, localdate() - timedelta(days=1))
    page = desk.get(reverse("deputies:roster-deputy", args=[zhou.uid])).content.decode()
    assert "代表法第六十二条第二项" in page
    assert [change.kind for change in mandate.changes.all()] == [ChangeKind.RESIGNATION]


def test_a_phone_is_shown_with_a_reason_only_and_the_look_is_kept(desk, clerk, zhou) -> None:
    zhou.phone, zhou.phone_index = "13900001234", blind_index("13900001234")
    zhou.save()
    address = reverse("deputies:roster-deputy", args=[zhou.uid])
    assert "13900001234" not in desk.post(address, {"reason": ""}).content.decode()
    page = desk.post(address, {"reason": "通知开会"})
    assert "13900001234" in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    look = Reveal.objects.get()
    assert (look.reason, look.field) == ("通知开会", "phone")


def test_an_account_is_linked_once(desk, city_office, zhou) -> None:
    user = make_user(role=Role.DEPUTY, organisation=city_office, username="zhou.mingde")
    address = reverse("deputies:roster-link", args=[zhou.uid])
    assert desk.post(address, {"username": "nobody"}).status_code == 422
    assert desk.post(address, {"username": "zhou.mingde"}).status_code == 302
    zhou.refresh_from_db()
    assert zhou.user == user
    other = make_deputy("刘桂香")
    make_mandate(other, term=zhou.mandates.get().term)
    again = desk.post(reverse("deputies:roster-link", args=[other.uid]), {"username": "zhou.mingde"})
    assert "已属于另一位代表" in again.content.decode()
    assert Grant.objects.filter(user=user).count() == 1


def test_a_term_is_entered_once(desk, clerk) -> None:
    body = {
        "level": "county", "region_code": "430524", "body_name": "隆回县人民代表大会", "ordinal": "19",
        "starts_on": "2027-01-01", "ends_on": "2031-12-31",
    }  # fmt: skip
    make_region("430524", "隆回县")
    address = reverse("deputies:roster-term")
    assert desk.post(address, body).status_code == 302
    term = Term.objects.get()
    assert (str(term), term.starts_on) == ("隆回县人民代表大会第19届", date(2027, 1, 1))
    assert "已经登记过" in desk.post(address, body).content.decode()
    assert AuditEvent.objects.filter(verb="deputies.term.opened").count() == 1


def test_a_photo_is_public_as_long_as_the_deputy_agrees(desk, zhou, picture) -> None:
    address = reverse("deputies:roster-photo", args=[zhou.uid])
    page = reverse("deputies:deputy", args=[zhou.uid])
    desk.post(address, {"photo": picture, "is_published": "on"})
    zhou.refresh_from_db()
    public = reverse("public-file-thumbnail", args=[zhou.photo_id])
    assert zhou.photo.is_public
    assert public in desk.get(page).content.decode()
    desk.post(address, {})
    zhou.refresh_from_db()
    assert (zhou.publish_photo, zhou.photo.is_public) == (False, False)
    assert public not in desk.get(page).content.decode()


@pytest.fixture
def picture():
    out = BytesIO()
    Image.new("RGB", (60, 60), "#b5272d").save(out, "PNG")
    return SimpleUploadedFile("zhou.png", out.getvalue(), "image/png")
