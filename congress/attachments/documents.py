"""PDF, text and video: what is looked at before they are kept as they are."""

import codecs
from typing import BinaryIO

import pikepdf
from django.utils.translation import gettext as _

from congress.attachments.limits import PDF_OBJECTS, PDF_PAGES
from congress.errors import BadInput

_ACTIVE_KEYS = {"/JS", "/EmbeddedFiles", "/XFA", "/RichMediaContent"}
_ACTIVE_VALUES = {
    "/S": {"/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE", "/GoToR", "/Rendition"},
    "/Type": {"/EmbeddedFile"},
    "/Subtype": {"/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen"},
}
_DEPTH = 40
_MP4_BRANDS = {
    b"isom",
    b"iso2",
    b"iso4",
    b"iso5",
    b"iso6",
    b"mp41",
    b"mp42",
    b"avc1",
    b"M4V ",
    b"MSNV",
    b"dash",
}


def check_pdf(file: BinaryIO) -> None:
    """BadInput unless the file opens, needs no password, and holds no script or embedded file."""
    try:
        with pikepdf.open(file) as pdf:
            if len(pdf.pages) > PDF_PAGES:
                raise BadInput(
                    "pdf_pages", _("PDF 超过 %(limit)d 页，请拆分后再上传。") % {"limit": PDF_PAGES}
                )
            if len(pdf.objects) > PDF_OBJECTS:
                raise _broken()
            for thing in pdf.objects:
                _walk(thing, 0)
            _walk(pdf.trailer, 0)
    except pikepdf.PasswordError as error:
        raise BadInput("file_encrypted", _("文件设置了密码，请取消密码后再上传。")) from error
    except (pikepdf.PdfError, RuntimeError, ValueError, TypeError, KeyError) as error:
        raise _broken() from error


def _walk(thing: pikepdf.Object, depth: int) -> None:
    """Look through the direct parts; indirect ones come by themselves in `pdf.objects`."""
    if depth > _DEPTH:
        raise _broken()
    if isinstance(thing, pikepdf.Array):
        for part in thing:
            if isinstance(part, pikepdf.Object) and not part.is_indirect:
                _walk(part, depth + 1)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        for key, value in thing.items():
            forbidden = _ACTIVE_VALUES.get(key)
            if key in _ACTIVE_KEYS or (
                forbidden and isinstance(value, pikepdf.Name) and str(value) in forbidden
            ):
                raise BadInput(
                    "file_active", _("PDF 里含有脚本或嵌入的文件，不能上传。请用“打印为 PDF”另存后再试。")
                )
            if isinstance(value, pikepdf.Object) and not value.is_indirect:
                _walk(value, depth + 1)


def check_text(file: BinaryIO) -> None:
    """BadInput unless the file is text in UTF-8 or GB18030, without NUL bytes."""
    encoding_of(file)


def encoding_of(file: BinaryIO) -> str:
    """utf-8-sig, utf-16 (with its mark) or gb18030; the whole file is read once in pieces, then rewound."""
    file.seek(0)
    start = file.read(4)
    marked = start.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "gb18030"):
        file.seek(0)
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            while piece := file.read(1 << 20):
                if "\0" in decoder.decode(piece):
                    raise BadInput("file_nul", _("文件里含有空字符（NUL），不是正常的文本文件。"))
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        file.seek(0)
        return encoding
    raise BadInput("file_encoding", _("认不出文件的文字编码，请另存为 UTF-8 或 GB18030 编码后再上传。"))


def check_video(file: BinaryIO) -> None:
    """BadInput unless the file begins as an MP4 with a known brand."""
    file.seek(0)
    head = file.read(12)
    if head[4:8] != b"ftyp" or head[8:12] not in _MP4_BRANDS:
        raise _broken()


def _broken() -> BadInput:
    return BadInput("file_broken", _("文件已损坏，或内容与扩展名不符，请重新导出后再上传。"))
