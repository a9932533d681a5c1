"""Every address, every visitor, looking and sending: the answers stand in tests/*/door_table*.py for a reader to check."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from congress.people.roles import Role
from petitions.suggestions.codes import show_code
from petitions.suggestions.services.reply import publish_suggestion
from petitions.suggestions.services.transfer import sign_suggestion, transfer_suggestion
from tests.congress.doors import METHODS, VISITORS, answer_of, as_line, expected, routes, sample_of, tables
from tests.factories import make_organisation, make_region, make_user
from tests.people import OTHER_COUNTY
from tests.petitions.suggestions.cases import receive, replied

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture
def staff(signed_in, city_office, clerk, station_officer, handler, other_handler, supervisor, leader, deputy,
          system_admin, security_admin, audit_admin) -> dict[str, Client]:  # fmt: skip
    elsewhere = make_organisation(
        f"{OTHER_COUNTY}-RD-DGW", "邵东市人大代表工委", region=make_region(OTHER_COUNTY, "邵东市"),
        kind=city_office.kind,
    )  # fmt: skip
    accounts = {
        "cty": clerk,
        "cnt": make_user(role=Role.CLERK, organisation=elsewhere),
        "stn": station_officer,
        "own": handler,
        "oth": other_handler,
        "sup": supervisor,
        "ldr": leader,
        "exp": make_user(role=Role.EXPERT, organisation=city_office),
        "bud": make_user(role=Role.BUDGET_ANALYST, organisation=city_office),
        "dep": deputy,
        "sys": system_admin,
        "sec": security_admin,
        "aud": audit_admin,
    }
    return {name: signed_in(account) for name, account in accounts.items()}


@pytest.fixture
def samples(clerk, handler, department, station, city_office) -> dict[str, Any]:
    """A case in the department's hands and a published one, and what the tables know of more."""
    on = localdate()
    receipt = receive(on=on, station=station)
    matter = transfer_suggestion(receipt.suggestion, lead=department, actor=clerk, on=on)
    matter = sign_suggestion(matter, actor=handler, on=on)
    published = publish_suggestion(
        replied(clerk, department, handler, on=on), public_title="村口到小学路灯不亮",
        public_text="村口到小学的路灯半年不亮。", public_reply="已更换线路并恢复照明。", actor=clerk, on=on,
    )  # fmt: skip
    found = {"code": show_code(receipt.code), "number": matter.number}
    for table in tables():
        if hasattr(table, "samples"):
            found |= table.samples(matter, published)
    return found


@pytest.fixture
def visitors(staff, samples) -> dict[str, Client]:
    citizen = Client()
    opened = citizen.post(reverse("petitions:track"), {"number": samples["number"], "code": samples["code"]})
    assert opened["Location"] == reverse("petitions:track-case")
    return {"any": Client(), "cit": citizen, **staff}


def test_every_address_stands_in_a_table_and_nothing_else_does(visitors, samples) -> None:
    doors = {(method, route) for route in routes() for method in METHODS}
    missing = sorted(doors - set(expected()), key=lambda door: (door[1], door[0]))
    # As a help: what the site says today. Judge each answer before you take it over.
    lines = [
        as_line(door, [answer_of(visitors[v], door[0], sample_of(door[1], samples)) for v in VISITORS])
        for door in missing
    ]
    assert not lines, "not in any tests/*/door_table*.py:\n" + "\n".join(lines)
    assert sorted(set(expected()) - doors) == [], "in a table, but no address of the site"


@pytest.mark.parametrize("visitor", VISITORS)
def test_each_visitor_gets_the_answers_of_the_tables(visitors, samples, visitor) -> None:
    place = list(VISITORS).index(visitor)
    promised, found = {}, {}
    for (method, route), answers in expected().items():
        promised[f"{method} {route}"] = answers[place]
        found[f"{method} {route}"] = answer_of(visitors[visitor], method, sample_of(route, samples))

    assert found == promised
