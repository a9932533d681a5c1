"""Several people at once, on real PostgreSQL."""

import pytest
from django.utils.timezone import now

from outreach.models import AssessmentCount, CitizenRating
from outreach.projects.scores import services
from outreach.projects.scores.states import AssessmentState
from outreach.projects.states import YearState
from tests.outreach.makers import make_year
from tests.outreach.projects.scores.makers import AT, make_counting, make_finished, make_sheet, second_clerk
from tests.petitions.suggestions.test_races import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_phone_that_presses_eight_times_at_once_has_answered_once(city_office):
    project = make_finished(city_office)

    def press():
        return services.rate_project(project, phone="13800001234", grade="good", better="请加路灯", at=now())

    results = at_once(*[press] * 8)
    assert sum(isinstance(result, CitizenRating) for result in results) == 1
    assert CitizenRating.objects.count() == 1
    assert project.remarks.count() == 1


def test_two_counters_at_once_agree_once(clerk, city_office):
    other = second_clerk(city_office)
    year = make_year(2026, office=city_office, state=YearState.EVALUATING)
    for _round in range(4):
        made = make_counting(clerk, make_finished(city_office, year=year))
        sheet = make_sheet(made, (17, 11, 1))
        results = at_once(
            *(
                lambda person=person, made=made, sheet=sheet: services.enter_count(
                    made, sheet, turn=1, actor=person, at=AT
                )
                for person in (clerk, other, clerk, other)
            )
        )
        assert sorted(result.outcome for result in results if isinstance(result, services.Counted)) == [
            "agreed", "waiting",
        ]  # fmt: skip
        made.refresh_from_db()
        assert made.state == AssessmentState.GRADED
        assert AssessmentCount.objects.filter(assessment=made).count() == 2
