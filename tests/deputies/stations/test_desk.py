"""Stations at the desk: list, opening, correcting, merging, deputies, villages."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from deputies.models import GridCell, Station, StationAssignment
from deputies.stations.states import StationState
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


@pytest.fixture
def town(db):
    return make_region(
        "430524001", "桃花坪街道", parent=make_region("430524", "隆回县", parent=make_region())
    )


@pytest.fixture
def desk(signed_in, clerk):
    return signed_in(clerk)


@pytest.fixture
def zhou(town):
    on = localdate()
    term = make_term(starts_on=on - timedelta(days=300), ends_on=on + timedelta(days=900), ordinal=99)
    deputy = make_deputy("周明德")
    make_mandate(
        deputy, term=term, constituency=make_constituency(term, region=make_region("430524", "隆回县"))
    )
    return deputy


def listed(page) -> list[str]:
    return [row["station"].organisation.name for row in page.context["rows"]]


def test_the_list_shows_numbers_and_finds_what_lacks_something(desk, town, zhou) -> None:
    full = make_station(region=town, standard_met=7, standard_of=7, search_text="文化路")
    bare = make_station(region=town, standard_met=5, standard_of=7)
    assign(zhou, full)
    assign(make_deputy("早走"), full, ends_on=localdate() - timedelta(days=1))
    GridCell.objects.create(station=full, region=town, name="枫木村", voters=400, deputy=zhou)
    GridCell.objects.create(station=full, region=town, name="石桥村", voters=300)
    address = reverse("deputies:desk-stations")
    page = desk.get(address)
    assert [(r["deputies"], r["voters"], r["free"]) for r in page.context["rows"]] == [(1, 700, 1), (0, 0, 0)]
    names = [full.organisation.name, bare.organisation.name]
    found = {lack: listed(desk.get(address, {"lack": lack})) for lack in ("haves", "grid", "point")}
    assert found == {"haves": names[1:], "grid": names[:1], "point": names}
    assert listed(desk.get(address, {"q": "文化路"})) == names[:1]
    assert listed(desk.get(address, {"county": "430523"})) == []


def test_a_station_that_was_never_checked_lacks_the_haves(desk, town) -> None:
    station = make_station(region=town)
    page = desk.get(reverse("deputies:desk-stations"), {"lack": "haves"})
    assert listed(page) == [station.organisation.name]


def test_the_list_costs_the_same_with_one_station_and_with_twenty(desk, town) -> None:
    address = reverse("deputies:desk-stations")

    def cost() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert desk.get(address).status_code == 200
        return sum("congress_edition" not in query["sql"] for query in captured.captured_queries)

    make_station(region=town)
    desk.get(address)
    few = cost()
    for _n in range(20):
        make_station(region=town)
    assert cost() == few


def test_a_station_is_opened_and_corrected(desk, town) -> None:
    body = {
        "region": "430524001", "name": "桃花坪街道联络站", "level": "post", "type": "general",
        "address": "文化路 1 号", "hours": "周一至周五 09:00-12:00", "latitude": "27.11", "longitude": "111.03",
    }  # fmt: skip
    made = desk.post(reverse("deputies:station-open"), body)
    station = Station.objects.get()
    assert made["Location"] == reverse("deputies:desk-station", args=["430524001-ZD"])
    assert (station.state, station.hours.count()) == (StationState.OPEN, 5)
    edit = reverse("deputies:station-edit", args=["430524001-ZD"])
    assert "周一至周五 09:00-12:00" in desk.get(edit).content.decode()
    wrong = desk.post(edit, {**body, "version": "1", "hours": "随时"})
    assert wrong.status_code == 422
    assert "读不懂" in wrong.content.decode()
    swapped = desk.post(edit, {**body, "version": "1", "latitude": "111.03", "longitude": "27.11"})
    assert "是否填反" in swapped.content.decode()
    desk.post(edit, {**body, "version": "1", "name": "桃花坪代表之家"})
    station.refresh_from_db()
    assert (station.organisation.name, station.former_names) == ("桃花坪代表之家", "桃花坪街道联络站")


def test_a_merger_takes_deputies_and_villages_along(desk, town, zhou) -> None:
    old, new = make_station(region=town), make_station(region=town)
    assign(zhou, old)
    GridCell.objects.create(station=old, region=town, name="枫木村", deputy=zhou)
    address = reverse("deputies:station-close", args=[old.organisation.code])
    assert "现有驻站代表 1 人、联系的村和社区 1 个" in desk.get(address).content.decode()
    assert desk.post(address, {"successor": new.pk}).status_code == 422
    desk.post(address, {"successor": new.pk, "reason": "两站合并"})
    old.refresh_from_db()
    assert old.state == StationState.MERGED
    assert list(new.cells.values_list("name", "deputy")) == [("枫木村", None)]
    assert StationAssignment.objects.get(station=new).deputy == zhou
    page = desk.get(reverse("deputies:desk-station", args=[old.organisation.code])).content.decode()
    assert "只供查阅" in page
    assert reverse("deputies:station-edit", args=[old.organisation.code]) not in page


def test_a_deputy_comes_answers_for_a_village_and_leaves(desk, town, zhou) -> None:
    on = localdate()
    station = make_station(region=town)
    code = station.organisation.code
    body = {"deputy": zhou.pk, "role": "resident", "is_main": "on", "starts_on": on.isoformat()}
    assert desk.post(reverse("deputies:station-assign", args=[code]), body).status_code == 302
    row = StationAssignment.objects.get()
    village = {
        "name": "枫木村",
        "region": "430524001",
        "households": "120",
        "voters": "400",
        "deputy": zhou.pk,
    }
    assert desk.post(reverse("deputies:station-cell-new", args=[code]), village).status_code == 302
    cell = GridCell.objects.get()
    assert (cell.deputy, cell.voters) == (zhou, 400)
    again = desk.post(reverse("deputies:station-cell-new", args=[code]), village)
    assert "已经登记过" in again.content.decode()
    odd = desk.post(reverse("deputies:station-cell", args=[code, cell.pk]), {**village, "voters": "400000"})
    assert "对不上" in odd.content.decode()
    desk.post(reverse("deputies:station-end", args=[code, row.pk]), {"last_day": on.isoformat()})
    row.refresh_from_db()
    cell.refresh_from_db()
    assert (row.ends_on, cell.deputy) == (on, None)


def test_only_who_is_at_the_station_can_answer_for_a_village(desk, town, zhou) -> None:
    station = make_station(region=town)
    village = {
        "name": "枫木村",
        "region": "430524001",
        "households": "120",
        "voters": "400",
        "deputy": zhou.pk,
    }
    refused = desk.post(reverse("deputies:station-cell-new", args=[station.organisation.code]), village)
    assert refused.status_code == 422
    assert not GridCell.objects.exists()


def test_a_station_officer_keeps_the_own_station_only(signed_in, station_officer, station, town) -> None:
    own, other = make_station(station), make_station(region=town)
    client = signed_in(station_officer)
    codes = [own.organisation.code, other.organisation.code]
    assert [client.get(reverse("deputies:desk-station", args=[c])).status_code for c in codes] == [200, 404]
    assert [client.get(reverse("deputies:station-edit", args=[c])).status_code for c in codes] == [200, 404]
    assert client.get(reverse("deputies:station-close", args=[codes[0]])).status_code == 403
