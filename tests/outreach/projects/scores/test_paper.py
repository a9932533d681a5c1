"""Ballots, count sheets and the year's report."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from congress.models import AuditEvent
from outreach.projects.scores import services
from outreach.projects.scores.paper import YearReport, rule_words
from outreach.projects.states import ProjectState, YearState
from tests.outreach.makers import make_year
from tests.outreach.projects.building_makers import make_building, make_report
from tests.outreach.projects.scores.makers import AT, make_counting, make_graded, publish, second_clerk
from tests.outreach.projects.scores.test_built import accept

pytestmark = pytest.mark.django_db
ON = date(2027, 2, 1)


@pytest.fixture
def year(city_office):
    return make_year(2026, office=city_office, state=YearState.EVALUATING)


@pytest.fixture
def project(clerk, year, department):
    made = make_building(
        clerk,
        year=year,
        state=ProjectState.ACCEPTED,
        unit=department,
        title="资江北路人行天桥",
        beneficiaries=300,
    )
    make_report(made, clerk, date(2026, 11, 1), 100)
    accept(made, clerk, actual=310_000_00)
    return made


def test_the_rule_is_printed_with_base_number_and_reading(clerk, project):
    assert rule_words(make_counting(clerk, project)) == (
        "以全体组成人员 29 人为基数：满意达到 15 票的为满意；满意与基本满意合计达到 15 票的为基本满意；"
        "否则为不满意（恰好半数不算达到）。"
    )


def test_the_report_says_what_was_decided_built_scored_and_is_still_open(clerk, city_office, year, project):
    make_building(clerk, year=year)
    publish(make_graded(clerk, second_clerk(city_office), project, (5, 5, 19)), clerk)
    services.rate_project(project, phone="13800001234", grade="good", better="", at=AT)
    report = YearReport(year, on=ON)
    facts = dict(report.facts())
    assert (facts["票决确定"], facts["验收合格"], facts["预算偏差"]) == ("2 个", "1 个", "3.3%")
    assert facts["总投资"] == "60.00 万元"
    first, second = report.rows()
    assert first[:3] == [1, "资江北路人行天桥", "市水利局"]
    assert (first[6], first[7], first[9]) == (Decimal("31.00"), 100, "是")
    assert first[10:15] == [5, 5, 19, 0, "不满意"]
    assert second[10:15] == [None, None, None, None, ""]
    parts = {part["title"]: part["rows"] for part in report._parts()}
    assert parts["整改"][0][4] == "整改中"
    assert parts["五年对比"] == [["2026", 2, 2, "60.00", 1, 0, 0, 1]]
    assert parts["满意度测评：市人大常委会第三十次会议（2027-01-20）"][0][1:4] == [
        "5（17.24%）", "5（17.24%）", "19（65.52%）",
    ]  # fmt: skip
    assert report._notes() == [
        "总体满意率（满意加基本满意）34.48%。", "还有 1 项整改没有复评，其中逾期 0 项。", "还有 1 个项目没有在系统内验收。",
    ]  # fmt: skip


@pytest.mark.parametrize("more", [0, 3])
def test_the_report_costs_the_same_however_many_projects(clerk, year, project, more):
    for _n in range(more):
        make_building(clerk, year=year)
    with CaptureQueriesContext(connection) as asked:
        report = YearReport(year, on=ON)
        list(report._parts())
    assert len([query for query in asked.captured_queries if "congress_edition" not in query["sql"]]) <= 26


@pytest.mark.parametrize(("form", "begin"), [("pdf", b"%PDF"), ("xlsx", b"PK")])
def test_the_office_takes_the_report_out_and_the_log_says_so(clerk, signed_in, year, project, form, begin):
    answer = signed_in(clerk).post(reverse("outreach:score-report", args=[year.uid]), {"as": form})
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    assert content.startswith(begin)
    assert AuditEvent.objects.get(verb="outreach.project_year.reported").facts == {"form": form}


@pytest.mark.parametrize("what", ["ballot", "count"])
def test_ballot_and_count_sheet_are_printed(clerk, signed_in, project, what):
    made = make_counting(clerk, project)
    desk = signed_in(clerk)
    assert desk.post(reverse("outreach:score-paper", args=[made.uid, what])).content.startswith(b"%PDF")
    assert desk.post(reverse("outreach:score-paper", args=[made.uid, "wishes"])).status_code == 404
    assert AuditEvent.objects.get(verb="outreach.assessment.printed").facts == {"form": what}
