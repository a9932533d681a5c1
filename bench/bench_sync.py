"""Phones that come back from the mountains all at once: PHONES (200) phones send 50 entries and PHOTOS (100) photos each.

Production server over loopback. Each phone sends its words twice, as after a lost answer, and every tenth photo twice.
Prints entries and photos a second; fails unless exactly what was sent is there, nothing lost and nothing doubled. One entry
in five raises a suggestion, whole, with its clock.
"""

import io
import json
import os
import random
import sys
import tempfile
import threading
import time
import uuid
from datetime import date, timedelta
from http.client import HTTPConnection, HTTPException, HTTPResponse
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
sys.path.insert(0, str(ROOT / "bench"))

PHONES = int(os.environ.get("PHONES", "200"))
PHOTOS = int(os.environ.get("PHOTOS", "100"))
ENTRIES = 50
PORT = 8417
DAYS = 25


class Phone:
    """One deputy's phone: signed in, with a batch of entries and their photos."""

    def __init__(self, session: str, photo: bytes, on: date) -> None:
        self.session, self.photo = session, photo
        self.line = HTTPConnection("127.0.0.1", PORT, timeout=600)
        self.entries = [_entry(number, on) for number in range(ENTRIES)]
        self.cookie, self.token = session, ""
        self.numbers = 0

    def ask(self, method: str, path: str, body: bytes | None = None, kind: str = "application/json") -> Any:
        headers = {"Cookie": self.cookie, "X-CSRFToken": self.token, "Content-Type": kind}
        try:
            answer, text = self._send(method, path, body, headers)
        except (HTTPException, ConnectionError):
            # The server hung up on a line that waited for the other phones. A phone sends again; so do we.
            self.line.close()
            answer, text = self._send(method, path, body, headers)
        if answer.status >= 400:
            raise RuntimeError(f"{answer.status} {path} {text[:300]!r}")
        for cookie in answer.headers.get_all("Set-Cookie") or []:
            if cookie.startswith("csrftoken="):
                self.cookie = f"{self.session}; {cookie.partition(';')[0]}"
        return json.loads(text)

    def _send(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[HTTPResponse, bytes]:
        self.line.request(method, path, body, headers)
        answer = self.line.getresponse()
        return answer, answer.read()

    def send_words(self) -> None:
        """Twice: the second answer must know every entry."""
        self.token = self.ask("GET", "/m/api/session")["csrf"]
        body = json.dumps({"schema": 2, "entries": self.entries}).encode()
        for outcome in ("created", "known"):
            results = self.ask("POST", "/m/api/field-log", body)["results"]
            wrong = [row for row in results if row["outcome"] != outcome]
            if wrong:
                raise RuntimeError(f"not {outcome}: {wrong[:2]}")

    def send_photos(self) -> None:
        for number in range(PHOTOS):
            entry = self.entries[number % ENTRIES]["uid"]
            path = f"/m/api/field-log/{entry}/photos/{uuid.uuid4()}"
            for _time in range(2 if number % 10 == 0 else 1):
                self.ask("PUT", path, self.photo, "image/jpeg")


def _entry(number: int, on: date) -> dict[str, Any]:
    day = on - timedelta(days=number % DAYS)
    data: dict[str, Any] = {
        "subkind": "visit",
        "happened_on": day.isoformat(),
        "place": f"枫木村{number}组",
        "content": "走访三户，看了住房和饮水，听取意见。",
    }
    if number % 5 == 0:
        said = f"第{number}组的水渠堵了，下面的田没有水，请派人来看看。"
        data["voices"] = [{"uid": str(uuid.uuid4()), "said": said, "way": "suggestion"}]
    return {
        "uid": str(uuid.uuid4()),
        "kind": "activity",
        "made_at": f"{on.isoformat()}T08:00:00+08:00",
        "data": data,
    }


def photo() -> bytes:
    """About what a phone sends: 1600 by 1200, some 200 KB."""
    from PIL import Image

    out = io.BytesIO()
    Image.effect_noise((320, 240), 50).resize((1600, 1200)).convert("RGB").save(out, "JPEG", quality=72)
    return out.getvalue()


def prepare() -> list[str]:
    """A station and PHONES deputies with accounts; their session cookies."""
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.core.management import call_command
    from django.utils.module_loading import import_string
    from django.utils.timezone import localdate, now

    from congress.models import Grant, Organisation, Region, User
    from congress.people.sessions import Note, write_note
    from congress.regions.services import load_organisations
    from deputies.models import Constituency, Deputy, Mandate, StationAssignment, Term
    from deputies.stations.services import StationDraft, open_station
    from petitions.suggestions.services.reference import load_categories

    call_command("migrate", verbosity=0)
    load_organisations()
    load_categories()
    on = localdate()
    town = Region.objects.get(code="430524001")
    clerk = User.objects.create(username="bench.clerk", name="测量")

    Grant.objects.create(
        user=clerk, role="clerk", organisation=Organisation.objects.get(code="430500-RD-DGW")
    )
    station = open_station(
        StationDraft(name="测量联络站", level="studio", type="town", address="文化路 1 号"),
        region=town,
        actor=clerk,
        on=on,
    )
    # What is sent lies before today; a station takes nothing from before it was opened.
    Organisation.objects.filter(pk=station.organisation_id).update(valid_from=on - timedelta(days=900))
    term = Term.objects.create(
        level="city", region_code="430500", body_name="邵阳市人民代表大会", ordinal=17,
        starts_on=on - timedelta(days=900), ends_on=on + timedelta(days=900),
    )  # fmt: skip
    place = Constituency.objects.create(term=term, code="001", name="隆回县选举单位", region=town)
    cookies = []
    for number in range(PHONES):
        user = User.objects.create(
            username=f"bench.{number}", name=f"代表{number}", password_changed_at=now()
        )
        Grant.objects.create(user=user, role="deputy", organisation=station.organisation)
        deputy = Deputy.objects.create(name=user.name, user=user)
        Mandate.objects.create(
            deputy=deputy,
            term=term,
            level="city",
            region_code="430500",
            constituency=place,
            starts_on=term.starts_on,
        )
        StationAssignment.objects.create(station=station, deputy=deputy, starts_on=term.starts_on)
        session = import_string(f"{settings.SESSION_ENGINE}.SessionStore")()
        session[SESSION_KEY], session[BACKEND_SESSION_KEY] = (
            str(user.pk),
            settings.AUTHENTICATION_BACKENDS[-1],
        )
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        write_note(session, Note("phone", now(), now(), second_factor=False))
        session.save()
        cookies.append(f"{settings.SESSION_COOKIE_NAME}={session.session_key}")
    return cookies


def all_at_once(phones: list[Phone], step: str) -> float:
    """Every phone in a thread of its own; seconds until the last is done. A phone's trouble is raised here."""
    troubles: list[Exception] = []

    def run(phone: Phone) -> None:
        try:
            getattr(phone, step)()
        except Exception as trouble:  # noqa: BLE001 - raised in the main thread
            troubles.append(trouble)

    threads = [threading.Thread(target=run, args=(phone,)) for phone in phones]
    random.Random(1).shuffle(threads)
    started = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if troubles:
        raise troubles[0]
    return time.perf_counter() - started


def measure() -> dict[str, Any]:
    from bench_pages import served
    from django.utils.timezone import localdate

    from deputies.models import EntryPhoto, LogEntry
    from petitions.models import Suggestion

    cookies, picture = prepare(), photo()
    phones = [Phone(cookie, picture, localdate()) for cookie in cookies]
    with served("congress.wsgi:application", PORT):
        words = all_at_once(phones, "send_words")
        photos = all_at_once(phones, "send_photos") if PHOTOS else 0.0
    there = (LogEntry.objects.count(), EntryPhoto.objects.count(), Suggestion.objects.count())
    assert there == (PHONES * ENTRIES, PHONES * PHOTOS, PHONES * ENTRIES // 5), there
    return {
        "bench": "sync",
        "phones": PHONES,
        "entries": there[0],
        "photos": there[1],
        "suggestions": there[2],
        "photo_kb": round(len(picture) / 1024),
        "words_seconds": round(words, 1),
        "entries_per_second": round(there[0] / words, 1),
        "photos_per_second": round(there[1] / photos, 1) if photos else None,
    }


def main() -> None:
    from congress.embedded.environment import environment
    from congress.embedded.lease import borrowed_servers

    with tempfile.TemporaryDirectory(prefix="lianxin-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with borrowed_servers(folder) as addresses:
            os.environ.update(
                {
                    **environment(folder, addresses),
                    "DJANGO_SETTINGS_MODULE": "congress.settings.production",
                }
            )
            import django

            django.setup()
            from django.core.management import call_command
            from django.db import connections

            call_command("collectstatic", interactive=False, verbosity=0)
            try:
                print(json.dumps(measure()))
            finally:
                connections.close_all()


if __name__ == "__main__":
    main()
