"""The cache over Redis. A cache that is away is a cache that is empty: pages answer, only slower."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import ConnectionError as RedisAway
from redis.exceptions import TimeoutError as RedisSilent

logger = logging.getLogger(__name__)


def _forgiving(name: str, answer: Callable[..., Any]) -> Callable[..., Any]:
    method = getattr(RedisCache, name)

    @wraps(method)
    def call(self: RedisCache, *args: Any, **kwargs: Any) -> Any:
        try:
            return method(self, *args, **kwargs)
        except (RedisAway, RedisSilent):
            logger.warning("cache is away: %s answered as if it were empty", name)
            return answer(*args, **kwargs)

    return call


def _missing(key: str, *_args: Any, **_kwargs: Any) -> int:
    # What Django says about a key that is not there.
    raise ValueError(f"Key {key!r} not found.")


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache that answers like an empty one while Redis cannot be reached.

    Nothing that must be kept may rest on it: sessions lie in the database too, locks and counters that protect
    something belong into the database.
    """

    get = _forgiving("get", lambda key, default=None, version=None: default)
    get_many = _forgiving("get_many", lambda keys, version=None: {})
    has_key = _forgiving("has_key", lambda key, version=None: False)
    add = _forgiving("add", lambda *args, **kwargs: True)
    set = _forgiving("set", lambda *args, **kwargs: None)
    set_many = _forgiving("set_many", lambda data, *args, **kwargs: [])
    touch = _forgiving("touch", lambda *args, **kwargs: False)
    delete = _forgiving("delete", lambda *args, **kwargs: False)
    delete_many = _forgiving("delete_many", lambda *args, **kwargs: None)
    clear = _forgiving("clear", lambda *args, **kwargs: False)
    incr = _forgiving("incr", _missing)

    def tally(self, key: str, earlier: str, *, seconds: int) -> tuple[int, int]:
        """Add one to `key`, which lives for `seconds`, and read `earlier`: both counts, in one round trip.

        Raises what the client raises while Redis is away: who counts must know.
        """
        client = self._cache.get_client(None, write=True)
        mine, before = self.make_and_validate_key(key), self.make_and_validate_key(earlier)
        with client.pipeline(transaction=False) as pipe:
            pipe.set(mine, 0, ex=seconds, nx=True)
            pipe.incr(mine)
            pipe.get(before)
            _made, count, value = pipe.execute()
        return int(count), int(value or 0)
