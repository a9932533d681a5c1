"""Which processes are still there."""

import os
import time
from pathlib import Path


def processes_of(folder: Path) -> list[str]:
    """Command lines that name the folder, as the kernel knows them."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            line = entry.read_bytes().replace(b"\0", b" ").decode()
        except OSError:
            continue
        if str(folder) in line and str(os.getpid()) != entry.parent.name:
            found.append(line)
    return found


def wait_until_none_runs(folder: Path) -> list[str]:
    deadline = time.monotonic() + 20
    while processes_of(folder) and time.monotonic() < deadline:
        time.sleep(0.05)
    return processes_of(folder)
