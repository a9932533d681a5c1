"""Deputies advise on the candidates: by name, in an order, until the consultation ends."""

from datetime import UTC, date, datetime

import pytest

from congress.errors import BadInput, NotAllowed, NotFound, WrongState
from congress.models import Notice
from congress.people.roles import Role
from outreach.models import Advice
from outreach.projects.consulting.selectors import advice_board
from outreach.projects.consulting.services import AdviceLine, advise, answer_advice, ask_deputies
from tests.deputies.makers import make_deputy, make_mandate, make_term
from tests.factories import give_role, make_user
from tests.outreach.makers import make_project, make_year

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 20, 2, 0, tzinfo=UTC)


@pytest.fixture
def term():
    return make_term(starts_on=date(2022, 1, 1))


@pytest.fixture
def year(term, city_office):
    return make_year(2027, state="consulting", term=term, office=city_office)


@pytest.fixture
def projects(year, department):
    return [make_project(year, title=f"第{n}项", unit=department, cost_fen=100_000_00) for n in "一二三"]


@pytest.fixture
def deputy(term, city_office):
    """`deputy("欧阳")`: an account that sits in the congress."""

    def make(name: str):
        user = make_user(username=name, name=name)
        give_role(user, Role.DEPUTY, city_office)
        make_mandate(make_deputy(name, user=user), term=term)
        return user

    return make


def order(*projects, **comments):
    return [AdviceLine(p.uid, n, comments.get(p.title[1], "")) for n, p in enumerate(projects, start=1)]


def test_places_are_added_to_points_and_ties_share_a_place(year, projects, deputy, django_assert_num_queries):
    first, second, third = projects
    advise(year, order(first, second, 一="先修这条路。"), actor=deputy("欧阳"), at=AT)
    advise(year, order(second, first), actor=deputy("李四"), at=AT)
    advise(year, [AdviceLine(third.uid, None, "缺配套资金。")], actor=deputy("王五"), at=AT)
    with django_assert_num_queries(3):
        board, deputies = advice_board(year)
    assert deputies == 3
    assert [(row.project.title, row.points, row.place, row.ranked, row.first, row.average) for row in board] == [
        ("第一项", 5, 1, 2, 1, 1.5), ("第二项", 5, 1, 2, 1, 1.5), ("第三项", 0, None, 0, 0, None),
    ]  # fmt: skip
    assert [row.comments for row in board] == [[("欧阳", "先修这条路。")], [], [("王五", "缺配套资金。")]]


def test_advice_given_again_replaces_the_former(year, projects, deputy):
    user = deputy("欧阳")
    advise(year, order(*projects), actor=user, at=AT)
    assert advise(year, order(projects[2]), actor=user, at=AT) == 1
    assert list(Advice.objects.values_list("project__title", "rank")) == [("第三项", 1)]
    assert advise(year, [], actor=user, at=AT) == 0
    assert not Advice.objects.exists()


@pytest.mark.parametrize("ranks", [(1, 1), (1, 3), (2, 3), (0, 1)])
def test_an_order_with_a_tie_or_a_gap_is_refused_at_its_field_and_nothing_is_lost(
    year, projects, deputy, ranks
):
    user = deputy("欧阳")
    advise(year, order(*projects), actor=user, at=AT)
    with pytest.raises(BadInput, match="从 1 开始") as refused:
        advise(year, [AdviceLine(p.uid, r) for p, r in zip(projects, ranks, strict=False)], actor=user, at=AT)
    assert refused.value.field.startswith("rank_")
    assert Advice.objects.count() == 3


def test_only_who_sits_in_this_congress_advises_and_only_during_the_consultation(
    year, projects, deputy, clerk
):
    with pytest.raises(NotFound):
        advise(year, order(*projects), actor=clerk, at=AT)
    user = deputy("欧阳")
    year.state = "noticing"
    year.save()
    with pytest.raises(WrongState, match="公示"):
        advise(year, order(*projects), actor=user, at=AT)


def test_every_deputy_with_an_account_is_asked_once(year, projects, deputy, clerk, county_clerk):
    deputy("欧阳")
    assert ask_deputies(year, actor=clerk, at=AT) == 1
    deputy("李四")
    ask_deputies(year, actor=clerk, at=AT)
    assert sorted(Notice.objects.values_list("user__name", flat=True)) == ["李四", "欧阳"]
    with pytest.raises(NotAllowed):
        ask_deputies(year, actor=county_clerk, at=AT)


def test_the_office_says_what_it_made_of_the_advice(year, projects, deputy, clerk, signed_in):
    user = deputy("欧阳")
    with pytest.raises(WrongState, match="还没有对这个项目提出意见"):
        answer_advice(projects[0], "已补充预算。", actor=clerk, at=AT)
    advise(year, order(projects[0]), actor=user, at=AT)
    answer_advice(projects[0], "已补充预算。", actor=clerk, at=AT)
    page = signed_in(user).get(f"/m/projects/{year.uid}/deliberate/").content.decode()
    assert "已补充预算。" in page


def test_a_deputy_deliberates_on_the_phone_and_sees_the_own_words_again(year, projects, deputy, signed_in):
    client, address = signed_in(deputy("欧阳")), f"/m/projects/{year.uid}/deliberate/"
    data = {f"rank_{projects[1].uid}": "1", f"comment_{projects[1].uid}": "冬天前完工。"}
    assert client.post(address, data).status_code == 302
    page = client.get(address).content.decode()
    assert "冬天前完工。" in page
    twice = client.post(address, {f"rank_{projects[0].uid}": "1", f"rank_{projects[1].uid}": "1"})
    assert twice.status_code == 422
    assert "不重复、不跳号" in twice.content.decode()
    assert Advice.objects.get().rank == 1


def test_a_deputy_of_another_congress_finds_no_such_page(
    year, projects, signed_in, county_clerk, city_office
):
    user = make_user(username="stranger", name="外人")
    give_role(user, Role.DEPUTY, city_office)
    assert signed_in(user).get(f"/m/projects/{year.uid}/deliberate/").status_code == 404


def test_the_desk_shows_the_board_and_takes_it_away_as_a_table_and_as_sheets(
    year, projects, deputy, clerk, signed_in
):
    advise(year, order(*projects), actor=deputy("欧阳"), at=AT)
    client, address = signed_in(clerk), f"/desk/projects/years/{year.uid}/advice/"
    assert "1 位代表提出了意见" in client.get(address).content.decode()
    table = client.post(address, {"as": "xlsx"})
    assert b"".join(table.streaming_content).startswith(b"PK")
    assert client.post(address, {"as": "pdf"})["Content-Type"] == "application/pdf"
