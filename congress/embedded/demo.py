"""`make demo`: servers, demo world, web, worker, beat; one Ctrl-C ends all of it in order."""

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from types import FrameType

from congress.embedded.environment import CODE, data_folder, environment
from congress.embedded.lease import borrowed_servers
from congress.embedded.processes import ask_to_stop, claim_port, die_with_make, start, wait_or_kill

FIRST_PORT = 8000
# A demo that was killed a moment ago still holds its port for a moment.
PORT_PATIENCE = 3.0
READY_PATIENCE = 90.0


class StoppedByUserError(Exception):
    """Ctrl-C or SIGTERM."""


class CannotStartError(Exception):
    """A sentence for the person at the terminal."""


def main() -> int:
    """Run until somebody stops it. 0 after Ctrl-C or SIGTERM, 1 when it could not run."""
    die_with_make()
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, _stop_by_user)
    try:
        _run(data_folder())
    except StoppedByUserError:
        return 0
    except CannotStartError as reason:
        print(reason, file=sys.stderr)
    return 1


def _stop_by_user(_signum: int, _frame: FrameType | None) -> None:
    # A second Ctrl-C must not break into the stopping.
    for signum in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, signal.SIG_IGN)
    raise StoppedByUserError


def choose_port(wish: str | None) -> tuple[int, socket.socket]:
    """The wished port, or the first free one from 8000 on, with what reserves it. CannotStartError when it is taken."""
    if wish:
        if not wish.isdigit() or not 0 < int(wish) < 65536:
            raise CannotStartError(f"PORT={wish}: say a number between 1 and 65535.")
        port = int(wish)
        deadline = time.monotonic() + PORT_PATIENCE
        while (claim := claim_port(port)) is None:
            if time.monotonic() > deadline:
                raise CannotStartError(
                    f"Port {port} is taken by another program: try `make demo PORT={port + 1}`."
                )
            time.sleep(0.2)
        return port, claim
    for port in range(FIRST_PORT, FIRST_PORT + 100):
        claim = claim_port(port)
        if claim:
            return port, claim
    raise CannotStartError(f"No port from {FIRST_PORT} on is free: say one with `make demo PORT=…`.")


def _run(folder: Path) -> None:
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    with (folder / "demo.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise CannotStartError(
                f"A demo runs on {folder} already; another one needs another VAR=."
            ) from error
        port, claim = choose_port(os.environ.get("PORT"))
        try:
            with claim, borrowed_servers(folder) as addresses:
                env = {
                    **os.environ,
                    **environment(folder, addresses),
                    "PYTHONUNBUFFERED": "1",
                    "VAR": str(folder),
                }
                env["DJANGO_SETTINGS_MODULE"] = "congress.settings.production"
                _serve(folder, env, port)
        except RuntimeError as error:
            raise CannotStartError(str(error)) from error
        finally:
            print("Stopped.", flush=True)


def _serve(folder: Path, env: Mapping[str, str], port: int) -> None:
    url = f"http://127.0.0.1:{port}"
    children: list[tuple[str, subprocess.Popen[bytes]]] = []
    try:
        preparing = subprocess.Popen(
            [sys.executable, "-m", "congress.embedded.prepare", url],
            env=env,
            cwd=CODE,
            start_new_session=True,
        )
        children.append(("prepare", preparing))
        if preparing.wait():
            raise CannotStartError("The demo could not be prepared; the reason stands above.")
        children.clear()
        for name, command in _commands(folder, port).items():
            with (folder / "log" / f"{name}.log").open("ab") as log:
                child_env = {**env, "PROCESS_KIND": "web" if name == "web" else "worker"}
                children.append(
                    (name, start([sys.executable, "-m", *command], env=child_env, cwd=CODE, log=log))
                )
        _wait_until_ready(url, children, folder)
        _announce(url, folder)
        while True:
            _complain_about_ended(children, folder)
            time.sleep(0.5)
    finally:
        if children:
            print("Stopping …", flush=True)
        # All at once: none of the three needs another one to stop.
        for _name, child in children:
            ask_to_stop(child)
        for _name, child in children:
            wait_or_kill(child, patience=25)


def _commands(folder: Path, port: int) -> dict[str, list[str]]:
    worker = "--loglevel=INFO --concurrency=2 --without-gossip --without-mingle --without-heartbeat"
    return {
        "web": [
            "granian",
            "--interface=wsgi",
            f"--port={port}",
            "--workers=2",
            "--blocking-threads=2",
            "congress.wsgi:application",
        ],
        "worker": ["celery", "--app=congress", "worker", *worker.split()],
        "beat": [
            "celery",
            "--app=congress",
            "beat",
            "--loglevel=INFO",
            f"--schedule={folder / 'beat'}",
            "--pidfile=",
        ],
    }


def _complain_about_ended(children: list[tuple[str, subprocess.Popen[bytes]]], folder: Path) -> None:
    for name, child in children:
        if child.poll() is not None:
            log = folder / "log" / f"{name}.log"
            tail = "\n".join(log.read_text(errors="replace").splitlines()[-15:])
            raise CannotStartError(f"{name} ended by itself ({child.returncode}); the end of {log}:\n{tail}")


def _wait_until_ready(url: str, children: list[tuple[str, subprocess.Popen[bytes]]], folder: Path) -> None:
    deadline = time.monotonic() + READY_PATIENCE
    while time.monotonic() < deadline:
        _complain_about_ended(children, folder)
        try:
            with urllib.request.urlopen(f"{url}/readyz", timeout=5):  # noqa: S310 - our own address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise CannotStartError(f"The site did not become ready; see {folder / 'log' / 'web.log'}.")


def _announce(url: str, folder: Path) -> None:
    directory = json.loads((folder / "demo.json").read_text(encoding="utf-8"))
    lines = [
        "",
        f"人大连心 runs at {url}/   (desk: {url}/desk/, phone: {url}/m/, API: {url}/api/v1/)",
        f"Data: {folder}   Accounts: {folder / 'demo.json'}",
        "",
        *(
            f"  {a['username']:<14} {a['password']:<18} {a['face']:<7} {a['name']} {a['role']}"
            for a in directory["accounts"]
        ),
        "",
        "Ctrl-C stops everything.",
    ]
    print("\n".join(lines), flush=True)


if __name__ == "__main__":
    sys.exit(main())
