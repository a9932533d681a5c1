import pytest

from congress.people.models import User
from congress.regions.models import Organisation


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_RESERVE_MB = 0
    return settings.MEDIA_ROOT


@pytest.fixture
def matter(department) -> Organisation:
    """Something that files belong to; which model is all the same to them."""
    return department


@pytest.fixture
def files_of(media):
    """The files under MEDIA_ROOT, as paths below it."""

    def find():
        return sorted(str(path.relative_to(media)) for path in media.rglob("*") if path.is_file())

    return find


@pytest.fixture
def uploader(handler) -> User:
    return handler
