from datetime import date
from io import StringIO

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command
from django.test import Client

from congress import registry
from congress.people.demo import PEOPLE, demo_password, load_demo
from congress.people.models import Grant, User
from congress.people.roles import Role

TODAY = date(2026, 2, 28)


@pytest.fixture
def demo(db: None):
    load_demo(on=TODAY)
    yield
    registry.demo_accounts.clear()
    registry.demo_api.clear()


def test_every_role_has_a_person_who_can_sign_in(demo):
    assert {account.role for account in registry.demo_accounts} == set(Role.values)

    for account in registry.demo_accounts:
        form = {"username": account.username, "password": account.password}
        landed = Client().post("/login/", form)["Location"]
        faces = {"desk": "/desk/", "phone": "/m/", "admin": "/login/code/"}
        assert landed == faces[account.face]


def test_loading_the_people_twice_adds_nobody_and_says_the_same(demo):
    before = (
        list(registry.demo_accounts),
        dict(registry.demo_api),
        User.objects.count(),
        Grant.objects.count(),
    )

    load_demo(on=TODAY)

    after = list(registry.demo_accounts), dict(registry.demo_api), User.objects.count(), Grant.objects.count()
    assert after == before
    assert before[2] == len(PEOPLE) + 1


@pytest.mark.django_db
def test_the_demo_password_depends_on_the_data_folder(settings):
    settings.SECRET_KEY = "one"
    one = demo_password()
    settings.SECRET_KEY = "two"

    assert demo_password() != one
    validate_password(one)


def test_the_demo_administrators_codes_can_be_printed(demo):
    out = StringIO()
    call_command("demo_code", "sec.admin", stdout=out)
    client = Client()
    client.post("/login/", {"username": "sec.admin", "password": demo_password()})

    assert client.post("/login/code/", {"code": out.getvalue()})["Location"] == "/admin/"
    with pytest.raises(CommandError, match="no administrator of the demo"):
        call_command("demo_code", "li.min")


def test_the_demo_partner_gets_a_token(demo):
    api = registry.demo_api
    answer = Client().post(
        api["token_url"],
        {
            "grant_type": "client_credentials",
            "client_id": api["client_id"],
            "client_secret": api["client_secret"],
        },
    )

    assert answer.status_code == 200
    assert sorted(answer.json()["scope"].split()) == [
        "dossiers:read",
        "field-log:read",
        "field-log:write",
        "meetings:write",
        "registers:read",
        "suggestions:handle",
        "suggestions:read",
        "suggestions:write",
    ]
