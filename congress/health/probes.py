"""What must be there before the site may take requests. Each probe raises when it is not."""

from collections.abc import Callable

import redis
from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from congress.audit.selectors import audit_health

Probe = Callable[[], None]


def database() -> None:
    """The database answers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


_migrated = False


def migrations() -> None:
    """No migration of this version of the code is missing. Asked until it is so once: code does not change while it runs."""
    global _migrated  # noqa: PLW0603 - one fact per process
    if _migrated:
        return
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        raise RuntimeError(f"{len(missing)} migrations are not applied")
    _migrated = True


def broker() -> None:
    """The task broker answers within a second."""
    client = redis.Redis.from_url(settings.REDIS_URL, socket_connect_timeout=1, socket_timeout=1)
    try:
        client.ping()
    finally:
        client.close()


def audit_triggers() -> None:
    """The database refuses changes of the work log: its triggers are there and on, its head meets its end."""
    problems = audit_health()
    if problems:
        raise RuntimeError("; ".join(problems))


PROBES: dict[str, Probe] = {
    "database": database,
    "migrations": migrations,
    "broker": broker,
    "audit_triggers": audit_triggers,
}
