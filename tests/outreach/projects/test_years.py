"""Opening a year and taking it through its phases."""

from datetime import UTC, date, datetime

import pytest

from congress.errors import BadInput, NotAllowed, Stale, WrongState
from congress.models import AuditEvent
from outreach.models import ProjectYear
from outreach.projects import services
from outreach.projects.selectors import get_year_for, listed_projects, projects_for
from outreach.projects.states import PROJECT_FLOW, ProjectState, YearState
from tests.deputies.makers import make_term
from tests.outreach.makers import make_project, make_year

pytestmark = pytest.mark.django_db
AT = datetime(2026, 8, 3, 2, 0, tzinfo=UTC)
ON = date(2026, 8, 3)


@pytest.fixture
def term():
    return make_term()


def test_a_clerk_opens_the_year_with_the_dates_of_the_paper(clerk, city_office, term):
    year = services.open_year(term, 2026, office=city_office, actor=clerk, at=AT)
    assert year.title == "邵阳市2026年民生实事项目"
    assert year.state == YearState.PREPARING
    dates = {row.phase: (row.opens_on, row.closes_on) for row in year.phases.all()}
    assert len(dates) == 9
    assert dates["collecting"] == (date(2025, 9, 1), date(2025, 10, 10))
    assert dates["evaluating"] == (date(2026, 12, 16), date(2027, 1, 31))
    event = AuditEvent.objects.get(verb="outreach.project_year.opened")
    assert event.facts == {"year": 2026}


def test_a_year_is_opened_once_within_the_term_and_by_its_own_office(
    clerk, county_clerk, city_office, county_office, term
):
    services.open_year(term, 2026, office=city_office, actor=clerk, at=AT)
    with pytest.raises(BadInput, match="已经建立"):
        services.open_year(term, 2026, office=city_office, actor=clerk, at=AT)
    with pytest.raises(BadInput, match="不在本届任期内"):
        services.open_year(term, 2030, office=city_office, actor=clerk, at=AT)
    with pytest.raises(NotAllowed):
        services.open_year(term, 2025, office=county_office, actor=county_clerk, at=AT)
    assert ProjectYear.objects.count() == 1


def test_the_next_phase_needs_no_reason_and_any_other_does(clerk, city_office):
    year = make_year(office=city_office)
    services.enter_phase(year, "collecting", actor=clerk, at=AT, version=1)
    with pytest.raises(Stale):
        services.enter_phase(year, "screening", actor=clerk, at=AT, version=1)
    with pytest.raises(WrongState):
        services.enter_phase(year, "collecting", actor=clerk, at=AT)
    with pytest.raises(BadInput) as refused:
        services.enter_phase(year, "building", actor=clerk, at=AT)
    assert refused.value.field == "reason"
    services.enter_phase(year, "preparing", actor=clerk, at=AT, reason="征集公告有误，重新发布")
    year.refresh_from_db()
    assert (year.state, year.version) == ("preparing", 3)
    facts = AuditEvent.objects.filter(verb="outreach.project_year.phased").order_by("seq").last().facts
    assert facts == {"before": "collecting", "after": "preparing", "reason": "征集公告有误，重新发布"}


def test_dates_in_the_wrong_order_change_nothing(clerk, city_office):
    year = make_year(office=city_office)
    early = {
        "collecting": (date(2026, 9, 5), date(2026, 10, 9)),
        "screening": (date(2026, 9, 1), date(2026, 11, 1)),
    }
    with pytest.raises(BadInput) as refused:
        services.set_dates(year, early, actor=clerk, at=AT)
    assert refused.value.field == "screening"
    assert year.phases.get(phase="collecting").opens_on == date(2026, 9, 1)
    services.set_dates(year, {"collecting": (date(2026, 9, 5), date(2026, 10, 9))}, actor=clerk, at=AT)
    assert year.phases.get(phase="collecting").opens_on == date(2026, 9, 5)


def test_what_an_office_may_not_see_does_not_exist(clerk, county_clerk, city_office, handler, department):
    year = make_year(office=city_office)
    mine = make_project(year, state=ProjectState.CANDIDATE, unit=department)
    draft = make_project(year)
    assert get_year_for(clerk, year.uid, on=ON) == year
    with pytest.raises(Exception, match="没有找到"):
        get_year_for(county_clerk, year.uid, on=ON)
    assert set(projects_for(clerk, on=ON)) == {mine, draft}
    assert set(projects_for(handler, on=ON)) == {mine}
    assert set(listed_projects()) == {mine}


TABLE = {
    ("initial", "drop"): "dropped",
    ("candidate", "drop"): "dropped",
    ("dropped", "take_up"): "initial",
    ("initial", "list"): "candidate",
    ("candidate", "choose"): "chosen",
    ("candidate", "pass_over"): "not_chosen",
    ("chosen", "hand_over"): "handed_over",
    ("handed_over", "begin"): "building",
    ("handed_over", "stop"): "stopped",
    ("building", "stop"): "stopped",
    ("building", "accept"): "accepted",
    ("accepted", "evaluate"): "evaluated",
    ("rectifying", "evaluate"): "evaluated",
    ("evaluated", "rectify"): "rectifying",
}


def test_a_project_moves_as_this_table_says_and_in_no_other_way():
    moved = {}
    for state in ProjectState:
        for step in PROJECT_FLOW:
            try:
                moved[state.value, step.name] = PROJECT_FLOW.advance(step.name, state)
            except WrongState:
                continue
    assert moved == TABLE
