"""The half-year's calls and visits at the desk, and the reminders."""

import io
import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.dateformat import format as date_format
from django.utils.timezone import localdate

from congress.models import AuditEvent, Notice
from congress.people.roles import Role
from deputies.logbooks.owed import HalfYear, progress_of
from deputies.logbooks.services.reminders import mark_of, sweep_contacts
from deputies.models import Contact, Deputy, Household
from deputies.roster.models import Team
from tests.deputies.makers import (
    assign,
    make_constituency,
    make_deputy,
    make_mandate,
    make_station,
    make_term,
)
from tests.factories import make_organisation, make_region, make_user

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
# The reminders run on days of a fixed half-year, the pages on the day of the test.
AUTUMN = HalfYear(date(2026, 7, 1), date(2026, 12, 31))


def this_half() -> HalfYear:
    return HalfYear.of(localdate())


def household(
    deputy: Deputy, *ways: str, on: date | None = None, name: str = "刘桂香", **fields
) -> Household:
    """On the list since long ago, with these contacts on the first day of the half-year."""
    row = Household.objects.create(deputy=deputy, name=name, added_on=date(2026, 1, 1), **fields)
    moment = datetime(2026, 11, 1, tzinfo=SHANGHAI)
    for way in ways:
        Contact.objects.create(
            household=row,
            deputy=deputy,
            way=way,
            on=on or this_half().first,
            made_at=moment,
            received_at=moment,
        )
    return row


def at(month: int, day: int) -> datetime:
    return datetime(2026, month, day, 8, 5, tzinfo=SHANGHAI)


def page(client, **query):
    answer = client.get(reverse("deputies:contacts"), query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_visit_counts_as_a_call_and_last_half_year_counts_for_nothing(ouyang):
    household(ouyang, "visit")
    household(ouyang, "call")
    household(ouyang, "visit", on=this_half().first - timedelta(days=1))
    household(ouyang, ended_on=this_half().first)
    own = progress_of(Deputy.objects.all(), on=localdate())[ouyang.pk]
    assert (own.households, own.called, own.visited) == (3, 2, 1)
    assert not own.is_done


def test_the_desk_shows_who_is_behind(ouyang, place, clerk, signed_in):
    household(ouyang, "call")
    done = make_deputy("彭国华")
    make_mandate(done)
    assign(done, place)
    household(done, "visit")
    client = signed_in(clerk)
    assert all(name in page(client) for name in ("欧阳春", "彭国华"))
    behind = page(client, only="behind")
    assert "欧阳春" in behind
    assert "彭国华" not in behind
    assert "刘桂香" not in behind


def test_deputies_without_a_list_are_found(ouyang, place, clerk, signed_in):
    client = signed_in(clerk)
    assert "欧阳春" in page(client, only="unlisted")
    household(ouyang)
    assert "欧阳春" not in page(client, only="unlisted")


def test_stations_and_delegations_are_added_up(ouyang, place, clerk, signed_in):
    team = Team.objects.create(term=make_term(), kind="delegation", name="隆回代表团")
    ouyang.mandates.update(delegation=team)
    household(ouyang, "call")
    household(ouyang, "visit")
    client = signed_in(clerk)
    for by, name in (("station", place.organisation.short_name), ("team", "隆回代表团")):
        text = page(client, by=by)
        assert name in text
        cells = re.findall(r'<td class="num"[^>]*>(.*?)</td>', text)
        # Deputies, behind, without a list, households, called, visited.
        assert cells == ["1", "1", "0", "2", "2", "1"]
    assert "欧阳春" in page(client, team=team.pk)


def test_a_station_officer_sees_the_own_deputies_and_the_office_its_county(
    ouyang, place, station_officer, county_office, county_clerk, signed_in
):
    ouyang.mandates.update(constituency=make_constituency(make_term(), "隆回县", region=county_office.region))
    other_region = make_region("430523", "邵阳县", parent=make_region("430500", "邵阳市"))
    there = make_region("430523100", "塘渡口镇", parent=other_region)
    far = make_deputy("邓小梅")
    term = make_term("county", "430523")
    make_mandate(far, term=term, constituency=make_constituency(term, "第一选区", region=there))
    assign(far, make_station(region=there))
    household(far)
    household(ouyang)
    for who in (station_officer, county_clerk):
        text = page(signed_in(who))
        assert "欧阳春" in text
        assert "邓小梅" not in text
    assert signed_in(county_clerk).get(reverse("deputies:contacts-deputy", args=[far.uid])).status_code == 404


def test_the_list_of_a_deputy_names_no_household_in_clear(ouyang, clerk, signed_in):
    household(ouyang, "call", name="陈德才")
    text = signed_in(clerk).get(reverse("deputies:contacts-deputy", args=[ouyang.uid])).content.decode()
    assert "陈**" in text
    assert "陈德才" not in text
    assert this_half().first.isoformat() in text


def test_the_workbook_has_a_line_a_deputy_and_the_export_is_recorded(ouyang, clerk, signed_in):
    household(ouyang, "call")
    answer = signed_in(clerk).post(reverse("deputies:contacts-export"), {"only": "behind"})
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    assert rows[2][0] == "欧阳春"
    assert rows[2][3:] == [1, 1, 0, 0, 1, "否"]
    assert AuditEvent.objects.get(verb="deputies.contact.exported").facts == {
        "rows": 1, "filters": {"by": "deputy", "only": "behind"},
    }  # fmt: skip


def test_the_chosen_are_reminded_once_a_day_and_who_owes_nothing_is_passed_over(
    ouyang, place, station_officer, signed_in
):
    household(ouyang)
    done = make_deputy("彭国华", user=make_user(name="彭国华", username="peng.guohua"))
    make_mandate(done)
    assign(done, place)
    household(done, "visit")
    client = signed_in(station_officer)
    for _ in range(2):
        answer = client.post(
            reverse("deputies:contacts-remind"), {"pick": [str(ouyang.uid), str(done.uid), "x"]}, follow=True
        )
    assert "2 位没有再发" in answer.content.decode()
    notice = Notice.objects.get(template="contacts_owed")
    assert notice.user == ouyang.user
    assert notice.link == reverse("deputies:my-contacts")
    assert notice.context == {
        "calls": 1,
        "visits": 1,
        "last": date_format(this_half().last, "Y年n月j日"),
        "left": this_half().days_left(localdate()),
    }


def test_readers_cannot_remind_and_a_station_cannot_remind_others(ouyang, place, leader, station, signed_in):
    household(ouyang)
    elsewhere = make_organisation(
        "430524002-ZD", "另一站", region=make_region("430524002", "花门街道"), kind="station"
    )
    make_station(elsewhere)
    stranger = make_user(role=Role.STATION_OFFICER, organisation=elsewhere, name="胡伟", username="hu.wei")
    pick = {"pick": [str(ouyang.uid)]}
    assert signed_in(leader).post(reverse("deputies:contacts-remind"), pick).status_code == 403
    assert signed_in(stranger).post(reverse("deputies:contacts-remind"), pick).status_code == 302
    assert not Notice.objects.filter(template="contacts_owed").exists()


def test_the_marks_are_sixty_thirty_and_seven_days_before_the_end():
    assert [
        mark_of(AUTUMN, date(2026, month, day))
        for month, day in [(10, 31), (11, 1), (11, 6), (11, 7), (12, 1), (12, 23), (12, 24), (12, 31)]
    ] == [None, 60, 60, None, 30, None, 7, None]


def test_each_mark_tells_a_deputy_and_the_station_once(ouyang, place):
    household(ouyang, "call", on=AUTUMN.first)
    first = sweep_contacts(at=at(12, 1))
    again = sweep_contacts(at=at(12, 2))
    assert (first, again) == (2, 0)
    assert Notice.objects.get(template="contacts_owed").words().text == (
        "到2026年12月31日还有 30 天：0 户还没有打电话或发信息，1 户还没有上门走访。"
    )
    assert Notice.objects.get(template="contacts_behind").organisation == place.organisation
    assert sweep_contacts(at=at(12, 24)) == 2


def test_who_owes_nothing_or_is_suspended_or_has_left_hears_nothing(ouyang, place):
    household(ouyang, "visit", on=AUTUMN.first)
    for name, change in (("停职", {"state": "suspended"}), ("离任", {"ends_on": date(2026, 10, 1)})):
        person = make_deputy(name, user=make_user(name=name, username=name))
        make_mandate(person, **change)
        assign(person, place)
        household(person)
    make_mandate(make_deputy("没有名单"))
    assert sweep_contacts(at=at(12, 1)) == 0
    assert not Notice.objects.exists()


def test_a_deputy_of_two_congresses_gets_one_message(ouyang):
    term = make_term("county", "430524")
    make_mandate(ouyang, term=term, constituency=make_constituency(term, "第三选区"))
    household(ouyang)
    sweep_contacts(at=at(12, 1))
    assert Notice.objects.filter(template="contacts_owed").count() == 1


@pytest.mark.parametrize("by", ["deputy", "station", "team"])
def test_the_list_costs_the_same_for_three_rows_as_for_one(by, ouyang, place, clerk, signed_in):
    client = signed_in(clerk)
    term = make_term()

    def add(n: int) -> None:
        person = make_deputy(f"代表{n}")
        make_mandate(person, delegation=Team.objects.create(term=term, kind="delegation", name=f"第{n}团"))
        assign(person, place if n % 2 else make_station())
        household(person, "call")
        household(person, "visit")

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            page(client, by=by)
        return sum("congress_edition" not in query["sql"] for query in captured)

    add(1)
    queries()
    one = queries()
    for n in (2, 3, 4):
        add(n)
    assert queries() == one
    assert one <= 20


def test_nonsense_in_the_address_is_no_error(ouyang, clerk, signed_in):
    client = signed_in(clerk)
    for query in (
        {"team": "٣"}, {"team": "99999999999999"}, {"by": "x", "only": "'"}, {"station": "'"},
        {"county": "%"}, {"cursor": "zzz"},
    ):  # fmt: skip
        page(client, **query)
