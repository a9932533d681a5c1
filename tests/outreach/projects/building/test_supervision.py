"""The group of a project, what it saw, and the opinions that urge the unit."""

from datetime import UTC, date, datetime
from uuid import uuid4

import pytest

from congress.errors import BadInput, NotAllowed, WrongState
from congress.models import Attachment, Notice
from outreach.models import GroupMember, Inspection
from outreach.projects.building import services
from outreach.projects.building.selectors import group_of, supervised_by
from outreach.projects.building.states import URGING_FLOW, UrgingState
from tests.congress.attachments import files
from tests.deputies.makers import make_deputy, make_mandate
from tests.outreach.makers import make_year
from tests.outreach.projects.building_makers import make_building

pytestmark = pytest.mark.django_db
AT = datetime(2026, 4, 10, 2, 0, tzinfo=UTC)


@pytest.fixture
def project(city_office, department, clerk):
    return make_building(clerk, year=make_year(2026, office=city_office, state="building"), unit=department)


def sitting(project, **fields):
    person = make_deputy(**fields)
    make_mandate(person, term=project.year.term)
    return person


def draft(**fields):
    given = {
        "kind": "routine", "inspected_on": date(2026, 4, 9), "place": "桃花坪村三组", "finding": "good",
        "found": "路基已经完成，正在铺设垫层。", **fields,
    }  # fmt: skip
    return services.InspectionDraft(**given)


def test_the_office_forms_a_group_with_one_leader_and_may_change_it(project, clerk, handler, deputy):
    first, second, third = sitting(project, user=deputy), sitting(project), sitting(project)
    with pytest.raises(NotAllowed):
        services.set_group(project, leader=first, members=[], actor=handler, at=AT)
    with pytest.raises(BadInput, match="在任代表"):
        services.set_group(project, leader=first, members=[make_deputy()], actor=clerk, at=AT)
    services.set_group(project, leader=first, members=[second], actor=clerk, at=AT)
    group = services.set_group(project, leader=second, members=[third, second], actor=clerk, at=AT)
    assert [(row.deputy, row.is_leader) for row in group] == [(second, True), (third, False)]
    assert GroupMember.objects.get(project=project, deputy=first).left_on == date(2026, 4, 10)
    assert Notice.objects.filter(template="project_group_joined", user=deputy).count() == 1
    assert list(supervised_by(deputy)) == []


def test_a_member_records_what_was_seen_once_however_often_the_phone_sends_it(project, deputy, make_member):
    me, other = make_member(project, user=deputy, is_leader=True), make_member(project)
    uid, photo = uuid4(), files.upload("工地.jpg", files.jpeg((30, 20)))
    seen = services.record_inspection(
        project, draft(deputies=[other], finding="serious"), files=[photo], uid=uid, actor=deputy, at=AT
    )
    again = services.record_inspection(project, draft(), uid=uid, actor=deputy, at=AT)
    assert again == seen
    assert set(seen.deputies.all()) == {me, other}
    assert Attachment.objects.of(seen).count() == 1
    assert (
        Notice.objects.filter(template="project_inspection_found", organisation=project.year.office).count()
        == 1
    )


def test_who_is_not_in_the_group_records_nothing(project, deputy, clerk, handler, make_member):
    member = make_member(project)
    for stranger in (deputy, handler):
        with pytest.raises(NotAllowed):
            services.record_inspection(project, draft(), uid=uuid4(), actor=stranger, at=AT)
    with pytest.raises(BadInput, match="请选择参加督查的代表"):
        services.record_inspection(project, draft(), uid=uuid4(), actor=clerk, at=AT)
    with pytest.raises(BadInput, match="本项目督办组"):
        services.record_inspection(
            project, draft(deputies=[sitting(project)]), uid=uuid4(), actor=clerk, at=AT
        )
    wrong = draft(deputies=[member], inspected_on=date(2026, 4, 11))
    with pytest.raises(BadInput, match="不能晚于今天"):
        services.record_inspection(project, wrong, uid=uuid4(), actor=clerk, at=AT)
    assert Inspection.objects.count() == 0
    assert group_of(project)[0].deputy == member


def test_an_opinion_is_answered_sent_back_answered_again_and_closed(
    project, clerk, supervisor, handler, other_handler
):
    urging = services.issue_urging(
        project, content="请在五月底前完成路面硬化。", due_on=date(2026, 4, 24), inspection=None, actor=supervisor,
        at=AT,
    )  # fmt: skip
    assert urging.number == 1
    with pytest.raises(WrongState):
        services.close_urging(urging, actor=clerk, at=AT)
    with pytest.raises(NotAllowed):
        services.answer_urging(urging, answer="已经安排两个班组施工。", actor=other_handler, at=AT)
    urging = services.answer_urging(urging, answer="已经安排两个班组施工。", actor=handler, at=AT)
    urging = services.return_urging(
        urging, reason="没有写完成时间", due_on=date(2026, 5, 6), actor=clerk, at=AT, version=2
    )
    assert (urging.state, urging.due_on, urging.remark) == ("issued", date(2026, 5, 6), "没有写完成时间")
    urging = services.answer_urging(urging, answer="五月二十五日前完成，每周报送。", actor=handler, at=AT)
    assert services.close_urging(urging, actor=clerk, at=AT).state == "closed"


def test_an_opinion_moves_as_this_table_says_and_in_no_other_way():
    moved = {}
    for state in UrgingState:
        for step in URGING_FLOW:
            try:
                moved[state.value, step.name] = URGING_FLOW.advance(step.name, state)
            except WrongState:
                continue
    assert moved == {
        ("issued", "answer"): "answered", ("answered", "return"): "issued", ("answered", "close"): "closed",
    }  # fmt: skip
