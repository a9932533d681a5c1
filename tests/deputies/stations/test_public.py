"""What everybody sees of stations and deputies: the list, a station, its wall's code, the deputies of a village."""

import re
from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate, now

from congress.privacy import blind_index
from deputies.models import DutyShift, GridCell, OpeningHours, ScanCount, ShiftDeputy
from deputies.roster.states import Level, MandateState
from deputies.stations.directory import Near, by_distance
from deputies.stations.selectors import serving_stations
from deputies.stations.services import close_station
from deputies.stations.states import ShiftState, StationState, StationType
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


def sitting(name: str, **fields):
    """A deputy whose mandate runs today, whatever today is."""
    on = localdate()
    term = make_term(starts_on=on - timedelta(days=300), ends_on=on + timedelta(days=900), ordinal=99)
    deputy = make_deputy(name, **fields)
    make_mandate(deputy, term=term, constituency=make_constituency(term))
    return deputy


def names(page) -> list[str]:
    return re.findall(r'<li class="reply"><a [^>]*>([^<]*)</a>', page.content.decode())


def cards(page) -> list[str]:
    return re.findall(r"<h3><a [^>]*>([^<]*)</a></h3>", page.content.decode())


def test_the_list_shows_stations_that_serve_and_narrows_by_county_type_and_word(client, town) -> None:
    here = make_station(region=town, search_text="桃花坪 文化路 1 号")
    trade = make_station(region=town, type=StationType.TRADE, search_text="大棚 产业")
    make_station(region=town, state=StationState.PREPARING)
    make_station(region=town, state=StationState.MERGED)
    elsewhere = make_station(
        region=make_region(
            "430523001", "塘渡口镇", parent=make_region("430523", "邵阳县", parent=make_region())
        )
    )
    address = reverse("deputies:stations")
    ours, theirs, far = (s.organisation.name for s in (here, trade, elsewhere))
    assert names(client.get(address)) == [far, ours, theirs]
    assert names(client.get(address, {"county": "430524"})) == [ours, theirs]
    assert names(client.get(address, {"county": "430524", "type": "trade"})) == [theirs]
    assert names(client.get(address, {"q": "产业"})) == [theirs]
    assert names(client.get(address, {"county": "430523", "town": "430524001"})) == [far]
    assert "没有符合条件的站点" in client.get(address, {"q": "没有这个"}).content.decode()


def test_the_nearest_station_comes_first_and_one_without_a_point_last(client, town) -> None:
    far = make_station(region=town, latitude=Decimal("27.50000"), longitude=Decimal("111.00000"))
    near = make_station(region=town, latitude=Decimal("27.12000"), longitude=Decimal("111.04000"))
    lost = make_station(region=town)
    page = client.get(reverse("deputies:stations"), {"near": "27.11,111.03"})
    assert names(page) == [s.organisation.name for s in (near, far, lost)]
    assert re.findall(r'class="tag info">([^<]*)<', page.content.decode()) == ["约 1 公里内", "约 43 公里"]
    assert page["Cache-Control"] == "no-store"


def test_a_thousand_metres_east_are_a_thousand_metres(town) -> None:
    make_station(region=town, latitude=Decimal("27.11000"), longitude=Decimal("111.04010"))
    found = by_distance(serving_stations(), Near(27.11, 111.03)).get()
    assert found.metres == 1000


@pytest.mark.parametrize("text", ["", "here", "1", "91,0", "0,181", "nan,nan", "27.1,111.0,3"])
def test_a_place_that_is_none_is_passed_over(client, town, text) -> None:
    assert Near.from_text(text) is None
    assert client.get(reverse("deputies:stations"), {"near": text}).status_code == 200


def test_pages_of_the_nearest_do_not_repeat_a_station(client, town) -> None:
    for n in range(45):
        make_station(region=town, latitude=Decimal("27.1") + Decimal(n % 9) / 100, longitude=Decimal("111.0"))
    address, seen = f"{reverse('deputies:stations')}?near=27.1,111.0", []
    while address:
        page = client.get(address)
        seen += names(page)
        found = re.search(r'rel="next" href="([^"]*)"', page.content.decode())
        address = f"{reverse('deputies:stations')}{found[1].replace('&amp;', '&')}" if found else ""
    assert (len(seen), len(set(seen))) == (45, 45)


def statements(client, address: str, data: dict[str, str]) -> int:
    """How many statements a page takes, without the looks at marks that tests take every time."""
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address, data).status_code == 200
    return sum("congress_edition" not in query["sql"] for query in captured.captured_queries)


def test_the_list_costs_the_same_with_one_station_and_with_twenty(client, town) -> None:
    make_station(region=town)
    address = reverse("deputies:stations")
    client.get(address)
    # The page, its hours, the capped count, the map.
    assert statements(client, address, {"county": "430524", "x": "1"}) == 4
    for _n in range(20):
        OpeningHours.objects.create(
            station=make_station(region=town), weekday=1, opens=time(9), closes=time(17)
        )
    assert statements(client, address, {"county": "430524", "x": "2"}) == 4


def test_a_station_shows_who_comes_next_who_is_there_and_for_which_villages(client, town) -> None:
    on = localdate()
    station = make_station(
        region=town, phone="0739-5001234", latitude=Decimal("27.12"), longitude=Decimal("111.04")
    )
    deputy = sitting(
        "周明德",
        employer="桃花坪小学",
        job="教师",
        phone="13900001234",
        phone_index=blind_index("13900001234"),
    )
    assign(deputy, station)
    GridCell.objects.create(station=station, region=town, name="枫木村", deputy=deputy)
    for days, state in ((1, ShiftState.PUBLISHED), (2, ShiftState.PLANNED), (-1, ShiftState.PUBLISHED)):
        day = on + timedelta(days=days)
        shift = DutyShift.objects.create(
            station=station,
            on=day,
            planned_on=day,
            starts_at=time(9),
            ends_at=time(11),
            state=state,
            published_at=now() if state == ShiftState.PUBLISHED else None,
        )
        ShiftDeputy.objects.create(shift=shift, deputy=deputy)
    text = client.get(reverse("deputies:station", args=[station.organisation.code])).content.decode()
    assert text.count("09:00–11:00") == 1
    assert "geo:27.12000,111.04000" in text
    assert "枫木村" in text
    assert "桃花坪小学 教师" in text
    assert "13900001234" not in text
    assert f"/report/?station={station.organisation.code}" in text


def test_a_phone_is_shown_with_consent_only(client, town) -> None:
    deputy = sitting("周明德", phone="13900001234", publish_phone=False)
    address = reverse("deputies:deputy", args=[deputy.uid])
    assert "13900001234" not in client.get(address).content.decode()
    deputy.publish_phone = True
    deputy.save()
    assert "13900001234" in client.get(address).content.decode()


def test_a_merged_station_says_where_to_go_over_several_mergers(client, clerk, town) -> None:
    on = localdate()
    first, second, third = (make_station(region=town) for _n in range(3))
    close_station(first, successor=second, reason="合并", actor=clerk, on=on - timedelta(days=2))
    close_station(second, successor=third, reason="合并", actor=clerk, on=on - timedelta(days=1))
    text = client.get(reverse("deputies:station", args=[first.organisation.code])).content.decode()
    assert f"并入“{third.organisation.name}”" in text
    assert "/report/?station=" not in text


def test_a_station_that_is_being_prepared_is_not_there_yet(client, town) -> None:
    station = make_station(region=town, state=StationState.PREPARING)
    assert client.get(reverse("deputies:station", args=[station.organisation.code])).status_code == 404
    assert client.get(reverse("deputies:scan", args=[station.public_token])).status_code == 404


def test_the_walls_code_leads_to_the_station_and_is_counted_without_the_person(client, town) -> None:
    station = make_station(region=town)
    address = reverse("deputies:scan", args=[station.public_token])
    page = client.get(address, follow=True)
    assert f"您扫的是“{station.organisation.name}”墙上的码" in page.content.decode()
    for _n in range(5):
        client.get(address)
    row = ScanCount.objects.get()
    assert (row.station_id, row.deputy_id, row.on, row.opened, row.submitted) == (
        station.pk,
        None,
        localdate(),
        3,
        0,
    )


def test_a_code_that_is_not_ours_is_explained(client, town) -> None:
    page = client.get(reverse("deputies:scan", args=["a-forged-token"]))
    assert page.status_code == 404
    assert "也可能是别人贴上去的" in page.content.decode()
    assert not ScanCount.objects.exists()


def test_a_villager_finds_the_deputy_of_the_village_first(client, town) -> None:
    station = make_station(region=town)
    ours, other, gone = sitting("周明德"), sitting("刘桂香"), make_deputy("李早走")
    for deputy in (ours, other, gone):
        assign(deputy, station)
    cell = GridCell.objects.create(station=station, region=town, name="枫木村", deputy=ours)
    GridCell.objects.create(station=station, region=town, name="石桥村")
    address = reverse("deputies:deputies")
    assert cards(client.get(address)) == []
    chosen = client.get(address, {"county": "430524", "town": "430524001", "cell": cell.pk})
    assert cards(chosen) == ["周明德", "刘桂香"]
    assert "联系枫木村的代表" in chosen.content.decode()
    assert cards(client.get(address, {"county": "430524", "town": "430524001"})) == ["周明德", "刘桂香"]


def test_a_name_finds_only_who_is_in_office(client, town) -> None:
    sitting("周明德", search_text="周明德 教师")
    make_deputy("周早走", search_text="周早走")
    page = client.get(reverse("deputies:deputies"), {"q": "周"})
    assert cards(page) == ["周明德"]


def test_the_page_of_somebody_whose_mandate_ended_says_so_and_shows_nothing_else(client, town) -> None:
    yesterday = localdate() - timedelta(days=1)
    deputy = make_deputy("周明德", employer="桃花坪小学", publish_phone=True, phone="13900001234")
    make_mandate(
        deputy,
        term=make_term(level=Level.CITY, starts_on=date(2022, 1, 1), ends_on=date(2099, 1, 1), ordinal=98),
        state=MandateState.ENDED,
        ends_on=yesterday,
    )
    station = make_station(region=town)
    assign(deputy, station, ends_on=yesterday)
    text = client.get(reverse("deputies:deputy", args=[deputy.uid])).content.decode()
    assert "以后不再担任市人大代表" in text
    assert station.organisation.name in text
    assert "桃花坪小学" not in text
    assert "13900001234" not in text


def test_somebody_without_any_mandate_has_no_page(client) -> None:
    assert client.get(reverse("deputies:deputy", args=[make_deputy("准备中").uid])).status_code == 404


def test_the_list_of_deputies_costs_the_same_however_many_there_are(client, town) -> None:
    address = reverse("deputies:deputies")
    sitting("甲")
    client.get(address)
    # The page, the capped count, mandates, stations.
    assert statements(client, address, {"level": "city"}) == 4
    for n in range(20):
        sitting(f"乙{n}")
    assert statements(client, address, {"level": "city"}) == 4
