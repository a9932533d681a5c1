"""Zip containers (docx, xlsx) are unpacked once, counted, and looked through before any parser sees them.

The sizes written in a zip are claims; here the bytes themselves are counted, and reading stops at the limit.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

from congress.attachments.limits import MB, ZIP_ENTRIES, ZIP_RATIO, ZIP_UNPACKED
from congress.errors import BadInput

_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_READ = 64 * 1024
# Below this much text a high ratio is harmless: short XML files shrink to nothing.
_RATIO_FROM = 1 * MB
_MAIN = {
    "docx": b"wordprocessingml.document.main+xml",
    "xlsx": b"spreadsheetml.sheet.main+xml",
}
_FORBIDDEN_PARTS = re.compile(
    r"vbaproject|vbadata|externallinks/|activex/|macrosheets/|\.bin$|\.exe$|\.dll$|\.js$|\.vbs$|\.zip$",
    re.IGNORECASE,
)
# Printer settings are the one harmless binary that offices' files are full of.
_HARMLESS = re.compile(r"printersettings/printersettings\d*\.bin$", re.IGNORECASE)
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>", re.IGNORECASE)


def check_office_file(file: BinaryIO, suffix: str, *, only_read: bool = False) -> None:
    """BadInput unless this is a plain docx or xlsx: no bomb, no macro, no outside link, no entity.

    `only_read`: the cells are read here and the file is not kept, so links and macros in it do no harm.
    """
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _broken() from error
    entries = archive.infolist()
    names = [info.filename for info in entries]
    if len(entries) > ZIP_ENTRIES or sum(info.file_size for info in entries) > ZIP_UNPACKED:
        raise _bomb()
    if len({name.lower() for name in names}) != len(names):
        raise _broken()
    for info in entries:
        _check_name(info)
        if not only_read and _FORBIDDEN_PARTS.search(info.filename) and not _HARMLESS.search(info.filename):
            raise _macro()
    types = b""
    total = packed = 0
    for info in entries:
        size, kept = _look_through(file, info, room=ZIP_UNPACKED - total)
        total += size
        packed += info.compress_size
        if total > _RATIO_FROM and total > ZIP_RATIO * max(packed, 1):
            raise _bomb()
        if info.filename == "[Content_Types].xml":
            types = kept
        elif kept and not only_read:
            _check_relations(kept)
    if _MAIN[suffix] not in types:
        raise _broken()
    if b"macroenabled" in types.lower() or b"vbaproject" in types.lower():
        raise _macro()


def _look_through(file: BinaryIO, info: zipfile.ZipInfo, *, room: int) -> tuple[int, bytes]:
    """The entry's true size, and its content when it is a list of types or relations."""
    keep = info.filename == "[Content_Types].xml" or info.filename.endswith(".rels")
    kept = bytearray()
    size = 0
    for part in _unpacked(file, info):
        size += len(part)
        if size > room:
            raise _bomb()
        if keep:
            kept += part
            if len(kept) > 4 * MB:
                raise _broken()
    return size, bytes(kept)


def _check_name(info: zipfile.ZipInfo) -> None:
    name = info.filename.replace("\\", "/")
    if name.startswith("/") or ".." in name.split("/") or ":" in name or "\0" in name:
        raise _broken()
    if (info.external_attr >> 16) & 0o170000 == 0o120000:
        raise _broken()
    if info.flag_bits & 0x1:
        raise BadInput("file_encrypted", _("文件设置了密码，请取消密码后再上传。"))
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise _broken()


def _unpacked(file: BinaryIO, info: zipfile.ZipInfo) -> Iterator[bytes]:
    """The entry's true bytes in pieces; XML parts are refused when they declare a document type."""
    file.seek(info.header_offset)
    header = file.read(_LOCAL_HEADER.size)
    if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
        raise _broken()
    fields = _LOCAL_HEADER.unpack(header)
    file.seek(fields[9] + fields[10], 1)
    is_xml = info.filename.lower().endswith((".xml", ".rels", ".vml"))
    tail = b""
    first = True
    for piece in _inflated(file, info):
        if is_xml:
            # UTF-16 would hide the words looked for below; no office program writes it.
            if first and piece[:2] in (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<"):
                raise _broken()
            if b"<!DOCTYPE" in tail + piece or b"<!ENTITY" in tail + piece:
                raise _broken()
            tail, first = piece[-16:], False
        yield piece


def _inflated(file: BinaryIO, info: zipfile.ZipInfo) -> Iterator[bytes]:
    left = info.compress_size
    inflater = zlib.decompressobj(-zlib.MAX_WBITS) if info.compress_type == zipfile.ZIP_DEFLATED else None
    try:
        while left > 0 and (packed := file.read(min(_READ, left))):
            left -= len(packed)
            if inflater is None:
                yield packed
                continue
            while packed:
                yield inflater.decompress(packed, _READ)
                packed = inflater.unconsumed_tail
    except zlib.error as error:
        raise _broken() from error


def _check_relations(xml: bytes) -> None:
    for relation in _RELATION.findall(xml):
        # A clickable address is harmless; anything else from outside is fetched when the file is opened.
        if re.search(rb"TargetMode\s*=\s*[\"']External", relation, re.IGNORECASE) and not re.search(
            rb"Type\s*=\s*[\"'][^\"']*/hyperlink[\"']", relation
        ):
            raise BadInput(
                "file_external_link", _("文件里含有外部链接的内容，请把内容粘贴到文件中后再上传。")
            )


def _broken() -> BadInput:
    return BadInput("file_broken", _("文件已损坏，或内容与扩展名不符，请用办公软件另存后再上传。"))


def _bomb() -> BadInput:
    return BadInput("file_bomb", _("文件解压后过大，不能上传。请拆分后再试。"))


def _macro() -> BadInput:
    return BadInput("file_active", _("文件里含有宏或可执行的内容，不能上传。请另存为不含宏的文件。"))
