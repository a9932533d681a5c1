"""Two people at once, on real PostgreSQL: exactly one wins, and numbers have neither gap nor twin."""

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from congress.errors import DomainError
from congress.models import AuditEvent
from petitions.suggestions.models import Clock, Suggestion
from petitions.suggestions.services.sweep import sweep_clocks
from petitions.suggestions.services.transfer import transfer_suggestion
from petitions.suggestions.states import State
from tests.petitions.suggestions.cases import MONDAY, in_hand, receive

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Run them in threads from one starting gun; what each gave back or was refused with."""
    gun, results = Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        gun.wait()
        try:
            results.append(act())
        except DomainError as refusal:
            results.append(refusal)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_of_two_clerks_who_transfer_together_one_wins_and_the_other_is_told(
    clerk, county_clerk, department, other_department
) -> None:
    for _round in range(8):
        matter = receive().suggestion
        results = at_once(
            lambda m=matter: transfer_suggestion(m, lead=department, actor=clerk, on=MONDAY),
            lambda m=matter: transfer_suggestion(m, lead=other_department, actor=county_clerk, on=MONDAY),
        )
        assert sorted(isinstance(r, Suggestion) for r in results) == [False, True]
        assert matter.assignments.count() == 1
    assert AuditEvent.objects.filter(verb="petitions.suggestion.transferred").count() == 8


def test_eight_citizens_at_once_get_eight_numbers_without_a_gap(county_office) -> None:
    at_once(*[receive] * 8)
    numbers = sorted(Suggestion.objects.values_list("number", flat=True))
    assert numbers == [f"MY-2026-430524-{n:06d}" for n in range(1, 9)]
    assert AuditEvent.objects.filter(verb="petitions.suggestion.submitted").count() == 8


def test_two_sweeps_at_once_urge_once(clerk, handler, department) -> None:
    matter = in_hand(clerk, department, handler)
    Clock.objects.filter(suggestion=matter, kind="contact").update(next_on=None)
    at_once(*[lambda: sweep_clocks(on=MONDAY.replace(day=18))] * 2)
    matter.refresh_from_db()
    assert (matter.state, matter.urge_count) == (State.HANDLING, 1)
