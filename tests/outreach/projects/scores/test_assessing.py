"""A satisfaction vote from the plan to the published result, and what follows from 不满意."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.utils.timezone import now

from congress.errors import BadInput, NotAllowed, Stale, WrongState
from congress.models import AuditEvent
from congress.notices.models import Notice
from congress.people.roles import Role
from outreach.models import Assessment, AssessmentItem, CitizenRating, Rectification, ResidentSurvey
from outreach.projects.scores import services
from outreach.projects.scores.selectors import residents_of
from outreach.projects.scores.states import AssessmentState, Grade, TaskState
from outreach.projects.states import ProjectState
from tests.factories import make_user
from tests.outreach.projects.scores.makers import (
    AT,
    make_counting,
    make_finished,
    make_graded,
    make_plan,
    make_sheet,
    publish,
    second_clerk,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def other(city_office):
    return second_clerk(city_office)


@pytest.fixture
def project(city_office, department):
    return make_finished(city_office, unit=department)


def facts_of(verb):
    return AuditEvent.objects.filter(verb=f"outreach.{verb}").order_by("seq").last().facts


def test_two_equal_counts_of_17_11_1_by_29_members_give_satisfied(clerk, other, project):
    made = make_counting(clerk, project)
    sheet = make_sheet(made, (17, 11, 1))
    assert services.enter_count(made, sheet, turn=1, actor=clerk, at=AT).outcome == "waiting"
    # Until the second person has counted, the first one's numbers are nowhere to be read.
    assert facts_of("assessment.counted") == {"round": 1}
    assert services.enter_count(made, sheet, turn=1, actor=other, at=AT).outcome == "agreed"
    item = made.items.get()
    assert (item.good, item.fair, item.poor, item.abstained, item.grade) == (17, 11, 1, 0, Grade.GOOD)
    facts = facts_of("assessment.graded")
    assert facts["counted_by"] == ["李敏", "张兰"]
    assert (facts["members"], facts["half_inclusive"], facts["issued"]) == (29, False, 29)


def test_one_person_cannot_count_twice(clerk, project):
    made = make_counting(clerk, project)
    sheet = make_sheet(made, (17, 11, 1))
    services.enter_count(made, sheet, turn=1, actor=clerk, at=AT)
    with pytest.raises(WrongState, match="由另一个人录入"):
        services.enter_count(made, sheet, turn=1, actor=clerk, at=AT)


def test_two_different_counts_begin_a_new_turn_and_give_nothing(clerk, other, project):
    made = make_counting(clerk, project)
    services.enter_count(made, make_sheet(made, (17, 11, 1)), turn=1, actor=clerk, at=AT)
    differed = services.enter_count(made, make_sheet(made, (16, 12, 1)), turn=1, actor=other, at=AT)
    assert differed.outcome == "differed"
    made.refresh_from_db()
    assert (made.state, made.round, made.issued) == (AssessmentState.COUNTING, 2, None)
    # A second press on the old page is no count of the new turn.
    with pytest.raises(Stale):
        services.enter_count(made, make_sheet(made, (16, 12, 1)), turn=1, actor=other, at=AT)
    for person in (clerk, other):
        services.enter_count(made, make_sheet(made, (16, 12, 1)), turn=2, actor=person, at=AT)
    assert made.items.get().good == 16


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"issued": 30}, "issued"),
        ({"returned": 30, "issued": 29}, "returned"),
        ({"invalid": 30}, "invalid"),
        ({"invalid": 29}, "invalid"),
        ({"lines": {}}, None),
    ],
)
def test_sums_that_cannot_be_are_refused_at_their_field(clerk, project, changes, field):
    made = make_counting(clerk, project)
    sheet = replace(make_sheet(made, (17, 11, 1)), **changes)
    with pytest.raises(BadInput) as refused:
        services.enter_count(made, sheet, turn=1, actor=clerk, at=AT)
    assert refused.value.field == field
    assert made.counts.count() == 0


def test_a_line_holds_at_most_the_valid_ballots_and_the_rest_abstained(clerk, other, project):
    made = make_counting(clerk, project)
    item = made.items.get()
    with pytest.raises(BadInput) as refused:
        services.enter_count(made, make_sheet(made, (17, 11, 1), invalid=1), turn=1, actor=clerk, at=AT)
    assert refused.value.field == f"good_{item.pk}"
    sheet = make_sheet(made, (10, 5, 3), invalid=2)
    for person in (clerk, other):
        services.enter_count(made, sheet, turn=1, actor=person, at=AT)
    item.refresh_from_db()
    # 10 + 5 of 29 members: just more than half; the nine that said nothing count in the base.
    assert (item.abstained, item.grade) == (9, Grade.FAIR)


@pytest.mark.parametrize(
    ("assessors", "members", "present", "enough"),
    [
        ("congress", 327, 218, True), ("congress", 327, 217, False), ("committee", 29, 15, True),
        ("committee", 29, 14, False), ("committee", 28, 14, False), ("committee", 28, 29, False),
    ],
)  # fmt: skip
def test_too_few_cannot_assess(clerk, project, assessors, members, present, enough):
    plan = make_plan(assessors=assessors, members=members)
    made = services.plan_assessment(project.year, plan, [project], actor=clerk, at=AT)
    if enough:
        services.hold_assessment(made, present=present, actor=clerk, at=AT, version=1)
        return
    with pytest.raises(BadInput) as refused:
        services.hold_assessment(made, present=present, actor=clerk, at=AT, version=1)
    assert refused.value.field == "present"
    made.refresh_from_db()
    assert (made.state, made.present) == (AssessmentState.DRAFT, None)


def test_only_finished_projects_of_the_year_that_no_other_assessment_holds(clerk, city_office, project):
    building = make_finished(city_office, year=project.year, state=ProjectState.BUILDING)
    for wanted, words in (([], "请选择"), ([building], "已验收"), ([project, building], "已验收")):
        with pytest.raises(BadInput, match=words):
            services.plan_assessment(project.year, make_plan(), wanted, actor=clerk, at=AT)
    services.plan_assessment(project.year, make_plan(), [project], actor=clerk, at=AT)
    with pytest.raises(BadInput, match="已经在另一次测评里"):
        services.plan_assessment(project.year, make_plan(), [project], actor=clerk, at=AT)


def test_another_congress_neither_plans_nor_counts(county_clerk, clerk, project):
    with pytest.raises(NotAllowed):
        services.plan_assessment(project.year, make_plan(), [project], actor=county_clerk, at=AT)
    made = make_counting(clerk, project)
    with pytest.raises(NotAllowed):
        services.enter_count(made, make_sheet(made, (17, 11, 1)), turn=1, actor=county_clerk, at=AT)


def test_the_reading_of_half_is_the_years_method_and_fixed_by_the_first_result(clerk, other, project):
    values = {
        "half_inclusive": True, "deputies_weight": 60, "residents_weight": 20, "completion_weight": 20,
        "good_points": 100, "fair_points": 60, "poor_points": 0, "document_number": "市人大〔2026〕12号",
    }  # fmt: skip
    with pytest.raises(BadInput) as refused:
        services.set_rule(project.year, {**values, "deputies_weight": 61}, actor=clerk, at=AT, version=0)
    assert refused.value.field == "deputies_weight"
    services.set_rule(project.year, values, actor=clerk, at=AT, version=0)
    # 14 of 28 is exactly half.
    made = make_counting(clerk, project, members=28, present=28)
    sheet = make_sheet(made, (14, 0, 14), ballots=28)
    for person in (clerk, other):
        services.enter_count(made, sheet, turn=1, actor=person, at=AT)
    assert made.items.get().grade == Grade.GOOD
    made.refresh_from_db()
    publish(made, clerk)
    with pytest.raises(WrongState, match="办法不能再改"):
        services.set_rule(project.year, values, actor=clerk, at=AT, version=1)


def test_publishing_freezes_the_total_with_its_working(clerk, other, project):
    made = make_graded(clerk, other, project, (17, 11, 1))
    item = made.items.get()
    services.set_completion(
        item, completion=Decimal("95.00"), note="工期晚三天，预算未超", actor=clerk, at=AT
    )
    services.enter_survey(
        project, kind="household", population=600, good=210, fair=75, poor=15, done_on=date(2027, 1, 10),
        conductor="市社情民意调查中心", actor=clerk, at=AT,
    )  # fmt: skip
    publish(made, clerk)
    item.refresh_from_db()
    # 0.5 * 85.17 + 0.3 * 87.50 + 0.2 * 95.00
    assert item.total == Decimal("87.84")
    assert item.working["residents"]["margin"] == "4.0"
    assert [share["value"] for share in item.working["shares"]] == ["85.17", "87.50", "95.00"]
    project.refresh_from_db()
    assert project.state == ProjectState.EVALUATED
    assert not Rectification.objects.exists()


def test_too_few_answers_enter_no_total_and_their_weight_goes_to_the_others(clerk, other, project):
    CitizenRating.objects.create(project=project, grade=Grade.POOR, rated_on=date(2027, 1, 2))
    made = make_graded(clerk, other, project, (29, 0, 0))
    publish(made, clerk)
    item = made.items.get()
    assert item.total == Decimal("100.00")
    assert [share["used"] for share in item.working["shares"]] == ["100.00", "0", "0"]


def test_a_published_result_is_not_changed_by_anybody(clerk, other, project):
    made = publish(make_graded(clerk, other, project, (17, 11, 1)), clerk)
    with pytest.raises(WrongState):
        services.recount(made, reason="有人要求重新计票", actor=second_of(clerk), at=AT, version=made.version)
    for rows in (Assessment.objects.filter(pk=made.pk), AssessmentItem.objects.filter(assessment=made)):
        with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
            rows.update(**({"members": 300} if rows.model is Assessment else {"good": 29}))
        with pytest.raises(DatabaseError, match="cannot be changed"), transaction.atomic():
            rows._raw_delete(rows.db)


def second_of(clerk):
    return make_user(
        role=Role.CLERK, organisation=clerk.grants.get().organisation, name="赵明", username="zhao.ming"
    )


def test_a_recount_is_asked_by_neither_of_the_two_who_counted(clerk, other, project):
    made = make_graded(clerk, other, project, (17, 11, 1))
    with pytest.raises(NotAllowed, match="由其他人提出"):
        services.recount(made, reason="计票单有涂改", actor=other, at=AT, version=made.version)
    services.recount(made, reason="计票单有涂改", actor=second_of(clerk), at=AT, version=made.version)
    made.refresh_from_db()
    item = made.items.get()
    assert (made.state, made.round, item.good, item.grade) == (AssessmentState.COUNTING, 2, None, "")
    assert made.counts.count() == 2


def test_unsatisfactory_begins_a_task_of_three_months_and_a_passed_second_vote_closes_it(
    clerk, other, handler, project
):
    made = make_graded(clerk, other, project, (5, 5, 19))
    with pytest.raises(BadInput) as refused:
        publish(made, clerk, demand="")
    assert refused.value.field == f"demand_{project.uid}"
    made.refresh_from_db()
    assert made.state == AssessmentState.GRADED
    publish(made, clerk)
    task = Rectification.objects.get()
    project.refresh_from_db()
    # 20 January and three months.
    assert (task.due_on, task.state, project.state) == (date(2027, 4, 20), TaskState.OPEN, "rectifying")
    assert Notice.objects.filter(template="project_rectify", organisation=project.unit).count() == 1
    services.report_task(
        task, report="已落实管护责任人，修补破损路面三处。", actor=handler, at=AT, version=task.version
    )
    second = make_graded(clerk, other, project, (20, 5, 4))
    assert second.is_second
    publish(second, clerk)
    task.refresh_from_db()
    project.refresh_from_db()
    assert (task.state, task.closed_by, project.state) == (TaskState.CLOSED, second.items.get(), "evaluated")


def test_a_second_vote_that_is_still_unsatisfactory_fails_the_task_and_begins_a_new_one(
    clerk, other, project
):
    publish(make_graded(clerk, other, project, (5, 5, 19)), clerk)
    project.refresh_from_db()
    publish(make_graded(clerk, other, project, (4, 5, 20)), clerk)
    assert list(Rectification.objects.order_by("pk").values_list("state", flat=True)) == ["failed", "open"]
    project.refresh_from_db()
    assert project.state == ProjectState.RECTIFYING


def test_a_task_is_reported_by_its_unit_alone_sent_back_and_urged_by_the_office(
    clerk, other, handler, other_handler, project
):
    publish(make_graded(clerk, other, project, (5, 5, 19)), clerk)
    task = Rectification.objects.get()
    with pytest.raises(NotAllowed):
        services.report_task(task, report="别的单位不能替人报告。", actor=other_handler, at=AT, version=1)
    services.urge_task(task, reason="一个月没有动静，请抓紧", actor=clerk, at=AT, version=1)
    task.refresh_from_db()
    assert (task.urged, task.state) == (1, TaskState.OPEN)
    services.report_task(task, report="已落实管护责任人，修补路面。", actor=handler, at=AT, version=2)
    with pytest.raises(NotAllowed):
        services.return_task(task, reason="自己不能退回自己的", actor=handler, at=AT, version=3)
    services.return_task(task, reason="请补充管护协议", actor=clerk, at=AT, version=3)
    task.refresh_from_db()
    assert (task.state, task.due_on) == (TaskState.OPEN, date(2027, 4, 20))


def test_a_late_second_vote_is_told_once_however_often_the_sweep_runs(clerk, other, project):
    publish(make_graded(clerk, other, project, (5, 5, 19)), clerk)
    task = Rectification.objects.get()
    assert services.chase_tasks(on=task.due_on - timedelta(days=15)) == 0
    assert services.chase_tasks(on=task.due_on - timedelta(days=14)) == 1
    assert services.chase_tasks(on=task.due_on) == 0
    late = task.due_on + timedelta(days=1)
    assert (services.chase_tasks(on=late), services.chase_tasks(on=late)) == (2, 0)
    assert Notice.objects.filter(template="project_rectify_late").count() == 2


def test_a_withdrawn_sample_no_longer_counts_and_says_why(clerk, project):
    survey = services.enter_survey(
        project, kind="household", population=None, good=30, fair=0, poor=0, done_on=date(2027, 1, 10),
        conductor="市社情民意调查中心", actor=clerk, at=AT,
    )  # fmt: skip
    services.withdraw_survey(survey, reason="把两个村的表混在一起了", actor=clerk, at=now())
    assert residents_of(project.pk).source == "web"
    assert ResidentSurvey.objects.get().withdrawn_reason == "把两个村的表混在一起了"
