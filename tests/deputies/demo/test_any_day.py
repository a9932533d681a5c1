"""The demo world of deputies loads on whatever day an office first looks at it."""

from datetime import date

import pytest

from congress import registry
from congress.people.demo import load_demo
from deputies.models import Dossier, DutyReport, LogEntry, PointAccount
from petitions.suggestions.services.reference import load_categories

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
# The citizens' letters and their figures have tests of their own.
OTHERS = {500, 900}


def test_everything_loads_in_the_first_days_of_a_year_and_of_a_term():
    on = date(2027, 1, 5)
    load_demo(on=on)
    load_categories()
    for order, loader in registry.demo_loaders:
        if order >= 300 and order not in OTHERS:
            loader(on=on)
    assert LogEntry.objects.count() > 100
    assert DutyReport.objects.count() == 10
    assert Dossier.objects.exists()
    assert PointAccount.objects.filter(year=2027).exists()
