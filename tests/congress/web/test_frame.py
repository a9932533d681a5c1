"""The frame of the pages: menus, preferences, the line above every page."""

import pytest

from congress import registry
from congress.people.roles import Role
from congress.registry import MenuEntry, register_menu

pytestmark = pytest.mark.django_db


@pytest.fixture
def menu(monkeypatch):
    monkeypatch.setattr(registry, "menu", [])
    register_menu(
        MenuEntry("desk", "日常办理", "我的账号", "account", "user-cog", order=1, count=lambda _user: 18),
        MenuEntry("desk", "日常办理", "督办", "privacy", "bell", roles=frozenset({Role.SUPERVISOR}), order=2),
        MenuEntry("desk", "日常办理", "还没有的页", "no-such-page", "bell", order=3),
        MenuEntry("portal", "", "无障碍", "accessibility", "accessibility", order=1),
    )


def body(response):
    return response.content.decode()


def test_the_desk_menu_shows_what_the_roles_open_with_their_counts(signed_in, clerk, menu):
    page = body(signed_in(clerk).get("/styleguide/?face=desk"))
    assert '我的账号<span class="count">18</span>' in page
    assert "督办</a>" not in page
    assert "还没有的页" not in page


def test_the_page_that_is_open_is_marked_in_the_menu(client, menu):
    assert '<a href="/accessibility/" aria-current="page">无障碍</a>' in body(client.get("/accessibility/"))
    assert '<a href="/accessibility/">无障碍</a>' in body(client.get("/privacy/"))


def test_a_public_page_asks_the_database_nothing(client, menu, django_assert_num_queries):
    client.get("/privacy/")
    with django_assert_num_queries(0):
        assert client.get("/privacy/").status_code == 200


def test_the_type_size_is_set_by_a_plain_form_and_kept(client):
    answer = client.post("/preferences/", {"size": "xl", "next": "/privacy/?x=1"})
    assert (answer.status_code, answer["Location"]) == (302, "/privacy/?x=1")
    assert 'data-size="xl"' in body(client.get("/privacy/"))
    assert 'value="xl" aria-pressed="true"' in body(client.get("/privacy/"))


def test_the_elder_face_is_switched_on_and_off(client):
    client.post("/preferences/", {"elder": "1"})
    assert "data-elder>" in body(client.get("/privacy/"))
    client.post("/preferences/", {"elder": "0"})
    assert "data-elder>" not in body(client.get("/privacy/"))


def test_choosing_a_size_leaves_the_elder_face(client):
    client.post("/preferences/", {"elder": "1"})
    client.post("/preferences/", {"size": "l"})
    page = body(client.get("/privacy/"))
    assert "data-elder>" not in page
    assert 'data-size="l"' in page


@pytest.mark.parametrize("data", [{"size": "huge"}, {"elder": "yes"}, {"keys": "x"}, {}])
def test_unknown_wishes_change_nothing(client, data):
    answer = client.post("/preferences/", data)
    assert answer.status_code == 302
    assert not answer.cookies


@pytest.mark.parametrize(
    "wanted", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "", "\\\\evil"]
)
def test_the_way_back_never_leads_away_from_us(client, wanted):
    assert client.post("/preferences/", {"size": "l", "next": wanted})["Location"] == "/"


def test_the_single_letter_keys_can_be_switched_off(client):
    client.post("/preferences/", {"keys": "0"})
    assert 'data-keys="off"' in body(client.get("/privacy/"))


def test_the_line_above_every_page_comes_from_the_environment(client, settings):
    settings.SITE = {**settings.SITE, "notice": "演示数据，人物均为虚构"}
    assert "演示数据，人物均为虚构" in body(client.get("/privacy/"))
    assert "演示数据，人物均为虚构" in body(client.get("/login/"))


def test_strangers_do_not_see_the_style_guide(client):
    assert client.get("/styleguide/").status_code == 404


def test_nothing_inline_is_allowed_by_the_policy(client):
    policy = client.get("/privacy/")["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_a_shared_cache_keeps_the_sizes_apart(client):
    assert "Cookie" in client.get("/privacy/")["Vary"]
