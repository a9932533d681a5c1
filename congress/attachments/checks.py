"""What may be uploaded: the extension, the first bytes and the parser must all say the same."""

import re
import unicodedata
from dataclasses import dataclass
from pathlib import PurePath
from typing import BinaryIO

from django.utils.translation import gettext as _

from congress.attachments.archives import check_office_file
from congress.attachments.documents import check_pdf, check_text, check_video
from congress.attachments.limits import FILE, MB, PHOTO, VIDEO
from congress.attachments.states import Kind
from congress.errors import BadInput

NAME_LIMIT = 255
_OFFICE = "application/vnd.openxmlformats-officedocument."


@dataclass(frozen=True, slots=True)
class FileType:
    """One line of the list of what is taken."""

    suffixes: tuple[str, ...]
    kind: Kind
    content_type: str
    limit: int
    magic: tuple[bytes, ...] = ()
    # Where the magic bytes stand.
    offset: int = 0


TYPES = (
    FileType(("jpg", "jpeg"), Kind.IMAGE, "image/jpeg", PHOTO, (b"\xff\xd8\xff",)),
    FileType(("png",), Kind.IMAGE, "image/png", PHOTO, (b"\x89PNG\r\n\x1a\n",)),
    FileType(("webp",), Kind.IMAGE, "image/webp", PHOTO, (b"WEBP",), 8),
    FileType(("pdf",), Kind.PDF, "application/pdf", FILE, (b"%PDF-",)),
    FileType(("docx",), Kind.DOCUMENT, _OFFICE + "wordprocessingml.document", FILE, (b"PK\x03\x04",)),
    FileType(("xlsx",), Kind.SHEET, _OFFICE + "spreadsheetml.sheet", FILE, (b"PK\x03\x04",)),
    FileType(("txt",), Kind.TEXT, "text/plain", FILE),
    FileType(("csv",), Kind.SHEET, "text/csv", FILE),
    FileType(("mp4",), Kind.VIDEO, "video/mp4", VIDEO, (b"ftyp",), 4),
)
BY_SUFFIX = {suffix: file_type for file_type in TYPES for suffix in file_type.suffixes}
# For the `accept` attribute of a citizen's form; naming JPEG makes iPhones convert their HEIC photos.
ACCEPT = ".jpg,.jpeg,.png,.webp,.pdf,.docx,.xlsx,.txt,.csv"
_HEIC = {"heic", "heif", "avif"}
_OLD_OFFICE = {"doc", "xls", "wps", "et", "ofd"}


def clean_name(name: str) -> str:
    """The name as it is shown: no path, no control or direction characters, at most 255 characters.

    Direction marks matter: one before `gpj.exe` makes the name end in `exe.jpg` for the eye.
    """
    name = PurePath(str(name).replace("\\", "/")).name
    name = "".join(c for c in name if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Zl", "Zp"}).strip()
    if len(name) > NAME_LIMIT:
        stem, dot, suffix = name.rpartition(".")
        name = (
            stem[: NAME_LIMIT - len(suffix) - 1] + dot + suffix
            if dot and len(suffix) < 10
            else name[:NAME_LIMIT]
        )
    return name if name.strip(". ") else _("未命名")


def file_type_of(name: str) -> FileType:
    """The type by the extension; BadInput, with advice, for what is not taken."""
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    if suffix in BY_SUFFIX:
        return BY_SUFFIX[suffix]
    if suffix in _HEIC:
        raise BadInput("file_heic", _("暂不支持 HEIC 照片，请在手机上存为 JPG（或截图）后再上传。"))
    if suffix in _OLD_OFFICE:
        raise BadInput("file_old_office", _("请用办公软件另存为 docx、xlsx 或 PDF 后再上传。"))
    raise BadInput(
        "file_type",
        _("不支持这种文件。可以上传图片（JPG、PNG、WebP）、PDF、Word（docx）、Excel（xlsx）和文本。"),
    )


def check_size(file_type: FileType, size: int) -> None:
    """BadInput when the file is empty or larger than its kind may be."""
    if size <= 0:
        raise BadInput("file_empty", _("文件是空的，请重新选择。"))
    if size > file_type.limit:
        raise BadInput("file_too_large", too_large(file_type))


def too_large(file_type: FileType) -> str:
    """The sentence for a file above the limit of its kind."""
    limit = file_type.limit // MB
    if file_type.kind == Kind.IMAGE:
        return _("照片超过 %(limit)d MB，请在手机上选“中等大小”或压缩后再上传。") % {"limit": limit}
    return _("文件超过 %(limit)d MB，请压缩或拆分后再上传。") % {"limit": limit}


def check_content(file: BinaryIO, file_type: FileType) -> None:
    """BadInput unless the first bytes and a real parser agree with the extension. Pictures come later."""
    file.seek(0)
    head = file.read(32)
    at = file_type.offset
    if file_type.magic and not head[at:].startswith(file_type.magic):
        raise BadInput("file_disguised", _("文件内容与扩展名不符，不能上传。"))
    if file_type.magic == () and re.match(rb"MZ|\x7fELF|%PDF|PK\x03\x04|\xd0\xcf\x11\xe0", head):
        raise BadInput("file_disguised", _("文件内容与扩展名不符，不能上传。"))
    file.seek(0)
    match file_type.suffixes[0]:
        case "pdf":
            check_pdf(file)
        case "docx" | "xlsx":
            check_office_file(file, file_type.suffixes[0])
        case "txt" | "csv":
            check_text(file)
        case "mp4":
            check_video(file)
    file.seek(0)
