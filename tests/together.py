"""The whole suite in two processes at once, each with servers of its own: `make test` without ARGS.

The first half's output comes as it is written, the second's after it. Ends with 1 when either did not pass.
"""

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# About half of the time; whatever is new goes to the other half.
FIRST = ("congress", "outreach")


def parts() -> tuple[list[str], list[str]]:
    """Folders and files with tests, as pytest takes them."""
    found = sorted(
        path
        for path in (ROOT / "tests").iterdir()
        if (path.is_dir() and path.name != "__pycache__") or path.match("test_*.py")
    )
    first = [f"tests/{path.name}" for path in found if path.name in FIRST]
    return first, [f"tests/{path.name}" for path in found if path.name not in FIRST]


def start(paths: list[str], cache: str, out: object = None) -> subprocess.Popen[bytes]:
    """One half. Its own cache folder: two runs would write over each other's."""
    command = [sys.executable, "-m", "pytest", "-o", f"cache_dir={cache}", *paths]
    return subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT if out else None)


def main() -> int:
    """Run both; 0 when both passed."""
    first, second = parts()
    with tempfile.TemporaryFile() as out:
        halves = [start(first, ".pytest_cache"), start(second, ".pytest_cache/second", out)]
        try:
            codes = [half.wait() for half in halves]
        finally:
            for half in halves:
                half.terminate()
        out.seek(0)
        sys.stdout.buffer.write(out.read())
        sys.stdout.flush()
    return int(any(codes))


if __name__ == "__main__":
    sys.exit(main())
