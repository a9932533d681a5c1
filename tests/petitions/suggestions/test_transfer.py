from datetime import date

import pytest

from congress.errors import BadInput, NotAllowed, NotFound, RightExpired, Stale, WrongState
from congress.models import AuditEvent
from congress.people.actors import SYSTEM
from petitions.suggestions.services.transfer import (
    designate_handler,
    return_suggestion,
    sign_suggestion,
    transfer_many,
    transfer_suggestion,
)
from petitions.suggestions.states import Difficulty, Route, State
from tests.factories import make_organisation, make_region, make_user
from tests.petitions.suggestions.cases import MONDAY, in_hand, receive, transferred

pytestmark = pytest.mark.django_db

BASIS = "按照本局三定规定，村内道路照明不属于水利部门职责。"


def test_transfer_starts_the_signing_and_the_reply_clock(clerk, department) -> None:
    matter = transferred(clerk, department)
    assert (matter.state, matter.lead, matter.due_on) == (State.TRANSFERRED, department, date(2026, 11, 10))
    clocks = {c.kind: c.due_on for c in matter.clocks.filter(stopped_on=None)}
    assert clocks == {"sign": date(2026, 11, 10), "reply": date(2026, 11, 16)}
    assert AuditEvent.objects.get(verb="petitions.suggestion.transferred").facts == {
        "co_handlers": [],
        "due_on": "2026-11-16",
        "from_state": "accepted",
        "is_final": False,
        "lead": "430500-SL",
        "number": matter.number,
        "route": "transfer",
        "rule": "suggestion.reply.ordinary",
        "to_state": "transferred",
    }


@pytest.mark.parametrize(
    ("route", "difficulty", "due"),
    [
        (Route.TRANSFER, Difficulty.ORDINARY, date(2026, 11, 16)),
        (Route.TRANSFER, Difficulty.COMPLEX, date(2026, 11, 23)),
        (Route.LOCAL, Difficulty.ORDINARY, date(2026, 11, 16)),
        (Route.TRANSFER, Difficulty.URGENT, MONDAY),
    ],
)
def test_the_reply_limit_follows_route_and_difficulty(clerk, department, route, difficulty, due) -> None:
    matter = transfer_suggestion(
        receive().suggestion, lead=department, route=route, difficulty=difficulty, actor=clerk, on=MONDAY
    )
    assert matter.clocks.get(kind="reply").due_on == due


def test_joint_handling_gives_co_handlers_two_thirds_of_the_time(clerk, department, other_department) -> None:
    matter = transfer_suggestion(
        receive().suggestion,
        lead=department,
        route=Route.JOINT,
        co_handlers=[other_department],
        actor=clerk,
        on=MONDAY,
    )
    assert matter.clocks.get(kind="reply").due_on == date(2026, 12, 7)
    assert matter.clocks.get(kind="co_reply", organisation=other_department).due_on == date(2026, 11, 26)
    assert list(matter.assignments.values_list("role", flat=True)) == ["lead", "co"]


def test_a_second_transfer_is_refused_and_leaves_no_trace(clerk, department, other_department) -> None:
    matter = transferred(clerk, department)
    before = AuditEvent.objects.count()
    with pytest.raises(WrongState) as refusal:
        transfer_suggestion(matter, lead=other_department, actor=clerk, on=MONDAY)
    assert refusal.value.message == "当前状态为“已转办”，不能转办。"
    matter.refresh_from_db()
    assert (matter.lead, AuditEvent.objects.count()) == (department, before)


def test_a_page_drawn_before_somebody_was_faster_is_refused_with_the_name(
    clerk, supervisor, department
) -> None:
    suggestion = receive().suggestion
    transfer_suggestion(suggestion, lead=department, actor=clerk, on=MONDAY, version=1)
    with pytest.raises(Stale) as refusal:
        sign_suggestion(suggestion, actor=supervisor, on=MONDAY, version=1)
    assert refusal.value.message == "该事项刚被李敏处理，请刷新后再试。"


def test_a_clerk_of_another_county_does_not_even_learn_that_it_exists(department) -> None:
    other = make_organisation("430523-RD-DGW", "邵阳县人大代表工委", region=make_region("430523", "邵阳县"))
    neighbour = make_user(role="clerk", organisation=other)
    with pytest.raises(NotFound):
        transfer_suggestion(receive().suggestion, lead=department, actor=neighbour, on=MONDAY)


def test_a_leader_sees_it_but_may_not_transfer_it(leader, department) -> None:
    with pytest.raises(NotAllowed):
        transfer_suggestion(receive().suggestion, lead=department, actor=leader, on=MONDAY)


def test_an_unsigned_matter_is_signed_by_the_system_and_says_so(clerk, department) -> None:
    matter = sign_suggestion(transferred(clerk, department), actor=SYSTEM, on=date(2026, 11, 11))
    assert matter.state == State.HANDLING
    assert matter.assignments.get().is_auto_signed is True
    assert matter.clocks.get(kind="sign").outcome == "late"


def test_a_return_needs_a_basis_and_another_unit(clerk, department, handler) -> None:
    matter = transferred(clerk, department)
    with pytest.raises(BadInput) as refusal:
        return_suggestion(matter, basis="不归我们", proposed=department, actor=handler, on=MONDAY)
    assert refusal.value.field == "basis"
    with pytest.raises(BadInput) as refusal:
        return_suggestion(matter, basis=BASIS, proposed=department, actor=handler, on=MONDAY)
    assert refusal.value.field == "proposed"


def test_a_return_within_two_working_days_goes_back_to_the_office(
    clerk, department, handler, other_department
) -> None:
    matter = in_hand(clerk, department, handler)
    matter = return_suggestion(
        matter, basis=BASIS, proposed=other_department, actor=handler, on=date(2026, 11, 11)
    )
    assert (matter.state, matter.lead, matter.return_count) == (State.RETURNED, None, 1)
    assert [c.kind for c in matter.clocks.filter(stopped_on=None)] == ["redispatch"]


def test_a_return_after_the_window_is_refused(clerk, department, handler, other_department) -> None:
    matter = in_hand(clerk, department, handler)
    with pytest.raises(RightExpired) as refusal:
        return_suggestion(
            matter, basis=BASIS, proposed=other_department, actor=handler, on=date(2026, 11, 12)
        )
    assert refusal.value.message == "退回要在 2026-11-11 前提出，现在已超过退回期限。"


def test_the_same_unit_cannot_return_twice(clerk, department, handler, other_department) -> None:
    matter = return_suggestion(
        in_hand(clerk, department, handler), basis=BASIS, proposed=other_department, actor=handler, on=MONDAY
    )
    matter = transfer_suggestion(matter, lead=department, actor=clerk, on=MONDAY)
    with pytest.raises(RightExpired) as refusal:
        return_suggestion(matter, basis=BASIS, proposed=other_department, actor=handler, on=MONDAY)
    assert refusal.value.message == "贵单位已退回过一次，同一事项不得再次退回。"


def test_after_the_third_return_only_the_supervisor_decides_and_finally(
    clerk, supervisor, department, handler, other_department
) -> None:
    matter = receive().suggestion
    units = [(department, handler)]
    for number in range(2):
        unit = make_organisation(f"TEST-U{number}", f"单位{number}", region=make_region())
        units.append((unit, make_user(role="handler", organisation=unit)))
    for unit, liaison in units:
        matter = transfer_suggestion(matter, lead=unit, actor=clerk, on=MONDAY)
        matter = return_suggestion(matter, basis=BASIS, proposed=other_department, actor=liaison, on=MONDAY)
    with pytest.raises(RightExpired) as refusal:
        transfer_suggestion(matter, lead=other_department, actor=clerk, on=MONDAY)
    assert refusal.value.code == "needs_designation"
    matter = designate_handler(
        matter, lead=department, text="属灌区配套照明，指定市水利局承办。", actor=supervisor, on=MONDAY
    )
    with pytest.raises(RightExpired) as refusal:
        return_suggestion(matter, basis=BASIS, proposed=other_department, actor=handler, on=MONDAY)
    assert refusal.value.message == "该事项已指定承办，不得退回。"


def test_bulk_transfer_tells_what_went_and_what_did_not(clerk, department) -> None:
    fresh, gone = receive().suggestion, transferred(clerk, department)
    done, refused = transfer_many([fresh, gone], lead=department, actor=clerk, on=MONDAY)
    assert [m.number for m in done] == [fresh.number]
    assert [(m.number, why) for m, why in refused] == [(gone.number, "当前状态为“已转办”，不能转办。")]


def test_a_closed_unit_gets_no_matter(clerk) -> None:
    closed = make_organisation("TEST-OLD", "原市物价局", region=make_region(), valid_to=date(2026, 6, 30))
    with pytest.raises(BadInput) as refusal:
        transfer_suggestion(receive().suggestion, lead=closed, actor=clerk, on=MONDAY)
    assert refusal.value.message == "原市物价局已撤销，请选承继单位。"
