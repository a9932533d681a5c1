"""Every address of the site, tried by everybody. New pages are found by themselves."""

import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from congress.people.roles import ADMIN_ROLES, Role
from tests.factories import make_user

SAMPLES = {"int": "1", "slug": "x", "str": "x", "path": "x", "uuid": "00000000-0000-0000-0000-000000000001"}
# Behind these nothing opens without an account; the portal is all the rest.
CLOSED = re.compile(
    r"/(desk|m|admin|account|styleguide)/|/api/v1/(?!categories|organisations|published|regions|schema|docs|people|organizations|posts|memberships|stations|rota|projects|project-votes)"
)
# It says how long a session lasts, and to a stranger that there is none; what a phone asks for by itself.
HARMLESS = {"/account/session/", "/m/sw.js", "/m/manifest.webmanifest"}
# What an administrator may open behind them; none of these pages shows a case.
ADMINISTRATORS = re.compile(r"/(desk/audit/|account/|admin/|styleguide/|m/sw\.js|m/manifest)")


def addresses(resolver: URLResolver, before: str = "/") -> Iterator[str]:
    for entry in resolver.url_patterns:
        route = str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from addresses(entry, before + route)
        elif isinstance(entry, URLPattern) and "(?P" not in route and "^" not in route:
            filled = re.sub(r"<(?:(\w+):)?\w+>", lambda found: SAMPLES.get(found[1] or "str", "x"), route)
            yield before + filled


def all_addresses() -> list[str]:
    return sorted(set(addresses(get_resolver())))


def test_the_walk_finds_the_site():
    found = all_addresses()

    assert {"/login/", "/admin/", "/account/", "/api/oauth/token/"} <= set(found)
    assert len(found) > 60


def test_without_an_account_only_the_portal_opens(db):
    client = Client()
    opened = [path for path in all_addresses() if CLOSED.match(path) and client.get(path).status_code == 200]

    assert set(opened) - HARMLESS == set()


def status_of(client: Client, path: str) -> int:
    """A download is read to its end, which closes its file."""
    answer = client.get(path)
    if answer.streaming:
        list(answer.streaming_content)
    return int(answer.status_code)


@pytest.mark.slow
@pytest.mark.parametrize("role", Role.values)
def test_nothing_breaks_and_administrators_open_no_page_of_the_business(role, signed_in, city_office):
    client = signed_in(make_user(role=role, organisation=city_office))

    answers = {path: status_of(client, path) for path in all_addresses()}

    assert {path: status for path, status in answers.items() if status >= 500} == {}
    if role in ADMIN_ROLES:
        opened = [path for path, status in answers.items() if status == 200 and CLOSED.match(path)]
        assert [path for path in opened if not ADMINISTRATORS.match(path)] == []
