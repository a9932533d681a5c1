"""A data folder that the servers' account may enter; pytest's own temporary folders are closed to it."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest


@pytest.fixture(scope="module")
def open_place() -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(prefix="lianxin-test-"))
    place.chmod(0o755)
    yield place
    for link in place.rglob("data"):
        shutil.rmtree(link.resolve(), ignore_errors=True)
    shutil.rmtree(place, ignore_errors=True)


@pytest.fixture
def folder(open_place: Path) -> Path:
    """A new one for each test, not made yet."""
    place = Path(tempfile.mkdtemp(dir=open_place))
    place.chmod(0o755)
    return place / "var"
