import base64
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils.timezone import now
from oauth2_provider.models import AccessToken, Application

from congress.api.models import ApiClient, IdempotencyKey
from congress.api.scopes import Scope
from congress.api.services import clear_old_keys, create_api_client, replace_secret
from congress.audit.models import AuditEvent
from congress.errors import BadInput, NotAllowed
from congress.people.models import User
from congress.people.services import close_account
from tests.congress.api.conftest import SECRET, ask_token

pytestmark = pytest.mark.urls("tests.congress.api.endpoints")
AT = datetime(2026, 3, 2, tzinfo=UTC)


def call(token: str, path: str = "/api/x/whoami/"):
    return Client().get(path, headers={"Authorization": f"Bearer {token}"})


def test_a_token_acts_as_the_service_account_with_its_grants(token):
    answer = call(token())

    assert answer.status_code == 200
    assert answer.json() == {"name": "协同办公", "roles": ["handler"]}


def test_the_secret_may_come_in_the_header_too(partner):
    pair = base64.b64encode(f"{partner.application.client_id}:{SECRET}".encode()).decode()
    answer = Client().post(
        "/api/oauth/token/", {"grant_type": "client_credentials"}, headers={"Authorization": f"Basic {pair}"}
    )

    assert answer.status_code == 200
    assert answer.json()["expires_in"] == 3600


@pytest.mark.parametrize(
    "header",
    ["", "Bearer", "Bearer nonsense", "Bearer a b", "Basic abc", "bearer \u00e9", "Bearer " + "x" * 5000],
)
def test_without_a_good_token_nothing_opens(partner, header):
    answer = Client().get("/api/x/whoami/", headers={"Authorization": header.encode().decode("latin-1")})

    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Bearer realm="lianxin"'
    assert answer["Content-Type"] == "application/problem+json"


def test_a_token_in_the_address_or_a_session_opens_nothing(token, signed_in, clerk):
    assert Client().get(f"/api/x/whoami/?access_token={token()}").status_code == 401
    assert signed_in(clerk).get("/api/x/whoami/").status_code == 401


def test_tokens_are_stored_as_checksums_and_secrets_hashed(token, partner):
    text = token()

    row = AccessToken.objects.get()
    assert row.token == ""
    assert text not in str(AccessToken.objects.values())
    assert SECRET not in Application.objects.get().client_secret


def test_an_expired_token_is_refused(token):
    text = token()
    AccessToken.objects.update(expires=now() - timedelta(seconds=1))

    assert call(text).status_code == 401


def test_a_closed_partner_is_out_at_once(token, partner, system_admin):
    text = token()
    close_account(user=partner.application.user, actor=system_admin, at=now())

    assert call(text).status_code == 401


def test_a_token_of_an_account_that_is_no_partner_opens_nothing(token, partner, clerk):
    text = token()
    Application.objects.update(user=clerk)

    assert call(text).status_code == 401


def test_a_token_carries_only_the_scopes_that_were_asked_for(token):
    text = token(scope="suggestions:read")

    answer = call(text)
    assert answer.status_code == 403
    assert answer.json()["type"] == "urn:lianxin:problem:insufficient-scope"


def test_a_partner_gets_no_scope_it_was_not_opened_with(partner):
    partner.scopes = ["registers:read"]
    partner.save()

    assert ask_token(partner, scope="suggestions:handle").status_code == 400
    assert ask_token(partner, scope="everything").status_code == 400
    assert ask_token(partner).json()["scope"] == "registers:read"


def test_an_endpoint_that_names_no_scope_is_closed(token):
    assert call(token(), "/api/x/closed/").status_code == 403


@pytest.mark.parametrize(
    "changes",
    [
        {"client_secret": "wrong"},
        {"client_id": "nobody"},
        {"grant_type": "password", "username": "li.min", "password": "x"},
        {"grant_type": "authorization_code", "code": "x"},
        {"grant_type": "refresh_token", "refresh_token": "x"},
        {"grant_type": ""},
    ],
)
def test_nothing_but_good_client_credentials_makes_a_token(partner, changes):
    assert ask_token(partner, **changes).status_code in {400, 401}
    assert not AccessToken.objects.exists()


def test_a_revoked_token_opens_nothing(token, partner):
    text = token()
    form = {"token": text, "client_id": partner.application.client_id, "client_secret": SECRET}

    assert Client().post("/api/oauth/revoke/", form).status_code == 200
    assert call(text).status_code == 401


def test_calls_are_limited_by_account_and_say_how_long_to_wait(token, settings):
    settings.API_CALLS_PER_MINUTE = 3
    text = token()

    answers = [call(text) for _n in range(4)]

    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert answers[3].json()["type"] == "urn:lianxin:problem:throttled"
    assert 1 <= int(answers[3]["Retry-After"]) <= 120


def test_a_partner_is_opened_by_the_system_administrator_and_recorded(system_admin, security_admin):
    with pytest.raises(NotAllowed):
        create_api_client(
            username="oa", name="协同办公", scopes=[Scope.REGISTERS_READ], actor=security_admin, at=AT
        )
    for scopes in ([], ["everything"]):
        with pytest.raises(BadInput) as refused:
            create_api_client(username="oa", name="协同办公", scopes=scopes, actor=system_admin, at=AT)
        assert refused.value.field == "scopes"
    assert not User.objects.filter(username="oa").exists()

    client, secret = create_api_client(
        username="oa", name="协同办公", scopes=["registers:read"], actor=system_admin, at=AT
    )

    assert len(secret) >= 64
    event = AuditEvent.objects.get(verb="congress.api_client.opened")
    assert event.facts == {"client_id": client.application.client_id, "scopes": ["registers:read"]}


def test_a_new_secret_ends_the_old_one_and_its_tokens(token, partner, system_admin, clerk):
    text = token()
    with pytest.raises(NotAllowed):
        replace_secret(client=partner, actor=clerk, at=now())

    new = replace_secret(client=partner, actor=system_admin, at=now())

    assert call(text).status_code == 401
    assert ask_token(partner).status_code == 401
    assert ask_token(partner, client_secret=new).status_code == 200


def test_old_keys_and_tokens_are_cleared_away(token, partner):
    token()
    user = partner.application.user
    old = {"call": "POST /api/x/", "body_hash": b"", "user": user}
    IdempotencyKey.objects.create(pk="0" * 32, key="old", made_at=now() - timedelta(days=8), **old)
    IdempotencyKey.objects.create(pk="1" * 32, key="new", made_at=now() - timedelta(days=6), **old)
    AccessToken.objects.update(expires=now() - timedelta(hours=1))

    assert clear_old_keys(at=now()) == 2

    assert list(IdempotencyKey.objects.values_list("key", flat=True)) == ["new"]


def test_the_command_opens_a_partner_with_its_grants(department):
    out = StringIO()
    arguments = ["oa", "协同办公", "--scope", "registers:read", "--grant", "handler@430500-SL"]
    call_command("create_api_client", *arguments, stdout=out)

    lines = dict(line.split(": ") for line in out.getvalue().splitlines())
    client = ApiClient.objects.get()
    assert lines["client_id"] == client.application.client_id
    assert ask_token(client, client_secret=lines["client_secret"]).status_code == 200
    assert list(client.application.user.grants.values_list("role", "organisation__code")) == [
        ("handler", "430500-SL")
    ]


@pytest.mark.parametrize("grant", ["handler@nowhere", "system_admin@430500-SL", "handler"])
def test_the_command_opens_nothing_when_a_grant_is_wrong(department, grant):
    with pytest.raises(CommandError):
        call_command("create_api_client", "oa", "协同办公", "--scope", "registers:read", "--grant", grant)

    assert not ApiClient.objects.exists()


@pytest.mark.django_db
@pytest.mark.urls("congress.urls")
@pytest.mark.parametrize("path", ["/api/oauth/token/", "/api/oauth/revoke/"])
def test_the_wrong_method_at_the_token_is_a_problem_document(path):
    answer = Client().get(path)

    assert (answer.status_code, answer["Allow"]) == (405, "POST, OPTIONS")
    assert (answer["Content-Type"], answer.json()["detail"]) == (
        "application/problem+json",
        "请用 POST 方法。",
    )
