"""The public map and list of stations with a province's 6,000: bytes and milliseconds of a page that nobody kept.

Through the whole of Django (middleware, view, template), each call with an address of its own, so that the cache of
public pages never answers; `kept` is the same address again. STATIONS sets the number.
"""

import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import time as clock_time
from decimal import Decimal
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

STATIONS = int(os.environ.get("STATIONS", "6000"))
ROUNDS = 30


def fill() -> None:
    """Stations with hours all over the city's townships; deterministic."""
    from congress.models import Organisation, Region, RegionLevel
    from congress.search.grams import grams, normalise
    from deputies.models import OpeningHours, Station

    dice = random.Random(20261123)
    towns = list(Region.objects.filter(level=RegionLevel.TOWNSHIP).order_by("code"))
    bodies = Organisation.objects.bulk_create(
        Organisation(
            code=f"BENCH-{n}", name=f"{towns[n % len(towns)].name}第{n}联络站", short_name=f"第{n}联络站",
            kind="station", region=towns[n % len(towns)],
        )
        for n in range(STATIONS)
    )  # fmt: skip
    stations = []
    for n, body in enumerate(bodies):
        text = normalise(f"{body.name} 文化路 {n} 号")
        stations.append(
            Station(
                organisation=body, region_code=body.region_id, state="open", address=f"文化路 {n} 号",
                latitude=Decimal("26.0") + Decimal(dice.randint(0, 150000)) / 100000,
                longitude=Decimal("110.0") + Decimal(dice.randint(0, 150000)) / 100000,
                door_secret=dice.randbytes(32), public_token=f"bench{n}", stars=n % 5 + 1,
                search_text=text, search_grams=grams(text),
            )
        )  # fmt: skip
    Station.objects.bulk_create(stations, batch_size=1000)
    OpeningHours.objects.bulk_create(
        [
            OpeningHours(station=station, weekday=day, opens=clock_time(9), closes=clock_time(17))
            for station in stations
            for day in range(1, 6)
        ],
        batch_size=5000,
    )


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
    from django.db import connection
    from django.test import Client

    call_command("migrate", verbosity=0)
    fill()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    client = Client(HTTP_HOST="localhost", raise_request_exception=True)
    address = "/stations/"
    pages = {
        "list": lambda n: f"{address}?x={n}",
        "county": lambda n: f"{address}?county=430524&x={n}",
        "nearest": lambda n: f"{address}?near=27.{10 + n},111.0{n % 10}",
        "search": lambda n: f"{address}?q=%E6%96%87%E5%8C%96%E8%B7%AF&x={n}",
        "kept": lambda n: address,
    }
    found: dict[str, Any] = {}
    for name, made in pages.items():
        first = client.get(made(999))
        assert first.status_code == 200, first.status_code
        size = len(first.content)
        found[name] = {"kb": round(size / 1000, 1), "ms": timed(lambda n, made=made: client.get(made(n)))}
    return {"bench": "stations", "stations": STATIONS, "pages": found}


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
