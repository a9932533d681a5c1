"""Read settings from the environment, strictly: a wrong value stops the start with a sentence."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_MISSING = object()


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


def words(name: str, default: str = "") -> list[str]:
    """A comma-separated list, empty items left out."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]
