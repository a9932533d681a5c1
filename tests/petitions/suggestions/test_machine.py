"""The flow as a machine: whatever people press in whatever order, the promises hold after every step."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from congress.errors import DomainError
from congress.models import AuditEvent
from congress.people.actors import CITIZEN
from petitions.suggestions.entrances import ENTRANCES, take_step
from petitions.suggestions.models import Category
from petitions.suggestions.models.matter import NO_DUE
from petitions.suggestions.services.rating import rate_suggestion
from petitions.suggestions.services.sweep import sweep_clocks
from petitions.suggestions.services.turn import PARTICIPLES
from petitions.suggestions.states import FLOW, OPEN, State
from tests.petitions.suggestions.cases import ANSWER, MONDAY, receive

# Sufficient input for each step; what the rules then say is the machine's business.
INPUT = {
    "classify": lambda w: {"category": w.category},
    "answer_on_spot": lambda w: {"text": ANSWER},
    "decline": lambda w: {
        "reason": "not_public",
        "basis": "规程第九条",
        "guidance": "请向物业公司反映此事。",
    },
    "transfer": lambda w: {"lead": w.units[w.step_no % 2]},
    "designate": lambda w: {"lead": w.units[0], "text": "指定办理此事项。"},
    "return_to_sender": lambda w: {
        "basis": "不属于本单位三定规定的职责范围。",
        "proposed": w.units[(w.step_no + 1) % 2],
    },
    "ask_extension": lambda w: {"reason": "需要走采购流程。", "days": 3},
    "start_joint": lambda w: {"co_handlers": [w.units[1]]},
    "reply": lambda w: {
        "text": f"{ANSWER}（第 {w.step_no} 次）",
        "result_class": "solved",
        "signature_level": "head",
    },
    "publish": lambda w: {
        "public_title": "路灯不亮",
        "public_text": "村口路段路灯不亮。",
        "public_reply": "已恢复照明，每周巡查。",
    },
    "follow_up": lambda w: {"is_reached": True, "text": "已电话回访。"},
    "rate": lambda w: {"solved": "unsolved", "satisfied": "dissatisfied", "comment": "还是不亮"},
}
_EMPTY = {"accept", "sign", "archive", "unpublish", "conclude", "grant_extension"}


class Office(RuleBasedStateMachine):
    world = None

    def __init__(self) -> None:
        super().__init__()
        w = type(self).world
        self.people, self.units, self.category = w["people"], w["units"], w["category"]
        self.day, self.step_no, self.taken = MONDAY, 0, 0
        self.sweeps = 0
        self.point = transaction.savepoint()
        self.matter = receive().suggestion
        self.words = self.matter.content
        self.audit_before = self._events()

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.point)

    def _events(self) -> int:
        verbs = [f"petitions.suggestion.{PARTICIPLES[name]}" for name in PARTICIPLES]
        return AuditEvent.objects.filter(verb__in=verbs).count()

    @rule(step=st.sampled_from(sorted(set(ENTRANCES) - {"merge", "unmerge"})), who=st.integers(0, 4))
    def somebody_takes_a_step(self, step: str, who: int) -> None:
        self.step_no += 1
        data = INPUT.get(step, lambda w: {} if step in _EMPTY else {"text": "按程序办理，记录在案。"})(self)
        before = (self.matter.state, self._events())
        try:
            with transaction.atomic():
                take_step(step, self.matter, data, actor=self.people[who], on=self.day)
        except DomainError:
            self.matter.refresh_from_db()
            # A refusal leaves no trace.
            assert (self.matter.state, self._events()) == before
            return
        assert before[0] in FLOW[step].sources or (step == "transfer" and before[0] == State.RECEIVED)
        self.matter.refresh_from_db()

    @rule(good=st.booleans())
    def the_citizen_rates(self, good: bool) -> None:
        answer = ("solved", "satisfied", "") if good else ("unsolved", "dissatisfied", "还是老样子")
        try:
            with transaction.atomic():
                rate_suggestion(
                    self.matter,
                    solved=answer[0],
                    satisfied=answer[1],
                    comment=answer[2],
                    actor=CITIZEN,
                    on=self.day,
                )
        except DomainError:
            pass
        self.matter.refresh_from_db()

    @rule(days=st.integers(1, 9))
    def time_passes(self, days: int) -> None:
        self.day += timedelta(days=days)
        sweep_clocks(on=self.day)
        assert sweep_clocks(on=self.day) == 0
        self.matter.refresh_from_db()

    @invariant()
    def the_promises_hold(self) -> None:
        matter = self.matter
        running = list(matter.clocks.filter(stopped_on=None))
        work = {c.kind for c in running} & {
            "triage",
            "redispatch",
            "sign",
            "reply",
            "follow_up",
            "meeting",
            "crisis",
        }
        assert matter.content == self.words
        # Nobody's case lies about: while somebody owes something other than waiting for the citizen, a clock runs.
        if matter.state in OPEN - {State.REPLIED, State.RATED}:
            assert work, matter.state
        if matter.state in (State.DECLINED, State.CONCLUDED):
            assert {c.kind for c in running} == {"archive"}
        if matter.state == State.ARCHIVED:
            assert not running
        assert matter.due_on == min((c.due_on for c in running if c.kind in work), default=NO_DUE)
        assert matter.round <= 2
        assert matter.return_count <= 3
        last = matter.entries.order_by("-id").first()
        assert last.to_state == matter.state
        assert matter.published_at is None or (matter.publish_consent and not matter.is_crisis)
        leads = matter.assignments.filter(is_active=True, role="lead").count()
        assert leads == (1 if matter.lead_id else 0)


@pytest.mark.django_db
def test_whatever_is_pressed_in_whatever_order_the_promises_hold(
    clerk, supervisor, handler, other_handler, station_officer, department, other_department
) -> None:
    category = Category.objects.create(code="01", name="道路交通")
    Office.world = {
        "people": [clerk, supervisor, handler, other_handler, station_officer],
        "units": [department, other_department],
        "category": category,
    }
    run_state_machine_as_test(
        Office,
        settings=settings(
            max_examples=25, stateful_step_count=25, deadline=None, database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )  # fmt: skip
