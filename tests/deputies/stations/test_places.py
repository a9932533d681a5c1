"""Stations open, change and merge; deputies come and go."""

from datetime import date
from decimal import Decimal

import pytest

from congress.errors import BadInput, NotAllowed, Stale, WrongState
from congress.models import AuditEvent
from deputies.models import GridCell, Station
from deputies.roster.services import Decision, change_mandate
from deputies.roster.states import ChangeKind
from deputies.stations.selectors import station_of, stations_for
from deputies.stations.services import (
    StationDraft,
    assign_deputy,
    change_station,
    close_station,
    end_assignment,
    open_station,
)
from deputies.stations.states import StationState
from tests.deputies.makers import assign, make_deputy, make_mandate, make_station
from tests.factories import make_region

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)
DRAFT = StationDraft(name="桃花坪代表联系群众工作室", address="文化路 1 号")


@pytest.fixture
def township():
    return make_region("430524001", "桃花坪街道", parent=make_region("430524", "隆回县"))


def test_the_second_station_of_a_township_gets_the_next_code(county_clerk, township):
    first = open_station(DRAFT, region=township, actor=county_clerk, on=TODAY)
    second = open_station(
        StationDraft(name="桃花坪产业联络站", address="工业园"), region=township, actor=county_clerk, on=TODAY
    )
    assert [s.organisation.code for s in (first, second)] == ["430524001-ZD", "430524001-ZD2"]
    assert first.public_token != second.public_token
    assert AuditEvent.objects.filter(verb="deputies.station.opened").count() == 2


def test_swapped_latitude_and_longitude_are_noticed(county_clerk, township):
    swapped = StationDraft(
        name="某站", address="某路", latitude=Decimal("111.03"), longitude=Decimal("27.11")
    )
    with pytest.raises(BadInput, match="是否填反"):
        open_station(swapped, region=township, actor=county_clerk, on=TODAY)
    assert Station.objects.count() == 0


def test_another_county_opens_no_station_here(county_clerk):
    elsewhere = make_region("430523001", "塘渡口镇", parent=make_region("430523", "邵阳县"))
    with pytest.raises(NotAllowed):
        open_station(DRAFT, region=elsewhere, actor=county_clerk, on=TODAY)


def test_a_new_name_keeps_the_old_one_and_a_stale_page_changes_nothing(county_clerk, township):
    station = open_station(DRAFT, region=township, actor=county_clerk, on=TODAY)
    renamed = StationDraft(name="桃花坪代表之家", address="文化路 1 号")
    changed = change_station(station, renamed, version=1, actor=county_clerk, on=TODAY)
    assert (changed.organisation.name, changed.former_names) == ("桃花坪代表之家", "桃花坪代表联系群众工作室")
    with pytest.raises(Stale):
        change_station(station, DRAFT, version=1, actor=county_clerk, on=TODAY)


def test_a_merged_station_hands_its_deputies_and_villages_on(county_clerk):
    old, new = make_station(), make_station()
    deputy = make_mandate().deputy
    assign(deputy, old)
    cell = GridCell.objects.create(station=old, region=old.organisation.region, name="大塘村", deputy=deputy)
    close_station(old, successor=new, reason="乡镇合并", actor=county_clerk, on=TODAY)
    old.refresh_from_db()
    cell.refresh_from_db()
    assert (old.state, old.organisation.successor_id, old.organisation.valid_to) == ("merged", new.pk, TODAY)
    assert (cell.station_id, cell.deputy_id) == (new.pk, None)
    assert station_of(deputy, on=TODAY) == old
    assert station_of(deputy, on=date(2026, 3, 3)) == new
    with pytest.raises(WrongState, match="已经撤并"):
        close_station(old, successor=new, reason="再来一次", actor=county_clerk, on=TODAY)


def test_a_new_main_station_ends_the_old_one_the_day_before(county_clerk):
    deputy, first, second = make_mandate().deputy, make_station(), make_station()
    assign(deputy, first)
    assign_deputy(deputy, second, starts_on=date(2026, 3, 10), actor=county_clerk, on=TODAY)
    assert deputy.assignments.get(station=first).ends_on == date(2026, 3, 9)
    assert station_of(deputy, on=date(2026, 3, 10)) == second


def test_who_has_no_mandate_is_not_assigned(county_clerk):
    with pytest.raises(BadInput, match="没有有效的代表资格"):
        assign_deputy(make_deputy(), make_station(), starts_on=TODAY, actor=county_clerk, on=TODAY)


def test_the_end_of_the_last_mandate_ends_every_assignment_and_frees_the_villages(clerk):
    mandate, station = make_mandate(), make_station()
    assign(mandate.deputy, station)
    cell = GridCell.objects.create(
        station=station, region=station.organisation.region, name="大塘村", deputy=mandate.deputy
    )
    change_mandate(
        mandate,
        kind=ChangeKind.TRANSFER_OUT,
        effective_on=TODAY,
        decision=Decision(basis="代表法第六十二条第一项"),
        actor=clerk,
        on=TODAY,
    )
    cell.refresh_from_db()
    assert cell.deputy is None
    assert station_of(mandate.deputy, on=date(2026, 3, 1)) == station
    assert station_of(mandate.deputy, on=TODAY) is None


def test_an_assignment_ends_once(county_clerk):
    row = assign(make_mandate().deputy, make_station())
    end_assignment(row, last_day=TODAY, actor=county_clerk, on=TODAY)
    with pytest.raises(WrongState, match="已经离站"):
        end_assignment(row, last_day=TODAY, actor=county_clerk, on=TODAY)


def test_everybody_sees_the_stations_that_are_theirs(
    clerk, county_clerk, station_officer, deputy, handler, station
):
    own = make_station(station)
    other = make_station(region=make_region("430523001", "塘渡口镇", parent=make_region("430523", "邵阳县")))
    seat = make_mandate(make_deputy("欧阳春", user=deputy))
    assign(seat.deputy, own)
    seen = {
        user.name: set(stations_for(user, on=TODAY))
        for user in (clerk, county_clerk, station_officer, deputy, handler)
    }
    assert seen == {"李敏": {own, other}, "周建国": {own}, "肖芳": {own}, "欧阳春": {own}, "王强": set()}
    assert own.state == StationState.OPEN
