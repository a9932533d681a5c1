"""Real files, good and bad, made on the spot."""

import struct
import zipfile
import zlib
from io import BytesIO

import pikepdf
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

CONTENT_TYPES = (
    '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Override PartName="/{part}" ContentType="application/vnd.openxmlformats-officedocument.{main}"/></Types>'
)
WORD = CONTENT_TYPES.format(part="word/document.xml", main="wordprocessingml.document.main+xml")
EXCEL = CONTENT_TYPES.format(part="xl/workbook.xml", main="spreadsheetml.sheet.main+xml")


def upload(name, content):
    return SimpleUploadedFile(name, content)


def jpeg(size=(1200, 800), *, exif=None, mode="RGB", color="teal", **options):
    out = BytesIO()
    Image.new(mode, size, color).save(out, "JPEG", **({"exif": exif} if exif else {}), **options)
    return out.getvalue()


def phone_photo(orientation=6):
    """A landscape frame that a phone held upright has taken: GPS, maker, owner and a comment inside."""
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "PhoneMaker"
    exif[0x9286] = "private comment"
    gps = exif.get_ifd(0x8825)
    gps[1], gps[2], gps[3], gps[4] = "N", (27.0, 14.0, 20.0), "E", (111.0, 28.0, 4.0)
    out = BytesIO()
    image = Image.new("RGB", (900, 600), "white")
    # The upper left quarter is red: after turning by 6 it is the upper right one.
    image.paste("red", (0, 0, 450, 300))
    image.save(
        out, "JPEG", exif=exif, comment=b"owner: Zhang", xmp=b"<x:xmpmeta>serial 42</x:xmpmeta>", quality=95
    )
    return out.getvalue()


def png(size=(300, 200), mode="RGBA", color=(0, 128, 0, 128)):
    out = BytesIO()
    Image.new(mode, size, color).save(out, "PNG")
    return out.getvalue()


def pixel_bomb(width=30_000, height=30_000):
    """A PNG of 900 million pixels in about a hundred kilobytes."""

    def chunk(kind, content):
        return (
            struct.pack(">L", len(content)) + kind + content + struct.pack(">L", zlib.crc32(kind + content))
        )

    packer = zlib.compressobj(9)
    row = b"\0" * (width // 8 + 2)
    body = b"".join(packer.compress(row) for _row in range(height)) + packer.flush()
    header = struct.pack(">LLBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def container(types, parts):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", types)
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def docx(**parts):
    return container(
        WORD, {"word/document.xml": "<w:document/>", **{k.replace("__", "/"): v for k, v in parts.items()}}
    )


def xlsx(parts=None):
    return container(EXCEL, {"xl/workbook.xml": "<workbook/>", **(parts or {})})


def zip_bomb(unpacked=200 * 1024 * 1024):
    """A workbook of some 200 KB whose sheet unpacks to 200 MB."""
    return xlsx({"xl/worksheets/sheet1.xml": b"<row/>" * (unpacked // 6)})


def lying_zip_bomb():
    """The same, with a header that claims a hundred bytes."""
    content = bytearray(xlsx({"xl/worksheets/sheet1.xml": b"A" * (120 * 1024 * 1024)}))
    true_size = struct.pack("<L", 120 * 1024 * 1024)
    at = content.find(true_size)
    while at >= 0:
        content[at : at + 4] = struct.pack("<L", 100)
        at = content.find(true_size, at + 4)
    return bytes(content)


def pdf(change=None, **save):
    out = BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        if change:
            change(document)
        document.save(out, **save)
    return out.getvalue()


def pdf_with_script():
    def change(document):
        document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")

    return pdf(change)


def pdf_with_launch():
    def change(document):
        action = pikepdf.Dictionary(S=pikepdf.Name.Launch, F="calc.exe")
        document.pages[0].Annots = pikepdf.Array(
            [pikepdf.Dictionary(Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, A=action)]
        )

    return pdf(change)


def pdf_with_file():
    def change(document):
        document.attachments["virus.exe"] = pikepdf.AttachedFileSpec(document, b"MZ")

    return pdf(change)


EXE = b"MZ\x90\0" + b"\0" * 2000
MP4 = b"\0\0\0\x20ftypisom\0\0\x02\0isomiso2avc1mp41" + b"\0" * 5000
