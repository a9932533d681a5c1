"""Open partner systems and change their secrets."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from oauth2_provider.generators import generate_client_id, generate_client_secret
from oauth2_provider.models import AccessToken, Application

from congress.api.models import ApiClient, IdempotencyKey
from congress.api.scopes import Scope
from congress.audit.services import record
from congress.errors import BadInput
from congress.people.actors import SYSTEM, Actor
from congress.people.roles import Role
from congress.people.rules import require_role
from congress.people.services import open_account

# A partner that has not repeated a call after a week does not mean that call any more.
KEYS_KEPT = timedelta(days=7)


@transaction.atomic
def create_api_client(
    *,
    username: str,
    name: str,
    scopes: Iterable[str],
    actor: Actor,
    at: datetime,
    client_id: str = "",
    client_secret: str = "",
) -> tuple[ApiClient, str]:
    """Open a service account with an OAuth2 client (client credentials only), and say its secret, this once.

    What it sees comes from grants, which the security administrator gives.
    """
    wanted = sorted({str(scope) for scope in scopes})
    unknown = [scope for scope in wanted if scope not in Scope.values]
    if unknown or not wanted:
        raise BadInput("unknown_scope", _("请从列出的范围中至少选择一项。"), field="scopes")
    user, _none = open_account(username=username, name=name, actor=actor, at=at, is_service=True)
    secret = client_secret or generate_client_secret()
    application = Application.objects.create(
        name=name,
        user=user,
        client_id=client_id or generate_client_id(),
        client_secret=secret,
        client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS,
    )
    client = ApiClient.objects.create(application=application, scopes=wanted, opened_at=at)
    record("congress.api_client.opened", user, actor=actor, client_id=application.client_id, scopes=wanted)
    return client, secret


@transaction.atomic
def replace_secret(*, client: ApiClient, actor: Actor, at: datetime) -> str:
    """A new secret for a client, said this once. The old one and all its tokens open nothing from now on."""
    if actor is not SYSTEM:
        require_role(actor, Role.SYSTEM_ADMIN, on=localdate(at))
    application = Application.objects.select_for_update().get(pk=client.application_id)
    secret = generate_client_secret()
    application.client_secret = secret
    application.save(update_fields=["client_secret"])
    tokens, _rows = AccessToken.objects.filter(application=application).delete()
    record(
        "congress.api_client.secret_replaced",
        application.user,
        actor=actor,
        client_id=application.client_id,
        tokens_ended=tokens,
    )
    return secret


def clear_old_keys(*, at: datetime) -> int:
    """Remove idempotency keys that nobody will repeat, and expired tokens. Says how many rows went."""
    keys, _rows = IdempotencyKey.objects.filter(made_at__lt=at - KEYS_KEPT).delete()
    tokens, _rows = AccessToken.objects.filter(expires__lt=at).delete()
    return keys + tokens
