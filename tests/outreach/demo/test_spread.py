"""The 672 projects of counties and townships in the demo."""

from datetime import date

import pytest

from congress.people.demo import load_demo
from deputies.demo.roster import load_roster
from outreach.demo.coming import load_coming
from outreach.demo.spread import TOTAL, load_spread
from outreach.models import Project, ProjectYear, VoteRound
from outreach.projects.building.selectors import lights_of, wall_rows

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.mark.parametrize("today", [date(2026, 11, 23), date(2026, 2, 10)])
def test_672_projects_lie_in_twelve_counties_with_every_light_and_no_report_missing(today, client):
    for loader in (load_demo, load_roster):
        loader(on=today)
    for _again in range(2):
        load_spread(on=today)
    assert Project.objects.count() == TOTAL
    rows = wall_rows(on=today)
    assert len({row.project.region_id[:6] for row in rows}) == 12
    assert all(count > 30 for light, count in lights_of(rows).items() if light not in {"none", "stopped"})
    assert [row for row in rows if row.overdue] == []
    page = client.get("/projects/")
    assert f"{TOTAL} 个项目" in page.content.decode()
    assert len(page.content) < 100_000


def test_the_coming_years_stand_one_in_each_step_from_collection_to_the_published_vote():
    today = date(2026, 11, 23)
    for loader in (load_demo, load_roster):
        loader(on=today)
    for _again in range(2):
        load_coming(on=today)
    assert dict(ProjectYear.objects.values_list("region_id", "state")) == {
        "430500": "voting",
        "430522": "voting",
        "430523": "noticing",
        "430524": "collecting",
        "430581": "consulting",
    }
    held = VoteRound.objects.filter(year__region="430522").values_list("phase", "is_test")
    assert sorted(held) == [("published", False), ("published", True)]
    vote = VoteRound.objects.get(year__region="430500")
    assert (vote.phase, vote.is_test, vote.candidates.count(), vote.places) == ("draft", True, 10, 8)
