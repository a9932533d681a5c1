from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from congress.api.models import ApiClient
from congress.api.scopes import Scope
from congress.api.services import create_api_client
from congress.people.actors import SYSTEM
from congress.people.roles import Role
from congress.regions.models import Organisation
from tests.factories import give_role

SECRET = "a-long-secret-of-the-partner"


@pytest.fixture
def partner(department: Organisation) -> ApiClient:
    """A partner system that may do everything, as handler at 市水利局."""
    client, _secret = create_api_client(
        username="oa",
        name="协同办公",
        scopes=Scope.values,
        actor=SYSTEM,
        at=datetime(2026, 3, 2, tzinfo=UTC),
        client_secret=SECRET,
    )
    give_role(client.application.user, Role.HANDLER, department)
    return client


@pytest.fixture
def token(partner: ApiClient) -> Callable[..., str]:
    """`token(scope=…)`: a fresh token of the partner."""

    def get(scope: str = "", **changes: Any) -> str:
        answer = ask_token(partner, **({"scope": scope} if scope else {}), **changes)
        assert answer.status_code == 200, answer.content
        return answer.json()["access_token"]

    return get


@pytest.fixture
def api(token: Callable[..., str]) -> Client:
    """A client that carries a token with all scopes."""
    return Client(headers={"Authorization": f"Bearer {token()}"})


def ask_token(partner: ApiClient, **changes: Any) -> Any:
    form = {
        "grant_type": "client_credentials",
        "client_id": partner.application.client_id,
        "client_secret": SECRET,
        **changes,
    }
    return Client().post("/api/oauth/token/", form)
