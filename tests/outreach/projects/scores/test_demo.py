"""The demo's scores: told once, by the services, whatever day it is loaded."""

from datetime import date

import pytest
from django.utils.timezone import localdate

from outreach.demo.scores import load_scores
from outreach.models import Assessment, CitizenRating, Rectification
from outreach.projects.states import ProjectState, YearState
from tests.outreach.makers import make_year
from tests.outreach.projects.scores.makers import make_finished

pytestmark = pytest.mark.django_db


def test_an_empty_world_stays_empty(db):
    load_scores(on=localdate())
    assert not Assessment.objects.exists()


@pytest.mark.parametrize("day", [date(2026, 11, 23), date(2027, 2, 28)])
def test_the_accepted_projects_of_a_year_are_scored_and_one_is_put_right(clerk, city_office, day):
    year = make_year(2026, office=city_office, state=YearState.EVALUATING)
    projects = [make_finished(city_office, year=year) for _n in range(4)]
    for _twice in range(2):
        load_scores(on=day)
    made = Assessment.objects.get()
    assert [item.grade for item in made.items.order_by("position")] == ["good", "good", "good", "poor"]
    assert CitizenRating.objects.count() == 5 + 6 + 7 + 8
    task = Rectification.objects.get()
    assert (task.project, task.state) == (projects[3], "reported")
    states = {project.state for project in year.projects.all()}
    assert states == {ProjectState.EVALUATED, ProjectState.RECTIFYING}
