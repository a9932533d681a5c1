"""Paper is first class: counted twice, a difference calls a third team; beside screens it adds up."""

import json
from dataclasses import replace

import pytest
from django.db import DatabaseError, transaction

from congress.errors import BadInput, NotAllowed, WrongState
from outreach.models import PaperCount
from outreach.projects.check import examine
from outreach.projects.vote.archive import counting_data
from outreach.projects.vote.envelopes import credential_hash
from outreach.projects.vote.selectors import paper_of
from outreach.projects.vote.services import closing, publishing, roll, rounds
from outreach.projects.vote.services.paper import PaperFigures, enter_paper
from outreach.projects.vote.states import Means
from outreach.projects.vote.verify import verify
from tests.outreach.projects.vote_makers import AT, Hall, read_boxes

pytestmark = pytest.mark.django_db


def pile(issued: int, returned: int, spoiled: int = 0, **approvals: int) -> PaperFigures:
    valid = returned - spoiled
    lines = {key[1:]: [many, 0, valid - many, many] for key, many in approvals.items()}
    return PaperFigures(issued, returned, valid, {"too_many": spoiled} if spoiled else {}, lines)


@pytest.fixture
def hall(clerk, city_office):
    return Hall(clerk, city_office, electronic=False)


@pytest.fixture
def closed(hall):
    """All nine are present, nobody counted yet."""
    vote = hall.opened(hall.frozen(hall.drafted(means=Means.PAPER)))
    return closing.close_round(vote, actor=hall.clerk, at=AT)


NINE = pile(9, 9, 1, n1=7, n2=6, n3=2, n4=0)


def test_a_vote_on_paper_from_the_count_to_the_chosen_projects(hall, closed):
    first, second, third = hall.watchers
    with pytest.raises(WrongState, match="还没有由两组计票人核对一致"):
        closing.count_round(closed, actor=first, at=AT)
    enter_paper(closed, NINE, actor=first, at=AT)
    with pytest.raises(WrongState, match="另一组须由别人录入"):
        enter_paper(closed, NINE, actor=first, at=AT)
    assert paper_of(closed) == ([], 0)
    enter_paper(closed, NINE, actor=second, at=AT)
    with pytest.raises(WrongState, match="已经一致"):
        enter_paper(closed, NINE, actor=third, at=AT)
    counted = closing.count_round(closed, actor=third, at=AT)
    result = json.loads(counted.result)
    assert (result["elected"], result["valid"], result["spoiled"]) == (["1", "2"], 8, {"too_many": 1})
    published = publishing.publish_round(counted, actor=hall.clerk, at=AT)
    assert [row.state for row in hall.year.projects.order_by("number")] == [
        "chosen",
        "chosen",
        "not_chosen",
        "not_chosen",
    ]
    assert examine(json.loads(published.archive), published.frozen_hash) == []
    assert verify(published) == []


def test_a_difference_calls_a_third_team_and_three_that_differ_end_it(hall, closed):
    first, second, third = hall.watchers
    enter_paper(closed, NINE, actor=first, at=AT)
    enter_paper(closed, pile(9, 9, 1, n1=6, n2=6, n3=2, n4=0), actor=second, at=AT)
    with pytest.raises(WrongState, match="核对一致"):
        closing.count_round(closed, actor=first, at=AT)
    enter_paper(closed, pile(9, 9, 1, n1=5, n2=6, n3=2, n4=0), actor=third, at=AT)
    with pytest.raises(WrongState, match="核对一致"):
        closing.count_round(closed, actor=first, at=AT)
    assert [count.team for count in closed.paper_counts.all()] == [1, 2, 3]


def test_the_third_count_that_agrees_with_one_of_the_two_decides(hall, closed):
    first, second, third = hall.watchers
    enter_paper(closed, pile(9, 9, 1, n1=6, n2=6, n3=2, n4=0), actor=first, at=AT)
    enter_paper(closed, NINE, actor=second, at=AT)
    enter_paper(closed, NINE, actor=third, at=AT)
    assert json.loads(closing.count_round(closed, actor=first, at=AT).result)["elected"] == ["1", "2"]


@pytest.mark.parametrize(
    ("figures", "sentence"),
    [
        (replace(NINE, issued=8), "收回的票多于发出的票"),
        (replace(NINE, issued=10), "比还没有投电子票的代表多"),
        (replace(NINE, valid=9), "不等于收回数"),
        (pile(9, 9, 1, n1=8, n2=8, n3=1, n4=0), "多于有效票乘应选数"),
        (pile(9, 9, 1, n1=7, n2=6, n3=2), "候选项目与票决办法不符"),
        (pile(9, 9, 1, n1=9, n2=6, n3=2, n4=0), "赞成、反对、弃权之和"),
    ],
)
def test_figures_that_cannot_be_one_pile_are_refused(hall, closed, figures, sentence):
    with pytest.raises(BadInput, match=sentence):
        enter_paper(closed, figures, actor=hall.watchers[0], at=AT)
    assert not PaperCount.objects.exists()


def test_only_watchers_count_and_what_was_entered_stays(hall, closed):
    with pytest.raises(NotAllowed):
        enter_paper(closed, NINE, actor=hall.clerk, at=AT)
    enter_paper(closed, NINE, actor=hall.watchers[0], at=AT)
    with pytest.raises(DatabaseError), transaction.atomic():
        PaperCount.objects.update(valid=7)


def test_paper_in_the_middle_of_a_vote_on_screens_with_the_same_envelopes(clerk, city_office):
    hall = Hall(clerk, city_office)
    vote = hall.opened()
    chief, second, _third = hall.watchers
    hall.vote(vote, [["1", "2"]] * 5)
    with pytest.raises(NotAllowed):
        rounds.allow_paper(vote, reason="会场网络中断", actor=clerk, at=AT)
    vote = rounds.allow_paper(vote, reason="会场网络中断", actor=chief, at=AT)
    # Four hand their envelopes in, unused, and get paper for them.
    numbers = {bytes(row.hash): row.number for row in vote.credentials.all()}
    for code in hall.codes[5:9]:
        number = numbers[credential_hash(vote.code, code.encode())]
        roll.void_envelope(vote, number, reason="换纸质票", actor=chief, at=AT)
        roll.void_envelope(vote, number, reason="换纸质票", actor=second, at=AT)
        seat = hall.codes.index(code) + 1
        roll.hand_out_paper(vote, seat, number=number, actor=clerk, at=AT)
    vote = closing.close_round(vote, actor=clerk, at=AT)
    for watcher in (chief, second):
        vote = closing.enter_opening(vote, read_boxes(vote), actor=watcher, at=AT)
        enter_paper(vote, pile(4, 4, n1=4, n2=0, n3=4, n4=0), actor=watcher, at=AT)
    counted = closing.count_round(vote, actor=chief, at=AT)
    assert counting_data(counted)["roll"] == {"deputies": 9, "present": 9, "issued": 9, "returned": 9}
    result = json.loads(counted.result)
    assert {line["key"]: line["approve"] for line in result["lines"]} == {"1": 9, "2": 5, "3": 4, "4": 0}
    assert result["elected"] == ["1", "2"]
    published = publishing.publish_round(counted, actor=clerk, at=AT)
    assert examine(json.loads(published.archive)) == []
    assert verify(published) == []


def mixed(hall):
    """All nine hold envelopes, nobody cast; paper is allowed, and the first envelope is void."""
    chief, second, _third = hall.watchers
    vote = rounds.allow_paper(hall.opened(), reason="会场网络中断", actor=chief, at=AT)
    for watcher in (chief, second):
        roll.void_envelope(vote, 1, reason="换纸质票", actor=watcher, at=AT)
    return vote


def test_an_envelope_is_exchanged_once_and_only_when_it_is_void(clerk, city_office):
    hall = Hall(clerk, city_office)
    vote = mixed(hall)
    with pytest.raises(BadInput, match="先由两位监票人作废信封"):
        roll.hand_out_paper(vote, 1, actor=clerk, at=AT)
    with pytest.raises(WrongState, match="还没有由两位监票人作废"):
        roll.hand_out_paper(vote, 1, number=2, actor=clerk, at=AT)
    with pytest.raises(BadInput, match="没有这个信封号"):
        roll.hand_out_paper(vote, 1, number=99, actor=clerk, at=AT)
    assert roll.hand_out_paper(vote, 1, number=1, actor=clerk, at=AT).exchanged == 1
    with pytest.raises(WrongState, match="已经领过纸质票"):
        roll.hand_out_paper(vote, 1, number=1, actor=clerk, at=AT)
    with pytest.raises(WrongState, match="已经换过纸质票"):
        roll.hand_out_paper(vote, 2, number=1, actor=clerk, at=AT)
    with pytest.raises(DatabaseError, match="can only be ticked"), transaction.atomic():
        vote.roll.filter(seat=1).update(paper_given=False, exchanged=None)


def test_an_envelope_that_was_cast_cannot_become_paper(clerk, city_office):
    hall = Hall(clerk, city_office)
    vote = hall.opened()
    hall.vote(vote, [["1"]])
    vote = rounds.allow_paper(vote, reason="会场网络中断", actor=hall.watchers[0], at=AT)
    cast = next(
        n
        for n in vote.credentials.all()
        if bytes(n.hash) == credential_hash(vote.code, hall.codes[0].encode())
    )
    with pytest.raises(WrongState, match="已经投过票，不能作废"):
        roll.void_envelope(vote, cast.number, reason="换纸质票", actor=hall.watchers[0], at=AT)


def test_a_deputy_on_paper_from_the_start_gets_no_envelope(clerk, city_office):
    hall = Hall(clerk, city_office)
    vote = hall.frozen(hall.drafted(means=Means.MIXED, is_test=True))
    roll.check_in(vote, 1, actor=clerk, at=AT)
    with pytest.raises(BadInput, match="没有领过信封"):
        roll.hand_out_paper(vote, 1, number=1, actor=clerk, at=AT)
    roll.hand_out_paper(vote, 1, actor=clerk, at=AT)
    with pytest.raises(WrongState, match="已经领过纸质票"):
        roll.hand_out(vote, 1, actor=clerk, at=AT)
    with pytest.raises(WrongState, match="没有签到"):
        roll.hand_out_paper(vote, 2, actor=clerk, at=AT)


def test_the_teams_count_what_the_roll_says_was_handed_out(clerk, city_office):
    hall = Hall(clerk, city_office)
    vote = mixed(hall)
    roll.hand_out_paper(vote, 1, number=1, actor=clerk, at=AT)
    vote = closing.close_round(vote, actor=clerk, at=AT)
    with pytest.raises(BadInput, match="领取纸质票的有 1 人") as refused:
        enter_paper(vote, pile(2, 1, n1=1, n2=0, n3=0, n4=0), actor=hall.watchers[0], at=AT)
    assert refused.value.field == "issued"


def test_the_door_exchanges_an_envelope_over_the_page(clerk, city_office, signed_in):
    hall = Hall(clerk, city_office)
    vote = mixed(hall)
    client, path = signed_in(clerk), f"/desk/projects/votes/{vote.code}/roll/"
    assert "换纸质票" in client.get(path).content.decode()
    client.post(path, {"do": "hand_out_paper", "seat": "1", "number": "1"})
    assert "已领纸质票 1 人（其中换票 1 人）" in client.get(path).content.decode()


def test_the_page_of_a_team_takes_the_figures_and_shows_no_other_teams(hall, closed, signed_in):
    first, second, _third = hall.watchers
    form = {"issued": 9, "returned": 9, "too_many": 1, "two_marks": 0, "unknown_mark": 0}
    form |= {"approve_1": 7, "approve_2": 6, "approve_3": 2, "approve_4": 0}
    path = f"/desk/projects/votes/{closed.code}/paper/"
    assert signed_in(first).post(path, form).status_code == 302
    other = signed_in(second)
    console = other.get(f"/desk/projects/votes/{closed.code}/").content.decode()
    assert "第 1 组：监票0已录入" in console
    assert "有效 8" not in console
    wrong = other.post(path, {**form, "approve_1": 20})
    assert (wrong.status_code, "赞成、反对、弃权之和" in wrong.content.decode()) == (422, True)
    assert other.post(path, form).status_code == 302
    assert "发出 9，收回 9，有效 8" in other.get(f"/desk/projects/votes/{closed.code}/").content.decode()
