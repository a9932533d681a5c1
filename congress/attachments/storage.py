"""Where the bytes lie: paths of our own making, two trees, and nothing half-written."""

import errno
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from congress.attachments.limits import MB
from congress.errors import BadInput

PRIVATE = "private"
PUBLIC = "public"
THUMBNAIL = ".thumb"


def path_of(pk: UUID, *, tree: str = PRIVATE, thumbnail: bool = False) -> Path:
    """The path of a file; nothing that a person typed goes into it."""
    name = pk.hex
    return Path(settings.MEDIA_ROOT, tree, name[:2], name[2:4], name + (THUMBNAIL if thumbnail else ""))


def write(pk: UUID, content: bytes, *, tree: str = PRIVATE, thumbnail: bool = False) -> None:
    """Write whole or not at all. BadInput with a sentence when the disk is full."""
    target = path_of(pk, tree=tree, thumbnail=thumbnail)
    with no_space_is_a_sentence():
        target.parent.mkdir(parents=True, exist_ok=True)
        require_space(len(content))
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                # An acknowledged file must survive a power cut, like the row that names it.
                os.fsync(file.fileno())
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise


def copy_to_public(pk: UUID, *, thumbnail: bool = False) -> None:
    """Put a copy into the public tree."""
    write(pk, path_of(pk, thumbnail=thumbnail).read_bytes(), tree=PUBLIC, thumbnail=thumbnail)


def remove(pk: UUID, *, trees: tuple[str, ...] = (PRIVATE, PUBLIC)) -> None:
    """Remove the file and its thumbnail; what is not there is no error."""
    for tree in trees:
        for thumbnail in (False, True):
            path_of(pk, tree=tree, thumbnail=thumbnail).unlink(missing_ok=True)


def require_space(wanted: int) -> None:
    """BadInput unless the disk keeps its reserve after `wanted` more bytes."""
    folder = Path(settings.MEDIA_ROOT)
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free - wanted < settings.MEDIA_RESERVE_MB * MB:
        raise _full()


def all_files() -> Iterator[Path]:
    """Every file of both trees, temporary ones included."""
    for tree in (PRIVATE, PUBLIC):
        yield from (path for path in Path(settings.MEDIA_ROOT, tree).rglob("*") if path.is_file())


def id_of(path: Path) -> UUID | None:
    """The id that a path of ours was made from; None for a temporary file or a stranger."""
    try:
        return UUID(hex=path.name.removesuffix(THUMBNAIL))
    except ValueError:
        return None


@contextmanager
def no_space_is_a_sentence() -> Iterator[None]:
    """Turn a full disk or quota into the sentence for the person at the form."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
            raise _full() from error
        raise


def _full() -> BadInput:
    return BadInput(
        "storage_full",
        _("服务器存储空间不足，附件暂时无法保存。文字内容不受影响，请先提交文字，稍后再补传附件。"),
    )
