import hashlib
from datetime import date
from io import BytesIO

import pytest
from PIL import Image

from congress.attachments.services import store
from congress.attachments.states import State
from congress.attachments.storage import path_of
from congress.errors import BadInput
from congress.people.actors import CITIZEN
from tests.congress.attachments import files

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def keep(name, content, owner=None):
    content = content() if callable(content) else content
    return store(files.upload(name, content), owner=owner, actor=CITIZEN, on=TODAY)


def kept(attachment, *, thumbnail=False):
    return Image.open(BytesIO(path_of(attachment.pk, thumbnail=thumbnail).read_bytes()))


def test_a_phone_photo_stands_upright_and_tells_nothing_about_its_owner_or_place():
    attachment = keep("IMG_1.jpg", files.phone_photo())
    content = path_of(attachment.pk).read_bytes()
    image = Image.open(BytesIO(content))
    assert (image.size, attachment.width, attachment.height) == ((600, 900), 600, 900)
    red, white = image.getpixel((500, 100)), image.getpixel((100, 100))
    assert red[0] > 200
    assert max(red[1:]) < 60
    assert min(white) > 200
    assert dict(image.getexif()) == {}
    for word in (b"Exif", b"PhoneMaker", b"Zhang", b"serial", b"private", b"xmpmeta"):
        assert word not in content
    assert (attachment.size, attachment.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert (attachment.state, attachment.content_type) == (State.CLEAN, "image/jpeg")


def test_a_large_photo_is_made_smaller_and_gets_a_thumbnail():
    attachment = keep("a.JPEG", files.jpeg((6000, 4000)))
    assert (attachment.width, attachment.height, kept(attachment, thumbnail=True).size) == (
        2400,
        1600,
        (480, 320),
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", files.png()),
        ("a.png", files.png(mode="I;16", color=40_000)),
        ("a.png", files.png(mode="P", color=3)),
        ("a.png", files.png(mode="1", color=1)),
        ("a.png", files.png(mode="LA", color=(9, 9))),
        ("a.jpg", files.jpeg(mode="CMYK", color=(0, 0, 0, 0))),
        ("a.jpg", files.jpeg(mode="L", color=7)),
    ],
    ids=["rgba", "16 bit", "palette", "1 bit", "grey alpha", "cmyk", "grey"],
)
def test_pictures_of_every_mode_are_taken(name, content):
    assert keep(name, content).width > 0


def test_a_scan_of_sixteen_bits_keeps_its_brightness():
    attachment = keep("scan.png", files.png(mode="I;16", color=40_000))
    assert kept(attachment).getpixel((0, 0)) == 155


def test_a_transparent_picture_stays_transparent():
    attachment = keep("a.png", files.png())
    assert kept(attachment).getpixel((0, 0)) == (0, 128, 0, 128)


def test_an_animated_webp_keeps_its_first_frame():
    out = BytesIO()
    frames = [Image.new("RGB", (50, 50), color) for color in ("red", "blue")]
    frames[0].save(out, "WEBP", save_all=True, append_images=frames[1:], lossless=True)
    attachment = keep("a.webp", out.getvalue())
    assert getattr(kept(attachment), "n_frames", 1) == 1


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (files.pixel_bomb, "too_many_pixels"),
        (lambda: files.pixel_bomb(8000, 7000), "too_many_pixels"),
        (files.png()[:60], "file_broken"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 500, "file_broken"),
        (files.jpeg(), "file_disguised"),
    ],
    ids=["900 million pixels", "56 million pixels", "cut off", "only a head", "another kind"],
)
def test_a_picture_that_is_none_or_a_bomb_is_refused_and_leaves_nothing(content, code, files_of):
    with pytest.raises(BadInput) as refusal:
        keep("a.png", content)
    assert (refusal.value.code, files_of()) == (code, [])


def test_a_photo_of_thirty_megabytes_is_refused_with_the_limit():
    with pytest.raises(BadInput) as refusal:
        keep("a.jpg", files.jpeg((20, 20)) + b"\0" * (30 * 1024 * 1024))
    assert refusal.value.message == "照片超过 15 MB，请在手机上选“中等大小”或压缩后再上传。"


def test_what_hides_behind_the_picture_is_not_kept():
    attachment = keep("a.jpg", files.jpeg((50, 50)) + files.docx() + b"<?php evil ?>")
    content = path_of(attachment.pk).read_bytes()
    assert b"php" not in content
    assert b"PK\x03\x04" not in content
