"""Borrow the servers of a data folder: the running ones, or new ones that stop with the last borrower."""

import fcntl
import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from congress.embedded.keeper import socket_address
from congress.embedded.servers import Addresses

_CODE = Path(__file__).resolve().parent.parent.parent


@contextmanager
def borrowed_servers(folder: Path) -> Iterator[Addresses]:
    """Addresses of the folder's servers, good until the block ends. Any number of commands may do this at once."""
    folder = folder.resolve()
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    lease, addresses = _take(folder, ephemeral=False)
    try:
        yield addresses
    finally:
        _give_back(lease)


@contextmanager
def own_servers() -> Iterator[tuple[Path, Addresses]]:
    """Servers for one test run: fast, empty, in a temporary folder that goes with them, even after kill -9.

    The run may put its own files into the folder.
    """
    folder = Path(tempfile.mkdtemp(prefix="lianxin-test-"))
    folder.chmod(0o755)
    lease, addresses = _take(folder, ephemeral=True)
    try:
        yield folder, addresses
    finally:
        _give_back(lease)


def _take(folder: Path, *, ephemeral: bool) -> tuple[socket.socket, Addresses]:
    # One starter at a time; the others then find its keeper.
    with (folder / "start.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        held = _connect(folder)
        if held is None:
            _start_keeper(folder, ephemeral=ephemeral)
            held = _connect(folder)
    if held is None:
        raise RuntimeError(f"The keeper of {folder} started and went away; see {folder / 'log'}.")
    return held


def _give_back(lease: socket.socket) -> None:
    """End the lease; when it was the last one, wait until the servers are down."""
    with lease:
        try:
            lease.shutdown(socket.SHUT_WR)
            lease.settimeout(60)
            lease.recv(1)
        except OSError:
            # The keeper is gone already; there is nothing left to give back.
            return


def _connect(folder: Path) -> tuple[socket.socket, Addresses] | None:
    """A lease, or None when no keeper answers (also one that is just leaving)."""
    address, descriptor = socket_address(folder)
    lease = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    try:
        lease.connect(address)
        with lease.makefile("rb") as stream:
            greeting = stream.readline()
    except OSError:
        greeting = b""
    finally:
        os.close(descriptor)
    if not greeting:
        lease.close()
        return None
    return lease, Addresses(**json.loads(greeting))


def _start_keeper(folder: Path, *, ephemeral: bool) -> None:
    """Start the keeper in a session of its own and wait until its servers answer."""
    (folder / "log").mkdir(exist_ok=True)
    log_path = folder / "log" / "keeper.log"
    with log_path.open("wb") as log:
        keeper = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "congress.embedded.keeper",
                str(folder),
                *(["--ephemeral"] if ephemeral else []),
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=log,
            cwd=_CODE,
            start_new_session=True,
        )
    assert keeper.stdout is not None  # noqa: S101 - a pipe was asked for
    with keeper.stdout:
        word = keeper.stdout.readline()
    # It outlives this command if another one borrows too: not ours to wait for.
    if word:
        keeper.returncode = 0
    else:
        keeper.wait()
        raise RuntimeError(
            log_path.read_text().strip().splitlines()[-1] if log_path.exists() else "no keeper"
        )
