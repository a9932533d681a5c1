"""A partner system that calls the API with a token of its service account."""

import json
from collections.abc import Callable
from typing import Any

from django.test import Client
from django.utils.timezone import now
from oauth2_provider.models import AccessToken, Application

from congress.models import Organisation
from tests.factories import make_user


def partner(role: str, organisation: Organisation, scopes: str) -> Callable[..., Any]:
    """`call(method, path, body, key)` with a token of these scopes."""
    user = make_user(role=role, organisation=organisation, is_service=True)
    application = Application.objects.create(
        user=user,
        client_type="confidential",
        authorization_grant_type="client-credentials",
        name=user.username,
    )
    token = AccessToken.objects.create(
        application=application, token=f"token-{user.pk}", expires=now().replace(year=2099), scope=scopes
    )
    client = Client()

    def call(method: str, path: str, body: Any = None, key: str = "") -> Any:
        headers = {"Authorization": f"Bearer {token.token}"} | ({"Idempotency-Key": key} if key else {})
        data = json.dumps(body) if body is not None else ""
        return client.generic(
            method, f"/api/v1/{path}", data=data, content_type="application/json", headers=headers
        )

    return call
