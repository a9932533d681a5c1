"""Who gets which answer at which address: reads the tables of tests/*/door_table*.py and measures the site.

A line of a table is the method, one answer for each visitor in the order of VISITORS, and the route as URLconf has it.
An answer is an HTTP status, or `in`: sent to the sign-in page. Posts carry an empty form unless a table's `samples`
has a better one: who may use the address gets 422 from the form. Nothing that a request changed stays.
"""

import importlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType

from django.core.cache import cache
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

VISITORS = {
    "any": "anybody without an account",
    "cit": "a citizen who has opened the own case with number and code",
    "cty": "clerk of the city",
    "cnt": "clerk of another county",
    "stn": "officer of the station that took the case in",
    "own": "handler of the department that has the case",
    "oth": "handler of another department",
    "sup": "supervisor of the city",
    "ldr": "leader of the city",
    "exp": "expert",
    "bud": "budget analyst",
    "dep": "deputy",
    "sys": "system administrator",
    "sec": "security administrator",
    "aud": "audit administrator",
}
METHODS = ("GET", "POST")
SIGN_IN = "in"
# What stands for a parameter when a table says nothing better.
PLAIN = {"int": "999999999", "uuid": "00000000-0000-0000-0000-000000000001"}
ROOT = Path(__file__).parents[1]

Door = tuple[str, str]
# An address with real parameters, and the form to send there.
Sample = tuple[str, dict[str, str]]


def tables() -> list[ModuleType]:
    """The modules tests/<app>/door_table*.py. `TABLE` is a must, `samples(matter, published)` a may."""
    names = sorted(path.relative_to(ROOT.parent).with_suffix("") for path in ROOT.glob("*/door_table*.py"))
    return [importlib.import_module(".".join(name.parts)) for name in names]


def expected() -> dict[Door, list[str]]:
    """The literal table: (method, route) to one answer for each visitor."""
    found: dict[Door, list[str]] = {}
    for table in tables():
        for line in table.TABLE.splitlines():
            if line.startswith(METHODS):
                method, *answers, route = line.split()
                assert (method, route) not in found, f"twice in the tables: {method} {route}"
                assert len(answers) == len(VISITORS), f"{table.__name__}: {line}"
                found[method, route] = answers
    return found


def as_line(door: Door, answers: list[str]) -> str:
    """A line for a table."""
    return f"{door[0]:<5}" + "".join(f"{answer:<4}" for answer in answers) + door[1]


def routes(resolver: URLResolver | None = None, before: str = "/") -> Iterator[str]:
    """Every route of the site as the URLconf spells it."""
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from routes(entry, route)
        elif isinstance(entry, URLPattern):
            yield route


def sample_of(route: str, samples: dict[str, Sample]) -> Sample:
    """An address that the route matches: that of `samples`, or one with plain parameters and an empty form."""
    if route in samples:
        return samples[route]
    plain = re.sub(r"\(\?P<\w+>[^)]*\)|\^|\$|\\", "", route)
    return re.sub(r"<(?:(\w+):)?\w+>", lambda found: PLAIN.get(found[1] or "str", "x"), plain), {}


def answer_of(client: Client, method: str, sample: Sample) -> str:
    """The answer; what the request changed is taken back."""
    cache.clear()
    visitor = Client()
    visitor.cookies.load(client.cookies.output(header="", sep=";"))
    with _taken_back():
        response: HttpResponse = visitor.get(sample[0]) if method == "GET" else visitor.post(*sample)
        if response.streaming:
            # To its end: then its file is closed, too.
            list(response.streaming_content)
    if response.status_code == 302 and response["Location"].startswith(("/login/", "/admin/login/")):
        return SIGN_IN
    return str(response.status_code)


@contextmanager
def _taken_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
