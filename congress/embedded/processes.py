"""Children that cannot outlive their parent, and that stop in order."""

import ctypes
import os
import pwd
import signal
import socket
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import IO

_PR_SET_PDEATHSIG = 1
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class Account:
    """The system account that the servers run under. PostgreSQL refuses root."""

    uid: int
    gid: int

    @classmethod
    def for_servers(cls) -> "Account | None":
        """`nobody` when we are root; None (stay who we are) otherwise."""
        if os.geteuid() != 0:
            return None
        entry = pwd.getpwnam("nobody")
        return cls(entry.pw_uid, entry.pw_gid)


def own(path: Path, account: Account | None) -> None:
    """Give a folder to the servers' account, closed to everybody else. PostgreSQL insists on the mode."""
    if account:
        os.chown(path, account.uid, account.gid)
    path.chmod(0o700)


def dies_with_parent(signum: int) -> Callable[[], None]:
    """A `preexec_fn` that has the kernel send `signum` when the parent is gone, even by kill -9."""
    parent = os.getpid()

    def ask_kernel() -> None:
        _libc.prctl(_PR_SET_PDEATHSIG, signum)
        # The parent may have died between fork and prctl.
        if os.getppid() != parent:
            os._exit(1)

    return ask_kernel


def start(
    command: Sequence[str | Path],
    *,
    account: Account | None = None,
    log: IO[bytes] | None = None,
    env: Mapping[str, str] | None = None,
    cwd: Path | str = "/",
    death_signal: int = signal.SIGTERM,
) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own, so that the terminal's Ctrl-C reaches only its parent."""
    # preexec_fn runs after the change of user: a later setuid would clear the death signal.
    return subprocess.Popen(
        [str(part) for part in command],
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
        stdin=subprocess.DEVNULL,
        stdout=log or subprocess.DEVNULL,
        stderr=subprocess.STDOUT if log else subprocess.DEVNULL,
        env=dict(env) if env is not None else {"LC_ALL": "C.UTF-8", "PATH": os.defpath},
        cwd=cwd,
        start_new_session=True,
        preexec_fn=dies_with_parent(death_signal),  # noqa: PLW1509 - single-threaded parents only
    )


def die_with_make() -> None:
    """When make started us, end with it: make killed by -9 cannot pass a signal on."""
    if "MAKELEVEL" in os.environ:
        _libc.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def run(command: Sequence[str | Path], *, account: Account | None) -> None:
    """Run to the end; RuntimeError with the output when it fails."""
    done = subprocess.run(
        [str(part) for part in command],
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        env={"LC_ALL": "C.UTF-8", "PATH": os.defpath},
        cwd="/",
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{command[0]} failed ({done.returncode}): {done.stderr or done.stdout}")


def ask_to_stop(child: subprocess.Popen[bytes], signum: int = signal.SIGTERM) -> None:
    """Send the signal once: a second one makes Celery drop its tasks."""
    if child.poll() is None:
        child.send_signal(signum)


def wait_or_kill(child: subprocess.Popen[bytes], *, patience: float) -> int:
    """Wait `patience` seconds for its end, then kill. Returns the exit code."""
    try:
        return child.wait(timeout=patience)
    except subprocess.TimeoutExpired:
        child.kill()
        return child.wait()


def claim_port(port: int) -> socket.socket | None:
    """Reserve a port for a web server that will start later; None when it is taken. Ends with the returned socket.

    Two servers that allow sharing (granian does, for its workers) would both get the port, and visitors would meet
    now one, now the other. So a name in the kernel stands for the port from now on, before anything listens.
    """
    claim = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        # A port whose last user just left counts as free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            claim.bind(f"\0lianxin-port-{port}")
            probe.bind(("127.0.0.1", port))
        except OSError:
            claim.close()
            return None
    return claim


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on right now."""
    with closing(socket.socket(socket.AF_INET, socket.SOCK_STREAM)) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
