"""What the whole tree promises: small files, nothing half-done, nothing from elsewhere."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LONGEST = 400
# Written so that this file does not find itself.
HALF_DONE = re.compile(r"\b(TO[D]O|FIX[M]E|XX[X])\b|pragma: no[ ]cover")
REGISTRIES = re.compile(
    r"pypi[.]org|python[h]osted[.]org|registry[.]npmjs[.]org|/simple[/]|--(extra-)?index[-]url"
)


def _tracked(*suffixes: str) -> list[Path]:
    listing = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    )
    paths = [ROOT / name for name in listing.stdout.split("\0") if name]
    return [path for path in paths if path.is_file() and (not suffixes or path.suffix in suffixes)]


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8", errors="replace")


def test_no_file_of_code_is_longer_than_400_lines():
    code = [path for path in _tracked(".py", ".js", ".css", ".html") if "migrations" not in path.parts]
    lengths = {str(path.relative_to(ROOT)): len(_text(path).splitlines()) for path in code}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}


def test_nothing_is_left_half_done():
    code = _tracked(".py", ".js", ".css", ".html", ".toml", ".sh", ".md", ".txt")
    assert [str(path.relative_to(ROOT)) for path in code if HALF_DONE.search(_text(path))] == []


def test_no_minified_file_of_somebody_else_is_in_the_tree():
    assert [path.name for path in _tracked() if re.search(r"[.-]min\.(js|css)$", path.name)] == []
    # A minified file under another name gives itself away by its line length.
    scripts = {path: max(map(len, _text(path).splitlines()), default=0) for path in _tracked(".js", ".css")}
    assert [str(path.relative_to(ROOT)) for path, longest in scripts.items() if longest > 500] == []


def test_no_package_registry_is_named_in_the_tree():
    named = [str(path.relative_to(ROOT)) for path in _tracked() if REGISTRIES.search(_text(path))]
    assert named == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_every_pin_of_a_lock_file_has_a_hash(name):
    lock = (ROOT / name).read_text()
    pins = [block for block in re.split(r"\n(?=\S)", lock) if "==" in block]
    assert len(pins) > 50
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []


def test_both_lock_files_agree():
    """What the tests ran on is what production installs."""
    runtime, everything = (
        set(re.findall(r"^([\w.-]+==\S+)", (ROOT / name).read_text(), re.MULTILINE))
        for name in ("requirements.lock", "requirements-dev.lock")
    )
    assert runtime - everything == set()
