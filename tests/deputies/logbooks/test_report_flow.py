"""The life of a duty report as a literal table. Change it here only when the office's rule changed."""

import itertools

import pytest

from congress.errors import WrongState
from deputies.logbooks.reports.states import REPORT_FLOW, ReportState

# step: the states it starts from, where it leads (= stays), who may take it
TABLE = {
    "save": ("draft returned", "=", "deputy"),
    "submit": ("draft returned", "submitted", "deputy"),
    "take_back": ("submitted", "draft", "deputy"),
    "return": ("submitted", "returned", "station_officer clerk"),
    "plan": ("submitted", "planned", "station_officer clerk"),
    "postpone": ("planned", "=", "station_officer clerk"),
    "hold": ("planned", "held", "station_officer clerk"),
    "count": ("held", "rated", "station_officer clerk"),
    "publish": ("rated", "published", "clerk"),
    "correct": ("rated published", "held", "clerk"),
}
ROLES = ["deputy", "station_officer", "clerk", "supervisor", "leader", "citizen", "system"]


def test_the_flow_has_exactly_the_steps_of_the_table() -> None:
    assert {step.name for step in REPORT_FLOW} == set(TABLE)


@pytest.mark.parametrize(("state", "step"), list(itertools.product(ReportState.values, TABLE)))
def test_a_step_leads_from_its_states_to_its_target_and_is_refused_everywhere_else(
    state: str, step: str
) -> None:
    sources, target, _roles = TABLE[step]
    if state in sources.split():
        assert REPORT_FLOW.advance(step, state) == (state if target == "=" else target)
    else:
        with pytest.raises(WrongState) as refusal:
            REPORT_FLOW.advance(step, state)
        assert refusal.value.message == (
            f"当前状态为“{ReportState(state).label}”，不能{REPORT_FLOW[step].label}。"
        )


@pytest.mark.parametrize(("state", "role"), list(itertools.product(ReportState.values, ROLES)))
def test_the_buttons_of_a_role_are_those_of_the_table(state: str, role: str) -> None:
    expected = [
        s for s, (sources, _t, roles) in TABLE.items() if state in sources.split() and role in roles.split()
    ]
    assert [step.name for step in REPORT_FLOW.available(state, {role})] == expected
