"""A cache that cannot be reached is an empty one."""

import pytest
from django.core.cache import cache

from congress.cache import ForgivingRedisCache
from congress.embedded.processes import free_port


@pytest.fixture
def away() -> ForgivingRedisCache:
    return ForgivingRedisCache(
        f"redis://127.0.0.1:{free_port()}/0", {"OPTIONS": {"socket_connect_timeout": 1}}
    )


def test_reading_finds_nothing(away):
    assert away.get("a", "default") == "default"
    assert away.get_many(["a", "b"]) == {}
    assert ("a" in away) is False
    assert away.get_or_set("a", lambda: 5) == 5


def test_writing_is_forgotten(away):
    away.set("a", 1)
    away.set_many({"a": 1})
    away.delete("a")
    assert away.get("a") is None


def test_counting_says_that_the_key_is_not_there(away):
    with pytest.raises(ValueError, match="'a' not found"):
        away.incr("a")


def test_a_cache_that_is_there_keeps_things():
    cache.set("a", {"word": "连心"})
    assert cache.get("a") == {"word": "连心"}
    cache.add("count", 1)
    assert cache.incr("count") == 2
