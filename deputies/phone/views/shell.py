"""What makes the phone's pages open without signal: the worker, the manifest, and the pages that hold nobody's data."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import TemplateView

from congress.web.faces import PhoneMixin
from deputies.logbooks.sync import SCHEMA
from deputies.phone.kinds import FORMS

OFFLINE = "/m/offline/"
QUEUE = "/m/queue/"
PAGES = (OFFLINE, QUEUE, *(f"/m/log/{slug}/" for slug in FORMS))
SCRIPTS = ("store", "queue", "send", "photos", "form", "voices", "shell", "offline", "waiting", "reference")
FILES = (
    "css/base.css", "css/parts.css", "css/phone.css", "img/mark.svg", "img/hills-red.svg", "js/page.js", "js/idle.js",
    "js/keep.js", *(f"js/phone/{name}.js" for name in SCRIPTS),
)  # fmt: skip
_TEMPLATES = (
    "base.html", "phone/base.html", "deputies/phone/log_form.html", "deputies/phone/queue.html",
    "deputies/phone/offline.html", "deputies/phone/_voice.html", "components/field.html",
)  # fmt: skip


def build() -> str:
    """Changes whenever a file or page that phones keep changes."""
    digest = hashlib.sha256(f"{SCHEMA}".encode())
    for name in (*FILES, "js/phone/worker.js"):
        digest.update(_source(name))
    for name in _TEMPLATES:
        digest.update(Path(get_template(name).template.origin.name).read_bytes())  # type: ignore[attr-defined]
    return digest.hexdigest()[:12]


def _source(name: str) -> bytes:
    found = finders.find(name)
    return Path(found).read_bytes() if isinstance(found, str) else b""


_kept_build = lru_cache(maxsize=1)(build)


@require_safe
def worker(request: HttpRequest) -> HttpResponse:
    """The service worker, with what it is to keep. Asked for at every visit: no cache may hold it."""
    config = {
        "build": build() if settings.DEBUG else _kept_build(),
        "pages": PAGES,
        "files": [static(name) for name in FILES],
        "offline": OFFLINE,
    }
    body = f"const CONFIG = {json.dumps(config)};\n".encode() + _source("js/phone/worker.js")
    return HttpResponse(
        body,
        content_type="text/javascript; charset=utf-8",
        headers={"Cache-Control": "no-cache", "Service-Worker-Allowed": "/m/"},
    )


@require_safe
def manifest(request: HttpRequest) -> JsonResponse:
    """What the phone needs to put the pages on its home screen."""
    sizes = (("192x192", "any"), ("512x512", "any"), ("512x512", "maskable"))
    names = ("img/phone-192.png", "img/phone-512.png", "img/phone-maskable.png")
    body = {
        "id": "/m/",
        "name": _("人大代表履职"),
        "short_name": _("代表履职"),
        "lang": "zh-CN",
        "start_url": "/m/",
        "scope": "/m/",
        "display": "standalone",
        "background_color": "#f6f4f0",
        "theme_color": "#8c1b20",
        "icons": [
            {"src": static(name), "sizes": size, "type": "image/png", "purpose": purpose}
            for name, (size, purpose) in zip(names, sizes, strict=True)
        ],
        "shortcuts": [
            {"name": str(FORMS[slug].label), "url": f"/m/log/{slug}/"}
            for slug in ("visit", "reception", "snap")
        ],
    }
    return JsonResponse(
        body,
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
        headers={"Cache-Control": "max-age=3600"},
    )


class ShellView(PhoneMixin, TemplateView):
    """A page that the script fills from what the phone keeps."""

    extra_context = {"back": "/m/", "tiles": {"forms": list(FORMS.values())}}
