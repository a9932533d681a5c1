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


def test_the_coming_years_stand_in_the_vote_and_in_the_collection():
    today = date(2026, 11, 23)
    for loader in (load_demo, load_roster):
        loader(on=today)
    for _again in range(2):
        load_coming(on=today)
    assert sorted(ProjectYear.objects.values_list("state", flat=True)) == ["collecting", "voting"]
    vote = VoteRound.objects.get()
    assert (vote.phase, vote.is_test, vote.candidates.count(), vote.places) == ("frozen", True, 10, 8)
    assert vote.roll.count() == vote.deputies_total > 0
