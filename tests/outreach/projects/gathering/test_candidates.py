"""Candidates are written, corrected, left out with a reason, and fixed as the formal list in the order of the ballot."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from congress.errors import BadInput, NotAllowed, Stale, WrongState
from congress.models import AuditEvent
from outreach.projects.gathering import services
from outreach.projects.gathering.services import CandidateDraft
from tests.factories import make_region
from tests.outreach.makers import make_notice, make_year

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def year(city_office):
    year = make_year(2026, state="noticing", office=city_office)
    make_notice(year)
    return year


@pytest.fixture
def draft(department):
    return CandidateDraft(
        title="双江口村安全饮水", category="rural", problem="旱季断水二十天。", content="新建蓄水池两座。", unit=department,
        head="王局长", cost_fen=380_000_00, own_money_fen=200_000_00, year_goal="十二月底通水到户。",
    )  # fmt: skip


def test_a_candidate_is_written_and_corrected_with_what_changed_on_record(year, draft, clerk):
    project = services.add_candidate(year, draft, actor=clerk, at=AT)
    assert (project.state, project.region, project.number) == ("initial", year.region, None)
    edited = services.edit_candidate(
        project, replace(draft, cost_fen=400_000_00, risk="雨季停工。"), actor=clerk, at=AT, version=1
    )
    assert (edited.cost_fen, edited.version) == (400_000_00, 2)
    assert AuditEvent.objects.get(verb="outreach.project.edited").facts == {"changed": ["cost_fen", "risk"]}
    with pytest.raises(Stale):
        services.edit_candidate(project, draft, actor=clerk, at=AT, version=1)


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"title": "路"}, "title"),
        ({"problem": "！！！！"}, "problem"),
        ({"own_money_fen": 380_000_01}, "own_money_fen"),
        ({"cost_fen": -1, "own_money_fen": -1}, "own_money_fen"),
    ],
)
def test_what_cannot_stand_on_the_sheet_is_refused_at_its_field(year, draft, clerk, change, field):
    with pytest.raises(BadInput) as refused:
        services.add_candidate(year, replace(draft, **change), actor=clerk, at=AT)
    assert refused.value.field == field
    assert year.projects.count() == 0


def test_a_site_outside_the_division_and_another_office_are_refused(year, draft, clerk, county_clerk):
    outside = make_region("430100", "长沙市")
    with pytest.raises(BadInput, match="不在本级行政区"):
        services.add_candidate(year, replace(draft, region=outside), actor=clerk, at=AT)
    with pytest.raises(NotAllowed):
        services.add_candidate(year, draft, actor=county_clerk, at=AT)


def test_the_formal_list_gets_its_numbers_in_the_given_order(year, draft, clerk):
    first, second, third = (
        services.add_candidate(year, replace(draft, title=f"第{word}座便民桥"), actor=clerk, at=AT)
        for word in "一二三"
    )
    listed = services.fix_list(year, [third.uid, first.uid], actor=clerk, at=AT)
    assert [(row.title, row.number, row.state) for row in listed] == [
        ("第三座便民桥", 1, "candidate"), ("第一座便民桥", 2, "candidate"),
    ]  # fmt: skip
    assert services.fix_list(year, [second.uid], actor=clerk, at=AT)[0].number == 3
    with pytest.raises(WrongState, match="不能再改"):
        services.edit_candidate(first, draft, actor=clerk, at=AT)


def test_a_list_with_a_gap_is_not_fixed_at_all(year, draft, clerk):
    whole = services.add_candidate(year, draft, actor=clerk, at=AT)
    half = services.add_candidate(
        year, replace(draft, title="城东公厕改造", unit=None, head=""), actor=clerk, at=AT
    )
    with pytest.raises(BadInput, match="“城东公厕改造”还缺：责任单位、责任人。"):
        services.fix_list(year, [whole.uid, half.uid], actor=clerk, at=AT)
    for order in ([], [whole.uid, whole.uid], [uuid4()]):
        with pytest.raises(BadInput):
            services.fix_list(year, order, actor=clerk, at=AT)
    whole.refresh_from_db()
    assert (whole.state, whole.number) == ("initial", None)


def test_a_candidate_is_left_out_with_a_reason_and_its_line_is_free_again(year, draft, clerk):
    project = services.add_candidate(year, draft, actor=clerk, at=AT)
    services.fix_list(year, [project.uid], actor=clerk, at=AT)
    with pytest.raises(BadInput):
        services.drop_candidate(project, reason="", actor=clerk, at=AT)
    dropped = services.drop_candidate(project, reason="上级已安排同类项目", actor=clerk, at=AT)
    assert (dropped.state, dropped.number) == ("dropped", None)
    facts = AuditEvent.objects.filter(verb="outreach.project.moved").order_by("seq").last().facts
    assert facts["reason"] == "上级已安排同类项目"
    assert services.take_up_candidate(project, reason="上级项目取消", actor=clerk, at=AT).state == "initial"


def test_after_the_vote_is_prepared_no_candidate_is_added(draft, clerk, city_office):
    voting = make_year(2026, state="voting", office=city_office)
    with pytest.raises(WrongState, match="审议票决"):
        services.add_candidate(voting, draft, actor=clerk, at=AT)
    collecting = make_year(2025, state="collecting", office=city_office)
    with pytest.raises(WrongState, match="征集"):
        services.fix_list(collecting, [uuid4()], actor=clerk, at=AT)
