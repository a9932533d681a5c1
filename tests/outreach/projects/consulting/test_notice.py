"""The candidates are published; the public comments; the office answers each before the list is fixed."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest

from congress.errors import BadInput, NotAllowed, WrongState
from congress.models import Notice
from congress.people.actors import CITIZEN
from outreach.models import PublicComment
from outreach.projects.consulting.services import (
    CommentDraft,
    answer_comment,
    comment,
    erase_commenters,
    publish_notice,
    withhold_comment,
)
from outreach.projects.gathering.services import fix_list
from tests.outreach.makers import make_notice, make_project, make_year

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)
ON = date(2026, 11, 20)
WORDS = "现将候选项目公示如下，欢迎提出意见。"


@pytest.fixture
def year(city_office):
    return make_year(2027, state="noticing", office=city_office)


@pytest.fixture
def project(year, department):
    return make_project(
        year, title="枫木村道路", unit=department, head="王局长", cost_fen=100_000_00, content="硬化三公里。", year_goal="通车。",
    )  # fmt: skip


@pytest.fixture
def notice(year, project):
    return make_notice(year, opens_on=ON - timedelta(days=2), closes_on=ON + timedelta(days=5))


def say(year, text="这条路最该修。", **fields):
    return comment(year, CommentDraft(text, **fields), actor=CITIZEN, at=AT, client_uuid=uuid4())


def test_a_notice_stands_for_at_least_seven_days_and_only_in_its_phase(year, project, clerk, county_clerk):
    days = {"opens_on": ON, "closes_on": ON + timedelta(days=6)}
    with pytest.raises(BadInput, match="不少于 7 天"):
        publish_notice(year, opens_on=ON, closes_on=ON + timedelta(days=5), text=WORDS, actor=clerk, at=AT)
    with pytest.raises(NotAllowed):
        publish_notice(year, **days, text=WORDS, actor=county_clerk, at=AT)
    assert publish_notice(year, **days, text=WORDS, actor=clerk, at=AT).closes_on == days["closes_on"]
    year.state = "voting"
    year.save()
    with pytest.raises(WrongState, match="审议票决"):
        publish_notice(year, **days, text=WORDS, actor=clerk, at=AT)


def test_a_comment_counts_once_and_only_within_the_days(year, notice, project):
    key = uuid4()
    first = comment(year, CommentDraft("这条路最该修。", project), actor=CITIZEN, at=AT, client_uuid=key)
    assert comment(year, CommentDraft("别的话也行。"), actor=CITIZEN, at=AT, client_uuid=key) == first
    with pytest.raises(WrongState, match="不在公示期内"):
        comment(
            year, CommentDraft("太晚了的话。"), actor=CITIZEN, at=AT + timedelta(days=6), client_uuid=uuid4()
        )
    with pytest.raises(BadInput, match="不在公示的名单里"):
        say(year, project=make_project(make_year(2026)))
    with pytest.raises(BadInput) as refused:
        say(year, phone="12")
    assert refused.value.field == "phone"
    assert PublicComment.objects.count() == 1


def test_a_comment_is_public_only_with_its_answer_and_never_with_a_name(year, notice, project, clerk, client):
    address = f"/projects/{year.uid}/notice/"
    row = say(year, project=project, name="张三丰", phone="13812341234")
    with pytest.raises(BadInput):
        answer_comment(row, "好", actor=clerk, at=AT)
    answer_comment(row, "已列入设计范围。", actor=clerk, at=AT)
    with pytest.raises(WrongState, match="刚刚已经办理"):
        withhold_comment(row, "与公示无关。", actor=clerk, at=AT)
    assert Notice.objects.filter(template="project_comment_answered").count() == 1
    notice.opens_on, notice.closes_on = date(2020, 1, 1), date(2099, 1, 1)
    notice.save()
    page = client.get(address).content.decode()
    assert "这条路最该修。" in page
    assert "已列入设计范围。" in page
    assert "张三丰" not in page
    assert "1381234" not in page


def test_a_withheld_comment_is_nobodys_but_the_offices(year, notice, clerk, client):
    withhold_comment(say(year, "住三栋的那家人是贼。"), "涉及他人名誉。", actor=clerk, at=AT)
    notice.opens_on = date(2020, 1, 1)
    notice.save()
    page = client.get(f"/projects/{year.uid}/notice/").content.decode()
    assert "三栋" not in page
    assert "名誉" not in page


def test_the_list_is_fixed_only_after_the_notice_and_with_every_comment_answered(year, project, clerk):
    with pytest.raises(WrongState, match="还没有公示"):
        fix_list(year, [project.uid], actor=clerk, at=AT)
    make_notice(year, opens_on=ON - timedelta(days=7), closes_on=ON)
    row = say(year)
    with pytest.raises(WrongState, match="公示到 2026-11-20 结束"):
        fix_list(year, [project.uid], actor=clerk, at=AT)
    with pytest.raises(WrongState, match="还有 1 条公示意见没有答复"):
        fix_list(year, [project.uid], actor=clerk, at=AT + timedelta(days=1))
    answer_comment(row, "已列入设计范围。", actor=clerk, at=AT)
    assert fix_list(year, [project.uid], actor=clerk, at=AT + timedelta(days=1))[0].number == 1


def test_a_citizen_comments_on_the_page_and_a_clerk_answers_at_the_desk(
    year, notice, project, clerk, client, signed_in
):
    notice.opens_on, notice.closes_on = date(2020, 1, 1), date(2099, 1, 1)
    notice.save()
    address = f"/projects/{year.uid}/notice/"
    assert client.post(address, {"client_uuid": uuid4(), "text": "路"}).status_code == 422
    answer = client.post(address, {"client_uuid": uuid4(), "text": "请修到组里。", "project": project.uid})
    assert answer.status_code == 302
    row = PublicComment.objects.get()
    assert row.project == project
    desk = signed_in(clerk)
    board = f"/desk/projects/years/{year.uid}/notice/"
    assert "请修到组里。" in desk.get(board).content.decode()
    done = desk.post(f"{board}{row.uid}/", {"step": "answer", "answer": "设计修到三组。"})
    assert done.status_code == 302
    assert "设计修到三组。" in client.get(address).content.decode()


def test_a_notice_that_has_not_begun_does_not_exist(year, project, client):
    make_notice(year, opens_on=date(2099, 1, 1), closes_on=date(2099, 1, 10))
    assert client.get(f"/projects/{year.uid}/notice/").status_code == 404


def test_names_and_phones_are_erased_and_the_words_stay(year, notice):
    say(year, name="张三丰", phone="13812341234")
    assert erase_commenters(before=ON, on=ON) == 0
    assert erase_commenters(before=ON + timedelta(days=1), on=ON) == 1
    row = PublicComment.objects.get()
    assert (row.name, row.phone, row.text) == (None, None, "这条路最该修。")
