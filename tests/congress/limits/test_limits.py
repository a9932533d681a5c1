"""Limits hold, with the cache and without it."""

import pytest
from django.core.cache import cache
from django.db import connection

from congress.errors import TooMany
from congress.limits import hit, once, require_within, services
from congress.limits.models import Counter


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    """A clock that stands still until a test moves it; it starts at the beginning of an hour."""
    time = {"now": 3600.0 * 100}
    monkeypatch.setattr(services.time, "time", lambda: time["now"])
    return time


@pytest.fixture(params=["cache", "database"])
def store(request, db, monkeypatch):
    monkeypatch.setattr(services, "_resting", {"until": 0.0})
    if request.param == "database":
        monkeypatch.setattr(services, "_resting", {"until": float("inf")})
    return request.param


def test_so_many_tries_and_no_more(store):
    assert [hit("login:a", 3, 3600).allowed for _ in range(5)] == [True, True, True, False, False]
    assert [hit("login:a", 3, 3600).count, hit("login:b", 3, 3600).count] == [6, 1]
    assert Counter.objects.exists() == (store == "database")


def test_the_window_slides(store, clock):
    for _ in range(4):
        hit("k", 4, 3600)
    clock["now"] += 3600
    # Nothing of the last hour has faded yet: a new hour alone opens no door.
    assert not hit("k", 4, 3600).allowed
    clock["now"] += 1800
    # Half of the four count still, and the refused try.
    assert hit("k", 4, 3600).allowed
    clock["now"] += 2 * 3600
    assert hit("k", 4, 3600).count == 1


def test_the_wait_that_is_told_is_long_enough(store, clock):
    for _ in range(3):
        hit("k", 3, 600)
    verdict = hit("k", 3, 600)
    assert not verdict.allowed
    clock["now"] += verdict.retry_after
    assert hit("k", 3, 600).allowed


def test_a_refusal_tells_the_minutes(store):
    require_within("k", 1, 120)
    with pytest.raises(TooMany, match=r"请\d+分钟后再试") as refused:
        require_within("k", 1, 120)
    assert (refused.value.status, refused.value.code) == (429, "too_many")


def test_once_is_once(store):
    assert [once("proof", 60), once("proof", 60), once("other", 60)] == [True, False, True]


def test_no_key_can_be_read_in_the_store(store):
    hit("phone:13812345678", 3, 60)
    rows = [bytes(row) for row in Counter.objects.values_list("key", flat=True)]
    assert all(b"138" not in row and len(row) == 32 for row in rows)


def test_a_dead_cache_is_noticed_and_the_limit_holds(db, monkeypatch, caplog):
    monkeypatch.setattr(services, "_resting", {"until": 0.0})
    asked = []

    def dead(*_args, **_kwargs):
        asked.append(1)
        raise ConnectionError("gone")

    monkeypatch.setattr(cache, "tally", dead, raising=False)
    assert [hit("k", 2, 60).allowed for _ in range(4)] == [True, True, False, False]
    assert len(asked) == 1
    assert "counted in the database" in caplog.text


def test_counters_that_ran_out_start_again_and_are_removed(store, monkeypatch):
    if store == "cache":
        return
    once("k", 60)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE congress_counter SET expires_at = now() - interval '1 minute'")
    assert once("k", 60)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE congress_counter SET expires_at = now() - interval '1 minute'")
    once("other", 60)
    assert Counter.objects.count() == 1
