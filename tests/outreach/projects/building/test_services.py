"""A chosen project from the hand-over to the acceptance, and what is refused on the way."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from congress.errors import BadInput, NotAllowed, Stale, WrongState
from congress.models import Attachment, AuditEvent, Notice
from outreach.models import Acceptance, ChangeRequest, ProgressReport, Project
from outreach.projects.building import services
from outreach.projects.building.selectors import months_missing, plan_in_force, standings
from outreach.projects.building.states import ChangeKind, Light
from outreach.projects.states import ProjectState
from tests.congress.attachments import files
from tests.outreach.makers import make_project, make_year
from tests.outreach.projects.building_makers import STEPS, make_building, make_report

pytestmark = pytest.mark.django_db


def at(month: int, day: int, hour: int = 2) -> datetime:
    return datetime(2026, month, day, hour, 0, tzinfo=UTC)


@pytest.fixture
def year(city_office):
    return make_year(2026, office=city_office, state="building")


@pytest.fixture
def chosen(year, department):
    return make_project(year, state=ProjectState.CHOSEN, unit=department, cost_fen=500_000_00)


@pytest.fixture
def project(year, department, clerk):
    return make_building(clerk, year=year, unit=department, cost_fen=500_000_00)


def plan_draft(**fields):
    given = {
        "starts_on": date(2026, 3, 1), "ends_on": date(2026, 11, 30), "builder": "市水利工程公司",
        "money_plan": "上级补助三十万元，本级二十万元。", "guarantee": "成立专班，每周调度。", "milestones": STEPS, **fields,
    }  # fmt: skip
    return services.PlanDraft(**given)


def report_draft(month=3, percent=10, **fields):
    photo = services.Photos([files.upload("现场.jpg", files.jpeg((30, 20)))], "水渠口", date(2026, 3, 20))
    given = {"after": photo, "done": "完成测量放线和招标。", "spent_fen": 20_000_00, **fields}
    return services.ReportDraft(month=date(2026, month, 1), percent=percent, **given)


def hand_over(year, project, clerk, **fields):
    given = {
        "document_number": "邵人大函〔2026〕3号", "demands": "", "announced": date(2026, 1, 20), "actor": clerk,
        "at": at(2, 3), **fields,
    }  # fmt: skip
    return services.hand_over(year, [project], **given)[0]


def test_a_chosen_project_is_handed_over_planned_and_begun(year, chosen, clerk, handler):
    # The days off of the Spring Festival do not count.
    handed = hand_over(year, chosen, clerk)
    assert (handed.due_on, handed.plan_due_on) == (date(2026, 2, 10), date(2026, 3, 2))
    chosen.refresh_from_db()
    assert chosen.state == ProjectState.HANDED_OVER
    plan = services.submit_plan(chosen, plan_draft(), actor=handler, at=at(2, 10))
    assert plan_in_force(chosen, on=date(2026, 2, 10)) is None
    services.publish_plan(plan, actor=clerk, at=at(2, 12), version=1)
    chosen.refresh_from_db()
    assert chosen.state == ProjectState.BUILDING
    in_force = plan_in_force(chosen, on=date(2026, 2, 12))
    assert [(m.title, m.percent) for m in in_force.milestones.all()] == [
        ("完成招标", 40),
        ("主体完工", 70),
        ("竣工", 100),
    ]
    told = Notice.objects.filter(organisation=chosen.unit).order_by("pk").values_list("template", flat=True)
    assert list(told) == ["project_handed_over", "project_plan_published"]


def test_only_the_office_hands_over_and_only_once(year, chosen, clerk, county_clerk, handler):
    for stranger in (county_clerk, handler):
        with pytest.raises(NotAllowed):
            hand_over(year, chosen, stranger)
    with pytest.raises(BadInput, match="公告日期"):
        hand_over(year, chosen, clerk, announced=None)
    hand_over(year, chosen, clerk)
    with pytest.raises(WrongState):
        hand_over(year, chosen, clerk)


def test_a_plan_that_came_back_is_sent_again_and_a_public_one_is_not_edited(
    year, chosen, clerk, handler, other_handler
):
    hand_over(year, chosen, clerk)
    with pytest.raises(NotAllowed):
        services.submit_plan(chosen, plan_draft(), actor=other_handler, at=at(2, 10))
    late = plan_draft(ends_on=date(2027, 2, 1), milestones=(("竣工", date(2027, 2, 1), 100),))
    with pytest.raises(BadInput) as refused:
        services.submit_plan(chosen, late, actor=handler, at=at(2, 10))
    assert refused.value.field == "ends_on"
    plan = services.submit_plan(chosen, plan_draft(), actor=handler, at=at(2, 10))
    services.return_plan(plan, reason="节点太少，请细化", actor=clerk, at=at(2, 11))
    again = services.submit_plan(chosen, plan_draft(), actor=handler, at=at(2, 12), version=2)
    assert (again.pk, again.state, again.remark) == (plan.pk, "submitted", "节点太少，请细化")
    with pytest.raises(Stale):
        services.publish_plan(again, actor=clerk, at=at(2, 13), version=1)
    services.publish_plan(again, actor=clerk, at=at(2, 13))
    with pytest.raises(WrongState, match="须先经决定批准调整"):
        services.submit_plan(chosen, plan_draft(), actor=handler, at=at(2, 14))


def test_a_report_becomes_public_with_its_photos_when_the_office_has_looked(project, clerk, handler):
    step = plan_in_force(project, on=date(2026, 4, 1)).milestones.first()
    report = services.submit_report(project, report_draft(milestones=[step.pk]), actor=handler, at=at(4, 2))
    assert (report.as_of, report.is_late, report.state) == (date(2026, 3, 31), False, "submitted")
    photo = report.photos.get()
    assert (photo.place, photo.attachment.is_public) == ("水渠口", False)
    services.publish_report(report, actor=clerk, at=at(4, 3))
    photo.attachment.refresh_from_db()
    assert photo.attachment.is_public
    step.refresh_from_db()
    assert step.done_on == date(2026, 3, 31)
    with pytest.raises(BadInput, match="已经公布"):
        services.submit_report(project, report_draft(), actor=handler, at=at(4, 4))
    facts = AuditEvent.objects.get(verb="outreach.project_report.published").facts
    assert facts == {"month": "2026-03-01", "percent": 10, "spent_fen": 20_000_00}


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"after": services.Photos()}, "after"),
        ({"spent_fen": 500_000_01}, "spent"),
        ({"month": 2}, "month"),
        ({"month": 4}, "month"),
        ({"percent": 101}, "percent"),
        ({"after": services.Photos([files.upload("a.jpg", b"no picture")])}, "after"),
        ({"after": services.Photos([files.upload("a.jpg", files.jpeg((9, 9)))], "", date(2026, 4, 9))}, "after_on"),
    ],
)  # fmt: skip
def test_a_report_that_cannot_be_is_refused_at_its_field_and_leaves_nothing(project, handler, fields, field):
    with pytest.raises(BadInput) as refused:
        services.submit_report(project, report_draft(**fields), actor=handler, at=at(4, 2))
    assert refused.value.field == field
    assert ProgressReport.objects.count() == 0
    assert Attachment.objects.count() == 0


def test_less_than_last_month_needs_the_reason(project, clerk, handler):
    make_report(project, clerk, date(2026, 3, 1), 30)
    with pytest.raises(BadInput) as refused:
        services.submit_report(project, report_draft(4, 20), actor=handler, at=at(5, 2))
    assert refused.value.field == "correction"
    report = services.submit_report(
        project, report_draft(4, 20, correction="上月误报，按实测更正"), actor=handler, at=at(5, 2)
    )
    assert report.percent == 20


def test_the_office_chases_by_hand_once_a_day(project, clerk, supervisor, county_clerk, handler):
    # March is due on the seventh of April.
    with pytest.raises(WrongState, match="没有逾期"):
        services.chase_report(project, actor=clerk, at=at(4, 7))
    with pytest.raises(NotAllowed):
        services.chase_report(project, actor=county_clerk, at=at(4, 8))
    assert months_missing(project, on=date(2026, 4, 8)) == [date(2026, 3, 1)]
    assert len(services.chase_report(project, actor=supervisor, at=at(4, 8))) == 1
    assert services.chase_report(project, actor=supervisor, at=at(4, 8, 5)) == []
    assert Notice.objects.filter(template="project_report_chased").count() == 1


def test_a_decision_with_its_document_changes_the_project_and_opens_the_plan(
    project, clerk, handler, department
):
    asked = services.ask_change(
        project, ChangeKind.CHANGE, values={"cost_fen": 600_000_00, "year_goal": "硬化村道六公里"},
        new_end=date(2026, 12, 20), reason="沿线新增滑坡治理，原投资不足。", effect="增加十万元，由上级补助。",
        agreed_by="市财政局", actor=handler, at=at(6, 1),
    )  # fmt: skip
    project.refresh_from_db()
    assert (project.cost_fen, asked.body) == (500_000_00, "committee")
    decision = {
        "meeting": "市人大常委会第三十次会议", "document_number": "邵人大常发〔2026〕9号", "opinion": "",
        "decided_on": date(2026, 6, 20), "actor": clerk, "at": at(6, 21),
    }  # fmt: skip
    with pytest.raises(NotAllowed):
        services.decide_change(asked, approved=True, **(decision | {"actor": handler}))
    with pytest.raises(BadInput):
        services.decide_change(asked, approved=True, **(decision | {"document_number": ""}))
    services.decide_change(asked, approved=True, **decision)
    project.refresh_from_db()
    assert (project.cost_fen, project.year_goal) == (600_000_00, "硬化村道六公里")
    assert list(asked.lines.values_list("field", "before", "after")) == [
        ("year_goal", "", "硬化村道六公里"), ("cost_fen", "50000000", "60000000"),
    ]  # fmt: skip
    steps = (("完成招标", date(2026, 6, 30), 40), ("竣工", date(2026, 12, 20), 100))
    with pytest.raises(BadInput, match="决定的完工日期是 2026-12-20"):
        services.submit_plan(project, plan_draft(), actor=handler, at=at(6, 22))
    plan = services.submit_plan(
        project, plan_draft(ends_on=date(2026, 12, 20), milestones=steps), actor=handler, at=at(6, 22)
    )
    services.publish_plan(plan, actor=clerk, at=at(6, 23))
    # The light of an earlier day stays what it was: the first plan was in force then.
    assert plan_in_force(project, on=date(2026, 6, 22)).revision == 1
    assert plan_in_force(project, on=date(2026, 6, 23)).revision == 2


def test_another_unit_takes_the_project_over_and_both_are_told(
    project, clerk, handler, other_handler, other_department
):
    asked = services.ask_change(
        project, ChangeKind.CHANGE, values={"unit": other_department, "head": "陈局长"},
        reason="机构改革，职责划转市住建局。", effect="", agreed_by="", actor=handler, at=at(6, 1),
    )  # fmt: skip
    services.decide_change(
        asked, approved=True, meeting="市人大常委会第三十次会议", document_number="邵人大常发〔2026〕9号", opinion="",
        decided_on=date(2026, 6, 5), actor=clerk, at=at(6, 6),
    )  # fmt: skip
    told = Notice.objects.filter(template="project_change_decided").values_list(
        "organisation__name", flat=True
    )
    assert set(told) == {"市水利局", "市住建局"}
    with pytest.raises(NotAllowed):
        services.submit_report(project, report_draft(5), actor=handler, at=at(6, 7))
    assert (
        services.submit_report(project, report_draft(5), actor=other_handler, at=at(6, 7)).state
        == "submitted"
    )


def test_a_township_project_is_decided_by_the_presidium_and_a_refusal_changes_nothing(
    project, clerk, handler
):
    project.year.term.level = "township"
    project.year.term.save()
    asked = services.ask_change(
        project, ChangeKind.STOP, reason="村民不同意占地，无法落实用地。", effect="", agreed_by="", actor=handler,
        at=at(6, 1),
    )  # fmt: skip
    assert asked.body == "presidium"
    with pytest.raises(WrongState, match="等待决定"):
        services.ask_change(
            project, ChangeKind.STOP, reason="村民不同意占地，无法落实用地。", effect="", agreed_by="",
            actor=handler, at=at(6, 1),
        )  # fmt: skip
    services.decide_change(
        asked, approved=False, meeting="镇人大主席团第五次会议", document_number="主席团〔2026〕2号", opinion="另选址",
        decided_on=date(2026, 6, 5), actor=clerk, at=at(6, 6),
    )  # fmt: skip
    project.refresh_from_db()
    assert project.state == ProjectState.BUILDING


def test_a_project_stops_only_by_a_decision(project, clerk, handler):
    asked = services.ask_change(
        project, ChangeKind.STOP, reason="国家项目覆盖同一路段，重复建设。", effect="", agreed_by="", actor=handler,
        at=at(6, 1),
    )  # fmt: skip
    with transaction.atomic(), pytest.raises(IntegrityError):
        ChangeRequest.objects.filter(pk=asked.pk).update(state="approved")
    services.decide_change(
        asked, approved=True, meeting="市人大常委会第三十次会议", document_number="邵人大常发〔2026〕9号", opinion="",
        decided_on=date(2026, 6, 5), actor=clerk, at=at(6, 6),
    )  # fmt: skip
    project.refresh_from_db()
    assert project.state == ProjectState.STOPPED
    assert standings(Project.objects.all(), on=date(2026, 7, 1))[0].light == Light.STOPPED
    with pytest.raises(WrongState):
        services.submit_report(project, report_draft(), actor=handler, at=at(7, 2))


def test_a_built_project_is_accepted_with_papers_deputies_and_residents(project, clerk, handler, make_member):
    member = make_member(project)
    ask = {
        "finished_on": date(2026, 11, 20), "actual_cost_fen": 490_000_00, "result": "硬化村道五公里，全部通车。",
        "papers": ["quality", "money", "photos"], "actor": handler,
    }  # fmt: skip
    with pytest.raises(WrongState, match="100%"):
        services.ask_acceptance(project, at=at(12, 1), **ask)
    make_report(project, clerk, date(2026, 11, 1), 100)
    asked = services.ask_acceptance(project, at=at(12, 1), **ask)
    check = {
        "passed": True, "checked_on": date(2026, 12, 5), "place": "桃花坪村", "deputies": [member], "residents": 6,
        "papers_seen": ["quality", "money", "photos"], "opinion": "质量合格，同意验收。", "actor": clerk, "at": at(12, 6),
    }  # fmt: skip
    for wrong, field in (
        ({"deputies": []}, "deputies"), ({"residents": 0}, "residents"), ({"papers_seen": ["quality"]}, "papers_seen"),
        ({"checked_on": date(2026, 12, 7)}, "checked_on"),
    ):  # fmt: skip
        with pytest.raises(BadInput) as refused:
            services.check_acceptance(asked, **(check | wrong))
        assert refused.value.field == field
    failed = services.check_acceptance(asked, **(check | {"passed": False, "residents": 0}))
    project.refresh_from_db()
    assert (failed.state, project.state) == ("failed", ProjectState.BUILDING)
    again = services.ask_acceptance(project, at=at(12, 1), **ask)
    services.check_acceptance(again, **check)
    project.refresh_from_db()
    assert project.state == ProjectState.ACCEPTED
    assert Acceptance.objects.filter(project=project, state="passed").count() == 1
