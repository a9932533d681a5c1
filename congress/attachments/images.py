"""Pictures: decoded and written anew, so that nothing but the picture is kept."""

import threading
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from django.utils.translation import gettext as _
from PIL import Image, ImageCms, ImageOps

from congress.attachments.limits import LONGEST_SIDE, PIXELS, THUMBNAIL_SIDE
from congress.errors import BadInput

Image.MAX_IMAGE_PIXELS = PIXELS
# One at a time in each process: a decoded picture may take 200 MB, and many may come at once.
_decoding = threading.BoundedSemaphore(1)

_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}
_SAVE = {
    "JPEG": {"quality": 85, "optimize": True, "progressive": True},
    "PNG": {"compress_level": 6},
    "WEBP": {"quality": 85, "method": 4},
}


@dataclass(frozen=True, slots=True)
class Picture:
    """The new bytes and what they show."""

    content: bytes
    thumbnail: bytes
    width: int
    height: int


def reencode(file: BinaryIO, content_type: str) -> Picture:
    """The picture upright, without EXIF, XMP, GPS or comments, its longest side at most 2,400 pixels.

    BadInput for what is no picture of that type, or has more than 50 million pixels, before decoding.
    """
    form = _FORMATS[content_type]
    with _decoding:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", Image.DecompressionBombWarning)
                image = Image.open(file, formats=[form])
            if image.width * image.height > PIXELS:
                raise _too_many_pixels()
            return _encode(image, form)
        except Image.DecompressionBombError as error:
            raise _too_many_pixels() from error
        except BadInput:
            raise
        except (
            OSError,
            ValueError,
            SyntaxError,
            TypeError,
            MemoryError,
            EOFError,
            ImageCms.PyCMSError,
        ) as error:
            # What Pillow raises for broken files of these three formats.
            raise BadInput("file_broken", _("图片已损坏或不是有效的图片，请重新拍照或另选一张。")) from error


def _encode(image: Image.Image, form: str) -> Picture:
    # JPEG can decode at a half or a quarter, which saves most of the memory of a large photo.
    image.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
    image.load()
    profile = image.info.get("icc_profile")
    image = ImageOps.exif_transpose(image)
    image = _plain_mode(image, form)
    if profile:
        image = _to_srgb(image, profile)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.LANCZOS)
    bare = Image.new(image.mode, image.size)
    bare.paste(image)
    small = bare.copy()
    small.thumbnail((THUMBNAIL_SIDE, THUMBNAIL_SIDE), Image.Resampling.LANCZOS)
    return Picture(_saved(bare, form), _saved(small, "WEBP"), *bare.size)


def _plain_mode(image: Image.Image, form: str) -> Image.Image:
    if image.mode.startswith("I"):
        # 16-bit greys of scanners: Pillow would clip them to white.
        image = image.point(lambda level: level / 257).convert("L")
    if "A" in image.getbands() or "transparency" in image.info:
        image = image.convert("RGBA")
        if form == "JPEG":
            return image.convert("RGB")
        return image
    return image if image.mode in {"L", "RGB"} else image.convert("RGB")


def _to_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Phones store wider colours; without their profile the picture would look dull."""
    if image.mode not in {"RGB", "RGBA"}:
        return image
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        turned = ImageCms.profileToProfile(image, source, target, outputMode=image.mode)
    except (ImageCms.PyCMSError, OSError):
        return image
    return turned or image


def _saved(image: Image.Image, form: str) -> bytes:
    out = BytesIO()
    image.save(out, form, **_SAVE[form])
    return out.getvalue()


def _too_many_pixels() -> BadInput:
    return BadInput("too_many_pixels", _("图片的像素太多（超过 5000 万），请缩小后再上传。"))
