"""Read settings from the environment, strictly: a wrong value stops the start with a sentence."""

import base64
import binascii
import os
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

from django.core.exceptions import ImproperlyConfigured

_MISSING = object()
KEY_BYTES = 32


def text(name: str, default: str | object = _MISSING) -> str:
    """The value of NAME, or of the file that NAME_FILE points to (for secrets)."""
    if name in os.environ:
        return os.environ[name]
    path = os.environ.get(f"{name}_FILE")
    if path:
        try:
            return Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE: cannot read {path}: {error.strerror}") from error
    if default is _MISSING:
        raise ImproperlyConfigured(f"{name} (or {name}_FILE) must be set.")
    return str(default)


def flag(name: str, default: bool) -> bool:
    """True or False; any other word than 1/0, true/false, yes/no, on/off stops the start."""
    word = text(name, str(default)).strip().lower()
    if word in {"1", "true", "yes", "on"}:
        return True
    if word in {"0", "false", "no", "off"}:
        return False
    raise ImproperlyConfigured(f"{name}={word!r}: say true or false.")


def number(name: str, default: int) -> int:
    """A whole number."""
    word = text(name, str(default))
    try:
        return int(word)
    except ValueError as error:
        raise ImproperlyConfigured(f"{name}={word!r}: say a whole number.") from error


def words(name: str, default: str | None = "") -> list[str]:
    """A comma-separated list, empty items left out. `default=None`: it must be set."""
    line = text(name) if default is None else text(name, default)
    return [word.strip() for word in line.split(",") if word.strip()]


def pairs(name: str, default: str = "") -> dict[str, str]:
    """A comma-separated list of left=right; the right side may hold further equals signs."""
    found = {}
    for word in words(name, default):
        left, equals, right = word.partition("=")
        if not (left and equals and right):
            # Not the word itself: the right side may be a secret.
            raise ImproperlyConfigured(f"{name}: say left=right,left=right.")
        found[left.strip()] = right.strip()
    return found


def choice(name: str, default: str, allowed: set[str]) -> str:
    """One of the allowed words."""
    word = text(name, default)
    if word not in allowed:
        raise ImproperlyConfigured(f"{name}={word!r}: say one of {', '.join(sorted(allowed))}.")
    return word


def database(name: str, statement_ms: int, lock_ms: int, idle_ms: int) -> dict[str, Any]:
    """Django's settings of a PostgreSQL address `postgresql://user:password@host:port/database?option=value`.

    Several hosts, comma-separated, are allowed for a standby. Options of the address go to libpq (sslmode, sslrootcert,
    target_session_attrs …). 0 ms means no limit.
    """
    parts = _split(name, text(name), {"postgresql", "postgres"})
    if not parts.path.strip("/"):
        raise ImproperlyConfigured(f"{name}: the database's name is missing at the end of the address.")
    credentials, _, hosts = parts.netloc.rpartition("@")
    user, _, password = credentials.partition(":")
    pairs = [host.rpartition(":") if ":" in host else (host, "", "5432") for host in hosts.split(",")]
    if not all(port.isdigit() for _host, _colon, port in pairs):
        raise ImproperlyConfigured(f"{name}: a port of the address is no number.")
    limits = {
        "statement_timeout": statement_ms,
        "lock_timeout": lock_ms,
        "idle_in_transaction_session_timeout": idle_ms,
    }
    options: dict[str, Any] = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(user),
        "PASSWORD": unquote(password),
        "HOST": ",".join(host for host, _colon, _port in pairs),
        "PORT": ",".join(port for _host, _colon, port in pairs),
        "CONN_MAX_AGE": number("DATABASE_CONN_MAX_AGE", 60),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {
            "connect_timeout": 3,
            # Prepared statements save the planning, which costs more than the query on the light paths.
            "server_side_binding": True,
            "options": " ".join(f"-c {limit}={value}" for limit, value in limits.items()),
            **{key: unquote(value) for key, value in options.items()},
        },
    }


def redis_url(name: str, default_beside: str | None = None) -> str:
    """A Redis address with its database number. `default_beside`: take the next number on that server when unset."""
    if default_beside is not None and not text(name, ""):
        parts = urlsplit(default_beside)
        return urlunsplit(parts._replace(path=f"/{int(parts.path.strip('/') or 0) + 1}"))
    address = text(name)
    parts = _split(name, address, {"redis", "rediss", "unix"})
    if parts.scheme != "unix" and not (parts.path.strip("/") or "0").isdigit():
        raise ImproperlyConfigured(f"{name}: {parts.path!r} is no database number.")
    return address


def keys(name: str) -> dict[str, str]:
    """Key id -> key, from the file that the variable names: a line `id base64` each, the first one in use."""
    path = Path(text(name))
    try:
        lines = [line.split() for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    except OSError as error:
        raise ImproperlyConfigured(f"{name}: cannot read {path}: {error.strerror}") from error
    if not lines or any(len(line) != 2 for line in lines):
        raise ImproperlyConfigured(f"{name}: {path} must hold lines of a key id and a key in base64.")
    for kid, key in lines:
        key_bytes(f"{name}: {kid}", key)
    return dict(lines)


def key_bytes(name: str, key: str) -> str:
    """The key as it stands, if it is 32 bytes in base64. The message never repeats it."""
    try:
        length = len(base64.b64decode(key, validate=True))
    except (binascii.Error, ValueError) as error:
        raise ImproperlyConfigured(f"{name}: the key is not base64.") from error
    if length != KEY_BYTES:
        raise ImproperlyConfigured(f"{name}: the key has {length} bytes, not {KEY_BYTES}.")
    return key


def _split(name: str, address: str, schemes: set[str]) -> SplitResult:
    parts = urlsplit(address)
    if parts.scheme not in schemes or not (parts.netloc or parts.path):
        # The address may hold a password: it is not repeated.
        raise ImproperlyConfigured(
            f"{name}: an address begins with one of {', '.join(sorted(schemes))}, then ://."
        )
    return parts
