"""The pages and endpoints of suggestions over loopback with the production server, in turn with peers on the same rows.

SIZE=10000 (default) or 1000000. Three servers of one kind (two workers, two threads): ours, the usual Django ways
(peer_pages.py), raw psycopg behind bare WSGI (peer_raw.py). One keep-alive client; the calls go round by round, one of
each, so that whatever else the machine does meets all of them. Milliseconds, median and 95th percentile. The database
is kept in VAR (default var/bench-SIZE) and loaded once by load_suggestions.py.
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
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "bench"))

SIZE = int(os.environ.get("SIZE", "10000"))
OURS, USUAL, RAW = 8417, 8418, 8419
ROUNDS = int(os.environ.get("ROUNDS", "60"))
# Slow peers are called less often: their figures are hundreds of milliseconds, not percents.
SLOW_ROUNDS = 5
Call = Callable[[], Any]


class Caller:
    """One keep-alive connection."""

    def __init__(self, port: int = OURS, **headers: str) -> None:
        self.headers = headers
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)

    def __call__(self, method: str, path: str, body: bytes | None = None, **headers: str) -> bytes:
        self.connection.request(method, path, body, {**self.headers, **headers})
        answer = self.connection.getresponse()
        data = answer.read()
        if answer.status >= 400:
            raise RuntimeError(f"{answer.status} {path}: {data[:300]!r}")
        return data


def interleaved(calls: dict[str, Call], rounds: int) -> dict[str, dict[str, float]]:
    """Each call once a round, after two rounds of warming up."""
    times: dict[str, list[float]] = {name: [] for name in calls}
    for turn in range(rounds + 2):
        for name, call in calls.items():
            started = time.perf_counter()
            call()
            if turn > 1:
                times[name].append((time.perf_counter() - started) * 1000)
    return {name: _figures(found) for name, found in times.items()}


def _figures(times: list[float]) -> dict[str, float]:
    times.sort()
    p95 = times[max(0, int(len(times) * 0.95) - 1)]
    return {"p50": round(statistics.median(times), 2), "p95": round(p95, 2)}


def prepare() -> dict[str, str]:
    """Migrated, loaded, a clerk signed in, a partner with a token; what the callers need to know."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.core.management import call_command
    from django.utils.module_loading import import_string
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
    session = import_string(f"{settings.SESSION_ENGINE}.SessionStore")()
    clerk = people["bench.clerk"]
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(clerk.pk), settings.AUTHENTICATION_BACKENDS[-1]
    session[HASH_SESSION_KEY] = clerk.get_session_auth_hash()
    write_note(session, Note("desk", now(), now(), second_factor=False))
    session.save()
    application, _ = Application.objects.get_or_create(
        name="bench", user=people["bench.partner"], client_type="confidential",
        authorization_grant_type="client-credentials",
    )  # fmt: skip
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


def measured(known: dict[str, str], cursor: str) -> tuple[dict[str, Any], dict[str, Any]]:
    clerk = Caller(Cookie=known["session"])
    partner = Caller(Authorization=f"Bearer {known['token']}")
    citizen, usual, raw = Caller(), Caller(USUAL), Caller(RAW)
    lists = "/desk/suggestions/?view="
    light, elephant = "%E8%B7%AF%E7%81%AF", "%E5%A4%A7%E8%B1%A1"
    fast = {
        "worklist_first": lambda: clerk("GET", f"{lists}in_hand"),
        "worklist_all": lambda: clerk("GET", f"{lists}all"),
        "worklist_deep": lambda: clerk("GET", f"{lists}all&cursor={cursor}"),
        "search_two_characters": lambda: clerk("GET", f"/desk/search/?q={light}"),
        "search_zero_hit": lambda: clerk("GET", f"/desk/search/?q={elephant}"),
        "case_page": lambda: clerk("GET", f"/desk/suggestions/{known['number']}/"),
        "figures_page": lambda: clerk("GET", "/desk/figures/"),
        "portal_list_kept": lambda: citizen("GET", "/published/"),
        "portal_home_kept": lambda: citizen("GET", "/"),
        "portal_list_made": lambda: citizen("GET", "/published/", Cookie="other=1"),
        "json_list": lambda: partner("GET", "/api/v1/suggestions?limit=50"),
        "raw_list": lambda: raw("GET", "/html/"),
        "raw_json": lambda: raw("GET", "/json/"),
        "template_list": lambda: usual("GET", "/template/"),
        "serializer_json": lambda: usual("GET", "/serializer/"),
        "bare_django": lambda: usual("GET", "/bare/"),
    }
    slow = {
        "offset_first": lambda: usual("GET", "/offset/"),
        "offset_deep": lambda: usual("GET", f"/offset/?skip={min(50_000, SIZE // 2)}"),
        "like_two_characters": lambda: usual("GET", f"/like/?q={light}"),
        "like_zero_hit": lambda: usual("GET", f"/like/?q={elephant}"),
        "admin_changelist": lambda: usual("GET", "/admin/petitions/suggestion/"),
    }
    return interleaved(fast, ROUNDS), interleaved(slow, SLOW_ROUNDS)


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


@contextmanager
def served(application: str, port: int, **environment: str) -> Iterator[None]:
    """One production server until the block ends."""
    server = subprocess.Popen(
        [sys.executable, "-m", "granian", "--interface=wsgi", "--port", str(port), "--workers", "2",
         "--blocking-threads", "2", "--log-level", "warning", application],
        env={**os.environ, "PYTHONPATH": f"{ROOT}:{ROOT / 'bench'}", **environment}, cwd=ROOT,
    )  # fmt: skip
    try:
        for _ in range(150):
            time.sleep(0.2)
            probe = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
            try:
                probe.request("GET", "/healthz" if port == OURS else "/bare/")
                probe.getresponse().read()
                break
            except OSError:
                continue
        yield
    finally:
        server.terminate()
        server.wait()


def ratios(fast: dict[str, Any], slow: dict[str, Any]) -> dict[str, float]:
    """Ours beside each peer; above 1 is faster than the peer. Rows of performance.md, section 6."""
    times = {name: found["p50"] for name, found in {**fast, **slow}.items()}

    def faster(ours: str, peer: str) -> float:
        return round(times[peer] / times[ours], 2)

    return {
        "row 6 list : raw (goal 0.33)": faster("worklist_all", "raw_list"),
        "row 6 list : template (goal 3.3)": faster("worklist_all", "template_list"),
        "row 7 json : raw (goal 0.45)": faster("json_list", "raw_json"),
        "row 7 json : serializer (goal 4)": faster("json_list", "serializer_json"),
        "row 8 kept page : bare Django (goal 0.6)": faster("portal_list_kept", "bare_django"),
        "row 8 kept page : made anew (goal 15)": faster("portal_list_kept", "portal_list_made"),
        "row 9 first : offset": faster("worklist_all", "offset_first"),
        "row 9 deep : offset": faster("worklist_deep", "offset_deep"),
        "row 10 word : LIKE": faster("search_two_characters", "like_two_characters"),
        "row 10 no hit : LIKE": faster("search_zero_hit", "like_zero_hit"),
        "row 12 list : admin changelist": faster("worklist_all", "admin_changelist"),
    }


def main() -> None:
    from congress.embedded.environment import environment
    from congress.embedded.lease import borrowed_servers

    folder = Path(os.environ.get("VAR", ROOT / "var" / f"bench-{SIZE}")).resolve()
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    with borrowed_servers(folder) as addresses:
        os.environ.update({
            **environment(folder, addresses), "API_CALLS_PER_MINUTE": "1000000",
            "API_CALLS_PER_MINUTE_WITHOUT_TOKEN": "1000000", "DJANGO_SETTINGS_MODULE": "congress.settings.production",
        })  # fmt: skip
        import django

        django.setup()
        from django.core.management import call_command
        from django.db import connections

        known, cursor = prepare(), deep_cursor()
        call_command("collectstatic", interactive=False, verbosity=0)
        shell = folder / "worklist.html"
        os.environ["PEER_SHELL"] = str(shell)
        with served("congress.wsgi:application", OURS):
            shell.write_bytes(Caller(Cookie=known["session"])("GET", "/desk/suggestions/?view=all"))
            with (
                served("django_peer:application", USUAL, DJANGO_SETTINGS_MODULE="peer_settings"),
                served("peer_raw:application", RAW),
            ):
                fast, slow = measured(known, cursor)
            submitted = submits(known)
        connections.close_all()
    result = {
        "bench": "pages", "rows": SIZE, "loaded": json.loads(known["loaded"]), "http_ms": fast, "slow_peers_ms": slow,
        "ratios": ratios(fast, slow), "submits_per_second": submitted,
    }  # fmt: skip
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
