"""The test database: migrated once per set of migrations, and itself again after each test, by copies in PostgreSQL."""

import hashlib
import os
import re
import subprocess
from pathlib import Path

import psycopg
from django.conf import settings
from django.db import connections
from django.test.utils import setup_databases

from congress.embedded.binaries import find_binaries

ROOT = Path(__file__).resolve().parent.parent
APPS = ["congress", "deputies", "petitions", "outreach", "budget_watch"]
_OWN_IMPORT = re.compile(rf"^\s*(?:from|import) ((?:{'|'.join(APPS)})[\w.]*)(?: import (\w+))?", re.MULTILINE)


def make_database(cache: Path) -> None:
    """Create the test database: by the migrations, or from the dump that an earlier run of the same migrations left."""
    dump = cache / f"{_fingerprint()}.sql"
    if dump.exists():
        _load(dump)
    else:
        setup_databases(verbosity=0, interactive=False)
        for old in cache.glob("*.sql"):
            old.unlink(missing_ok=True)
        _save(dump)


def keep_clean_copy() -> None:
    """Remember the database as it is now."""
    name = connections["default"].settings_dict["NAME"]
    connections["default"].close()
    with _server() as server:
        server.execute(f'CREATE DATABASE "{name}_clean" TEMPLATE "{name}" STRATEGY file_copy')


def restore_clean_copy() -> None:
    """Replace the database by the copy, whoever is still connected. Takes some 50 ms."""
    name = connections["default"].settings_dict["NAME"]
    connections.close_all()
    with _server() as server:
        server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE "{name}_clean" STRATEGY file_copy')


def _server() -> psycopg.Connection:
    return psycopg.connect(**_address("postgres"), autocommit=True)


def _address(database: str) -> dict[str, str]:
    ours = connections["default"].settings_dict
    return {"host": ours["HOST"], "port": ours["PORT"], "user": ours["USER"], "dbname": database}


def _fingerprint() -> str:
    """Changes with the migrations, the data files, the own modules that migrations import, and the packages."""
    migrations = sorted(path for app in APPS for path in (ROOT / app).rglob("migrations/*.py"))
    modules = {
        ROOT / f"{name.replace('.', '/')}.py"
        for path in migrations
        for module, child in _OWN_IMPORT.findall(path.read_text(encoding="utf-8"))
        for name in (module, f"{module}.{child}")
    }
    data = sorted(path for app in APPS for path in (ROOT / app).rglob("data/*"))
    fingerprint = hashlib.sha256()
    for path in [
        *migrations,
        *sorted(modules),
        *data,
        ROOT / "requirements-dev.lock",
        ROOT / "congress/settings/base.py",
    ]:
        if path.is_file():
            fingerprint.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return fingerprint.hexdigest()[:20]


def _save(dump: Path) -> None:
    draft = dump.with_suffix(f".{os.getpid()}")
    _client("pg_dump", f"--file={draft}", connections["default"].settings_dict["NAME"])
    draft.rename(dump)


def _load(dump: Path) -> None:
    name = f"test_{settings.DATABASES['default']['NAME']}"
    with _server() as server:
        server.execute(f'CREATE DATABASE "{name}"')
    _client(
        "psql",
        "--quiet",
        "--no-psqlrc",
        "--set=ON_ERROR_STOP=1",
        "--single-transaction",
        f"--file={dump}",
        name,
    )
    connections["default"].close()
    settings.DATABASES["default"]["NAME"] = connections["default"].settings_dict["NAME"] = name


def _client(program: str, *arguments: str) -> None:
    address = _address("")
    command = [
        find_binaries(None).postgres / program,
        "-h",
        address["host"],
        "-p",
        address["port"],
        "-U",
        address["user"],
    ]
    subprocess.run([*command, *arguments], check=True, stdout=subprocess.DEVNULL)
