"""Chinese search: first page and capped count by our index, beside LIKE over the same rows in the same run.

Rows look like letters: about 120 characters, words by Zipf, one case number each. ROWS sets their number (default
1,000,000; the peer's scan grows with it, ours should not). Milliseconds through the ORM, median and worst of twenty.
"""

import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

ROWS = int(os.environ.get("ROWS", "1000000"))
ROUNDS, PEER_ROUNDS = 20, 3
FIELDS = {"text_field": "search_text", "gram_field": "search_grams"}
# Share of the rows that hold the word; "rare" stands in twenty of the oldest tenth.
SHARES = {"停车": 0.26, "路灯": 0.01, "公交线路": 0.004, "垃圾清运站点": 0.0095}
SYLLABLES = "水电气暖桥梁村镇学校医院药店农田灌溉公园广场噪音油烟道路塌陷井盖树木河堤社保退休补贴拆迁安置房产证办理窗口服务态度"


def rows_of(count: int) -> Any:
    """Tuples (due day as a number, text); deterministic."""
    dice = random.Random(20261123)
    words = ["".join(dice.sample(SYLLABLES, dice.choice((2, 2, 3, 4)))) for _ in range(3000)]
    weights = [1 / (rank + 3) for rank in range(len(words))]
    spots = set(dice.sample(range(count // 10), 20))
    pool = dice.choices(words, weights, k=400_000)
    for number in range(count):
        start = number * 37 % (len(pool) - 40)
        said = pool[start : start + 38]
        said += [word for word, share in SHARES.items() if dice.random() < share]
        said += ["峡谷栈道"] if number in spots else []
        dice.shuffle(said)
        text = "，".join("".join(said[part : part + 5]) for part in range(0, len(said), 5))
        yield dice.randrange(400), f"my-2026-4305{20 + number % 12}-{number:06d} {text}"


def fill(model: Any) -> None:
    """COPY the rows, then build the index, as a load does."""
    from django.db import connection

    from congress.search.grams import grams

    with connection.schema_editor() as editor:
        editor.create_model(model)
        for index in model._meta.indexes:
            editor.remove_index(model, index)
    with connection.cursor() as cursor:
        with cursor.copy("COPY bench_letter (due, search_text, search_grams) FROM STDIN") as copy:
            for due, text in rows_of(ROWS):
                copy.write_row((due, text, grams(text)))
        with connection.schema_editor() as editor:
            for index in model._meta.indexes:
                editor.add_index(model, index)
        cursor.execute("VACUUM ANALYZE bench_letter")


def timed(call: Callable[[], Any], rounds: int) -> dict[str, float]:
    """Milliseconds: median and the worst but one in twenty."""
    call()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        call()
        times.append((time.perf_counter() - started) * 1000)
    times.sort()
    return {"p50": round(statistics.median(times), 2), "p95": round(times[int(len(times) * 0.95) - 1], 2)}


def size(name: str) -> float:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size(%s)", [name])
        return round(cursor.fetchone()[0] / 1_000_000, 1)


def measure() -> dict[str, Any]:
    import django

    django.setup()
    from django.db import models

    from congress.search.fields import GramField, GramIndex
    from congress.search.grams import grams
    from congress.search.selectors import matching, search_count, search_page, text_query

    class Letter(models.Model):
        due = models.IntegerField()
        search_text = models.TextField()
        search_grams = GramField()

        class Meta:
            app_label = "bench"
            indexes = [
                GramIndex(fields=["search_grams"], name="bench_grams"),
                models.Index(fields=["due", "id"], name="bench_due"),
            ]

        def __str__(self) -> str:
            return self.search_text

    fill(Letter)
    letters = Letter.objects.defer("search_grams")
    words = [*SHARES, "峡谷栈道", "峡谷", "大象", "000123", "4305"]
    found: dict[str, Any] = {}
    for word in words:

        def page(word: str = word) -> list[Any]:
            return search_page(letters, word, **FIELDS, limit=50)

        def by_due(word: str = word) -> list[Any]:
            return list(matching(letters.order_by("due", "id"), word, **FIELDS)[:50])

        def count(word: str = word) -> int:
            return search_count(Letter.objects.all(), word, **FIELDS)

        def like(word: str = word) -> list[Any]:
            return list(letters.filter(text_query("search_text", word)).order_by("-id")[:50])

        assert [row.pk for row in page()] == [row.pk for row in like()], word
        found[word] = {
            "hits": count(),
            "page_ms": timed(page, ROUNDS),
            "by_due_ms": timed(by_due, ROUNDS),
            "count_ms": timed(count, ROUNDS),
            "like_page_ms": timed(like, PEER_ROUNDS),
        }
    text = "我家楼下的停车场晚上一直有人占道经营，噪音很大，影响老人和孩子休息，多次反映至今没有解决。" * 4
    return {
        "bench": "search",
        "rows": ROWS,
        "grams_us_per_200_characters": round(timed(lambda: grams(text[:200]), 500)["p50"] * 1000, 1),
        "table_mb": size("bench_letter"),
        "index_mb": size("bench_grams"),
        "words": found,
    }


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
