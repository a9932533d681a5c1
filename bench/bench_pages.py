"""The pages and endpoints of suggestions over loopback, with the production server, beside peers on the same rows.

SIZE=10000 (default) or 1000000. One client, keep-alive, 60 requests each, median and p95 in milliseconds; submits come
from four threads. The database is kept in VAR (default var/bench-SIZE) and loaded once by load_suggestions.py.
"""

import http.client
import json
import os
import statistics
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "bench"))

SIZE = int(os.environ.get("SIZE", "10000"))
PORT, ROUNDS, PEER_ROUNDS = 8417, 60, 3


def timed(call: Callable[[], Any], rounds: int = ROUNDS) -> dict[str, float]:
    """Milliseconds after two warm-up calls."""
    call()
    call()
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        call()
        times.append((time.perf_counter() - started) * 1000)
    times.sort()
    return {
        "p50": round(statistics.median(times), 2),
        "p95": round(times[max(0, int(len(times) * 0.95) - 1)], 2),
    }


class Caller:
    """One keep-alive connection."""

    def __init__(self, **headers: str) -> None:
        self.headers = headers
        self.connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60)

    def __call__(self, method: str, path: str, body: bytes | None = None, **headers: str) -> bytes:
        self.connection.request(method, path, body, {**self.headers, **headers})
        answer = self.connection.getresponse()
        data = answer.read()
        if answer.status >= 400:
            raise RuntimeError(f"{answer.status} {path}: {data[:300]!r}")
        return data


def prepare() -> dict[str, str]:
    """Migrated, loaded, a clerk signed in, a partner with a token; what the callers need to know."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.cached_db import SessionStore
    from django.core.management import call_command
    from django.utils.timezone import now
    from load_suggestions import load
    from oauth2_provider.models import AccessToken, Application

    from congress.models import Grant, Organisation, User
    from congress.people.sessions import Note, write_note
    from petitions.models import Suggestion

    call_command("migrate", verbosity=0)
    loaded = load(SIZE) if not Suggestion.objects.exists() else None
    office = Organisation.objects.get(code="430500-RD-DGW")
    people = {}
    for name, service in (("bench.clerk", False), ("bench.partner", True)):
        user, _ = User.objects.get_or_create(username=name, defaults={"name": name, "is_service": service})
        user.password_changed_at = now()
        user.save()
        Grant.objects.get_or_create(user=user, role="clerk", organisation=office)
        people[name] = user
    session = SessionStore()
    clerk = people["bench.clerk"]
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(clerk.pk), settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = clerk.get_session_auth_hash()
    write_note(session, Note("desk", now(), now(), second_factor=False))
    session.save()
    application, _ = Application.objects.get_or_create(
        name="bench",
        user=people["bench.partner"],
        client_type="confidential",
        authorization_grant_type="client-credentials",
    )
    token = uuid.uuid4().hex
    AccessToken.objects.create(
        application=application, token=token, expires=now().replace(year=2099),
        scope="suggestions:read suggestions:write",
    )  # fmt: skip
    number = Suggestion.objects.filter(state="handling").order_by("-pk").values_list("number", flat=True)[0]
    return {
        "session": f"{settings.SESSION_COOKIE_NAME}={session.session_key}", "token": token, "number": number,
        "loaded": json.dumps(loaded),
    }  # fmt: skip


def deep_cursor() -> str:
    """The cursor of the list of everything, 50,000 rows in (or in its middle)."""
    from django.core import signing

    from petitions.models import Suggestion

    place = min(50_000, SIZE // 2)
    pk = Suggestion.objects.order_by("-id").values_list("id", flat=True)[place]
    return signing.dumps(["on", ["int", pk]], salt="congress.paging:worklist:all")


def pages(known: dict[str, str]) -> dict[str, Any]:
    clerk = Caller(Cookie=known["session"])
    partner = Caller(Authorization=f"Bearer {known['token']}")
    citizen = Caller()
    lists = "/desk/suggestions/?view="
    return {
        "worklist_first": timed(lambda: clerk("GET", f"{lists}in_hand")),
        "worklist_all_first": timed(lambda: clerk("GET", f"{lists}all")),
        "worklist_deep": timed(lambda: clerk("GET", f"{lists}all&cursor={deep_cursor_text}")),
        "search_two_characters": timed(lambda: clerk("GET", "/desk/search/?q=%E8%B7%AF%E7%81%AF")),
        "search_zero_hit": timed(lambda: clerk("GET", "/desk/search/?q=%E5%A4%A7%E8%B1%A1")),
        "case_page": timed(lambda: clerk("GET", f"/desk/suggestions/{known['number']}/")),
        "portal_list": timed(lambda: citizen("GET", "/published/")),
        "portal_home": timed(lambda: citizen("GET", "/")),
        "json_list": timed(lambda: partner("GET", "/api/v1/suggestions?limit=50")),
    }


deep_cursor_text = ""


def submits(known: dict[str, str], *, threads: int = 4, each: int = 60) -> float:
    """Whole HTTP submits a second through the API, from several connections at once."""
    body = json.dumps(
        {"content": "村口到小学的路灯半年不亮，孩子放学看不见路，希望冬天前修好。", "region": "430524001",
         "persons": [{"name": "测试", "phone": "13900001234"}]}
    ).encode()  # fmt: skip

    def run() -> None:
        call = Caller(Authorization=f"Bearer {known['token']}")
        for _ in range(each):
            call("POST", "/api/v1/suggestions", body, **{
                "Content-Type": "application/json", "Idempotency-Key": uuid.uuid4().hex})  # fmt: skip

    workers = [threading.Thread(target=run) for _ in range(threads)]
    started = time.perf_counter()
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    return round(threads * each / (time.perf_counter() - started), 1)


def peers() -> dict[str, Any]:
    """What the usual ways cost on the same rows: SQL and rendering inside this process, no HTTP."""
    from django.db import connection
    from django.template import Context, Engine
    from django.utils.timezone import localdate
    from rest_framework import serializers

    from congress.models import User
    from petitions.models import Suggestion
    from petitions.suggestions.api.listing import page_as_json
    from petitions.suggestions.rows import render_rows
    from petitions.suggestions.worklists import WORKLISTS, Filters, rows_of

    class Plain(serializers.ModelSerializer):
        class Meta:
            model = Suggestion
            exclude = ("search_grams", "public_grams", "code_hash")

    template = Engine().from_string(
        "{% for m in rows %}<tr><td><input type=checkbox value={{ m.pk }}></td><td>{{ m.due_on|date:'m-d' }}</td>"
        "<td><a href=/desk/suggestions/{{ m.number }}/>{{ m.title }}</a><small>{{ m.summary }}</small></td>"
        "<td>{{ m.get_state_display }}</td><td>{{ m.lead.short_name }}</td><td>{{ m.region.name }}</td>"
        "<td>{{ m.number }}</td></tr>{% endfor %}"
    )
    rows = Suggestion.objects.defer("search_grams", "public_grams", "search_text", "public_search")
    newest = rows.select_related("lead", "region").order_by("-id")
    user = User.objects.get(username="bench.clerk")
    middle = SIZE // 2

    def like(word: str) -> list[Any]:
        return list(rows.filter(search_text__contains=word).order_by("-id")[:50])

    def raw() -> list[Any]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT s.id, number, title, summary, state, due_on, o.short_name, s.region_id FROM petitions_suggestion s "
                "LEFT JOIN congress_organisation o ON o.id = s.lead_id ORDER BY s.id DESC LIMIT 50"
            )
            return cursor.fetchall()

    on = localdate()
    return {
        "our_rows_html": timed(
            lambda: render_rows(
                rows_of(WORKLISTS["all"], user, on=on, filters=Filters())[:50],
                today=on,
                view="all",
                pick=True,
            )
        ),
        "template_rows_html": timed(lambda: template.render(Context({"rows": list(newest[:50])})), 20),
        "raw_rows": timed(raw),
        "our_json": timed(lambda: page_as_json(rows.order_by("updated_at", "id"), limit=50)),
        "model_serializer_json": timed(lambda: Plain(list(newest[:50]), many=True).data, 20),
        "offset_middle_with_count": timed(
            lambda: (Suggestion.objects.count(), list(newest[middle : middle + 50])), PEER_ROUNDS
        ),
        "like_two_characters": timed(lambda: like("路灯"), PEER_ROUNDS),
        "like_zero_hit": timed(lambda: like("大象"), PEER_ROUNDS),
    }


def sweeps() -> dict[str, Any]:
    """The reminder sweep: nothing due, then 100, 1,000 and 10,000 due; microseconds a due clock."""
    from datetime import timedelta

    from django.db import connection
    from django.utils.timezone import localdate

    from petitions.suggestions.services.sweep import sweep_clocks

    on = localdate()
    found: dict[str, Any] = {"nothing_due_ms": timed(lambda: sweep_clocks(on=on - timedelta(days=900)))}
    for due in (100, 1000, 10_000):
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE petitions_clock SET next_on = %s, stage = 0 WHERE id IN "
                "(SELECT id FROM petitions_clock WHERE stage = 0 AND kind = 'reply' AND next_on > %s LIMIT %s)",
                [on - timedelta(days=800), on, due],
            )
            touched = cursor.rowcount
        started = time.perf_counter()
        sweep_clocks(on=on - timedelta(days=800))
        spent = time.perf_counter() - started
        found[f"{touched}_due"] = {
            "ms": round(spent * 1000, 1),
            "us_each": round(spent / max(1, touched) * 1e6, 1),
        }
    return found


def main() -> None:
    global deep_cursor_text  # noqa: PLW0603
    from congress.embedded.environment import environment
    from congress.embedded.lease import borrowed_servers

    folder = Path(os.environ.get("VAR", ROOT / "var" / f"bench-{SIZE}")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    with borrowed_servers(folder) as addresses:
        env = {
            **environment(folder, addresses), "API_CALLS_PER_MINUTE": "1000000",
            "API_CALLS_PER_MINUTE_WITHOUT_TOKEN": "1000000", "DJANGO_SETTINGS_MODULE": "congress.settings.production",
        }  # fmt: skip
        os.environ.update(env)
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connections

        known = prepare()
        deep_cursor_text = deep_cursor()
        call_command("collectstatic", interactive=False, verbosity=0)
        server = subprocess.Popen(
            [sys.executable, "-m", "granian", "--interface=wsgi", "--port", str(PORT), "--workers", "2",
             "--blocking-threads", "2", "--log-level", "warning", "congress.wsgi:application"],
            env={**os.environ}, cwd=ROOT,
        )  # fmt: skip
        try:
            for _ in range(100):
                time.sleep(0.2)
                try:
                    Caller()("GET", "/healthz")
                    break
                except OSError:
                    continue
            result = {
                "bench": "pages", "rows": SIZE, "loaded": json.loads(known["loaded"]), "http_ms": pages(known),
                "submits_per_second": submits(known), "inside_ms": peers(), "sweep": sweeps(),
            }  # fmt: skip
        finally:
            server.terminate()
            server.wait()
            connections.close_all()
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
