"""The figures: what is counted, for whom, and the records behind each number."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from congress.models import AuditEvent, Region
from outreach.projects.scores.figures import Scope, counted_projects, heard_lines, lines, vote_lines, whole
from outreach.projects.states import Category, ProjectState, YearState
from outreach.templatetags.money import wan
from tests.factories import make_region
from tests.outreach.makers import make_project, make_year
from tests.outreach.projects.scores.makers import make_graded, publish, second_clerk

pytestmark = pytest.mark.django_db
ON = date(2026, 11, 23)
SCOPE = Scope(2022, 2026)


@pytest.fixture
def years(city_office, county_office, department):
    """2025: three candidates, two chosen. 2026: one building in 隆回, one stopped, one accepted."""
    make_region("430524100", "小沙江镇", parent=Region.objects.get(code="430524"))
    before = make_year(2025, office=city_office, state=YearState.CLOSED)
    now_ = make_year(2026, office=city_office, state=YearState.EVALUATING, term=before.term)
    town = Region.objects.get(code="430524100")
    rows = {"unit": department, "cost_fen": 1_000_000_00, "own_money_fen": 400_000_00, "beneficiaries": 300}
    make_project(before, state=ProjectState.EVALUATED, **rows)
    make_project(before, state=ProjectState.BUILDING, **rows, category=Category.HEALTH)
    make_project(before, state=ProjectState.NOT_CHOSEN, **rows)
    make_project(before)
    make_project(now_, state=ProjectState.BUILDING, region=town, **rows)
    make_project(now_, state=ProjectState.STOPPED, **rows)
    accepted = make_project(now_, state=ProjectState.ACCEPTED, **rows)
    return now_, accepted


def test_chosen_projects_and_their_money_are_counted_and_those_not_chosen_are_candidates_only(clerk, years):
    total = whole(counted_projects(clerk, SCOPE, on=ON), SCOPE)
    assert {name: total.n(name) for name in ("listed", "chosen", "finished", "stopped")} == {
        "listed": 6, "chosen": 5, "finished": 2, "stopped": 1,
    }  # fmt: skip
    assert (total.n("cost"), total.n("own"), total.n("people")) == (5_000_000_00, 2_000_000_00, 1500)
    assert total.surplus_share == Decimal("20.0")
    assert total.finished_share == Decimal("40.0")


def test_years_places_and_categories_stand_beside_each_other(clerk, years):
    rows = counted_projects(clerk, SCOPE, on=ON)
    assert [(line.label, line.n("chosen")) for line in lines(rows, "year", SCOPE)] == [
        ("2025", 2),
        ("2026", 3),
    ]
    county = {line.label: line.n("chosen") for line in lines(rows, "county", SCOPE)}
    assert county == {"邵阳市": 4, "隆回县": 1}
    towns = {line.label: line.n("chosen") for line in lines(rows, "town", SCOPE)}
    assert towns["小沙江镇"] == 1
    assert {line.label: line.n("chosen") for line in lines(rows, "category", SCOPE)} == {
        "交通出行": 4,
        "医疗卫生": 1,
    }
    assert [(line.label, line.n("listed")) for line in lines(rows, "level", SCOPE)] == [("市", 6)]


def test_a_line_leads_to_exactly_the_projects_that_it_counts(clerk, years, signed_in):
    rows = counted_projects(clerk, SCOPE, on=ON)
    for by in ("year", "county", "town", "category", "level"):
        for line in lines(rows, by, SCOPE):
            given = dict(pair.split("=") for pair in line.query.split("&"))
            scope = Scope.from_address(given, on=ON)
            if by == "county" and line.label == "邵阳市":
                # The city's own line counts what lies in the city itself; its filter takes in the counties.
                assert whole(counted_projects(clerk, scope, on=ON), scope).n("listed") == 6
                continue
            if by == "town" and line.label == "邵阳市":
                continue
            assert whole(counted_projects(clerk, scope, on=ON), scope).n("listed") == line.n("listed"), (
                by,
                line,
            )


def test_another_office_counts_nothing_of_it(county_clerk, years):
    assert whole(counted_projects(county_clerk, SCOPE, on=ON), SCOPE).n("listed") == 0
    assert vote_lines(county_clerk, SCOPE, on=ON) == []
    assert heard_lines(county_clerk, SCOPE, on=ON) == []


def test_the_newest_published_result_counts(clerk, city_office, years):
    _year, accepted = years
    other = second_clerk(city_office)
    publish(make_graded(clerk, other, accepted, (5, 5, 19)), clerk)
    rows = counted_projects(clerk, SCOPE, on=ON)
    assert whole(rows, SCOPE).n("poor") == 1
    (heard,) = heard_lines(clerk, SCOPE, on=ON)
    assert (heard.year, heard.tasks, heard.closed, heard.late) == (2026, 1, 0, 0)
    assert heard_lines(clerk, SCOPE, on=date(2027, 5, 1))[0].late == 1
    publish(make_graded(clerk, other, accepted, (29, 0, 0)), clerk)
    total = whole(counted_projects(clerk, SCOPE, on=ON), SCOPE)
    assert (total.n("poor"), total.n("good")) == (0, 1)


@pytest.mark.parametrize(
    ("given", "scope"),
    [
        ({}, Scope(2022, 2026)),
        ({"since": "2025", "until": "2021"}, Scope(2021, 2025)),
        ({"since": "abcd", "until": "99999", "region": "43'", "level": "moon", "category": "x"}, Scope(2022, 2026)),
        ({"until": "2024", "region": "430524"}, Scope(2020, 2024, "430524")),
    ],
)  # fmt: skip
def test_nonsense_in_the_address_narrows_nothing(given, scope):
    assert Scope.from_address(given, on=ON) == scope


@pytest.mark.parametrize("more", [0, 3])
def test_the_page_costs_the_same_however_many_projects(clerk, signed_in, years, more):
    year, _accepted = years
    for _n in range(more):
        make_project(year, state=ProjectState.BUILDING)
    desk = signed_in(clerk)
    address = reverse("outreach:project-figures") + "?since=2022&until=2026"
    desk.get(address)
    with CaptureQueriesContext(connection) as asked:
        shown = desk.get(address).content.decode()
    assert "隆回县" in shown
    assert sum("congress_edition" not in query["sql"] for query in asked.captured_queries) == 19


def test_records_and_their_workbook(clerk, signed_in, years):
    desk = signed_in(clerk)
    shown = desk.get(
        reverse("outreach:project-records") + "?since=2026&until=2026&what=stopped"
    ).content.decode()
    assert shown.count('class="ttl"') == 1
    out = desk.post(reverse("outreach:project-workbook"), {"since": 2022, "until": 2026, "what": "chosen"})
    assert out.status_code == 200
    assert b"".join(out.streaming_content)[:2] == b"PK"
    facts = AuditEvent.objects.get(verb="outreach.project_figures.printed").facts
    assert (facts["rows"], facts["what"], facts["form"]) == (5, "chosen", "xlsx")


def test_an_empty_office_is_told_so(clerk, signed_in):
    assert "这个范围没有项目" in signed_in(clerk).get(reverse("outreach:project-figures")).content.decode()
    assert localdate().year >= 2026


@pytest.mark.parametrize(
    ("fen", "words"),
    [(None, ""), (0, "0"), (1_000_000, "1"), (123_456_789, "123.46"), (5_000_000_000_00, "500,000")],
)
def test_money_is_read_in_ten_thousand_yuan(fen, words):
    assert wan(fen) == words
