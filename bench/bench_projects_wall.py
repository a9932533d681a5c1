"""The wall of 672 livelihood projects: bytes, queries and milliseconds of a page that nobody kept, beside a bare one.

Through the whole of Django (middleware, view, template), each call with an address of its own, so that the cache of
public pages never answers; `kept` is the same address again, `bare` a page of the portal without rows. The projects are
those of the demo.
"""

import gzip
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

ROUNDS = 20


def fill() -> int:
    """The demo's divisions, roster and 672 projects; how many there are."""
    from django.utils.timezone import localdate

    from congress.people.demo import load_demo
    from deputies.demo.roster import load_roster
    from outreach.demo.spread import load_spread
    from outreach.models import Project

    for loader in (load_demo, load_roster, load_spread):
        loader(on=localdate())
    return Project.objects.count()


def timed(call: Callable[[int], Any]) -> dict[str, float]:
    """Median and worst of so many calls, after two of warming up."""
    found = []
    for number in range(ROUNDS + 2):
        started = time.perf_counter()
        call(number)
        if number > 1:
            found.append((time.perf_counter() - started) * 1000)
    return {"p50": round(statistics.median(found), 1), "worst": round(max(found), 1)}


def measure() -> dict[str, Any]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection, reset_queries
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    call_command("migrate", verbosity=0)
    projects = fill()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client(HTTP_HOST="localhost", raise_request_exception=True)
    pages = {
        "wall": lambda n: f"/projects/?x={n}",
        "county": lambda n: f"/projects/?county=430524&x={n}",
        "light": lambda n: f"/projects/?light=behind&x={n}",
        "kept": lambda n: "/projects/",
        "bare": lambda n: f"/accessibility/?x={n}",
    }
    found: dict[str, Any] = {}
    for name, made in pages.items():
        reset_queries()
        with CaptureQueriesContext(connection) as seen:
            first = client.get(made(999))
        assert first.status_code == 200, (name, first.status_code)
        found[name] = {
            "kb": round(len(first.content) / 1000, 1),
            "kb_gzip": round(len(gzip.compress(first.content)) / 1000, 1),
            "queries": len(seen),
            "ms": timed(lambda n, made=made: client.get(made(n))),
        }
    return {"bench": "projects_wall", "projects": projects, "pages": found}


def main() -> None:
    from congress.embedded.environment import environment
    from congress.embedded.lease import borrowed_servers

    with tempfile.TemporaryDirectory(prefix="lianxin-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with borrowed_servers(folder) as addresses:
            os.environ.update(environment(folder, addresses))
            os.environ["DJANGO_SETTINGS_MODULE"] = "congress.settings.dev"
            from django.db import connections

            try:
                print(json.dumps(measure(), ensure_ascii=False))
            finally:
                connections.close_all()


if __name__ == "__main__":
    main()
