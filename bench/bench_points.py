"""A year's points recounted from the logbooks in the database, beside a loop over the ORM.

SIZE is the number of entries (default 20,000); there is one deputy to a hundred of them. Aim: 20,000 deputies and
2 million entries in less than 60 s. Runs on servers of its own with fsync on.
"""

import json
import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

SIZE = int(os.environ.get("SIZE", "20000"))
# The loop is measured on this many deputies and counted up: on all of them it would take an hour.
PEER_DEPUTIES = 200

_DEPUTIES = """
INSERT INTO deputies_deputy (uid, name, gender, ethnicity, party, education, employer, job, publish_photo,
    publish_phone, is_leading_cadre, special_care, introduction, version, updated_at, search_text,
    search_grams, calendar_serial)
SELECT gen_random_uuid(), '代表' || n, '', '', '', '', '', '', false, false, false, '', '', 1, now(), '', '{}', 0
FROM generate_series(1, %(deputies)s) n;
INSERT INTO deputies_mandate (deputy_id, term_id, level, region_code, constituency_id, certificate, state, starts_on)
SELECT id, %(term)s, 'city', '430500', %(constituency)s, '', 'active', '2022-01-01' FROM deputies_deputy;
"""
_ENTRIES = """
INSERT INTO deputies_logentry (uid, kind, subkind, region_id, region_code, title, place, happened_on, content, details,
    hours, source, recorded_by_id, made_at, received_at, is_late, late_reason, is_clock_off, state, version, remark,
    updated_at, search_text, search_grams)
SELECT gen_random_uuid(), CASE WHEN n %% 5 = 0 THEN 'training' ELSE 'activity' END,
    (ARRAY['', 'research', 'group', 'good_deed', 'visit'])[n %% 5 + 1], %(region)s, '430524001', '记录' || n, '',
    '2026-01-01'::date + n %% 365, '', '{}', CASE WHEN n %% 5 = 0 THEN 1.5 END, 'desk', %(user)s, now(), now(),
    false, '', false, CASE WHEN n %% 17 = 0 THEN 'pending' ELSE 'verified' END, 1, '', now(), '', '{}'
FROM generate_series(1, %(size)s) n;
INSERT INTO deputies_entrydeputy (entry_id, deputy_id, attendance, reason, happened_on, kind)
SELECT id, %(lowest)s + (id * 7919) %% %(deputies)s, 'present', '', happened_on, kind FROM deputies_logentry;
ANALYZE;
"""


def fill() -> int:
    """Deputies, mandates, the default table and a year of entries; the number of deputies."""
    from datetime import date

    from django.db import connection

    from congress.models import User
    from congress.regions.models import Region
    from deputies.models import Constituency, Deputy, PointRule, RuleSet, Term
    from deputies.points.defaults import DEFAULTS

    deputies = max(1, SIZE // 100)
    user = User.objects.create(username="bench", name="测量")
    region, _ = Region.objects.get_or_create(
        code="430524001", defaults={"name": "桃花坪街道", "level": "township"}
    )
    term = Term.objects.create(
        level="city", region_code="430500", body_name="邵阳市人民代表大会", ordinal=17,
        starts_on=date(2022, 1, 1), ends_on=date(2026, 12, 31),
    )  # fmt: skip
    place = Constituency.objects.create(term=term, code="001", name="隆回县选举单位", region=region)
    table = RuleSet.objects.create(
        region_code="430500", level="city", name="办法", valid_from=date(2026, 1, 1), state="adopted"
    )
    PointRule.objects.bulk_create(
        PointRule(
            ruleset=table, order=order, event=line.event, label=line.label, points=line.points,
            cap=line.cap, cap_group=line.cap_group,
        )
        for order, line in enumerate(DEFAULTS, start=1)
    )  # fmt: skip
    values = {
        "deputies": deputies, "size": SIZE, "user": user.pk, "region": region.pk, "term": term.pk,
        "constituency": place.pk,
    }  # fmt: skip
    with connection.cursor() as cursor:
        for statement in _DEPUTIES.split(";")[:-1]:
            cursor.execute(statement, values)
        values["lowest"] = Deputy.objects.order_by("pk").values_list("pk", flat=True)[0]
        for statement in _ENTRIES.split(";")[:-1]:
            cursor.execute(statement, values)
    return deputies


def orm_loop() -> tuple[int, float, dict[int, int]]:
    """The plain way: each deputy's entries through the ORM, summed in Python. Entries, seconds, totals."""
    from deputies.models import EntryDeputy, Mandate, PointRule
    from deputies.points.arithmetic import Line, bucket_of, points_of, total_of

    started, count, totals = time.perf_counter(), 0, {}
    rules = {rule.event: rule for rule in PointRule.objects.all()}
    events = {"research": "activity", "group": "group_activity", "good_deed": "good_deed"}
    for mandate in Mandate.objects.order_by("pk")[:PEER_DEPUTIES]:
        lines = [Line("base", 6000, 6000)]
        for part in EntryDeputy.objects.filter(deputy_id=mandate.deputy_id).select_related("entry"):
            count += 1
            entry = part.entry
            event = "training_hours" if entry.kind == "training" else events.get(entry.subkind)
            if entry.state == "verified" and event:
                rule, quantity = rules[event], int(entry.hours * 100) if entry.hours else 100
                lines.append(
                    Line(bucket_of(rule.label, rule.cap_group), points_of(quantity, rule.points), rule.cap)
                )
        totals[mandate.pk] = total_of(lines)
    return count, time.perf_counter() - started, totals


def measure() -> dict[str, float | int | str]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils.timezone import now

    from congress.people.actors import SYSTEM
    from deputies.models import PointAccount
    from deputies.points.services import recount_year

    call_command("migrate", verbosity=0)
    deputies = fill()
    started = time.perf_counter()
    counts = recount_year("430500", "city", 2026, actor=SYSTEM, at=now())
    first = time.perf_counter() - started
    started = time.perf_counter()
    again = recount_year("430500", "city", 2026, actor=SYSTEM, at=now())
    second = time.perf_counter() - started
    assert again == {"written": 0, "revoked": 0}, again
    looped, loop_seconds, totals = orm_loop()
    held = dict(PointAccount.objects.filter(mandate__in=totals).values_list("mandate", "total"))
    assert held == totals
    return {
        "bench": "points",
        "deputies": deputies,
        "entries": SIZE,
        "awards": counts["written"],
        "from_scratch_seconds": round(first, 2),
        "again_seconds": round(second, 2),
        "entries_per_second": round(SIZE / first),
        "orm_loop_reading_only_entries_per_second": round(looped / loop_seconds),
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
                print(json.dumps(measure()))
            finally:
                connections.close_all()


if __name__ == "__main__":
    main()
