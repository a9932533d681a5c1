"""From the handler's hands to the end: progress, extension, reply, publication, call-back, rating."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from congress import clock
from congress.errors import BadInput, DomainError, NotAllowed, RightExpired, WrongState
from congress.models import Notice
from congress.people.actors import CITIZEN, SYSTEM
from petitions.suggestions.models.matter import NO_DUE
from petitions.suggestions.rules import personal_data_in
from petitions.suggestions.services.handling import (
    ask_extension,
    give_opinion,
    grant_extension,
    refuse_extension,
    start_joint_handling,
)
from petitions.suggestions.services.rating import (
    conclude_suggestion,
    follow_up_suggestion,
    hold_meeting,
    rate_suggestion,
)
from petitions.suggestions.services.reply import (
    ask_override,
    publish_suggestion,
    reply_suggestion,
    unpublish_suggestion,
)
from petitions.suggestions.states import ResultClass, Satisfaction, SignatureLevel, Solved, State
from tests.factories import give_role, make_organisation, make_user
from tests.petitions.suggestions.cases import ANSWER, MONDAY, in_hand, receive, replied

pytestmark = pytest.mark.django_db

BETTER = "已约反映人到现场逐盏核对，补装剩余三盏路灯，由街道工作人员和反映人当场签字确认恢复。"
PUBLIC = {
    "public_title": "村口到小学路灯不亮",
    "public_text": "村口到小学路段路灯半年不亮，影响学生出行。",
    "public_reply": "路灯线路被盗，已更换并恢复照明。",
}


def answer(matter, handler, *, on=MONDAY, **fields):
    fields = {
        "text": ANSWER,
        "result_class": ResultClass.SOLVED,
        "signature_level": SignatureLevel.DEPUTY_HEAD,
        **fields,
    }
    return reply_suggestion(matter, actor=handler, on=on, **fields)


def test_a_reply_stops_the_clock_and_counts_working_days(clerk, department, handler) -> None:
    matter = answer(in_hand(clerk, department, handler), handler, on=date(2026, 11, 13))
    assert (matter.state, matter.days_used, matter.replied_in_time) == (State.REPLIED, 4, True)
    assert matter.clocks.get(kind="reply").outcome == "met"
    assert {c.kind for c in matter.clocks.filter(stopped_on=None)} == {"follow_up", "rating"}


def test_a_late_reply_is_marked_late(clerk, department, handler) -> None:
    matter = answer(in_hand(clerk, department, handler), handler, on=date(2026, 11, 17))
    assert matter.replied_in_time is False


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"text": "已办理。"}, "text"),
        ({"text": ANSWER + "联系人手机13812345678。"}, "text"),
        ({"result_class": ResultClass.PLANNED}, "promised_on"),
        ({"result_class": ResultClass.PLANNED, "promised_on": MONDAY}, "promised_on"),
    ],
)
def test_a_reply_that_says_too_little_or_too_much_is_refused(
    clerk, department, handler, fields, field
) -> None:
    matter = in_hand(clerk, department, handler)
    with pytest.raises(BadInput) as refusal:
        answer(matter, handler, **fields)
    assert refusal.value.field == field
    matter.refresh_from_db()
    assert (matter.state, matter.replies.count()) == (State.HANDLING, 0)


def test_only_the_lead_handler_replies(clerk, department, handler, other_handler) -> None:
    matter = in_hand(clerk, department, handler)
    with pytest.raises(DomainError):
        answer(matter, other_handler)
    with pytest.raises(NotAllowed):
        answer(matter, clerk)


def test_an_extension_is_asked_before_the_limit_granted_once_and_told_to_the_citizen(
    clerk, department, handler
) -> None:
    matter = in_hand(clerk, department, handler)
    matter = ask_extension(matter, reason="需要采购线缆，正在走流程。", days=5, actor=handler, on=MONDAY)
    matter = grant_extension(matter, actor=clerk, on=date(2026, 11, 10))
    assert matter.due_on == date(2026, 11, 23)
    assert matter.clocks.get(kind="reply").original_due_on == date(2026, 11, 16)
    assert Notice.objects.filter(template="suggestion_extended").count() == 1
    with pytest.raises(RightExpired) as refusal:
        ask_extension(
            matter, reason="需要采购线缆，正在走流程。", days=5, actor=handler, on=date(2026, 11, 11)
        )
    assert refusal.value.message == "该事项已申请过延期，只能延期一次。"


def test_an_extension_asked_after_the_limit_is_refused_with_the_day(clerk, department, handler) -> None:
    matter = in_hand(clerk, department, handler)
    with pytest.raises(RightExpired) as refusal:
        ask_extension(
            matter, reason="需要采购线缆，正在走流程。", days=5, actor=handler, on=date(2026, 11, 17)
        )
    assert refusal.value.message == "期限是 2026-11-16，已经超期，不能再申请延期。"


def test_a_refused_extension_leaves_the_limit(clerk, department, handler) -> None:
    matter = ask_extension(
        in_hand(clerk, department, handler), reason="人手不够，忙不过来。", days=5, actor=handler, on=MONDAY
    )
    matter = refuse_extension(matter, text="理由不充分，请按期办理。", actor=clerk, on=MONDAY)
    assert matter.due_on == date(2026, 11, 16)


def test_a_co_handler_s_opinion_stops_only_its_own_clock(
    clerk, department, handler, other_department, other_handler, city_office
) -> None:
    third = make_user(role="handler", organisation=city_office)
    matter = in_hand(clerk, department, handler)
    matter = start_joint_handling(matter, co_handlers=[other_department, city_office], actor=clerk, on=MONDAY)
    matter = give_opinion(matter, text="杆件由我局产权单位配合移交。", actor=other_handler, on=MONDAY)
    running = matter.clocks.filter(kind="co_reply", stopped_on=None)
    assert [c.organisation for c in running] == [city_office]
    assert third.is_active


def test_nothing_is_published_without_consent(clerk, department, handler) -> None:
    matter = replied(clerk, department, handler, publish_consent=False)
    with pytest.raises(DomainError) as refusal:
        publish_suggestion(matter, **PUBLIC, actor=clerk, on=MONDAY)
    assert refusal.value.message == "反映人没有同意公开，不能公开。"


@pytest.mark.parametrize(
    ("leak", "kinds"),
    [
        ("联系电话13812345678。", "手机号"),
        ("反映人刘桂香已认可。", "反映人姓名"),
        ("现场车辆湘E12345已处理。", "车牌号"),
        ("住在3栋2单元501室。", "门牌号"),
    ],
)
def test_personal_data_in_the_public_text_blocks_it(clerk, department, handler, leak, kinds) -> None:
    matter = replied(clerk, department, handler)
    with pytest.raises(BadInput) as refusal:
        publish_suggestion(
            matter, **{**PUBLIC, "public_reply": PUBLIC["public_reply"] + leak}, actor=clerk, on=MONDAY
        )
    assert kinds in refusal.value.message
    matter.refresh_from_db()
    assert matter.published_at is None


def test_an_office_s_own_published_numbers_are_nobody_s_personal_data(clerk, department, handler) -> None:
    department.public_phones = "0739-5321234\n１２３４５\n0739-5600000转801"
    department.save()
    # The citizen's own number stays one, although an office publishes it.
    other = make_organisation("430500-GY", "市供水公司", region=department.region)
    other.public_phones = "13900001234"
    other.save()
    matter = replied(clerk, department, handler)
    spoken = "可拨打市水利局0739-5321234、电话5321234、0739-5600000转801或12345咨询。"

    assert personal_data_in(matter, spoken) == []
    assert [hit.kind for hit in personal_data_in(matter, spoken + "或者0739-5329999、13900001234。")] == [
        "landline", "own_phone",
    ]  # fmt: skip


def test_an_override_takes_two_people(clerk, county_clerk, department, handler) -> None:
    matter = replied(clerk, department, handler)
    leaky = {**PUBLIC, "public_reply": "可拨打自来水公司服务电话0739-5321234咨询恢复情况。"}
    ask_override(matter, reason="这是公开的服务热线。", actor=clerk, on=MONDAY)
    with pytest.raises(BadInput):
        publish_suggestion(matter, **leaky, actor=clerk, on=MONDAY)
    published = publish_suggestion(matter, **leaky, actor=county_clerk, on=MONDAY)
    assert published.published_at is not None


def test_a_citizen_s_changed_mind_takes_it_off_the_list_at_once(clerk, department, handler) -> None:
    matter = publish_suggestion(replied(clerk, department, handler), **PUBLIC, actor=clerk, on=MONDAY)
    matter = unpublish_suggestion(matter, actor=CITIZEN, on=MONDAY)
    assert (matter.published_at, matter.publish_consent) == (None, False)


def test_the_first_bad_rating_reopens_and_the_head_must_sign(clerk, department, handler) -> None:
    matter = rate_suggestion(
        replied(clerk, department, handler), solved=Solved.UNSOLVED, satisfied=Satisfaction.DISSATISFIED,
        comment="还有三盏不亮", actor=CITIZEN, on=MONDAY,
    )  # fmt: skip
    assert (matter.state, matter.round, matter.due_on) == (State.HANDLING, 2, date(2026, 11, 23))
    with pytest.raises(BadInput) as refusal:
        answer(matter, handler)
    assert refusal.value.message == "与上次未获认可的答复相同，请针对群众的意见重新答复。"
    with pytest.raises(BadInput) as refusal:
        answer(matter, handler, text=BETTER)
    assert refusal.value.field == "signature_level"
    assert answer(matter, handler, text=BETTER, signature_level=SignatureLevel.HEAD).state == State.REPLIED


def test_the_second_bad_rating_never_loops_but_goes_to_a_meeting(
    clerk, supervisor, department, handler
) -> None:
    bad = {"solved": Solved.UNSOLVED, "satisfied": Satisfaction.DISSATISFIED, "comment": "还是不亮"}
    matter = rate_suggestion(replied(clerk, department, handler), **bad, actor=CITIZEN, on=MONDAY)
    matter = answer(matter, handler, text=BETTER, signature_level=SignatureLevel.HEAD)
    matter = rate_suggestion(matter, **bad, actor=CITIZEN, on=MONDAY)
    assert (matter.state, matter.round) == (State.SUPERVISED, 2)
    matter = hold_meeting(matter, text="三方会商，反映人同意分两期补装。", actor=supervisor, on=MONDAY)
    assert matter.state == State.CONCLUDED


def test_solved_but_dissatisfied_asks_why_and_does_not_reopen(clerk, department, handler) -> None:
    matter = replied(clerk, department, handler)
    words = {"solved": Solved.SOLVED, "satisfied": Satisfaction.DISSATISFIED}
    with pytest.raises(BadInput) as refusal:
        rate_suggestion(matter, **words, actor=CITIZEN, on=MONDAY)
    assert refusal.value.field == "comment"
    assert rate_suggestion(matter, **words, comment="拖得太久", actor=CITIZEN, on=MONDAY).state == State.RATED


def test_a_rating_may_be_changed_for_seven_days(clerk, department, handler) -> None:
    good = {"solved": Solved.SOLVED, "satisfied": Satisfaction.SATISFIED}
    matter = rate_suggestion(replied(clerk, department, handler), **good, actor=CITIZEN, on=MONDAY)
    matter = rate_suggestion(
        matter, solved=Solved.PARTLY, satisfied=Satisfaction.BASICALLY, actor=CITIZEN, on=date(2026, 11, 16)
    )
    with pytest.raises(RightExpired):
        rate_suggestion(matter, **good, actor=CITIZEN, on=date(2026, 11, 17))
    assert matter.ratings.get().solved == Solved.PARTLY


def test_the_handling_unit_never_calls_for_a_rating(clerk, department, handler) -> None:
    matter = replied(clerk, department, handler)
    both = make_user(role="clerk", organisation=clerk.grants.get().organisation)
    give_role(both, "handler", department)
    with pytest.raises(NotAllowed):
        follow_up_suggestion(matter, is_reached=True, text="已回访，满意。", actor=both, on=MONDAY)


def test_three_attempts_on_two_days_end_the_call_back(clerk, department, handler) -> None:
    matter = replied(clerk, department, handler)
    with pytest.raises(RightExpired):
        conclude_suggestion(matter, actor=clerk, on=MONDAY)
    for day in (9, 9, 10):
        with clock.at(datetime(2026, 11, day, 10, tzinfo=ZoneInfo("Asia/Shanghai"))):
            matter = follow_up_suggestion(
                matter, is_reached=False, text="无人接听", actor=clerk, on=date(2026, 11, day)
            )
    assert not matter.clocks.filter(kind="follow_up", stopped_on=None).exists()
    assert conclude_suggestion(matter, actor=clerk, on=date(2026, 11, 10)).state == State.CONCLUDED


def test_rating_before_an_answer_is_refused_in_words() -> None:
    with pytest.raises(WrongState) as refusal:
        rate_suggestion(
            receive().suggestion,
            solved=Solved.SOLVED,
            satisfied=Satisfaction.SATISFIED,
            actor=CITIZEN,
            on=MONDAY,
        )
    assert refusal.value.message == "当前状态为“已登记”，不能评价。"


def test_no_rating_in_fifteen_days_is_concluded_by_the_system_without_a_satisfaction(
    clerk, department, handler
) -> None:
    matter = conclude_suggestion(replied(clerk, department, handler), actor=SYSTEM, on=date(2026, 11, 25))
    assert (matter.state, matter.satisfied) == (State.CONCLUDED, "")


def test_who_has_rated_is_not_called_any_more(clerk, department, handler) -> None:
    matter = rate_suggestion(
        replied(clerk, department, handler),
        solved=Solved.SOLVED,
        satisfied=Satisfaction.SATISFIED,
        actor=CITIZEN,
        on=MONDAY,
    )
    assert [c.kind for c in matter.clocks.filter(stopped_on=None)] == ["rating"]
    assert matter.due_on == NO_DUE
