"""Import an existing ledger of suggestions: csv, xlsx, txt or one of these packed with gzip."""

import gzip
import shutil
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.attachments.export import Column, write_csv
from congress.attachments.limits import IMPORT
from congress.errors import DomainError
from congress.models import User
from congress.people.actors import SYSTEM, Actor
from congress.regions.selectors import find_region
from petitions.intake.services.batches import import_ledger
from petitions.intake.states import WithoutReply


class Command(BaseCommand):
    help = "Import a ledger of suggestions. Rows with a reply date become finished cases; repeated rows are passed over."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help=".csv, .xlsx, .txt, or one of these with .gz")
        parser.add_argument(
            "--region", default=settings.HOME_REGION, help="code of the division for rows without a place"
        )
        parser.add_argument(
            "--user", default="", help="account in whose name it is done (default: the system)"
        )
        parser.add_argument("--dry-run", action="store_true", help="read and count, write nothing")
        parser.add_argument(
            "--skip-bad", action="store_true", help="import the good rows although some are bad"
        )
        parser.add_argument(
            "--archive-open",
            action="store_true",
            help="file rows without a reply away instead of opening them",
        )
        parser.add_argument("--errors", type=Path, help="write bad rows and remarks to this csv file")

    def handle(self, *_args: Any, **options: Any) -> None:
        region = find_region(options["region"])
        if region is None:
            raise CommandError(_("没有代码为 %(code)s 的区划。") % {"code": options["region"]})
        try:
            with unpacked(options["file"]) as (file, name):
                batch, outlook = import_ledger(
                    file,
                    name=name,
                    region=region,
                    actor=self._actor(options["user"]),
                    on=localdate(),
                    without_reply=WithoutReply.ARCHIVE if options["archive_open"] else WithoutReply.OPEN,
                    skip_bad=options["skip_bad"],
                    dry_run=options["dry_run"],
                )
        except DomainError as refused:
            raise CommandError(refused.message) from refused
        except OSError as error:
            raise CommandError(_("文件无法读取：%(why)s") % {"why": error}) from error
        if options["errors"]:
            with options["errors"].open("wb") as out:
                write_csv(
                    out,
                    [Column(_("行")), Column(_("列")), Column(_("问题"))],
                    [*outlook.problems, *outlook.remarks],
                )
        for line, heading, sentence in outlook.problems[:20]:
            self.stderr.write(_("第 %(line)d 行 %(heading)s：%(sentence)s") % {
                "line": line, "heading": heading, "sentence": sentence})  # fmt: skip
        self.stdout.write(
            _(
                "共 %(total)d 行；可导入 %(good)d（其中已办结 %(finished)d），重复 %(repeated)d，有误 %(refused)d。"
            )
            % {
                "total": outlook.total,
                "good": outlook.good,
                "finished": outlook.finished,
                "repeated": outlook.repeated,
                "refused": outlook.refused,
            }
        )
        if options["dry_run"]:
            self.stdout.write(_("试读完毕，没有写入。"))
        elif batch.pk is None:
            raise CommandError(_("有错误的行，整个文件都没有导入。改正后重来，或加 --skip-bad。"))
        else:
            self.stdout.write(
                _("已导入 %(n)d 件，批次 %(batch)d。") % {"n": batch.imported, "batch": batch.pk}
            )

    def _actor(self, username: str) -> Actor:
        if not username:
            return SYSTEM
        try:
            return User.objects.get(username=username)
        except User.DoesNotExist:
            raise CommandError(_("没有账号 %(name)s。") % {"name": username}) from None


@contextmanager
def unpacked(path: Path) -> Iterator[tuple[BinaryIO, str]]:
    """The file and its name without `.gz`; a gzip bomb is stopped at the limit of an import."""
    if path.suffix != ".gz":
        with path.open("rb") as plain:
            yield plain, path.name
        return
    with gzip.open(path) as packed, tempfile.TemporaryFile() as plain:
        shutil.copyfileobj(_Bounded(packed), plain)
        plain.seek(0)
        yield plain, path.stem


class _Bounded:
    """A stream that ends with an error where the limit of an import is passed."""

    def __init__(self, stream: Any) -> None:
        self.stream = stream
        self.left = IMPORT

    def read(self, size: int = -1, /) -> bytes:
        data = self.stream.read(size)
        self.left -= len(data)
        if self.left < 0:
            raise OSError(_("解压后过大"))
        return data
