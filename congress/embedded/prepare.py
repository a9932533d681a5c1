"""Bring a data folder up to date in one process: catalogues, tables, demo world, static files.

Run as `python -m congress.embedded.prepare URL` by `congress.embedded.demo`; each part does nothing when it is done already.
"""

import hashlib
import json
import sys
from pathlib import Path

import django
import polib
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection

from congress.embedded.environment import CODE, data_folder

WORLD = "demo_world.json"


def compile_catalogues() -> None:
    """Make the .mo files that gettext reads, without msgfmt on the machine."""
    for source in CODE.glob("locale/*/LC_MESSAGES/*.po"):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            polib.pofile(str(source)).save_as_mofile(str(target))


def collect_static_files() -> None:
    """Hash and compress the static files, unless the folder holds just these."""
    stamp = Path(settings.STATIC_ROOT) / ".sources"
    sources = hashlib.sha256((CODE / "requirements.lock").read_bytes())
    for finder in get_finders():
        for name, storage in finder.list(["redoc"]):
            found = Path(storage.path(name)).stat()
            sources.update(f"{name} {found.st_size} {found.st_mtime_ns}\n".encode())
    if stamp.exists() and stamp.read_text() == sources.hexdigest():
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(sources.hexdigest())


def write_directory(folder: Path, url: str) -> None:
    """demo.json: where the demo is and who may sign in."""
    world = json.loads((folder / WORLD).read_text(encoding="utf-8"))
    if world["api"]:
        world["api"]["token_url"] = url + world["api"]["token_url"]
    text = json.dumps({"url": url, **world}, ensure_ascii=False, indent=2)
    (folder / "demo.json").write_text(text + "\n", encoding="utf-8")


def main(url: str) -> None:
    """All of it, in the order in which one part needs the other."""
    folder = data_folder()
    compile_catalogues()
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    if not (folder / WORLD).exists():
        print("Loading the demo world, a minute or two …", flush=True)
        # Some two thousand transactions: should the machine stop in between, the loading begins again.
        with connection.cursor() as cursor:
            cursor.execute("SET synchronous_commit = off")
        call_command("load_demo", accounts=folder / WORLD)
    collect_static_files()
    write_directory(folder, url)


if __name__ == "__main__":
    main(sys.argv[1])
