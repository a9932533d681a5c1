"""A station's old book comes in from a workbook: looked at, written as a whole or not at all, undone as a whole."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from uuid import NAMESPACE_OID, uuid5

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.attachments import storage
from congress.attachments.models import Attachment
from congress.attachments.services import store
from congress.attachments.sheets import Sheet, open_rows
from congress.audit.services import record
from congress.errors import BadInput, DomainError, NotAllowed, NotFound, WrongState
from congress.models import User
from deputies.logbooks.kinds import WRITTEN
from deputies.logbooks.models import LogBatch, LogEntry
from deputies.logbooks.reading import IMPORTED, Reader, Row, where
from deputies.logbooks.services.entries import check_entry, record_entry, withdraw_entry
from deputies.logbooks.states import EntryState
from deputies.stations.models import Station
from deputies.stations.rules import require_keeper

MAX_ROWS = 500


@transaction.atomic
def take_logbook(
    upload: UploadedFile, *, station: Station, kind: str, late_reason: str, actor: User, at: datetime
) -> LogBatch:
    """Keep an uploaded book whose headings can be read. Raises BadInput, NotAllowed."""
    on = localdate(at)
    require_keeper(actor, station, on=on)
    if kind not in IMPORTED:
        raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
    batch = LogBatch.objects.create(
        station=station,
        kind=kind,
        uploaded_by=actor,
        uploaded_at=at,
        file_name="",
        sha256="",
        late_reason=late_reason.strip()[:120],
    )
    kept = store(upload, owner=batch, actor=actor, on=on)
    batch.file_name, batch.sha256 = kept.original_name, kept.sha256
    batch.save(update_fields=["file_name", "sha256"])
    with _opened(batch) as sheet:
        where(WRITTEN[kind], _headings(sheet)[0])
    return batch


@contextmanager
def _opened(batch: LogBatch) -> Iterator[Sheet]:
    kept = Attachment.objects.of(batch).handed_out().first()
    if kept is None:
        raise BadInput("file_gone", _("原文件已不在，请重新上传。"), field="file")
    with (
        storage.path_of(kept.pk).open("rb") as file,
        open_rows(file, name=batch.file_name, max_rows=MAX_ROWS + 20) as sheet,
    ):
        yield sheet


def _headings(sheet: Sheet) -> tuple[list[str], int]:
    """The first line with two filled cells, and its number."""
    for line, row in enumerate(sheet, start=1):
        headers = [cell.strip()[:100] for cell in row]
        if sum(bool(header) for header in headers) >= 2:
            return headers, line
    raise BadInput("no_headings", _("没有找到表头，请按模板整理后再上传。"), field="file")


def look(batch: LogBatch, *, actor: User, on: date) -> list[Row]:
    """What the import would do, row by row. Writes nothing.

    Two rows of the file that contradict each other are found when they are written.
    """
    station = Station.objects.select_related("organisation__region").get(pk=batch.station_id)
    with _opened(batch) as sheet:
        headers, line = _headings(sheet)
        reader = Reader(WRITTEN[batch.kind], station, headers, late_reason=batch.late_reason)
        rows = reader.read(enumerate(sheet, start=line + 1))
    for row in rows:
        if row.draft is not None and not row.problems and not row.is_known:
            try:
                check_entry(row.draft, actor=actor, on=on)
            except DomainError as refused:
                row.problems.append(_said(reader, refused))
    return rows


def _said(reader: Reader, refused: DomainError) -> tuple[str, str]:
    at_field = refused.field or ""
    name = {"happened_on": "day", "deputies": "present"}.get(at_field, at_field)
    return reader.labels.get(name, _("整行")), refused.message


@transaction.atomic
def import_logbook(batch: LogBatch, *, actor: User, at: datetime) -> LogBatch:
    """Write every row that is new, or none: BadInput names the row. The same file again adds nothing."""
    on = localdate(at)
    # One import of a station at a time: the second sees what the first brought.
    station = Station.objects.select_for_update(of=("self",), no_key=True).get(pk=batch.station_id)
    batch = LogBatch.objects.select_for_update().get(pk=batch.pk)
    _require_own(batch, actor)
    require_keeper(actor, station, on=on)
    if batch.imported_at is not None:
        raise WrongState("already_imported", _("这份台账已经导入。"))
    rows = look(batch, actor=actor, on=on)
    bad = [row for row in rows if row.problems]
    if bad:
        raise BadInput("bad_rows", _("有 %(n)d 行有误，一行也没有导入。") % {"n": len(bad)})
    if not rows:
        raise BadInput("no_rows", _("表格里没有记录。"))
    made = [
        _write(batch, row, actor=actor, at=at) for row in rows if row.draft is not None and not row.is_known
    ]
    LogEntry.objects.filter(pk__in=made).update(batch=batch)
    batch.imported_at, batch.added, batch.known = at, len(made), len(rows) - len(made)
    batch.save(update_fields=["imported_at", "added", "known"])
    record(
        "deputies.logbook.imported",
        batch,
        actor=actor,
        station=station.organisation.code,
        kind=batch.kind,
        file=batch.file_name,
        sha256=batch.sha256,
        added=batch.added,
        known=batch.known,
    )
    return batch


def _write(batch: LogBatch, row: Row, *, actor: User, at: datetime) -> int:
    if row.draft is None:
        raise ValueError("a row without a draft is not written")
    uid = uuid5(NAMESPACE_OID, f"{batch.uid}:{row.line}")
    try:
        return int(record_entry(row.draft, actor=actor, at=at, uid=uid).entry.pk)
    except DomainError as refused:
        raise BadInput(
            "bad_rows",
            _("第 %(line)d 行：%(sentence)s一行也没有导入。")
            % {"line": row.line, "sentence": refused.message},
        ) from refused


@transaction.atomic
def undo_import(batch: LogBatch, *, actor: User, at: datetime) -> LogBatch:
    """Take back all entries of an import. WrongState once the office has verified or corrected one of them.

    Taken back, not deleted: they stay readable, and the same file may come in again.
    """
    batch = LogBatch.objects.select_for_update().get(pk=batch.pk)
    _require_own(batch, actor)
    if batch.imported_at is None or batch.undone_at is not None:
        raise WrongState("not_imported", _("这份台账没有导入，或者已经撤销。"))
    entries = list(
        batch.entries.select_for_update(of=("self",)).exclude(state=EntryState.WITHDRAWN).order_by("pk")
    )
    settled = [e for e in entries if e.state not in {EntryState.PENDING, EntryState.REFUSED}]
    if settled:
        raise WrongState(
            "settled",
            _("其中 %(n)d 条已经核实或更正，不能整批撤销，请逐条更正。") % {"n": len(settled)},
        )
    for entry in entries:
        withdraw_entry(entry, reason=_("撤销导入"), version=entry.version, actor=actor, at=at)
    batch.undone_at = at
    batch.save(update_fields=["undone_at"])
    record("deputies.logbook.import_undone", batch, actor=actor, entries=len(entries))
    return batch


def _require_own(batch: LogBatch, actor: User) -> None:
    if batch.uploaded_by_id != actor.pk:
        raise NotAllowed("not_allowed", _("您没有办理该事项的权限。"))
