"""One credential, one ballot, whatever breaks."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from congress.embedded.processes import free_port

ROOT = Path(__file__).parents[3]
VOTERS = 600


@pytest.mark.slow
def test_six_hundred_credentials_posted_five_times_at_once_give_six_hundred_ballots():
    """Three answers in ten are lost after the commit; two web workers and two of the database's processes are killed."""
    run = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("exact_vote.py")), str(VOTERS), str(free_port())],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-3000:]
    told = json.loads(run.stdout.splitlines()[-1])
    assert (told["ballots"], told["as_cast"], told["findings"]) == (VOTERS, True, [])
    # Every voter has one receipt: of the box that is in the list.
    assert (told["two_receipts"], told["no_receipt"]) == (0, 0)
    assert told["sent_again"] > VOTERS
    assert set(told["answers"]) == {"200 receipt", "409 used"}
