"""The servers live exactly as long as somebody uses them."""

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest

from congress.embedded.lease import borrowed_servers, own_servers
from tests.congress.embedded.running import wait_until_none_runs

HOLD = """
import sys, time
from pathlib import Path
from congress.embedded.lease import borrowed_servers
with borrowed_servers(Path(sys.argv[1])) as servers:
    print(servers.database_url, flush=True)
    time.sleep(60)
"""


def test_two_commands_share_the_servers_and_the_last_one_takes_them_down(folder):
    with borrowed_servers(folder) as first:
        with borrowed_servers(folder) as second:
            assert second == first
        with psycopg.connect(first.database_url) as still_there:
            assert still_there.execute("SELECT 1").fetchone() == (1,)
    assert wait_until_none_runs(folder) == []


def test_what_was_written_is_there_at_the_next_start(folder):
    with borrowed_servers(folder) as servers, psycopg.connect(servers.database_url) as connection:
        connection.execute("CREATE TABLE kept AS SELECT '连心' AS word")
    with borrowed_servers(folder) as servers, psycopg.connect(servers.database_url) as connection:
        assert connection.execute("SELECT word FROM kept").fetchone() == ("连心",)


def test_a_command_killed_by_force_leaves_no_process_and_the_next_one_starts(folder):
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(folder)], stdout=subprocess.PIPE, env=os.environ, text=True
    )
    with holder, holder.stdout as output:
        assert output.readline().startswith("postgresql://")
        holder.send_signal(signal.SIGKILL)
    assert wait_until_none_runs(folder) == []
    with borrowed_servers(folder) as servers, psycopg.connect(servers.database_url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)


def test_a_keeper_killed_by_force_takes_its_servers_with_it(folder):
    with borrowed_servers(folder):
        (keeper,) = [
            int(entry.parent.name)
            for entry in Path("/proc").glob("[0-9]*/cmdline")
            if f"congress.embedded.keeper\0{folder}".encode() in entry.read_bytes()
        ]
        os.kill(keeper, signal.SIGKILL)
        assert wait_until_none_runs(folder) == []


def test_four_commands_that_start_at_once_find_the_same_servers(folder):
    holders = [
        subprocess.Popen([sys.executable, "-c", HOLD, str(folder)], stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    addresses = [holder.stdout.readline() for holder in holders]
    for holder in holders:
        holder.kill()
        holder.wait()
        holder.stdout.close()
    assert len(set(addresses)) == 1
    assert wait_until_none_runs(folder) == []


def test_servers_of_a_test_run_leave_no_folder_behind():
    with own_servers() as (folder, servers), psycopg.connect(servers.database_url) as connection:
        (data,) = connection.execute("SHOW data_directory").fetchone()
        assert Path(data).is_dir()
    assert not folder.exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has folders that the servers' account cannot enter")
def test_a_data_folder_that_only_we_may_enter_works_too(folder):
    folder.mkdir(mode=0o700)
    with borrowed_servers(folder) as servers, psycopg.connect(servers.database_url) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
        connection.execute("CREATE TABLE kept ()")
    assert (folder / "data").is_symlink()

    # Somebody deletes the folder: a new one of the same name begins empty.
    shutil.rmtree(folder)
    folder.mkdir(mode=0o700)
    with borrowed_servers(folder) as servers, psycopg.connect(servers.database_url) as connection:
        assert connection.execute("SELECT to_regclass('kept')").fetchone() == (None,)
