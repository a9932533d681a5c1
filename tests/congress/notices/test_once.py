from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, transaction

from congress.notices.models import FiredSlot
from congress.notices.once import run_once

from .conftest import NOON


@pytest.mark.django_db
def test_a_job_runs_once_for_each_slot():
    answers = [run_once("sweep", NOON), run_once("sweep", NOON), run_once("other", NOON)]
    assert answers == [True, False, True]


@pytest.mark.django_db
def test_a_job_that_failed_gives_its_slot_back():
    def job():
        assert run_once("sweep", NOON)
        raise RuntimeError

    with pytest.raises(RuntimeError):
        transaction.atomic(job)()
    assert run_once("sweep", NOON)


def test_four_beats_at_once_run_a_job_once(django_db_setup, django_db_blocker):
    start = Barrier(4)

    def beat(_n):
        try:
            start.wait()
            with transaction.atomic():
                return run_once("race", NOON)
        finally:
            connection.close()

    with django_db_blocker.unblock():
        try:
            with ThreadPoolExecutor(4) as beats:
                assert sorted(beats.map(beat, range(4))) == [False, False, False, True]
        finally:
            FiredSlot.objects.filter(job="race").delete()
            connection.close()
