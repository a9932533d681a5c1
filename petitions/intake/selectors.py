"""Reads: batches, remembered matchings, the look ahead into a file."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import BinaryIO

from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from congress.attachments import storage
from congress.attachments.models import Attachment
from congress.attachments.sheets import Sheet, open_rows
from congress.errors import BadInput, NotFound
from congress.models import Region, User
from petitions.intake.columns import headers_key, propose
from petitions.intake.models import ColumnProfile, IntakeBatch
from petitions.intake.reading import Reader, Reading
from petitions.intake.rules import prefixes_of
from petitions.intake.states import BatchState
from petitions.suggestions.models import Suggestion
from petitions.suggestions.services.history import keys_present

MAX_ROWS = 50_000
# Lines that the page shows; the error file has them all.
SHOWN_ROWS, SHOWN_PROBLEMS = 8, 20
MAX_PROBLEMS = 5000
# How long a batch can be taken back.
UNDO_HOURS = timedelta(hours=24)


@dataclass(slots=True)
class Outlook:
    """What an import would do, counted over the whole file; nothing is written for it."""

    total: int = 0
    good: int = 0
    finished: int = 0
    repeated: int = 0
    refused: int = 0
    first: list[Reading] = field(default_factory=list)
    problems: list[tuple[int, str, str]] = field(default_factory=list)
    remarks: list[tuple[int, str, str]] = field(default_factory=list)
    cases: list = field(default_factory=list)


def read_headers(sheet: Sheet) -> tuple[list[str], int]:
    """The headings and their line: the first that has at least two filled cells. BadInput for none, or for one twice."""
    for line, row in enumerate(sheet, start=1):
        headers = [cell.strip().replace("\n", "") for cell in row]
        while headers and not headers[-1]:
            headers.pop()
        if sum(1 for header in headers if header) < 2:
            # A title line above the table, or a merged one.
            continue
        twice = {header for header in headers if header and headers.count(header) > 1}
        if twice:
            raise BadInput(
                "heading_twice",
                _("表头“%(name)s”出现了两次，请改成不同的名称。") % {"name": min(twice)[:40]},
            )
        return [header[:100] for header in headers], line
    raise BadInput("no_headings", _("没有找到表头。请在第一行写明各列的名称，例如“收到日期”“反映内容”。"))


def check_merged(sheet: Sheet) -> None:
    """BadInput when cells are merged below the headings' line: their values stand in one row only."""
    below = [area for area in sheet.merged if _last_row(area) > 2 and _spans_rows(area)]
    if below:
        raise BadInput(
            "merged_cells",
            _("表中有合并的单元格（%(areas)s），无法逐行读取。请取消合并并补全每一行后再上传。")
            % {"areas": "、".join(below[:3])},
        )


def _last_row(area: str) -> int:
    return int("".join(c for c in area.rpartition(":")[2] if c.isdigit()) or 0)


def _spans_rows(area: str) -> bool:
    first, _colon, last = area.partition(":")
    rows = ["".join(c for c in corner if c.isdigit()) for corner in (first, last)]
    return rows[0] != rows[1]


def matching_for(headers: Sequence[str]) -> tuple[dict[str, str], bool]:
    """The remembered matching of these headings, else a proposal; and whether it was remembered."""
    profile = ColumnProfile.objects.filter(headers_key=headers_key(headers)).first()
    return (profile.matching, True) if profile else (propose(headers), False)


def look(
    sheet: Sheet,
    matching: Mapping[str, str],
    *,
    region: Region,
    prefixes: Sequence[str],
    on: date,
    keep: bool = False,
) -> Outlook:
    """Read the whole file. Empty lines count for nothing; a row that came before counts as repeated.

    `keep` collects the cases that are to be written. BadInput for a file that cannot be read as a whole.
    """
    headers, top = read_headers(sheet)
    check_merged(sheet)
    reader = Reader(headers, matching, region=region, prefixes=prefixes, on=on)
    outlook = Outlook()
    seen: set = set()
    cases = []
    for line, row in enumerate(sheet, start=top + 1):
        if not any(cell.strip() for cell in row):
            continue
        outlook.total += 1
        if outlook.total > MAX_ROWS:
            raise BadInput("sheet_rows", _("一次最多导入 %(n)d 行，请拆分后再上传。") % {"n": MAX_ROWS})
        reading = reader.read(line, row)
        if len(outlook.first) < SHOWN_ROWS:
            outlook.first.append(reading)
        if reading.problems:
            outlook.refused += 1
            outlook.problems += [(line, heading, sentence) for heading, sentence in reading.problems]
            continue
        outlook.remarks += [(line, heading, sentence) for heading, sentence in reading.remarks]
        case = reading.case
        if case is None:
            continue
        if case.key in seen:
            outlook.repeated += 1
            continue
        seen.add(case.key)
        cases.append(case)
    present = keys_present(seen)
    outlook.repeated += len(present)
    cases = [case for case in cases if case.key not in present]
    outlook.good = len(cases)
    outlook.finished = sum(1 for case in cases if case.replied_at)
    if keep:
        outlook.cases = cases
    return outlook


@contextmanager
def opened(source: UploadedFile | Path | BinaryIO, *, name: str = "") -> Iterator[Sheet]:
    """The file as rows."""
    with open_rows(source, name=name, max_rows=MAX_ROWS + 20) as sheet:
        yield sheet


@contextmanager
def opened_batch(batch: IntakeBatch) -> Iterator[Sheet]:
    """The stored file of a batch as rows. BadInput when it is gone."""
    attachment = Attachment.objects.of(batch).handed_out().first()
    if attachment is None:
        raise BadInput("file_gone", _("原文件已不在，请重新上传。"))
    with storage.path_of(attachment.pk).open("rb") as file, opened(file, name=batch.name) as sheet:
        yield sheet


def batches_for(user: User, *, on: date) -> QuerySet[IntakeBatch]:
    """The imports of the divisions for which the account may import. NotAllowed for who may not at all."""
    rows = IntakeBatch.objects.none()
    for prefix in prefixes_of(user, on=on):
        rows |= IntakeBatch.objects.filter(region__code__startswith=prefix)
    return rows.select_related("region", "created_by")


def get_batch_for(user: User, pk: int, *, on: date) -> IntakeBatch:
    """The one door to a batch."""
    found = batches_for(user, on=on).filter(pk=pk).first()
    if found is None:
        raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
    return found


def progress_of(batch: IntakeBatch) -> int:
    """Rows written so far by a running import; its transaction shows nothing to others before its end."""
    return int(cache.get(f"intake:{batch.pk}") or 0)


def touched(batch: IntakeBatch) -> int:
    """How many cases of the batch somebody has worked on since."""
    return Suggestion.objects.filter(intake_row__batch=batch, version__gt=1).count()


def can_undo(batch: IntakeBatch, *, at: object) -> bool:
    """Whether the batch is recent enough to be taken back."""
    return (
        batch.state == BatchState.DONE
        and batch.finished_at is not None
        and at - batch.finished_at < UNDO_HOURS  # type: ignore[operator]
    )
