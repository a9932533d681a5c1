"""The environment variables that a process on the embedded servers gets: production's names, values of this folder."""

import base64
import os
import secrets
from contextlib import suppress
from pathlib import Path

from congress.embedded.servers import Addresses

CODE = Path(__file__).resolve().parent.parent.parent


def data_folder() -> Path:
    """VAR, or `var/` beside manage.py."""
    return Path(os.environ.get("VAR") or CODE / "var").resolve()


def environment(folder: Path, addresses: Addresses) -> dict[str, str]:
    """Secrets are made once per folder: without them its personal data cannot be read."""
    return {
        "DATABASE_URL": addresses.database_url,
        "REDIS_URL": addresses.redis_url,
        "SECRET_KEY_FILE": _made_once(folder, "secret_key", ""),
        "FIELD_KEYS_FILE": _made_once(folder, "field_keys", "local1 "),
        "BLIND_INDEX_KEY_FILE": _made_once(folder, "blind_index_key", ""),
        "MEDIA_ROOT": str(folder / "media"),
        "STATIC_ROOT": str(folder / "static"),
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "METRICS_ALLOWED": "127.0.0.1",
        "HTTPS": "false",
        "SMS_BACKEND": "outbox",
        "SITE_NOTICE": "演示数据，人物均为虚构",
    }


def _made_once(folder: Path, name: str, prefix: str) -> str:
    path = folder / "keys" / name
    if not path.exists():
        path.parent.mkdir(mode=0o700, exist_ok=True)
        size = 48 if name == "secret_key" else 32
        draft = path.with_name(f"{name}.{os.getpid()}")
        draft.touch(mode=0o600)
        draft.write_text(prefix + base64.b64encode(secrets.token_bytes(size)).decode() + "\n")
        # Of two commands at once, the first one's key stays.
        with suppress(FileExistsError):
            path.hardlink_to(draft)
        draft.unlink()
    return str(path)
