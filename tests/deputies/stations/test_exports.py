"""The stations' tables as workbooks."""

import io
from datetime import date

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import now

from congress.models import AuditEvent
from deputies.models import AssignmentPlan, GridCell, PlannedAssignment, StarRating
from deputies.stations.exports import TABLES
from tests.deputies.makers import assign, make_deputy, make_station

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(station):
    row = make_station(station, phone="0739-8231234", responsible="肖芳")
    assign(make_deputy("欧阳春"), row)
    left = make_deputy("谭明")
    assign(left, row, ends_on=date(2024, 5, 1), is_main=False)
    return row


def sheet(client, what: str, **filters):
    answer = client.post(reverse("deputies:stations-export"), {"what": what, **filters})
    assert answer.status_code == 200
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    return [[cell.value for cell in row] for row in book.iter_rows(min_row=2)]


def test_the_list_of_stations_has_its_numbers(place, county_clerk, signed_in):
    GridCell.objects.create(station=place, region_id="430524001", name="大塘村", voters=812)
    heads, row = sheet(signed_in(county_clerk), "stations")
    named = dict(zip(heads, row, strict=True))
    assert (named["站点"], named["站点电话"], named["代表"], named["选民"], named["有村待定"]) == (
        "桃花坪街道代表联络站", "0739-8231234", 1, 812, "是",
    )  # fmt: skip


def test_assignments_keep_those_who_left(place, station_officer, signed_in):
    rows = sheet(signed_in(station_officer), "assignments")[1:]
    assert [(row[1], row[6]) for row in rows] == [("欧阳春", "是"), ("谭明", "否")]


def test_stars_are_exported_with_their_points_as_numbers(place, county_clerk, signed_in):
    StarRating.objects.create(station=place, scheme="星级评定办法", year=2026, self_score="86.5")
    assert sheet(signed_in(county_clerk), "ratings")[1][1:5] == [2026, "星级评定办法", "已申报", 86.5]


def test_the_filters_narrow_the_export_and_it_is_recorded(place, county_clerk, signed_in):
    client = signed_in(county_clerk)
    assert len(sheet(client, "stations", q="不存在的站")) == 1
    assert AuditEvent.objects.get(verb="deputies.station.exported").facts == {
        "table": "stations", "rows": 0, "filters": {"q": "不存在的站"},
    }  # fmt: skip


@pytest.mark.parametrize("what", list(TABLES))
def test_a_station_takes_out_its_own_rows_alone(what, place, station_officer, signed_in):
    other = make_station()
    assign(make_deputy("别站代表"), other)
    text = str(sheet(signed_in(station_officer), what))
    assert other.organisation.name not in text
    assert "别站代表" not in text


@pytest.mark.parametrize("what", list(TABLES))
def test_a_table_costs_the_same_for_three_stations_as_for_one(what, place, county_clerk, signed_in):
    client = signed_in(county_clerk)

    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            sheet(client, what)
        return sum("congress_edition" not in query["sql"] for query in captured)

    queries()
    one = queries()
    for n in range(2):
        other = make_station()
        assign(make_deputy(), other)
        GridCell.objects.create(station=other, region_id="430524001", name=f"第{n}村")
    assert queries() == one


def test_an_unknown_table_does_not_exist(place, county_clerk, signed_in):
    answer = signed_in(county_clerk).post(reverse("deputies:stations-export"), {"what": "users"})
    assert answer.status_code == 404


def test_a_proposal_is_exported_by_the_clerk_of_its_county(place, county_clerk, clerk, signed_in):
    plan = AssignmentPlan.objects.create(region_code="430524", made_at=now())
    deputy = make_deputy("刘桂香")
    PlannedAssignment.objects.create(plan=plan, deputy=deputy, station=place, reason="住在本街道")
    answer = signed_in(county_clerk).post(reverse("deputies:plan-export", args=[plan.pk]))
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    assert [cell.value for cell in book[3]][1:] == ["刘桂香", None, "住在本街道", "否"]
    far = AssignmentPlan.objects.create(region_code="430523", made_at=now())
    assert signed_in(county_clerk).post(reverse("deputies:plan-export", args=[far.pk])).status_code == 404
