"""Looking at somebody's data: with a reason, recorded, and not too often."""

from datetime import date, timedelta

import pytest
from django.db import connection

from congress.audit.models import AuditEvent
from congress.errors import BadInput, DomainError, NotAllowed
from congress.people.actors import CITIZEN, SYSTEM
from congress.people.models import TotpDevice
from congress.privacy.models import Reveal
from congress.privacy.selectors import reveals_of
from congress.privacy.services import reveal
from tests.congress.privacy.devices import make_device
from tests.factories import make_user

ON = date(2026, 11, 23)


@pytest.fixture
def device(stranger):
    """A row with an encrypted field."""
    return make_device(stranger, "JBSWY3DPEHPK3PXP")


def test_a_look_gives_the_clear_text_and_is_recorded(device, handler):
    assert reveal(device, "seed", actor=handler, reason=" 电话核实情况 ", on=ON) == "JBSWY3DPEHPK3PXP"
    look = Reveal.objects.get()
    assert (look.user, look.on, look.field, look.reason) == (handler, ON, "seed", "电话核实情况")
    event = AuditEvent.objects.get()
    assert (event.verb, event.actor, event.target_id) == (
        "congress.personal_data.revealed",
        handler,
        str(device.pk),
    )
    assert event.facts == {"field": "seed", "reason": "电话核实情况"}
    assert list(reveals_of(device)) == [look]


@pytest.mark.parametrize("reason", ["", " ", "x", "长" * 201])
def test_a_look_needs_a_reason(device, handler, reason):
    with pytest.raises(BadInput) as refused:
        reveal(device, "seed", actor=handler, reason=reason, on=ON)
    assert refused.value.field == "reason"
    assert (Reveal.objects.count(), AuditEvent.objects.count()) == (0, 0)


@pytest.mark.parametrize("actor", [CITIZEN, SYSTEM])
def test_only_accounts_may_look(device, actor):
    with pytest.raises(NotAllowed):
        reveal(device, "seed", actor=actor, reason="电话核实", on=ON)


@pytest.mark.parametrize("name", ["system_admin", "security_admin", "audit_admin"])
def test_no_administrator_may_look(device, request, name):
    with pytest.raises(NotAllowed):
        reveal(device, "seed", actor=request.getfixturevalue(name), reason="电话核实", on=ON)
    assert AuditEvent.objects.count() == 0


def test_the_look_after_the_daily_limit_is_sent_to_the_supervisor(device, handler, settings):
    settings.REVEALS_PER_DAY = 2
    others = [make_device(user, "A") for user in (make_user(), make_user())]
    for target in (device, others[0], device, device):
        reveal(target, "seed", actor=handler, reason="电话核实", on=ON)
    with pytest.raises(NotAllowed, match=r"2次上限.*督办负责人"):
        reveal(others[1], "seed", actor=handler, reason="电话核实", on=ON)
    assert (Reveal.objects.count(), AuditEvent.objects.count()) == (4, 4)
    assert reveal(others[1], "seed", actor=handler, reason="电话核实", on=ON + timedelta(days=1)) == "A"


def test_the_limit_is_each_persons_own(device, handler, clerk, settings):
    settings.REVEALS_PER_DAY = 1
    reveal(device, "seed", actor=handler, reason="电话核实", on=ON)
    assert reveal(device, "seed", actor=clerk, reason="电话核实", on=ON)


def test_nothing_given_is_nothing_to_look_at(stranger, handler):
    empty = make_device(stranger, "")
    assert reveal(empty, "seed", actor=handler, reason="电话核实", on=ON) == ""
    assert AuditEvent.objects.count() == 0


def test_an_unreadable_value_is_said_to_be_so(device, handler):
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {TotpDevice._meta.db_table} SET seed = 'v1|lost|xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx'"
        )
    device.refresh_from_db()
    with pytest.raises(DomainError, match="无法解密") as refused:
        reveal(device, "seed", actor=handler, reason="电话核实", on=ON)
    assert refused.value.code == "unreadable"
