"""One PostgreSQL and one Valkey over a data folder: initialise, start, stop."""

import shutil
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import redis

from congress.embedded.binaries import Binaries, find_binaries, shared_folder
from congress.embedded.processes import Account, ask_to_stop, free_port, own, run, start, wait_or_kill

_DATABASE = "lianxin"
_OWNER = "lianxin"
# PostgreSQL replays its log after a crash before it is ready; on a slow disk that takes a while.
_PATIENCE = 60.0

# The builtin provider does not depend on the machine's locales, and its LIKE and lower() are right for Chinese.
_INITDB = [
    f"--username={_OWNER}",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
    "--locale=C.UTF-8",
]
_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "100",
    "shared_buffers": "256MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# Tests throw the data away: nothing has to reach the disk.
_EPHEMERAL = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
}


@dataclass(frozen=True, slots=True)
class Addresses:
    """What the settings need to know."""

    database_url: str
    redis_url: str


class Servers:
    """The two servers of one data folder."""

    def __init__(self, folder: Path, *, ephemeral: bool = False) -> None:
        self.folder = folder
        self.ephemeral = ephemeral
        self._account: Account | None = Account.for_servers()
        self._children: list[tuple[subprocess.Popen[bytes], int]] = []

    def start(self) -> Addresses:
        """Bring both up. RuntimeError with the end of the server's log when one does not come."""
        binaries = find_binaries(self._account)
        (self.folder / "log").mkdir(parents=True, exist_ok=True)
        data = self._data_folder()
        redis_url = self._start_valkey(binaries, data / "valkey")
        database_url = self._start_postgres(binaries, data / "postgres")
        return Addresses(database_url, redis_url)

    def stop(self) -> None:
        """Stop in the reverse order of the start; PostgreSQL cuts off whoever is still connected."""
        while self._children:
            child, signum = self._children.pop()
            ask_to_stop(child, signum)
            wait_or_kill(child, patience=25)

    def broken(self) -> bool:
        """Whether a server has ended by itself."""
        return any(child.poll() is not None for child, _signum in self._children)

    def _data_folder(self) -> Path:
        """The folder itself, or one under /var/tmp when the servers' account cannot enter it."""
        link = self.folder / "data"
        if link.is_symlink() or not link.exists():
            if self._account and not self._can_enter(self._account):
                target = shared_folder("data", str(self.folder.resolve()))
                if not link.is_symlink():
                    # What lies there is of a folder of this name that was deleted, its keys with it.
                    for old in target.iterdir():
                        shutil.rmtree(old)
                    link.symlink_to(target)
            elif not link.exists():
                link.mkdir(mode=0o755)
        return link.resolve()

    def _can_enter(self, account: Account) -> bool:
        folder = str(self.folder.resolve())
        return (
            subprocess.run(
                ["/usr/bin/test", "-x", folder],
                user=account.uid,
                group=account.gid,
                extra_groups=[],
                cwd="/",
                check=False,
            ).returncode
            == 0
        )

    def _start_postgres(self, binaries: Binaries, data: Path) -> str:
        fresh = not (data / "PG_VERSION").exists()
        if fresh:
            data.mkdir(exist_ok=True)
            own(data, self._account)
            speed = ["--no-sync"] if self.ephemeral else []
            run([binaries.postgres / "initdb", "-D", data, *_INITDB, *speed], account=self._account)
        settings = _SETTINGS | (_EPHEMERAL if self.ephemeral else {})
        port = free_port()
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "log" / "postgres.log").open("ab") as log:
            child = start(
                [binaries.postgres / "postgres", "-D", data, "-p", str(port), *options],
                account=self._account,
                log=log,
                death_signal=signal.SIGINT,
            )
        # SIGINT is PostgreSQL's fast stop; SIGTERM would wait for every client.
        self._children.append((child, signal.SIGINT))
        self._wait(child, lambda: _says_ready(data / "postmaster.pid", child.pid), "postgres")
        if fresh:
            run(
                [binaries.postgres / "createdb", "-h", "127.0.0.1", "-p", str(port), "-U", _OWNER, _DATABASE],
                account=self._account,
            )
        return f"postgresql://{_OWNER}@127.0.0.1:{port}/{_DATABASE}"

    def _start_valkey(self, binaries: Binaries, data: Path) -> str:
        data.mkdir(exist_ok=True)
        own(data, self._account)
        port = free_port()
        keep = ["--appendonly", "no"] if self.ephemeral else ["--appendonly", "yes"]
        with (self.folder / "log" / "valkey.log").open("ab") as log:
            child = start(
                [
                    binaries.valkey,
                    "--port",
                    str(port),
                    "--bind",
                    "127.0.0.1",
                    "--dir",
                    data,
                    "--save",
                    "",
                    *keep,
                ],
                account=self._account,
                log=log,
            )
        self._children.append((child, signal.SIGTERM))
        client = redis.Redis(port=port, socket_timeout=2)

        def answers() -> bool:
            try:
                return bool(client.ping())
            except redis.RedisError:
                return False

        self._wait(child, answers, "valkey")
        client.close()
        return f"redis://127.0.0.1:{port}/0"

    def _wait(self, child: subprocess.Popen[bytes], ready, name: str) -> None:
        deadline = time.monotonic() + _PATIENCE
        while not ready():
            if child.poll() is not None or time.monotonic() > deadline:
                log = self.folder / "log" / f"{name}.log"
                tail = "".join(log.read_text(errors="replace").splitlines(keepends=True)[-15:])
                raise RuntimeError(f"{name} did not start; the end of {log}:\n{tail}")
            time.sleep(0.02)


def _says_ready(pid_file: Path, pid: int) -> bool:
    """What pg_ctl does: the first line of postmaster.pid is the process, the eighth its state."""
    try:
        lines = pid_file.read_text().splitlines()
    except OSError:
        return False
    return len(lines) >= 8 and lines[0] == str(pid) and lines[7].strip() == "ready"
