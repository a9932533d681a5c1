"""Who attended comes in from a workbook: looked at, then written whole or not at all, as often as one likes."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.attachments import storage
from congress.attachments.models import Attachment
from congress.attachments.services import store
from congress.attachments.sheets import Sheet, open_rows
from congress.audit.services import record
from congress.errors import BadInput, NotAllowed, WrongState
from congress.models import User
from congress.people.roles import Role
from congress.people.rules import region_prefixes
from deputies.dossiers.models import MeetingBatch
from deputies.dossiers.reading import Outlook, Reader, where
from deputies.dossiers.services.facts import record_meeting
from deputies.roster.rules import require_keeper

MAX_ROWS = 20_000


@transaction.atomic
def take_meetings(
    upload: UploadedFile, *, region_code: str, level: str, actor: User, at: datetime
) -> MeetingBatch:
    """Keep an uploaded file whose headings can be read. Raises BadInput, NotAllowed."""
    on = localdate(at)
    require_keeper(actor, region_code, on=on)
    batch = MeetingBatch.objects.create(
        region_code=region_code, level=level, uploaded_by=actor, uploaded_at=at, file_name="", sha256=""
    )
    kept = store(upload, owner=batch, actor=actor, on=on)
    batch.file_name, batch.sha256 = kept.original_name, kept.sha256
    batch.save(update_fields=["file_name", "sha256"])
    with _opened(batch) as sheet:
        where(_headings(sheet)[0])
    return batch


@contextmanager
def _opened(batch: MeetingBatch) -> Iterator[Sheet]:
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


def look(batch: MeetingBatch, *, actor: User, on: date) -> Outlook:
    """What the import would do. Writes nothing."""
    with _opened(batch) as sheet:
        headers, line = _headings(sheet)
        reader = Reader(
            headers,
            region_code=batch.region_code,
            level=batch.level,
            prefixes=region_prefixes(actor, [Role.CLERK], on=on),
            on=on,
        )
        return reader.read(enumerate(sheet, start=line + 1))


@transaction.atomic
def import_meetings(batch: MeetingBatch, *, actor: User, at: datetime) -> MeetingBatch:
    """Write every meeting of the file, or none. The same file again changes nothing."""
    on = localdate(at)
    batch = MeetingBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.uploaded_by_id != actor.pk:
        raise NotAllowed("not_allowed", _("您没有办理该事项的权限。"))
    require_keeper(actor, batch.region_code, on=on)
    if batch.imported_at is not None:
        raise WrongState("already_imported", _("这份出席情况已经导入。"))
    outlook = look(batch, actor=actor, on=on)
    if outlook.bad:
        raise BadInput("bad_rows", _("有 %(n)d 行有误，一行也没有导入。") % {"n": len(outlook.bad)})
    if not outlook.meetings:
        raise BadInput("no_rows", _("表格里没有出席记录。"))
    for meeting in outlook.meetings:
        record_meeting(meeting.draft, meeting.attendances, actor=actor, on=on)
    batch.imported_at = at
    batch.meetings = len(outlook.meetings)
    batch.attendances = sum(len(meeting.attendances) for meeting in outlook.meetings)
    batch.save(update_fields=["imported_at", "meetings", "attendances"])
    record(
        "deputies.meeting.imported",
        batch,
        actor=actor,
        file=batch.file_name,
        sha256=batch.sha256,
        meetings=batch.meetings,
        attendances=batch.attendances,
    )
    return batch
