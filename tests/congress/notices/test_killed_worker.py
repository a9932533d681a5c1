import json
import os
import subprocess
import sys
from pathlib import Path

from django.db import connection

ROOT = Path(__file__).parents[3]


def test_a_worker_killed_at_any_statement_loses_no_notice_and_shows_none_twice(django_db_setup, wordings):
    names = ("NAME", "USER", "PASSWORD", "HOST", "PORT")
    database = {name: str(connection.settings_dict.get(name) or "") for name in names}
    run = subprocess.run(
        [
            sys.executable,
            str(Path(__file__).with_name("killed_worker.py")),
            json.dumps(database),
            str(wordings.parent),
        ],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    told = json.loads(run.stdout.splitlines()[-1])
    # Two kills at each of some thirty statements: less would mean that the fault was never put in.
    assert told["rounds"] >= 40
    assert (told["lost"], told["double"]) == ([], [])
