"""`make demo` from its start to its end, on a folder whose world counts as loaded."""

import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from congress.embedded.processes import free_port
from tests.congress.embedded.running import wait_until_none_runs

ROOT = Path(__file__).resolve().parents[3]
ACCOUNT = {"username": "li.min", "password": "Demo-1", "role": "clerk", "name": "李敏", "face": "desk"}
WORLD = {"accounts": [ACCOUNT], "api": {"client_id": "x", "token_url": "/o/token/"}}


@pytest.fixture(scope="module")
def folder(open_place: Path) -> Path:
    """One for all tests here: tables and static files are made once."""
    var = open_place / "demo"
    var.mkdir(mode=0o755)
    (var / "demo_world.json").write_text(json.dumps(WORLD))
    return var


@pytest.fixture
def start_demo(folder: Path) -> Iterator[Callable[[], tuple[subprocess.Popen[str], str]]]:
    started = []

    def start() -> tuple[subprocess.Popen[str], str]:
        port = free_port()
        demo = subprocess.Popen(
            [sys.executable, "-m", "congress.embedded.demo"],
            env={**os.environ, "VAR": str(folder), "PORT": str(port)},
            cwd=ROOT,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(demo)
        lines = []
        for line in demo.stdout:
            lines.append(line)
            if line.startswith("Ctrl-C stops everything."):
                return demo, f"http://127.0.0.1:{port}"
        pytest.fail("The demo did not come up:\n" + "".join(lines))

    yield start
    for demo in started:
        demo.kill()
        demo.wait()
        demo.stdout.close()


def read(url: str) -> tuple[int, bytes]:
    with urllib.request.urlopen(url, timeout=10) as answer:  # noqa: S310 - our own server
        return answer.status, answer.read()


def test_the_demo_comes_up_tells_where_it_is_and_goes_without_a_trace(start_demo, folder):
    demo, url = start_demo()
    assert read(f"{url}/readyz")[0] == 200
    assert json.loads((folder / "demo.json").read_text()) == {
        "url": url,
        "accounts": [ACCOUNT],
        "api": {"client_id": "x", "token_url": f"{url}/o/token/"},
    }
    demo.send_signal(signal.SIGTERM)
    assert demo.wait(timeout=30) == 0
    assert wait_until_none_runs(folder) == []


def test_a_demo_killed_by_force_leaves_no_process(start_demo, folder):
    demo, url = start_demo()
    assert read(f"{url}/healthz")[0] == 200
    demo.send_signal(signal.SIGKILL)
    demo.wait()
    assert wait_until_none_runs(folder) == []


def test_a_part_that_ends_by_itself_ends_the_demo_with_its_last_words(start_demo, folder):
    demo, _url = start_demo()
    beat = next(
        int(entry.parent.name)
        for entry in Path("/proc").glob("[0-9]*/cmdline")
        if f"--schedule={folder}/beat".encode() in entry.read_bytes()
    )
    os.kill(beat, signal.SIGKILL)
    deadline = time.monotonic() + 30
    while demo.poll() is None and time.monotonic() < deadline:
        time.sleep(0.1)
    assert demo.returncode == 1
    assert f"beat ended by itself (-9); the end of {folder}/log/beat.log" in demo.stdout.read()
    assert wait_until_none_runs(folder) == []
