"""How often somebody may try something: counters in the cache, in the database while the cache is gone.

These look at the clock and do not roll back with a refused request: that is their purpose. (Counters in the
database do roll back with the caller's transaction; the limits are then softer, never harder.)
"""

import logging
import math
import time
from dataclasses import dataclass
from hashlib import sha256

from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from django.utils.translation import gettext as _

from congress.errors import TooMany

logger = logging.getLogger(__name__)

# After a failure the cache is left alone this long, so that not every request waits for its time-out.
CACHE_REST_SECONDS = 5.0
_resting = {"until": 0.0}


@dataclass(frozen=True, slots=True)
class Verdict:
    """`retry_after`: seconds until a try can succeed again, 0 when this one was allowed."""

    allowed: bool
    retry_after: int
    count: int


def hit(key: str, limit: int, seconds: int) -> Verdict:
    """Count one try and say whether it is among the `limit` allowed within `seconds`.

    A sliding window, estimated from the counts of this and the previous fixed window; refused tries count,
    too. `key` says what is counted, e.g. `login:<account>`; it is hashed, so a phone number may stand in
    it.
    """
    now = time.time()
    window = int(now // seconds)
    elapsed = now / seconds - window
    count, before = _count(f"{key}:{seconds}:{window}", f"{key}:{seconds}:{window - 1}", 2 * seconds)
    weighted = count + before * (1 - elapsed)
    if weighted <= limit:
        return Verdict(True, 0, math.ceil(weighted))
    return Verdict(False, _wait(limit, count, before, elapsed, seconds), math.ceil(weighted))


def require_within(key: str, limit: int, seconds: int) -> None:
    """Count one try; raise TooMany with the waiting time in minutes when it is one too many."""
    verdict = hit(key, limit, seconds)
    if not verdict.allowed:
        minutes = math.ceil(verdict.retry_after / 60)
        message = _("操作过于频繁，请%(minutes)s分钟后再试。") % {"minutes": minutes}
        raise TooMany("too_many", message, retry_after=verdict.retry_after)


def once(key: str, seconds: int) -> bool:
    """True for the first caller with this key within `seconds`, False for all later ones."""
    return _count(f"once:{key}", "", seconds)[0] == 1


def _wait(limit: int, count: int, before: int, elapsed: float, seconds: int) -> int:
    """Seconds until one more try would fit, if nothing else happens."""
    room = limit - 1
    if count <= room and before > 0:
        return max(1, math.ceil((1 - elapsed - (room - count) / before) * seconds))
    # This window is full by itself: it must end, and then fade far enough.
    return max(1, math.ceil((1 - elapsed) * seconds + max(0.0, 1 - room / max(count, 1)) * seconds))


def _count(key: str, earlier: str, seconds: int) -> tuple[int, int]:
    """Add one to the first key and read the second."""
    mine, before = _digest(key), _digest(earlier)
    if time.monotonic() >= _resting["until"]:
        try:
            return cache.tally(  # type: ignore[attr-defined]
                f"limit:{mine.hex()}", f"limit:{before.hex()}", seconds=seconds
            )
        except Exception:
            # Whatever client library the cache uses: a limit must hold without it.
            logger.warning("the cache does not answer; limits are counted in the database", exc_info=True)
            _resting["until"] = time.monotonic() + CACHE_REST_SECONDS
    return _count_in_database(mine, seconds, step=1), _count_in_database(before, seconds, step=0)


def _digest(key: str) -> bytes:
    return sha256(f"{settings.SECRET_KEY}\0{key}".encode()).digest()


def _count_in_database(key: bytes, seconds: int, step: int) -> int:
    with transaction.atomic(), connection.cursor() as cursor:
        if step == 0:
            cursor.execute("SELECT hits FROM congress_counter WHERE key = %s AND expires_at > now()", [key])
            row = cursor.fetchone()
            return int(row[0]) if row else 0
        cursor.execute(
            """
            INSERT INTO congress_counter AS c (key, hits, expires_at)
            VALUES (%s, %s, now() + %s * interval '1 second')
            ON CONFLICT (key) DO UPDATE SET
                hits = CASE WHEN c.expires_at > now() THEN c.hits ELSE 0 END + excluded.hits,
                expires_at = CASE WHEN c.expires_at > now() THEN c.expires_at ELSE excluded.expires_at END
            RETURNING hits
            """,
            [key, step, seconds],
        )
        hits = int(cursor.fetchone()[0])
        if hits == step:
            # A new window pays for the removal of old ones; rows that somebody else removes are passed over.
            cursor.execute(
                "DELETE FROM congress_counter WHERE key IN (SELECT key FROM congress_counter"
                " WHERE expires_at < now() LIMIT 20 FOR UPDATE SKIP LOCKED)"
            )
        return hits
