"""Fill the database of DATABASE_URL with suggestions, for the benchmarks: `COUNT=1000000 bench/load_suggestions.py`.

Set-based: rows go in by COPY, the two search indexes are built afterwards, every open case has its running reply
clock. Texts are put together from word lists with skew over counties, categories, departments, states and days;
search columns are what `submit_suggestion` writes. Prints seconds and sizes.
"""

import json
import os
import random
import sys
import time
import uuid
from datetime import UTC, date, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

PLACES = ("村口 小学门前 农贸市场 老汽车站 河堤上 卫生院旁 安置小区 文化广场 工业园区 环城路口").split()
THINGS = (
    "路灯 自来水 排水沟 公交车 垃圾桶 停车位 电梯 广场舞 油烟 井盖 红绿灯 变压器 灌溉渠 危房 医保报销 "
    "社保补缴 欠薪 学位 物业费 噪音"
).split()
TROUBLES = (
    "坏了很久没人修 半夜还在响 收费说不清 堵得过不去 一直没有回音 老人走着不方便 下雨就淹 离得太远 "
    "材料补了三次 价格涨得太快"
).split()
WISHES = ("希望尽快处理 请派人来看看 盼一个明确答复 希望公开收费标准 请协调相关单位 建议纳入今年计划").split()
STATES = {
    "received": 2, "accepted": 2, "transferred": 4, "handling": 22, "returned": 1, "replied": 6, "rated": 3,
    "supervised": 1, "concluded": 9, "archived": 48, "declined": 2,
}  # fmt: skip
OPEN = {"received", "accepted", "transferred", "handling", "returned", "replied", "rated", "supervised"}
IN_HAND = {"transferred", "handling"}
ANSWERED = {"replied", "rated", "supervised", "concluded", "archived"}
COLUMNS = (
    "id number code_hash client_uuid channel kind people_count title content summary category_id "
    "region_id county_code spot confidentiality is_minor is_crisis is_hard_case wants_reply "
    "publish_consent consent_version state state_before version route difficulty lead_id "
    "is_final_designation due_on round return_count urge_count received_at received_on transferred_on "
    "replied_on concluded_on days_used replied_in_time result_class solved satisfied published_at "
    "public_title public_text public_reply public_search public_grams supporter_count updated_at "
    "search_text search_grams"
).split()
CLOCK_COLUMNS = (
    "suggestion_id kind organisation_id rule_code amount unit basis started_on due_on original_due_on "
    "calendar_version is_provisional outcome stage remind_on next_on"
).split()


def rows(count: int, *, leads: list[int], towns: list[str], categories: list[str], on: date) -> Any:
    """Per suggestion its row and its clock or None."""
    from congress.search.grams import grams, normalise

    dice = random.Random(430500)
    skew = list(accumulate(1 / (rank + 4) for rank in range(len(leads))))
    town_skew = list(accumulate(1 / (rank + 8) for rank in range(len(towns))))
    states, shares = list(STATES), list(accumulate(STATES.values()))
    texts = []
    for _ in range(min(count, 20_000)):
        place, thing, trouble = dice.choice(PLACES), dice.choice(THINGS), dice.choice(TROUBLES)
        title = f"{place}{thing}{trouble}"
        body = "，".join(
            f"{dice.choice(PLACES)}的{dice.choice(THINGS)}{dice.choice(TROUBLES)}" for _ in range(4)
        )
        content = f"{title}，{body}。{dice.choice(WISHES)}。"
        normal = normalise(f"{title}\n{content}")
        texts.append((title, content, normal, set(grams(normal))))
    serials: dict[str, int] = {}
    start = datetime.combine(on, datetime.min.time(), UTC)
    for pk in range(1, count + 1):
        age = (count - pk) * 700 // count
        state = dice.choices(states, cum_weights=shares)[0] if age > 40 or pk % 3 else "handling"
        if age > 60 and state in OPEN and pk % 5:
            state = "archived"
        town = dice.choices(towns, cum_weights=town_skew)[0]
        county, year = town[:6], (on - timedelta(days=age)).year
        serials[county] = serials.get(county, 0) + 1
        number = f"MY-{year}-{county}-{serials[county]:06d}"
        title, content, normal, words = texts[pk % len(texts)]
        day = on - timedelta(days=age)
        due = day + timedelta(days=dice.randint(2, 30)) if state in OPEN else date(9999, 12, 31)
        lead = dice.choices(leads, cum_weights=skew)[0] if state in IN_HAND | ANSWERED else None
        answered, is_public = state in ANSWERED, state == "archived" and pk % 4 == 0
        happy = state in ("rated", "archived", "concluded") and pk % 3 == 0
        moment = start - timedelta(days=age, minutes=pk % 600)
        known = sorted(words | set(grams(number.casefold())))
        yield (
            pk, number, pk.to_bytes(32, "big"), uuid.UUID(int=pk), "portal", "named", 1, title, content, title[:20],
            dice.choice(categories), town, county, "", "work", False, False, pk % 9 == 0, True, is_public, "1", state, "", 5,
            "transfer" if lead else "", "ordinary", lead, False, due, 1, 0, 0, moment, day, day if lead else None,
            day + timedelta(days=5) if answered else None, day + timedelta(days=9) if state in ("concluded", "archived")
            else None, 4 if answered else None, pk % 8 != 0 if answered else None, "solved" if answered else "",
            "solved" if happy else "", "satisfied" if happy else "", moment if is_public else None,
            title if is_public else "", content[:60] if is_public else "", "已经办好，后续每周巡查。" if is_public else "",
            f"{number.casefold()}\n{normal}" if is_public else "", known if is_public else [], 0, moment,
            f"{number.casefold()}\n{normal}", known,
        ), (
            (pk, "reply", lead, "suggestion.reply.ordinary", 5, "working_days", "默认", day, due, due, "bench", False, "", 0,
             [due, due, due + timedelta(days=1), due + timedelta(days=2), due + timedelta(days=7)],
             max(due, on + timedelta(days=1)))
            if state in OPEN else None
        )  # fmt: skip


def load(count: int) -> dict[str, Any]:
    """Load and analyse; seconds and sizes in megabytes."""
    from django.db import connection
    from django.utils.timezone import localdate

    from congress.models import Organisation, Region
    from congress.regions.services import load_organisations
    from petitions.models import Category, Suggestion
    from petitions.suggestions.services.reference import load_categories

    load_organisations()
    load_categories()
    leads = list(
        Organisation.objects.filter(kind__in=("department", "government")).values_list("pk", flat=True)
    )
    towns = list(Region.objects.filter(level="township").values_list("pk", flat=True))
    categories = list(Category.objects.filter(parent__isnull=False).values_list("pk", flat=True))
    random.Random(1).shuffle(towns)
    began = time.perf_counter()
    indexes = [index for index in Suggestion._meta.indexes if "grams" in index.name]
    with connection.schema_editor() as editor:
        for index in indexes:
            editor.remove_index(Suggestion, index)
    clocks = []
    with connection.cursor() as cursor:
        with cursor.copy(f"COPY petitions_suggestion ({','.join(COLUMNS)}) FROM STDIN") as copy:
            for row, clock in rows(count, leads=leads, towns=towns, categories=categories, on=localdate()):
                copy.write_row(row)
                if clock:
                    clocks.append(clock)
        with cursor.copy(f"COPY petitions_clock ({','.join(CLOCK_COLUMNS)}) FROM STDIN") as copy:
            for clock in clocks:
                copy.write_row(clock)
        cursor.execute("SELECT setval('petitions_suggestion_id_seq', %s)", [count])
        cursor.execute(
            "INSERT INTO petitions_numberseries (kind, region_code, year, last) "
            "SELECT 'MY', county_code, extract(year from received_on)::int, 900000 FROM petitions_suggestion "
            "GROUP BY 2, 3 ON CONFLICT DO NOTHING"
        )
        cursor.execute("SET maintenance_work_mem = '1GB'")
    with connection.schema_editor() as editor:
        for index in indexes:
            editor.add_index(Suggestion, index)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE petitions_suggestion")
        cursor.execute("VACUUM ANALYZE petitions_clock")
        cursor.execute(
            "SELECT pg_table_size('petitions_suggestion'), pg_indexes_size('petitions_suggestion'), "
            "pg_relation_size('suggestion_grams')"
        )
        sizes = [round(size / 1_000_000) for size in cursor.fetchone()]
    return {
        "bench": "load_suggestions", "rows": count, "open": len(clocks), "seconds": round(time.perf_counter() - began, 1),
        "table_mb": sizes[0], "indexes_mb": sizes[1], "grams_mb": sizes[2],
    }  # fmt: skip


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "congress.settings.dev")
    import django

    django.setup()
    print(json.dumps(load(int(os.environ.get("COUNT", "10000")))))
