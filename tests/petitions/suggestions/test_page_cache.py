"""Public pages answered from memory: the same for everybody, never somebody's own, never yesterday's."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from congress.people.actors import CITIZEN
from congress.web import page_cache
from petitions.suggestions.models import Suggestion
from petitions.suggestions.services.reply import publish_suggestion, unpublish_suggestion
from tests.petitions.suggestions.cases import MONDAY, replied

pytestmark = pytest.mark.django_db(transaction=True)
PUBLIC = ["petitions:home", "petitions:published", "petitions:department-figures"]


@pytest.fixture
def published(clerk, handler, department) -> Suggestion:
    return publish_suggestion(
        replied(clerk, department, handler, publish_consent=True),
        public_title="路灯修好了",
        public_text="小学门前的路灯半年不亮。",
        public_reply="小学门前的路灯已经全部更换。",
        actor=clerk,
        on=MONDAY,
    )


def _queries(client: Client, path: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        assert client.get(path).status_code == 200
    return len([q for q in queries if "congress_edition" not in q["sql"]])


@pytest.mark.parametrize("name", PUBLIC)
def test_the_second_visitor_of_a_public_page_costs_no_query(client, name, published):
    path = reverse(name)
    assert _queries(Client(), path) > 0
    assert _queries(Client(), path) == 0


def test_what_is_withdrawn_is_gone_at_once(published):
    path, home = reverse("petitions:published-case", args=[published.number]), reverse("petitions:home")
    assert "路灯修好了" in Client().get(home).content.decode()
    assert "路灯修好了" in Client().get(path).content.decode()
    assert "路灯修好了" in Client().get(reverse("petitions:published")).content.decode()
    unpublish_suggestion(published, actor=CITIZEN, on=MONDAY)
    assert Client().get(path).status_code == 404
    assert "路灯修好了" not in Client().get(home).content.decode()
    assert "路灯修好了" not in Client().get(reverse("petitions:published")).content.decode()


def test_the_page_in_large_type_is_another_page(published):
    path = reverse("petitions:published")
    plain = Client().get(path).content
    large = Client()
    large.cookies["size"] = "xl"
    assert large.get(path).content != plain
    assert Client().get(path).content == plain


def test_a_signed_in_visitor_neither_makes_nor_gets_a_kept_page(published, signed_in, clerk):
    path = reverse("petitions:published")
    member = signed_in(clerk)
    assert _queries(member, path) > 0
    assert _queries(Client(), path) > 0
    assert _queries(member, path) > 0


def test_a_page_that_was_not_found_is_not_kept(published):
    path = reverse("petitions:published-case", args=["MY-2026-430524-999999"])
    assert [Client().get(path).status_code for _ in range(2)] == [404, 404]


def test_a_kept_page_keeps_its_protections(published):
    path = reverse("petitions:published")
    first, second = Client().get(path), Client().get(path)
    for header in (
        "Content-Security-Policy",
        "X-Frame-Options",
        "X-Content-Type-Options",
        "Content-Type",
        "Vary",
    ):
        assert second[header] == first[header]
    assert "Set-Cookie" not in second.headers
    assert second["X-Request-ID"] != first["X-Request-ID"]


def test_the_forms_without_a_token_refuse_what_another_site_sends(published):
    browser = Client(enforce_csrf_checks=True)
    path = reverse("petitions:support", args=[published.number])
    assert browser.post(path, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert browser.post(path, headers={"Origin": "https://elsewhere.example"}).status_code == 403
    published.refresh_from_db()
    assert published.supporter_count == 0
    assert browser.post(path, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 302
    published.refresh_from_db()
    assert published.supporter_count == 1


def test_too_many_addresses_push_the_oldest_out(monkeypatch, settings, client, published):
    monkeypatch.setattr(page_cache, "MOST", 2)
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
    path = reverse("petitions:published")
    for word in ("a", "b", "c"):
        client.get(path, {"q": word})
    assert [_queries(client, f"{path}?q={word}") > 0 for word in ("c", "a")] == [False, True]
