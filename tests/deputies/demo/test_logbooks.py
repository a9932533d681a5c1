"""The logbooks of the demo world."""

from datetime import date, timedelta

import pytest

from congress.people.demo import load_demo
from deputies.demo.contacts import load_contacts
from deputies.demo.logbooks import load_logbooks
from deputies.demo.roster import load_roster
from deputies.demo.stations import load_stations
from deputies.logbooks.owed import behind, keepers, without_list
from deputies.models import Contact, Deputy, Household, LogEntry, Voice
from petitions.demo.passed_on import load_passed_on
from petitions.suggestions.models import Suggestion
from petitions.suggestions.services.reference import load_categories

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
TODAY = date(2026, 11, 23)


def test_the_demo_has_three_months_of_entries_and_what_voters_said_became_suggestions():
    for loader in (load_demo, load_roster, load_stations):
        loader(on=TODAY)
    load_categories()
    load_logbooks(on=TODAY)
    assert set(LogEntry.objects.values_list("kind", flat=True)) == {"activity", "reception", "training"}
    assert set(LogEntry.objects.values_list("state", flat=True)) == {"pending", "verified", "refused"}
    raised = Voice.objects.exclude(matter_number="")
    assert raised.count() == Suggestion.objects.count() > 20
    assert Voice.objects.exclude(refusal="").count() == 0
    assert LogEntry.objects.filter(recorded_by__username="ouyang.chun").count() > 5
    assert Household.objects.count() == 10
    before = LogEntry.objects.count()
    load_logbooks(on=TODAY)
    assert LogEntry.objects.count() == before
    for _twice in range(2):
        load_passed_on(on=TODAY)
    old = Suggestion.objects.filter(received_on__lte=TODAY - timedelta(days=5))
    assert (
        old.filter(state="replied").count() > 4 * old.filter(state__in=["received", "accepted"]).count() > 0
    )
    assert Suggestion.objects.filter(replies__isnull=False).count() == old.filter(state="replied").count()


def test_most_deputies_of_the_demo_keep_a_list_and_some_are_behind():
    for loader in (load_demo, load_roster, load_stations, load_contacts):
        loader(on=TODAY)
    duty = keepers(Deputy.objects.all(), on=TODAY)
    unlisted, late = without_list(duty, on=TODAY).count(), behind(duty, on=TODAY).count()
    assert 20 < unlisted < 80
    assert 100 < late < 350
    assert Contact.objects.filter(on__gt=TODAY).count() == 0
    before = Household.objects.count()
    load_contacts(on=TODAY)
    assert Household.objects.count() == before
