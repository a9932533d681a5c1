"""The reminder sweep among SIZE (default 10000) cases: nothing due, then 100 to 10,000 due, beside an ORM loop.

The peer does what a plain loop would: each due clock fetched with its case, its stage saved, one notice created.
"""

import json
import os
import sys
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "bench"))

SIZE = int(os.environ.get("SIZE", "10000"))
LONG_AGO = 800


def set_due(count: int, on: date) -> int:
    """So many reply clocks of some organisation fall due on a day long ago."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE petitions_clock SET next_on = %s, stage = 0 WHERE id IN (SELECT id FROM petitions_clock WHERE"
            " kind = 'reply' AND organisation_id IS NOT NULL AND next_on > %s ORDER BY random() LIMIT %s)",
            [on, on, count],
        )
        touched = cursor.rowcount
        cursor.execute("VACUUM ANALYZE petitions_clock")
    return touched


def loop(on: date) -> None:
    """The peer."""
    from congress.notices.services import post_notice
    from petitions.models import Clock

    for clock in Clock.objects.filter(next_on__lte=on).select_related("suggestion", "organisation"):
        clock.stage += 1
        clock.next_on = clock.remind_on[clock.stage] if clock.stage < len(clock.remind_on) else None
        clock.save()
        post_notice(
            "clock_soon", to=clock.organisation, key=f"peer:{clock.pk}:{time.monotonic_ns()}",
            number=clock.suggestion.number, kind=clock.kind, due=clock.due_on,
        )  # fmt: skip


def timed(call: Any, *arguments: Any, **named: Any) -> float:
    started = time.perf_counter()
    call(*arguments, **named)
    return time.perf_counter() - started


def measure() -> dict[str, Any]:
    from django.db import transaction
    from django.utils.timezone import localdate

    from petitions.suggestions.services.sweep import sweep_clocks

    day = localdate() - timedelta(days=LONG_AGO)
    sweep_clocks(on=day)
    empty = sorted(timed(sweep_clocks, on=day) for _ in range(50))[25]
    found: dict[str, Any] = {"nothing_due_ms": round(empty * 1000, 2)}
    for count in (100, 1_000, 10_000):
        touched = set_due(count, day)
        spent = timed(sweep_clocks, on=day)
        found[f"due_{touched}"] = {"ms": round(spent * 1000, 1), "us_each": round(spent / touched * 1e6, 1)}
    touched = set_due(300, day)
    with transaction.atomic():
        spent = timed(loop, day)
        transaction.set_rollback(True)
    found["orm_loop_us_each"] = round(spent / touched * 1e6, 1)
    sweep_clocks(on=day)
    return found


def main() -> None:
    from congress.embedded.environment import environment
    from congress.embedded.lease import borrowed_servers

    folder = Path(os.environ.get("VAR", ROOT / "var" / f"bench-{SIZE}")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    with borrowed_servers(folder) as addresses:
        os.environ.update({
            **environment(folder, addresses), "DJANGO_SETTINGS_MODULE": "congress.settings.production",
            "PROCESS_KIND": "command",
        })  # fmt: skip
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connections
        from load_suggestions import load

        from petitions.models import Suggestion

        call_command("migrate", verbosity=0)
        if not Suggestion.objects.exists():
            load(SIZE)
        result = measure()
        connections.close_all()
    print(json.dumps({"bench": "sweep", "rows": SIZE, **result}, ensure_ascii=False))


if __name__ == "__main__":
    main()
