"""The dossier of one deputy with 2,000 entries: assembled, the desk's page, the PDF. Aim: assembled in less than 150 ms (p95).

Beside it an ORM loop that builds the same lines from model objects, one relation at a time. ENTRIES sets the number;
half as many meetings as a year has weeks and a voice to every fourth entry stand beside them.
"""

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

ENTRIES = int(os.environ.get("ENTRIES", "2000"))
ROUNDS = 60

_ENTRIES = """
INSERT INTO deputies_logentry (uid, kind, subkind, region_id, region_code, title, place, happened_on, content, details,
    hours, source, recorded_by_id, made_at, received_at, is_late, late_reason, is_clock_off, state, version, remark,
    updated_at, search_text, search_grams)
SELECT gen_random_uuid(), (ARRAY['activity', 'reception', 'training', 'activity'])[n %% 4 + 1],
    CASE n %% 4 WHEN 0 THEN 'visit' WHEN 3 THEN 'research' ELSE '' END, %(region)s, '430524001',
    '走访大塘村第 ' || n || ' 组', '大塘村', '2025-01-01'::date + n %% 365, '', '{}',
    CASE WHEN n %% 4 = 2 THEN 1.5 END, 'desk', %(user)s, now(), now(), false, '', false, 'verified', 1, '', now(), '', '{}'
FROM generate_series(1, %(size)s) n;
INSERT INTO deputies_entrydeputy (entry_id, deputy_id, attendance, reason, happened_on, kind)
SELECT id, %(deputy)s, 'present', '', happened_on, kind FROM deputies_logentry;
"""


def fill() -> Any:
    """One deputy's year among 20,000 entries of others; the dossier."""
    from datetime import date, timedelta

    from django.db import connection

    from congress.models import User
    from congress.regions.models import Region
    from deputies.models import (
        Constituency,
        Deputy,
        Dossier,
        LogEntry,
        Mandate,
        Meeting,
        MeetingAttendance,
        Term,
        Voice,
    )

    user = User.objects.create(username="bench", name="测量", is_active=True)
    region, _new = Region.objects.get_or_create(
        code="430524001", defaults={"name": "桃花坪街道", "level": "township"}
    )
    term = Term.objects.create(
        level="city", region_code="430500", ordinal=99, body_name="邵阳市人民代表大会",
        starts_on=date(2022, 1, 1), ends_on=date(2026, 12, 31),
    )  # fmt: skip
    seat = Constituency.objects.create(term=term, code="1", name="测量选区", region=region)
    deputies = Deputy.objects.bulk_create(Deputy(name=f"代表{n}") for n in range(11))
    mandates = Mandate.objects.bulk_create(
        Mandate(
            deputy=deputy, term=term, level="city", region_code="430500", constituency=seat,
            starts_on=date(2022, 1, 1),
        )
        for deputy in deputies
    )  # fmt: skip
    with connection.cursor() as cursor:
        for deputy in deputies:
            made = {"region": region.pk, "user": user.pk, "size": ENTRIES, "deputy": deputy.pk}
            insert, link = _ENTRIES.strip().removesuffix(";").split(";\n")
            cursor.execute(insert, made)
            cursor.execute(f"{link} WHERE id NOT IN (SELECT entry_id FROM deputies_entrydeputy)", made)
    mine = LogEntry.objects.filter(deputies__deputy=deputies[0]).order_by("pk")
    Voice.objects.bulk_create(
        Voice(entry=entry, order=1, said="井水发黄", way="suggestion", matter_number=f"2025-{entry.pk:08d}")
        for entry in mine[::4]
    )
    days = [date(2025, 1, 6) + timedelta(days=14 * n) for n in range(25)]
    meetings = Meeting.objects.bulk_create(
        Meeting(key=f"m{n}", kind="group", title=f"第 {n} 次会", region_code="430500", on=day)
        for n, day in enumerate(days)
    )
    MeetingAttendance.objects.bulk_create(
        MeetingAttendance(meeting=m, deputy=deputies[0], presence="present", on=m.on) for m in meetings
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    dossier = Dossier.objects.create(mandate=mandates[0], year=2025)
    return Dossier.objects.select_related(
        "mandate__deputy", "mandate__term", "mandate__constituency", "mandate__delegation", "mandate__group"
    ).get(pk=dossier.pk), user


def timed(call: Callable[[], Any], rounds: int = ROUNDS) -> dict[str, float]:
    """Median, p95 and worst of so many calls, after two of warming up."""
    found = []
    for number in range(rounds + 2):
        started = time.perf_counter()
        call()
        if number > 1:
            found.append((time.perf_counter() - started) * 1000)
    return {
        "p50": round(statistics.median(found), 1),
        "p95": round(statistics.quantiles(found, n=20)[18], 1),
        "worst": round(max(found), 1),
    }


def loop(mandate: Any) -> list[tuple[str, str, str]]:
    """The peer: the same lines from model objects, each entry and its voices fetched when asked for."""
    lines = []
    for part in mandate.deputy.parts.filter(happened_on__year=2025):
        entry = part.entry
        lines.append((entry.happened_on.isoformat(), entry.title, entry.place))
        lines.extend((entry.happened_on.isoformat(), "转交", v.matter_number) for v in entry.voices.all())
    return lines


def measure() -> dict[str, Any]:
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils.timezone import now

    from deputies.dossiers.paper import dossier_pdf
    from deputies.dossiers.selectors import assemble

    call_command("migrate", verbosity=0)
    dossier, user = fill()
    content = assemble(dossier.mandate, 2025)
    lines = sum(len(part) for part in content.parts.values())
    return {
        "bench": "dossier",
        "entries": ENTRIES,
        "lines": lines,
        "assemble_ms": timed(lambda: assemble(dossier.mandate, 2025)),
        "orm_loop_ms": timed(lambda: loop(dossier.mandate), 3),
        "pdf_ms": timed(lambda: dossier_pdf(dossier, content, user=user, at=now()), 5),
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
