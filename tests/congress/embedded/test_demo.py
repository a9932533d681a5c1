"""What `make demo` says when it cannot run, and the port it takes."""

import fcntl
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from congress.embedded.demo import FIRST_PORT, CannotStartError, choose_port
from congress.embedded.processes import claim_port, free_port

ROOT = Path(__file__).resolve().parents[3]


def run_demo(**variables: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "congress.embedded.demo"],
        env={**os.environ, **variables},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_wished_port_that_is_taken_is_refused_with_a_sentence(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        refused = run_demo(VAR=str(tmp_path), PORT=str(port))
    assert refused.returncode == 1
    assert refused.stderr == f"Port {port} is taken by another program: try `make demo PORT={port + 1}`.\n"


def test_a_second_demo_on_the_same_folder_is_refused_with_a_sentence(tmp_path):
    with (tmp_path / "demo.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        refused = run_demo(VAR=str(tmp_path))
    assert refused.returncode == 1
    assert refused.stderr == f"A demo runs on {tmp_path} already; another one needs another VAR=.\n"


def test_a_port_is_reserved_before_anything_listens_on_it():
    port = free_port()
    wished, claim = choose_port(str(port))
    with claim:
        assert wished == port
        assert claim_port(port) is None
    again = claim_port(port)
    assert again is not None
    again.close()


def test_without_a_wish_two_demos_take_two_ports():
    first, claim = choose_port(None)
    with claim:
        second, other = choose_port("")
        other.close()
    assert FIRST_PORT <= first < second


@pytest.mark.parametrize("wish", ["web", "0", "-1", "70000", "80.5"])
def test_a_port_that_is_no_port_is_refused(wish):
    with pytest.raises(CannotStartError, match="say a number between 1 and 65535"):
        choose_port(wish)
