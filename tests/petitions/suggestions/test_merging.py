import pytest

from congress.errors import BadInput, NotAllowed
from congress.models import Notice
from petitions.suggestions.services.crisis import resume_suggestion, suspend_suggestion
from petitions.suggestions.services.merging import merge_suggestion, unmerge_suggestion
from petitions.suggestions.services.reply import reply_suggestion
from petitions.suggestions.states import ResultClass, SignatureLevel, State
from tests.petitions.suggestions.cases import ANSWER, MONDAY, in_hand, receive

pytestmark = pytest.mark.django_db


@pytest.fixture
def target(clerk, department, handler):
    return in_hand(clerk, department, handler)


def test_a_twin_is_merged_its_clocks_stop_and_its_citizen_is_told(clerk, target) -> None:
    twin = receive(phone="13900005678").suggestion
    merged = merge_suggestion(twin, target=target, actor=clerk, on=MONDAY)
    assert (merged.state, merged.merged_into) == (State.MERGED, target)
    assert not merged.clocks.filter(stopped_on=None).exists()
    assert Notice.objects.get(template="suggestion_merged").context["number"] == twin.number


def test_each_citizen_gets_the_answer_under_the_own_number(clerk, handler, target) -> None:
    twin = receive(phone="13900005678").suggestion
    merge_suggestion(twin, target=target, actor=clerk, on=MONDAY)
    reply_suggestion(
        target,
        text=ANSWER,
        result_class=ResultClass.SOLVED,
        signature_level=SignatureLevel.HEAD,
        actor=handler,
        on=MONDAY,
    )
    numbers = [
        n.context["number"] for n in Notice.objects.filter(template="suggestion_replied").order_by("id")
    ]
    assert sorted(numbers) == sorted([target.number, twin.number])


def test_a_merge_can_be_undone_and_the_clock_runs_in_full_length_again(clerk, target) -> None:
    twin = merge_suggestion(receive().suggestion, target=target, actor=clerk, on=MONDAY)
    twin = unmerge_suggestion(twin, text="不是同一处路灯。", actor=clerk, on=MONDAY)
    assert (twin.state, twin.merged_into) == (State.RECEIVED, None)
    assert [c.kind for c in twin.clocks.filter(stopped_on=None)] == ["triage"]


@pytest.mark.parametrize("case", ["itself", "merged", "sealed", "carrier"])
def test_some_are_never_merged(clerk, target, case) -> None:
    twin = receive().suggestion
    goal = target
    if case == "itself":
        goal = twin
    elif case == "merged":
        goal = merge_suggestion(receive().suggestion, target=target, actor=clerk, on=MONDAY)
    elif case == "sealed":
        twin = receive().suggestion
        type(twin).objects.filter(pk=target.pk).update(confidentiality="sealed")
    else:
        merge_suggestion(receive().suggestion, target=twin, actor=clerk, on=MONDAY)
    with pytest.raises(BadInput) as refusal:
        merge_suggestion(twin, target=goal, actor=clerk, on=MONDAY)
    assert refusal.value.field == "target"


def test_an_emergency_stops_all_clocks_and_can_be_lifted_by_the_desk_alone(clerk, handler, target) -> None:
    with pytest.raises(NotAllowed):
        suspend_suggestion(target, text="反映人情绪激动。", actor=handler, on=MONDAY)
    matter = suspend_suggestion(target, text="反映人电话里说要跳楼。", actor=clerk, on=MONDAY)
    assert [c.kind for c in matter.clocks.filter(stopped_on=None)] == ["crisis"]
    matter = resume_suggestion(matter, text="已由公安和社区接回家中。", actor=clerk, on=MONDAY)
    assert matter.state == State.HANDLING
    assert {c.kind for c in matter.clocks.filter(stopped_on=None)} == {"reply", "contact"}
