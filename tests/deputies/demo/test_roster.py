"""The deputies of the demo world."""

from datetime import date

import pytest

from congress.people.demo import load_demo
from deputies.demo.roster import load_roster
from deputies.models import Deputy, Mandate

pytestmark = pytest.mark.django_db


def test_the_demo_has_four_hundred_deputies_of_five_levels_and_loads_once():
    load_demo(on=date(2026, 11, 23))
    load_roster(on=date(2026, 11, 23))
    people = Deputy.objects.count()
    assert people >= 400
    assert Deputy.objects.filter(user__username="ouyang.chun", mandates__level="city").exists()
    levels = set(Mandate.objects.in_office(date(2026, 11, 23)).values_list("level", flat=True))
    assert levels == {"national", "province", "city", "county", "township"}
    load_roster(on=date(2026, 11, 23))
    assert Deputy.objects.count() == people


def test_the_demo_loads_in_the_first_days_of_a_new_term_too():
    on = date(2027, 1, 5)
    load_demo(on=on)
    load_roster(on=on)
    assert Mandate.objects.in_office(on).filter(term__ordinal=17, level="city").count() > 50
    assert not Mandate.objects.filter(starts_on__gt=on).exists()
