"""The dossiers of the demo world."""

from collections import Counter
from datetime import date

import pytest

from congress.people.demo import load_demo
from deputies.demo.dossiers import load_dossiers
from deputies.demo.roster import load_roster
from deputies.demo.stations import load_stations
from deputies.dossiers.models import Dossier, DossierObjection, Honour, Meeting, MeetingAttendance
from deputies.dossiers.selectors import content_of
from deputies.logbooks.services.verification import hash_of

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def test_the_demo_has_last_years_dossiers_closed_shown_and_objected_to():
    today, year = date(2026, 11, 23), 2025
    for loader in (load_demo, load_roster, load_stations):
        loader(on=today)
    load_dossiers(on=today)
    states = Counter(Dossier.objects.filter(year=year).values_list("state", flat=True))
    assert states["closed"] > 1
    assert states["shown"] > 0
    assert states["objected"] == 1
    assert DossierObjection.objects.filter(answered_at=None).count() == 1
    assert set(Dossier.objects.filter(year=today.year).values_list("state", flat=True)) == {"open"}
    for closed in Dossier.objects.filter(state="closed"):
        assert closed.content_hash == hash_of(closed.content)
        assert closed.content["parts"]["meetings"]
    own = Dossier.objects.get(
        year=year, mandate__deputy__user__username="ouyang.chun", mandate__level="county"
    )
    content = content_of(own)
    assert (own.state, bool(content.parts["meetings"]), bool(content.parts["training"])) == (
        "shown",
        True,
        True,
    )
    assert Meeting.objects.filter(on__year=year).count() == 4
    assert MeetingAttendance.objects.filter(presence="leave").exists()
    assert Honour.objects.count() == 3
    before = Dossier.objects.count()
    load_dossiers(on=today)
    assert Dossier.objects.count() == before
