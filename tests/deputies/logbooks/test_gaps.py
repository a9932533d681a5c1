"""The list of what an inspector will miss in a station's five books."""

import io
from datetime import date, datetime
from zoneinfo import ZoneInfo

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from congress.models import AuditEvent
from deputies.logbooks.gaps import gaps_of
from deputies.logbooks.services import record_entry, withdraw_entry
from deputies.models import Contact, Household, LogEntry
from tests.deputies.logbooks.drafts import training, visit
from tests.deputies.makers import make_station

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 22, 19, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
ON = date(2026, 11, 22)


def books_of(station, year=2026, on=ON):
    (gaps,) = gaps_of([station], year, on=on)
    return gaps.books


def reception(ouyang, place, day: date) -> LogEntry:
    draft = visit(
        ouyang, place, kind="reception", subkind="", title="接待日", content="", happened_on=day,
        details={"liaison": "肖芳"},
    )  # fmt: skip
    moment = datetime(day.year, day.month, day.day, 18, tzinfo=NOW.tzinfo)
    return record_entry(draft, actor=ouyang.user, at=moment).entry


def test_a_station_without_an_entry_lacks_every_written_book(place):
    nothing = ["全年没有记录"]
    assert books_of(place) == {
        "activity": nothing, "reception": nothing, "training": nothing, "issues": [], "report": nothing,
    }  # fmt: skip


def test_months_that_are_over_without_a_reception_are_named(ouyang, place):
    for month in (1, 5, 6, 7, 8, 10, 11):
        reception(ouyang, place, date(2026, month, 5))
    assert books_of(place)["reception"][0] == "2—4、9月没有接待"
    # On 22 November the month is not over yet; last year's book has other gaps.
    assert books_of(place, 2025)["reception"] == ["全年没有记录"]


def test_nothing_is_missed_from_before_the_station_was(ouyang, place):
    place.organisation.valid_from = date(2026, 9, 15)
    place.organisation.save()
    reception(ouyang, place, date(2026, 11, 5))
    assert books_of(place)["reception"][0] == "10月没有接待"


def test_what_is_not_verified_bare_or_has_empty_columns_is_counted(ouyang, place):
    full = {"organiser": "隆回代表团", "agenda": "一看二议", "opinions": "增设路灯", "outcome": "已转"}
    record_entry(visit(ouyang, place, details=full), actor=ouyang.user, at=NOW)
    record_entry(visit(ouyang, place, details={"agenda": "座谈"}), actor=ouyang.user, at=NOW)
    LogEntry.objects.filter(details__outcome="已转").update(state="verified")
    assert books_of(place)["activity"] == [
        "1 条待核", "2 条没有照片或附件", "空着的栏目：组织单位 1、提出的意见建议 1、处理结果 1",
    ]  # fmt: skip


def test_what_was_withdrawn_counts_for_nothing(ouyang, place):
    entry = record_entry(training(ouyang, place), actor=ouyang.user, at=NOW).entry
    withdraw_entry(entry, reason="登记错了年份", version=entry.version, actor=ouyang.user, at=NOW)
    assert books_of(place)["training"] == ["全年没有记录"]


def test_contacts_that_are_owed_stand_in_the_last_column(ouyang, place):
    def contacts():
        return gaps_of([place], 2026, on=ON)[0].contacts

    assert contacts() == ["1 位没有联系户名单"]
    row = Household.objects.create(deputy=ouyang, name="刘桂香", added_on=date(2026, 1, 1))
    assert contacts() == ["1 位代表没做完"]
    Contact.objects.create(
        household=row, deputy=ouyang, way="visit", on=date(2026, 8, 1), made_at=NOW, received_at=NOW
    )
    assert contacts() == []


def test_the_office_reads_prints_and_exports_the_list(ouyang, place, county_clerk, signed_in):
    client = signed_in(county_clerk)
    year = str(localdate().year)
    screen = client.get(reverse("deputies:logbook-gaps")).content.decode()
    assert screen.count("全年没有记录") == 4
    sheet = client.post(reverse("deputies:logbook-gaps-print"), {"year": year}).content.decode()
    assert place.organisation.name in sheet
    answer = client.post(reverse("deputies:logbook-gaps-print"), {"year": year, "as": "xlsx"})
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert [cell.value for cell in book[3]][:2] == [place.organisation.name, "全年没有记录"]
    forms = [event.facts["form"] for event in AuditEvent.objects.filter(verb="deputies.logbook.gaps_listed")]
    assert sorted(forms) == ["print", "xlsx"]


def test_a_station_officer_sees_the_own_station_alone(place, station_officer, signed_in):
    other = make_station()
    text = signed_in(station_officer).get(reverse("deputies:logbook-gaps")).content.decode()
    assert place.organisation.short_name in text
    assert other.organisation.short_name not in text


def test_nonsense_in_the_address_means_this_year_and_all(place, county_clerk, signed_in):
    client = signed_in(county_clerk)
    for query in (
        {"year": "0"},
        {"year": "9999999999"},
        {"year": "二〇二六"},
        {"county": "%"},
        {"cursor": "x"},
    ):
        assert client.get(reverse("deputies:logbook-gaps"), query).status_code == 200


def test_the_list_costs_the_same_for_three_stations_as_for_one(ouyang, place, county_clerk, signed_in):
    client = signed_in(county_clerk)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            client.get(reverse("deputies:logbook-gaps"))
        return sum("congress_edition" not in query["sql"] for query in captured)

    record_entry(visit(ouyang, place), actor=ouyang.user, at=NOW)
    queries()
    one = queries()
    for _ in range(2):
        make_station()
    reception(ouyang, place, date(2026, 10, 5))
    assert queries() == one
    assert one <= 18
