"""Unsafe calls that may be repeated: the same Idempotency-Key, the same answer, one change.

The key is inserted first, in the transaction of the change. A second call with the same key waits at that insert
until the first is through; then it finds the answer, or, if the first one failed, does the work itself.
"""

import json
import re
from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any
from uuid import uuid4

from django.db import connection, transaction
from django.http import HttpResponse
from django.http.request import RawPostDataException
from django.utils.timezone import now
from django.utils.translation import gettext as _
from rest_framework.exceptions import UnsupportedMediaType
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from congress.api.models import IdempotencyKey
from congress.api.problems import BadKey

HEADER = "Idempotency-Key"
REPLAYED = "Idempotency-Replayed"
_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_UNSAFE = frozenset({"POST", "PUT", "PATCH", "DELETE"})


class IdempotencyMixin:
    """For API views and view sets. With `key_required` a call without the header is refused (400)."""

    key_required = False

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)  # type: ignore[misc]
        method = request.method or ""
        if method not in _UNSAFE:
            return
        key = request.headers.get(HEADER, "")
        if not key and not self.key_required:
            return
        if not _KEY.fullmatch(key) or not request.user.is_authenticated:
            raise BadKey
        # The framework looks the handler up after this method: put the guarded one in its place, here only.
        handler = getattr(self, method.lower(), None)
        if handler is not None:
            setattr(self, method.lower(), _once(handler, key))


def _once(handler: Callable[..., Response], key: str) -> Callable[..., HttpResponse]:
    @wraps(handler)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        call = f"{request.method} {request.path}"[:500]
        # Read before the parser does: afterwards the bytes are gone.
        try:
            body_hash = sha256(request._request.body).digest()
        except RawPostDataException:
            # Only a form is read before us, and no endpoint takes one.
            raise UnsupportedMediaType(request.content_type) from None
        with transaction.atomic():
            mine = _take(request.user.pk, key, call, body_hash)
            if mine is None:
                return _replay(IdempotencyKey.objects.get(user_id=request.user.pk, key=key), call, body_hash)
            response = handler(request, *args, **kwargs)
            if response.status_code >= 400:
                # A refusal changed nothing; asked again, it may go well.
                transaction.set_rollback(True)
                return response
            mine.status = response.status_code
            mine.answer = "" if response.data is None else JSONRenderer().render(response.data).decode()
            mine.location = response.get("Location", "")
            mine.save(update_fields=["status", "answer", "location"])
            return response

    return guarded


def _take(user: int, key: str, call: str, body_hash: bytes) -> IdempotencyKey | None:
    """The row of this call; None when the key was used before. A call in hand with the same key is waited for."""
    mine = IdempotencyKey(pk=uuid4(), user_id=user, key=key, call=call, body_hash=body_hash, made_at=now())
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO congress_idempotencykey (id, user_id, key, call, body_hash, made_at, answer, location)"
            " VALUES (%s, %s, %s, %s, %s, %s, '', '') ON CONFLICT DO NOTHING RETURNING true",
            [mine.pk, user, key, call, body_hash, mine.made_at],
        )
        if cursor.fetchone() is None:
            return None
    mine._state.adding = False
    return mine


def _replay(stored: IdempotencyKey, call: str, body_hash: bytes) -> Response:
    if stored.call != call or bytes(stored.body_hash) != body_hash:
        refused = BadKey(
            _("这个 Idempotency-Key 已用于另一次调用，请换一个新的。"), code="idempotency_key_reused"
        )
        refused.status_code = 422
        raise refused
    answer = stored.answer.reveal() if stored.answer else ""
    headers = {REPLAYED: "true"}
    if stored.location:
        headers["Location"] = stored.location
    return Response(json.loads(answer) if answer else None, status=stored.status, headers=headers)
