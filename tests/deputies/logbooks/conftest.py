"""A station with its officer, and a deputy who has an account."""

import pytest

from congress.models import Organisation, User
from deputies.models import Deputy, Station
from tests.deputies.makers import assign, make_deputy, make_mandate, make_station


@pytest.fixture
def place(station: Organisation) -> Station:
    return make_station(station)


@pytest.fixture
def ouyang(deputy: User, place: Station) -> Deputy:
    """欧阳春, city deputy at 桃花坪."""
    person = make_deputy("欧阳春", user=deputy)
    make_mandate(person)
    assign(person, place)
    return person
