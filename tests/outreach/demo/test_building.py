"""The projects of the demo world, built by its offices and departments."""

from collections import Counter
from datetime import date

import pytest

from congress.models import User
from congress.people.demo import load_demo
from deputies.demo.roster import load_roster
from deputies.demo.stations import load_stations
from outreach.demo.building import load_buildings
from outreach.demo.projects import load_projects
from outreach.demo.scores import load_scores
from outreach.models import Assessment, ChangeRequest, Inspection, ProgressPhoto, Project, Urging
from outreach.projects.building.selectors import lights_of, standings, supervised_by

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.mark.parametrize("today", [date(2026, 11, 23), date(2026, 2, 10)])
def test_on_any_day_the_demo_shows_every_light_and_something_to_do(today):
    for loader in (load_demo, load_roster, load_stations):
        loader(on=today)
    for _again in range(2):
        load_projects(on=today)
        load_buildings(on=today)
    rows = standings(Project.objects.all(), on=today)
    lights = {light: count for light, count in lights_of(rows).items() if count}
    assert len(rows) == 10
    assert {"normal", "warning", "behind", "done"} <= set(lights)
    assert any(row.overdue for row in rows)
    assert any(row.waiting for row in rows)
    assert ChangeRequest.objects.filter(state="approved").count() == 1
    assert Inspection.objects.count() == 10
    assert set(Urging.objects.values_list("state", flat=True)) == {"issued", "answered"}
    assert ProgressPhoto.objects.filter(attachment__is_public=True).exists()
    assert Counter(row.project.state for row in rows)["accepted"] >= 2
    # What is accepted is what the scores of the demo go on with.
    load_scores(on=today)
    assert Assessment.objects.filter(state="published").exists()
    phone = User.objects.get(username="ouyang.chun")
    assert supervised_by(phone).exists()
