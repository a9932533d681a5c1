"""The stations of the demo world."""

from datetime import date

import pytest

from congress.people.demo import load_demo
from deputies.demo.roster import load_roster
from deputies.demo.stations import load_stations
from deputies.models import Deputy, Mandate, StarRating, Station, StationAssignment, StationCheck
from deputies.stations.states import RatingState, StationState

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def test_the_demo_has_sixty_stations_and_everybody_in_office_belongs_to_one():
    load_demo(on=TODAY)
    load_roster(on=TODAY)
    load_stations(on=TODAY)
    assert Station.objects.count() == 60
    homeless = Deputy.objects.filter(mandates__in=Mandate.objects.in_office(TODAY), assignments__isnull=True)
    assert homeless.count() == 0
    mine = StationAssignment.objects.filter(deputy__user__username="ouyang.chun").order_by("-is_main")
    assert mine[0].station.organisation.code == "430524001-ZD"
    assert [row.is_main for row in mine] == [True, False]
    load_stations(on=TODAY)
    assert Station.objects.count() == 60


def test_the_demos_stations_are_checked_rated_and_one_went_into_another():
    load_demo(on=TODAY)
    load_roster(on=TODAY)
    load_stations(on=TODAY)
    merged = Station.objects.get(state=StationState.MERGED)
    assert merged.organisation.successor.station.state == StationState.OPEN
    assert (StationCheck.objects.count(), Station.objects.filter(standard_of=7).count()) == (54, 54)
    states = set(StarRating.objects.values_list("state", flat=True))
    assert states == {RatingState.APPLIED, RatingState.ANNOUNCED, RatingState.GRANTED}
    assert Station.objects.filter(stars__isnull=False).exists()
