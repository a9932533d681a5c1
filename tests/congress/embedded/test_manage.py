"""`manage.py` without DATABASE_URL works on the embedded servers of VAR."""

import os
import subprocess
import sys
from pathlib import Path

from congress.embedded.environment import environment
from congress.embedded.lease import borrowed_servers
from congress.embedded.servers import Addresses

ROOT = Path(__file__).resolve().parents[3]
OURS = {"DATABASE_URL", "REDIS_URL", "DJANGO_SETTINGS_MODULE", "LIANXIN_TEST_SERVERS"}


def test_a_command_uses_the_running_servers_of_its_folder(folder):
    bare = {name: value for name, value in os.environ.items() if name not in OURS}
    with borrowed_servers(folder) as servers:
        answer = subprocess.run(
            [
                sys.executable,
                "manage.py",
                "shell",
                "-v0",
                "-c",
                "from django.conf import settings; print(settings.REDIS_URL)",
            ],
            env={**bare, "VAR": str(folder)},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        )
    assert answer.stdout.strip() == servers.redis_url


def test_the_keys_of_a_folder_are_made_once_and_closed_to_others(tmp_path):
    addresses = Addresses("postgresql://x", "redis://x")
    first = environment(tmp_path, addresses)
    keys = {name: Path(path).read_text() for name, path in first.items() if name.endswith("_FILE")}
    second = environment(tmp_path, addresses)
    assert second == first
    assert {name: Path(path).read_text() for name, path in second.items() if name.endswith("_FILE")} == keys
    assert {path.stat().st_mode & 0o777 for path in (tmp_path / "keys").iterdir()} == {0o600}
