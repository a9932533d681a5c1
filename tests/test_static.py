"""What may stand in templates and static files."""

import gzip
import re
import shutil
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.management import call_command

from congress.web.static_files import HashedFiles

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
STATIC = sorted(path for path in (ROOT / "static").rglob("*") if path.is_file())
KB = 1024
# Django's admin brings templates that we extend, but not write.
INLINE = re.compile(
    r"""\sstyle\s*=|<style|\son[a-z]+\s*=\s*["']|javascript:|<script(?![^>]*\ssrc=)""", re.IGNORECASE
)


def name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def gzipped(*names: str) -> int:
    return len(gzip.compress(b"".join((ROOT / "static" / n).read_bytes() for n in names), 9))


def test_no_template_has_inline_style_or_script():
    found = [name(path) for path in TEMPLATES if INLINE.search(path.read_text(encoding="utf-8"))]
    assert found == []


def test_no_template_and_no_own_static_file_is_longer_than_400_lines():
    text = [p for p in [*TEMPLATES, *STATIC] if p.suffix in {".html", ".css", ".js"}]
    assert [name(p) for p in text if len(p.read_text(encoding="utf-8").splitlines()) > 400] == []


def test_no_file_of_others_lies_among_ours():
    foreign = re.compile(r"jquery|bootstrap v|licensed under|@license", re.IGNORECASE)
    for path in STATIC:
        assert ".min." not in path.name, name(path)
        if path.suffix in {".css", ".js"}:
            text = path.read_text(encoding="utf-8")
            assert not foreign.search(text), name(path)
            assert max(map(len, text.splitlines())) <= 2000, name(path)


@pytest.mark.parametrize("face", ["portal", "desk", "phone"])
def test_the_styles_of_a_face_stay_under_12_kb(face):
    assert gzipped("css/base.css", "css/parts.css", f"css/{face}.css") <= 12 * KB


def test_the_scripts_of_the_desk_stay_under_8_kb():
    assert gzipped(*(f"js/{n}.js" for n in ("page", "keys", "count", "copy", "bulk", "keep"))) <= 8 * KB


def test_modules_name_each_other_by_the_names_that_browsers_keep(tmp_path):
    shutil.copytree(ROOT / "static", tmp_path, dirs_exist_ok=True)
    storage = HashedFiles(location=tmp_path, base_url="/static/")
    names = {name: (storage, name) for name in ("js/phone/send.js", "js/phone/queue.js", "js/phone/store.js")}
    done = {name: hashed for name, hashed, _ in storage.post_process(names) if hashed.endswith(".js")}
    text = (tmp_path / done["js/phone/send.js"]).read_text(encoding="utf-8")
    for name in ("queue", "store"):
        assert f'from "./{Path(done[f"js/phone/{name}.js"]).name}"' in text
    assert re.search(r"store\.[0-9a-f]{12}\.js", text)


def test_no_style_asks_for_a_font_or_a_file_elsewhere():
    for path in STATIC:
        if path.suffix == ".css":
            text = path.read_text(encoding="utf-8")
            assert "@font-face" not in text, name(path)
            assert not re.search(r"url\([\"']?(https?:)?//", text), name(path)


def test_words_on_the_screen_have_full_width_punctuation_and_no_exclamation_marks():
    half = re.compile(r"[\u4e00-\u9fff][,;:!?](?=[\u4e00-\u9fff]|\")|！")
    found = {}
    for path in TEMPLATES:
        text = re.sub(
            r"\{% comment %\}.*?\{% endcomment %\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL
        )
        if half.search(text):
            found[name(path)] = half.findall(text)
    assert found == {}


# ---- contrast, from the tokens ----

TOKENS = dict(
    re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", (ROOT / "static/css/base.css").read_text(encoding="utf-8"))
)


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    if len(digits) == 3:
        digits = "".join(d * 2 for d in digits)
    channels = [int(digits[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("ink", "paper"),
        ("ink-2", "paper"),
        ("ink-3", "paper"),
        ("ink-3", "card"),
        ("ink-2", "paper-2"),
        ("red", "card"),
        ("red-dark", "red-wash"),
    ]
    + [(tone, f"{tone}-wash") for tone in ("ok", "warn", "bad", "info")],
)
def test_words_can_be_read_on_their_ground(text, ground):
    assert contrast(TOKENS[text], TOKENS[ground]) >= 4.5


@pytest.mark.parametrize(
    ("edge", "ground"),
    [("edge", "card"), ("edge", "paper"), ("focus", "card"), ("focus", "paper"), ("gold-light", "red-deep")],
)
def test_edges_and_focus_rings_can_be_seen(edge, ground):
    assert contrast(TOKENS[edge], TOKENS[ground]) >= 3


def test_everything_that_the_installed_apps_bring_can_be_named_by_its_content(tmp_path, settings):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "tests.test_static.Uncompressed", "OPTIONS": {"location": str(tmp_path)}},
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    assert (tmp_path / "staticfiles.json").is_file()


class Uncompressed(HashedFiles):
    """As on the server, without the time for gzip."""

    def post_process(self, *args: object, **options: object) -> object:
        return ManifestStaticFilesStorage.post_process(self, *args, **options)
