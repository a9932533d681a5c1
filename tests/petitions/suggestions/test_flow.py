"""The flow as a literal table: every state, every step, every role. Change it here only when the office's rule changed."""

import itertools

import pytest

from congress.errors import WrongState
from congress.people.actors import CITIZEN
from petitions.suggestions.services.turn import PARTICIPLES
from petitions.suggestions.states import FLOW, OPEN, State

# step: (from which states, to which state, by whom)
TABLE = {
    "classify": ("received accepted transferred handling returned", "=", "clerk station_officer"),
    "answer_on_spot": ("received", "replied", "clerk station_officer"),
    "accept": ("received", "accepted", "clerk"),
    "decline": ("received accepted", "declined", "clerk"),
    "object": ("declined", "received", "citizen"),
    "transfer": ("accepted returned", "transferred", "clerk"),
    "designate": ("returned", "transferred", "supervisor"),
    "sign": ("transferred", "handling", "lead_handler system"),
    "return_to_sender": ("transferred handling", "returned", "lead_handler"),
    "record_contact": ("handling", "=", "lead_handler"),
    "report_progress": ("handling supervised", "=", "lead_handler co_handler"),
    "ask_extension": ("handling", "=", "lead_handler"),
    "grant_extension": ("handling", "=", "clerk supervisor"),
    "refuse_extension": ("handling", "=", "clerk supervisor"),
    "start_joint": ("transferred handling", "=", "clerk supervisor"),
    "give_opinion": ("transferred handling", "=", "co_handler"),
    "reply": ("handling", "replied", "lead_handler"),
    "publish": ("replied rated supervised concluded archived", "=", "clerk"),
    "unpublish": ("replied rated supervised concluded archived", "=", "clerk citizen"),
    "inquire": ("received accepted transferred handling returned", "=", "citizen"),
    "urge": ("transferred handling returned supervised", "=", "clerk supervisor system"),
    "supervise": ("transferred handling returned", "=", "clerk supervisor system"),
    "follow_up": ("replied rated", "=", "clerk station_officer supervisor"),
    "rate": ("replied rated", "rated", "citizen clerk station_officer"),
    "reopen": ("rated", "handling", "system"),
    "escalate": ("rated", "supervised", "system"),
    "hold_meeting": ("supervised", "concluded", "supervisor"),
    "conclude": ("replied rated", "concluded", "clerk system"),
    "archive": ("concluded declined", "archived", "clerk system"),
    "merge": ("received accepted transferred handling returned", "merged", "clerk"),
    "unmerge": ("merged", "<", "clerk"),
    "suspend": (
        "received accepted transferred handling returned replied rated supervised",
        "suspended",
        "clerk station_officer supervisor system",
    ),
    "resume": ("suspended", "<", "clerk supervisor"),
    "correct": (
        (
            "received accepted transferred handling returned replied rated supervised concluded declined merged "
            "suspended"
        ),
        "=",
        "clerk station_officer lead_handler",
    ),
}

ROLES = [
    "clerk",
    "supervisor",
    "handler",
    "station_officer",
    "deputy",
    "budget_analyst",
    "leader",
    "expert",
    "system_admin",
    "security_admin",
    "audit_admin",
    "citizen",
    "system",
    "lead_handler",
    "co_handler",
]


def test_the_flow_has_exactly_the_steps_of_the_table() -> None:
    assert {step.name for step in FLOW} == set(TABLE)
    assert set(PARTICIPLES) == set(TABLE)


@pytest.mark.parametrize(("state", "step"), list(itertools.product(State.values, TABLE)))
def test_a_step_leads_from_its_states_to_its_target_and_is_refused_everywhere_else(
    state: str, step: str
) -> None:
    sources, target, _roles = TABLE[step]
    if state in sources.split():
        expected = {"=": state, "<": "accepted"}.get(target, target)
        assert FLOW.advance(step, state, before="accepted") == expected
    else:
        with pytest.raises(WrongState) as refusal:
            FLOW.advance(step, state, before="accepted")
        assert refusal.value.message == f"当前状态为“{State(state).label}”，不能{FLOW[step].label}。"


@pytest.mark.parametrize(("state", "role"), list(itertools.product(State.values, ROLES)))
def test_the_buttons_of_a_role_are_those_of_the_table(state: str, role: str) -> None:
    expected = [
        s for s, (sources, _t, roles) in TABLE.items() if state in sources.split() and role in roles.split()
    ]
    assert sorted(step.name for step in FLOW.available(state, {role})) == sorted(expected)


def test_only_a_concluded_declined_merged_or_archived_matter_owes_nothing() -> None:
    assert set(State.values) - OPEN == {"concluded", "declined", "merged", "archived"}


def test_a_citizen_never_orders_a_department_about() -> None:
    assert {s.name for s in FLOW if CITIZEN.role in s.roles} == {"object", "unpublish", "inquire", "rate"}
