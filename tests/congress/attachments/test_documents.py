from datetime import date

import pytest

from congress.attachments.checks import clean_name
from congress.attachments.models import Attachment
from congress.attachments.services import store
from congress.attachments.states import Kind, State
from congress.attachments.storage import path_of
from congress.errors import BadInput
from congress.people.actors import CITIZEN
from tests.congress.attachments import files

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def keep(name, content, actor=CITIZEN):
    # Bombs are made only when their turn comes.
    content = content() if callable(content) else content
    return store(files.upload(name, content), owner=None, actor=actor, on=TODAY)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.pdf", files.pdf(), Kind.PDF),
        ("a.docx", files.docx(), Kind.DOCUMENT),
        ("A.XLSX", files.xlsx(), Kind.SHEET),
        ("a.txt", "路灯坏了".encode(), Kind.TEXT),
        ("a.csv", "编号,内容\n1,路灯".encode("gb18030"), Kind.SHEET),
        ("rare.txt", "𫚉㙟😀".encode("gb18030"), Kind.TEXT),
        ("utf16.txt", "路灯".encode("utf-16"), Kind.TEXT),
    ],
)
def test_a_good_document_is_kept_byte_for_byte_and_waits_for_a_scanner(name, content, kind):
    attachment = keep(name, content)
    assert (attachment.kind, attachment.state, attachment.original_name) == (kind, State.UNSCANNED, name)
    assert path_of(attachment.pk).read_bytes() == content


EXTERNAL = '<Relationships><Relationship Id="1" Type="x/{kind}" Target="http://evil/" TargetMode="External"/></Relationships>'
TEMPLATE = EXTERNAL.format(kind="attachedTemplate")
DOCTYPE = '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol"><!ENTITY lol2 "&lol;&lol;">]><a>&lol2;</a>'


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("photo.jpg", files.EXE, "file_disguised"),
        ("letter.pdf", files.EXE, "file_disguised"),
        ("list.csv", files.EXE, "file_disguised"),
        ("list.txt", files.pdf(), "file_disguised"),
        ("list.csv", files.xlsx(), "file_disguised"),
        ("setup.exe", files.EXE, "file_type"),
        ("page.html", b"<script>", "file_type"),
        ("picture.svg", b"<svg/>", "file_type"),
        ("shell.php.png", b"<?php", "file_disguised"),
        ("noextension", b"text", "file_type"),
        ("IMG.HEIC", b"\0\0\0 ftypheic", "file_heic"),
        ("old.doc", b"\xd0\xcf\x11\xe0", "file_old_office"),
        ("empty.txt", b"", "file_empty"),
        ("nul.txt", b"abc\0def", "file_nul"),
        ("nul.csv", "路灯\0".encode("gb18030"), "file_nul"),
        ("bytes.txt", bytes(range(128, 256)) * 9, "file_encoding"),
        ("macro.docx", files.docx(word__vbaProject_bin=b"x").replace(b"vbaProject_bin", b"vbaProject.bin"), "file_active"),
        ("ole.docx", files.docx(**{"word/embeddings/oleObject1.bin": b"x"}), "file_active"),
        ("template.docx", files.docx(**{"word/_rels/settings.xml.rels": TEMPLATE}), "file_external_link"),
        ("linked.xlsx", files.xlsx({"xl/externalLinks/externalLink1.xml": "<a/>"}), "file_active"),
        ("laughs.xlsx", files.xlsx({"xl/sharedStrings.xml": DOCTYPE}), "file_broken"),
        ("utf16.xlsx", files.xlsx({"xl/sharedStrings.xml": DOCTYPE.encode("utf-16")}), "file_broken"),
        ("slip.docx", files.docx(**{"../../evil.xml": "<a/>"}), "file_broken"),
        ("word.xlsx", files.docx(), "file_broken"),
        ("plain.docx", files.container("<Types/>", {"a.txt": "x"}), "file_broken"),
        ("many.xlsx", files.xlsx({f"xl/{n}.xml": "" for n in range(2100)}), "file_bomb"),
        ("bomb.xlsx", files.zip_bomb, "file_bomb"),
        ("ratio.xlsx", lambda: files.zip_bomb(50 * 1024 * 1024), "file_bomb"),
        ("lying.xlsx", files.lying_zip_bomb, "file_bomb"),
        ("cut.xlsx", files.xlsx()[:200], "file_broken"),
        ("script.pdf", files.pdf_with_script(), "file_active"),
        ("launch.pdf", files.pdf_with_launch(), "file_active"),
        ("carrier.pdf", files.pdf_with_file(), "file_active"),
        ("locked.pdf", files.pdf(encryption={"owner": "a", "user": "b"}), "file_encrypted"),
        ("broken.pdf", b"%PDF-1.7\n" + b"\0" * 300, "file_broken"),
        ("film.mp4", files.MP4, "file_type"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_a_bad_file_is_refused_with_its_reason_and_nothing_is_kept(name, content, code, files_of):
    with pytest.raises(BadInput) as refusal:
        keep(name, content)
    assert (refusal.value.code, files_of(), Attachment.objects.count()) == (code, [], 0)
    assert refusal.value.message.endswith(("。", ")。"))


def test_a_word_file_with_a_clickable_address_is_taken():
    keep("a.docx", files.docx(**{"word/_rels/document.xml.rels": EXTERNAL.format(kind="hyperlink")}))


def test_a_workbook_with_printer_settings_is_taken():
    keep("a.xlsx", files.xlsx({"xl/printerSettings/printerSettings1.bin": b"x"}))


def test_staff_may_add_a_video(uploader):
    assert keep("film.mp4", files.MP4, actor=uploader).kind == Kind.VIDEO


def test_something_else_called_mp4_is_refused(uploader):
    with pytest.raises(BadInput):
        keep("film.mp4", b"\0\0\0 ftypheic" + b"\0" * 100, actor=uploader)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\张三\\说明.txt", "说明.txt"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie: x.txt"),
        ("photo\u202egpj.txt", "photogpj.txt"),
        ("a\0b.txt", "ab.txt"),
        ("长" * 300 + ".txt", "长" * 251 + ".txt"),
        ("\u200b\n", "未命名"),
        ("..", "未命名"),
        ("  路灯 照片.txt ", "路灯 照片.txt"),
    ],
)
def test_a_file_name_is_shown_without_its_tricks(given, shown):
    assert clean_name(given) == shown


EVIL = [
    "../../x.txt",
    "..\\..\\x.txt",
    "/etc/x.txt",
    "a\0.txt",
    "con.txt",
    "长" * 255 + ".txt",
    "a;b&c|d`e`.txt",
    "%2e%2e%2fx.txt",
    "\u202etxt.exe.txt",
    ". .txt",
    "-rf.txt",
    "x.txt\r\nX: y.txt",
]


@pytest.mark.parametrize("name", EVIL)
def test_no_name_reaches_the_disk(name, files_of, media):
    upload = files.upload("x.txt", b"text")
    # The browser's name, as a hostile client sends it: Django's own cleaning is not relied on.
    upload._name = name
    attachment = store(upload, owner=None, actor=CITIZEN, on=TODAY)
    hexes = attachment.pk.hex
    assert files_of() == [f"private/{hexes[:2]}/{hexes[2:4]}/{hexes}"]
    assert list(media.parent.iterdir()) == [media]
