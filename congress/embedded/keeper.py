"""The process that owns the servers of one data folder for as long as somebody holds a lease on them.

A lease is an open connection to the keeper's socket, so the kernel ends it with its holder, whatever happened to it.
Run as `python -m congress.embedded.keeper FOLDER [--ephemeral]`; `congress.embedded.lease` does.
"""

import fcntl
import json
import os
import selectors
import shutil
import signal
import socket
import sys
from dataclasses import asdict
from pathlib import Path
from typing import cast

from congress.embedded.servers import Servers

SOCKET = "keeper.sock"
LOCK = "keeper.lock"


def socket_address(folder: Path) -> tuple[str, int]:
    """The keeper's socket, by way of an open folder: a socket path may hold only 107 bytes. Close the descriptor."""
    descriptor = os.open(folder, os.O_PATH | os.O_DIRECTORY)
    return f"/proc/self/fd/{descriptor}/{SOCKET}", descriptor


def keep(folder: Path, *, ephemeral: bool) -> None:
    """Start the servers, grant leases, and stop the servers when the last lease has ended."""
    with (folder / LOCK).open("w") as lock:
        # A keeper that is just stopping its servers still holds the lock.
        fcntl.flock(lock, fcntl.LOCK_EX)
        servers = Servers(folder, ephemeral=ephemeral)
        last_lease = None
        try:
            addresses = servers.start()
            last_lease = _grant_leases(folder, json.dumps(asdict(addresses)).encode() + b"\n", servers)
        finally:
            servers.stop()
            if ephemeral:
                shutil.rmtree((folder / "data").resolve(), ignore_errors=True)
                shutil.rmtree(folder, ignore_errors=True)
            # The last holder waits for this.
            if last_lease:
                last_lease.close()


def _grant_leases(folder: Path, greeting: bytes, servers: Servers) -> socket.socket | None:
    """Serve until the last lease has ended (returned, still open on our side) or a server has."""
    (folder / SOCKET).unlink(missing_ok=True)
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    address, descriptor = socket_address(folder)
    listener.bind(address)
    os.close(descriptor)
    (folder / SOCKET).chmod(0o600)
    listener.listen(64)
    print("ready", flush=True)
    waiting = selectors.DefaultSelector()
    waiting.register(listener, selectors.EVENT_READ)
    leases = 0
    last: socket.socket | None = None
    while not servers.broken():
        # Nobody came at all within this time: the command that started us is gone.
        events = waiting.select(timeout=5)
        if not events and not leases:
            break
        for key, _mask in events:
            ready = cast("socket.socket", key.fileobj)
            if ready is listener:
                lease, _peer = listener.accept()
                lease.sendall(greeting)
                waiting.register(lease, selectors.EVENT_READ)
                leases += 1
            elif not _still_held(ready):
                waiting.unregister(ready)
                leases -= 1
                last = ready
                if leases:
                    ready.close()
        if events and not leases:
            break
    # From here on a newcomer is refused, and starts a keeper that waits for our lock.
    (folder / SOCKET).unlink(missing_ok=True)
    listener.close()
    return last


def _still_held(lease: socket.socket) -> bool:
    try:
        return bool(lease.recv(64))
    except OSError:
        return False


def main() -> None:
    """Entry of the process. Stop signals end the lease granting, the servers are stopped in order."""
    for signum in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(signum, lambda *_: sys.exit(0))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    keep(Path(sys.argv[1]), ephemeral="--ephemeral" in sys.argv[2:])


if __name__ == "__main__":
    main()
