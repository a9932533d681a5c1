"""Sessions at rest: sealed, for they hold what a citizen has typed and not yet sent, name and phone included."""

import json
import os
from typing import Any

from congress.privacy.keys import active_kid, cipher

_NONCE = 12
_HOME = b"django_session.session_data"


class SealedJSON:
    """A SESSION_SERIALIZER: JSON under the keys of personal data. What cannot be opened is an empty session."""

    def dumps(self, obj: Any) -> bytes:
        kid = active_kid()
        key = cipher(kid)
        if key is None:
            raise LookupError(kid)
        nonce = os.urandom(_NONCE)
        clear = json.dumps(obj, separators=(",", ":")).encode("latin-1")
        return kid.encode() + b"|" + nonce + key.encrypt(nonce, clear, _HOME)

    def loads(self, data: bytes) -> Any:
        kid, _bar, sealed = data.partition(b"|")
        key = cipher(kid.decode("ascii", "replace"))
        if key is None:
            raise LookupError(kid)
        return json.loads(key.decrypt(sealed[:_NONCE], sealed[_NONCE:], _HOME))
