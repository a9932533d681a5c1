"""Divisions and organisations."""

from datetime import date

import pytest
from django.core.management import call_command

from congress.regions.models import Organisation, OrganisationKind, Region
from congress.regions.selectors import (
    counties,
    current_organisation,
    find_region,
    handlers_for,
    organisations_in_service,
    place_name,
    region,
    townships,
)
from congress.regions.services import load_divisions, load_organisations
from tests.factories import make_organisation, make_region

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 23)


def test_a_fresh_installation_has_the_city_its_counties_and_all_townships():
    assert [Region.objects.filter(level=level).count() for level in ("city", "county", "township")] == [
        1,
        12,
        206,
    ]
    assert region("430524001").name == "桃花坪街道"


def test_loading_the_divisions_again_changes_nothing_but_corrects_a_name():
    Region.objects.filter(pk="430524").update(name="隆囘县")
    assert load_divisions() == 219
    assert (Region.objects.count(), region("430524").name) == (219, "隆回县")


def test_a_division_of_the_office_survives_the_file(tmp_path):
    make_region("430524900", "某管理区", parent=region("430524"))
    call_command("load_divisions")
    assert region("430524900").name == "某管理区"


def test_the_counties_of_the_city_come_in_the_order_of_their_codes():
    assert [place.name for place in counties()][:4] == ["双清区", "大祥区", "北塔区", "新邵县"]
    assert [place.name for place in counties("430524")] == ["隆回县"]


def test_townships_are_ordered_as_one_looks_for_them():
    names = [place.name for place in townships("430511")]
    assert names == ["茶元头街道", "陈家桥镇", "田江街道", "新滩镇街道", "状元洲街道"]


def test_a_closed_division_is_not_offered_but_still_has_its_name():
    Region.objects.filter(pk="430511001").update(is_active=False)
    assert "430511001" not in [place.code for place in townships("430511")]
    assert region("430511001").is_active is False


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("430524001", "隆回县 桃花坪街道"),
        ("430524", "隆回县"),
        ("430500", "邵阳市"),
        ("999999", ""),
        ("", ""),
    ],
)
def test_a_place_is_named_as_one_says_it_inside_the_city(code, words):
    assert place_name(code) == words


def test_an_unknown_code_is_an_error_inside_and_nothing_outside():
    assert find_region("x' OR 1=1") is None
    with pytest.raises(LookupError):
        region("430599")


def test_names_of_places_cost_one_small_query(django_assert_num_queries):
    counties()
    with django_assert_num_queries(1):
        assert region("430524001").parent.parent.name == "邵阳市"


def test_the_demo_office_is_loaded_once():
    made = load_organisations()
    assert made == Organisation.objects.count() > 100
    assert load_organisations() == 0
    assert Organisation.objects.get(code="430500-RD-DGW").parent.code == "430500-RD"


def test_a_clerk_hands_matters_to_the_bodies_of_his_division(clerk, county_clerk, station_officer):
    load_organisations()
    city = set(handlers_for(clerk, on=TODAY).values_list("region_id", flat=True))
    county = set(handlers_for(county_clerk, on=TODAY).values_list("region_id", flat=True))
    assert {"430500", "430524", "430529"} <= city
    assert county == {"430524"}
    assert set(handlers_for(station_officer, on=TODAY)) == set(handlers_for(county_clerk, on=TODAY))
    assert not handlers_for(clerk, on=TODAY).filter(kind=OrganisationKind.STATION).exists()


def test_the_system_may_hand_to_anybody_and_a_stranger_to_nobody(stranger, department):
    assert department in handlers_for(None)
    assert list(handlers_for(stranger, on=TODAY)) == []


def test_a_body_that_has_ended_is_carried_on_by_its_successor():
    newest = make_organisation(name="市城管局")
    middle = make_organisation(name="市城管支队", valid_to=date(2026, 6, 30), successor=newest)
    oldest = make_organisation(name="市容大队", valid_to=date(2024, 12, 31), successor=middle)
    assert current_organisation(oldest, on=date(2024, 12, 31)) == oldest
    assert current_organisation(oldest, on=date(2025, 1, 1)) == middle
    assert current_organisation(oldest, on=TODAY) == newest
    assert oldest not in organisations_in_service(on=TODAY)
    assert oldest in organisations_in_service(on=date(2024, 12, 31))


def test_bodies_that_succeed_each_other_in_a_circle_do_not_hang_the_request():
    one = make_organisation(name="甲局", valid_to=date(2024, 1, 1))
    other = make_organisation(name="乙局", valid_to=date(2024, 1, 1), successor=one)
    Organisation.objects.filter(pk=one.pk).update(successor=other)
    one.refresh_from_db()
    assert current_organisation(one, on=TODAY) in {one, other}
