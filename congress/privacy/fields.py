"""Columns of personal data: encrypted at rest, masked in memory until somebody asks for the clear text.

AES-256-GCM. Stored form, as bytes: `v1|<key id>|` + 12 bytes nonce + cipher text with tag. The additional
data is `table.column`, so a value copied into another column cannot be read there. Empty text is stored as
no bytes, NULL as NULL.
"""

import os
from collections.abc import Sequence
from typing import Any, Self

from cryptography.exceptions import InvalidTag
from django import forms
from django.core import checks
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import models
from django.db.models.query_utils import DeferredAttribute
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from congress.errors import BadInput
from congress.privacy.keys import active_kid, cipher
from congress.privacy.masks import MASKS

_NONCE = 12
_FORMAT = b"v1"
# Kinds whose true values never hold two stars: such a text is a mask that a form sent back.
_STARLESS = frozenset({"name", "phone", "id_number"})


class Unreadable(Exception):
    """A stored value cannot be decrypted: its key is missing, or it was altered or moved."""


class Masked(str):
    """Text that everything takes for its masked form.

    That goes for str, repr, format, JSON, templates, logs, pickles and comparisons with plain text.

    `reveal()` alone gives the clear text. Services use `congress.privacy.services.reveal`, which asks for a
    reason and records who looked; the bare method is for what never shows it to a person (delivery of a
    message, a scan).
    """

    __slots__ = ("_clear", "_home", "_stored", "kind")

    kind: str
    _clear: str | None
    _stored: bytes | None
    _home: bytes

    def __new__(cls, clear: str | None, kind: str, stored: bytes | None = None, home: bytes = b"") -> Self:
        self = super().__new__(cls, _("（无法读取）") if clear is None else MASKS[kind](clear))
        self.kind = kind
        self._clear = clear
        # What the database holds, and in which column: saving the row again writes the same bytes there.
        self._stored = stored
        self._home = home
        return self

    def reveal(self) -> str:
        """The clear text. Raises Unreadable."""
        if self._clear is None:
            raise Unreadable(self._home.decode())
        return self._clear

    def stored_in(self, home: bytes) -> bytes | None:
        """The bytes as they came from that column; None for a value that did not come from there."""
        return self._stored if self._home == home else None

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Masked):
            return self._clear == other._clear and self._clear is not None
        return str.__eq__(self, other) if isinstance(other, str) else NotImplemented

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = str.__hash__

    def __copy__(self) -> Self:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        return self

    def __reduce__(self) -> tuple[type[str], tuple[str]]:
        # Sessions, caches and task arguments get the mask.
        return str, (str(self),)


class EncryptedAttribute(DeferredAttribute):
    """Wraps what is assigned to the attribute, so that clear text is masked from the first moment."""

    field: "EncryptedTextField"

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = self.field.wrap(value)


class EncryptedTextField(models.Field):
    """Personal data of one person. `kind` names the mask (see masks.MASKS) and nothing else.

    Cannot be filtered or sorted by (only `isnull`): put a `blind_index` column beside it where exact search
    is needed.
    """

    descriptor_class = EncryptedAttribute

    def __init__(self, *args: Any, kind: str = "text", **kwargs: Any) -> None:
        if kind not in MASKS:
            raise ValueError(f"EncryptedTextField: there is no mask for kind {kind!r}")
        self.kind = kind
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Sequence[Any], dict[str, Any]]:
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "kind": self.kind}

    def get_internal_type(self) -> str:
        return "BinaryField"

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        errors = super().check(**kwargs)
        if self.unique or getattr(self, "db_index", False) or self.primary_key:
            errors.append(
                checks.Error("An encrypted column cannot be indexed.", obj=self, id="congress.E101")
            )
        return errors

    @property
    def home(self) -> bytes:
        """The additional data of the cipher: table and column."""
        return f"{self.model._meta.db_table}.{self.column}".encode()

    def wrap(self, value: Any) -> Any:
        """What the attribute holds for an assigned value.

        Raises BadInput for a masked text sent back by a form.
        """
        if value is None or isinstance(value, Masked) or hasattr(value, "resolve_expression"):
            return value
        text = str(value) if isinstance(value, Promise) else value
        if not isinstance(text, str):
            raise TypeError(f"{self.name} takes text, not {type(value).__name__}")
        if self.kind in _STARLESS and "**" in text:
            raise BadInput("masked_value", _("请填写完整内容，不要含有星号。"), field=self.name)
        return Masked(text, self.kind) if text else ""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return self.decrypt(value)

    def decrypt(self, value: Any) -> Masked | str | None:
        """The masked value of stored bytes; bytes that cannot be decrypted give one whose `reveal` raises."""
        if value is None:
            return None
        stored = bytes(value)
        if not stored:
            return ""
        form, _bar, rest = stored.partition(b"|")
        kid, _bar, sealed = rest.partition(b"|")
        key = cipher(kid.decode("ascii", "replace")) if form == _FORMAT else None
        clear = None
        if key is not None:
            try:
                clear = key.decrypt(sealed[:_NONCE], sealed[_NONCE:], self.home).decode()
            except (InvalidTag, ValueError):
                clear = None
        return Masked(clear, self.kind, stored, self.home)

    def encrypt(self, text: str) -> bytes:
        """The bytes to store, under the active key with a fresh nonce."""
        if not text:
            return b""
        kid = active_kid()
        key = cipher(kid)
        if key is None:
            raise ImproperlyConfigured(f"FIELD_KEYS has no key {kid!r}.")
        nonce = os.urandom(_NONCE)
        return b"|".join((_FORMAT, kid.encode(), nonce + key.encrypt(nonce, text.encode(), self.home)))

    def get_prep_value(self, value: Any) -> Any:
        value = self.wrap(value)
        if isinstance(value, Masked):
            stored = value.stored_in(self.home)
            return self.encrypt(value.reveal()) if stored is None else stored
        return b"" if value == "" else value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        value = super().get_db_prep_value(value, connection, prepared)
        return connection.Database.Binary(value) if isinstance(value, bytes) else value

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return super().get_lookup(lookup_name)
        raise FieldError(f"{self.name} is encrypted: search by its blind index")

    def get_transform(self, lookup_name: str) -> Any:
        raise FieldError(f"{self.name} is encrypted: search by its blind index")

    def to_python(self, value: Any) -> Any:
        return self.wrap(value)

    def value_to_string(self, obj: models.Model) -> str:
        # A dump made with `dumpdata` shows the mask; whole copies are made with pg_dump.
        return str(self.value_from_object(obj) or "")

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": forms.CharField, **kwargs})
