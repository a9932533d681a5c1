"""Import a ledger: take the file, match its columns, write everything or nothing, take it back."""

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from congress.attachments.services import store
from congress.audit.services import record
from congress.errors import BadInput, DomainError, WrongState
from congress.models import Region, User
from congress.people.actors import Actor
from petitions.figures.services.refresh import mark_stale
from petitions.intake.columns import BY_NAME, headers_key, missing
from petitions.intake.models import ColumnProfile, IntakeBatch, IntakeRow
from petitions.intake.rules import prefixes_of
from petitions.intake.selectors import (
    MAX_PROBLEMS,
    Outlook,
    can_undo,
    look,
    matching_for,
    opened,
    opened_batch,
    read_headers,
    touched,
)
from petitions.intake.states import BatchState, WithoutReply
from petitions.suggestions.models import NumberSeries, Suggestion
from petitions.suggestions.services.history import write_history


@transaction.atomic
def take_ledger(upload: UploadedFile, *, region: Region, actor: User, on: date) -> IntakeBatch:
    """Keep an uploaded ledger and propose what its columns mean. BadInput for what is no table."""
    _require_region(region, actor, on)
    batch = IntakeBatch.objects.create(name="", region=region, created_by=actor, created_at=timezone.now())
    attachment = store(upload, owner=batch, actor=actor, on=on)
    batch.name, batch.sha256 = attachment.original_name, attachment.sha256
    with opened_batch(batch) as sheet:
        batch.headers, _line = read_headers(sheet)
    batch.matching, _known = matching_for(batch.headers)
    batch.save(update_fields=["name", "sha256", "headers", "matching"])
    return batch


@transaction.atomic
def match_columns(
    batch: IntakeBatch,
    matching: Mapping[str, str],
    *,
    region: Region,
    without_reply: WithoutReply,
    skip_bad: bool,
    actor: User,
    on: date,
) -> IntakeBatch:
    """Say which column is which; remembered for these headings. BadInput when a needed one is missing."""
    _require_region(region, actor, on)
    batch = IntakeBatch.objects.select_for_update().get(pk=batch.pk)
    _require(batch, BatchState.MATCHING, BatchState.REFUSED)
    batch.matching = {
        name: header for name, header in matching.items() if name in BY_NAME and header in batch.headers
    }
    _require_complete(batch.matching)
    batch.region, batch.without_reply, batch.skip_bad = region, without_reply, skip_bad
    batch.state = BatchState.MATCHING
    batch.save(update_fields=["matching", "region", "without_reply", "skip_bad", "state"])
    _remember(batch.headers, batch.matching, on)
    return batch


@transaction.atomic
def queue_batch(batch: IntakeBatch, *, actor: User, on: date) -> IntakeBatch:
    """The clerk's last word; the worker writes it. Pressed twice, it is queued once."""
    prefixes_of(actor, on=on)
    batch = IntakeBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state == BatchState.QUEUED:
        return batch
    _require(batch, BatchState.MATCHING)
    _require_complete(batch.matching)
    batch.state = BatchState.QUEUED
    batch.save(update_fields=["state"])
    cache.set(f"intake:{batch.pk}", 0, 3600)
    return batch


def run_batch(batch: IntakeBatch, *, actor: Actor, on: date) -> IntakeBatch:
    """Write a queued batch in one transaction. A file that cannot be read, or has bad rows that the clerk did not
    choose to leave out, leaves nothing but the sentences. Safe to start twice: the second finds it done."""
    try:
        with transaction.atomic():
            batch = IntakeBatch.objects.select_for_update().get(pk=batch.pk)
            if batch.state != BatchState.QUEUED:
                return batch
            with opened_batch(batch) as sheet:
                outlook = look(
                    sheet, batch.matching, region=batch.region, prefixes=prefixes_of(actor, on=on), on=on, keep=True
                )  # fmt: skip
            _note(batch, outlook)
            if outlook.refused and not batch.skip_bad:
                batch.state = BatchState.REFUSED
                batch.save()
                return batch
            _write(batch, outlook, actor=actor, on=on)
            return batch
    except DomainError as refused:
        batch.state, batch.problems = BatchState.REFUSED, [[0, "", refused.message]]
        batch.save(update_fields=["state", "problems"])
        return batch


def import_ledger(
    source: Path | BinaryIO,
    *,
    name: str,
    region: Region,
    actor: Actor,
    on: date,
    without_reply: WithoutReply = WithoutReply.OPEN,
    skip_bad: bool = False,
    dry_run: bool = False,
    matching: Mapping[str, str] | None = None,
) -> tuple[IntakeBatch, Outlook]:
    """The whole way at once, for the command line. Nothing is written when a row is wrong (unless `skip_bad`).

    BadInput for a file that is no table or lacks a needed column.
    """
    with opened(source, name=name) as sheet:
        headers, _line = read_headers(sheet)
    chosen, _known = matching_for(headers)
    chosen = {**chosen, **(matching or {})}
    _require_complete(chosen)
    batch = IntakeBatch(
        name=name[:255], region=region, headers=headers, matching=chosen, without_reply=without_reply,
        skip_bad=skip_bad, created_by=actor if isinstance(actor, User) else None, created_at=timezone.now(),
    )  # fmt: skip
    with opened(source, name=name) as sheet:
        outlook = look(sheet, chosen, region=region, prefixes=prefixes_of(actor, on=on), on=on, keep=True)
    _note(batch, outlook)
    if dry_run or (outlook.refused and not skip_bad):
        batch.state = BatchState.REFUSED
        return batch, outlook
    with transaction.atomic():
        batch.save()
        _write(batch, outlook, actor=actor, on=on)
        _remember(headers, chosen, on)
    return batch, outlook


@transaction.atomic
def undo_batch(batch: IntakeBatch, *, actor: User, on: date, at: datetime) -> IntakeBatch:
    """Take a batch back within 24 hours, as if it had never come, unless somebody has worked on one of its cases.

    Its numbers go back into the series where they are still the last ones; the audit event names the others, which
    stay void.
    """
    prefixes_of(actor, on=on)
    batch = IntakeBatch.objects.select_for_update().get(pk=batch.pk)
    _require(batch, BatchState.DONE)
    if not can_undo(batch, at=at):
        raise WrongState("too_late", _("导入超过 24 小时，不能撤销。"))
    list(Suggestion.objects.select_for_update().filter(intake_row__batch=batch).values_list("pk", flat=True))
    worked_on = touched(batch)
    if worked_on:
        raise WrongState("worked_on", _("其中 %(n)d 件已有人办理，不能撤销整批。") % {"n": worked_on})
    void = _give_numbers_back(batch)
    rows = Suggestion.objects.filter(intake_row__batch=batch)
    days = rows.values_list("received_on", "replied_on", "county_code")
    mark_stale((day, county) for *both, county in days for day in both if day)
    with connection.cursor() as cursor:
        # The rule of the database that keeps histories lets go of those of a fresh batch only.
        cursor.execute("SELECT set_config('petitions.undo_batch', %s, true)", [str(batch.pk)])
    rows.delete()
    batch.state = BatchState.UNDONE
    batch.save(update_fields=["state"])
    record(
        "petitions.intake.undone",
        batch,
        actor=actor,
        cases=batch.imported,
        void_numbers=void,
        file=batch.sha256,
    )
    return batch


def _write(batch: IntakeBatch, outlook: Outlook, *, actor: Actor, on: date) -> None:
    rows = write_history(
        outlook.cases,
        actor=actor,
        on=on,
        archive_open=batch.without_reply == WithoutReply.ARCHIVE,
        progress=lambda done: cache.set(f"intake:{batch.pk}", done, 3600),
    )
    IntakeRow.objects.bulk_create(
        (
            IntakeRow(batch=batch, line=case.line, suggestion=row)
            for row, case in zip(rows, outlook.cases, strict=True)
        ),
        batch_size=2000,
    )
    batch.state = BatchState.DONE
    batch.imported, batch.finished_at = len(rows), timezone.now()
    batch.save()
    record(
        "petitions.suggestion.imported",
        batch,
        actor=actor,
        file=batch.sha256,
        region=batch.region_id,
        rows=batch.total,
        imported=batch.imported,
        finished=batch.finished,
        repeated=batch.repeated,
        refused=batch.refused,
        without_reply=batch.without_reply,
    )


def _note(batch: IntakeBatch, outlook: Outlook) -> None:
    batch.total, batch.finished = outlook.total, outlook.finished
    batch.repeated, batch.refused = outlook.repeated, outlook.refused
    batch.problems = [list(problem) for problem in outlook.problems[:MAX_PROBLEMS]]
    batch.remarks = [list(remark) for remark in outlook.remarks[:MAX_PROBLEMS]]


def _give_numbers_back(batch: IntakeBatch) -> list[str]:
    """Take the series back over the batch's numbers where nobody came after; the rest is void, as first–last."""
    series: dict[tuple[str, int], list[int]] = {}
    numbers = Suggestion.objects.filter(intake_row__batch=batch).values_list("number", flat=True)
    for number in numbers:
        _kind, text, county, serial = number.split("-")
        series.setdefault((county, int(text)), []).append(int(serial))
    void = []
    for (county, year), serials in sorted(series.items()):
        row = NumberSeries.objects.select_for_update().get(kind="MY", region_code=county, year=year)
        first, last = min(serials), max(serials)
        if row.last == last and last - first + 1 == len(serials):
            row.last = first - 1
            row.save(update_fields=["last"])
        else:
            void.append(f"MY-{year}-{county}-{first:06d}–{last:06d}")
    return void


def _remember(headers: list[str], matching: Mapping[str, str], on: date) -> None:
    ColumnProfile.objects.update_or_create(
        headers_key=headers_key(headers),
        defaults={"headers": headers, "matching": dict(matching), "used_on": on},
    )


def _require_complete(matching: Mapping[str, str]) -> None:
    lacking = missing(matching)
    if lacking:
        raise BadInput(
            "column_missing",
            _("没有找到“%(names)s”这一列，请指明是哪一列，或补上后再上传。") % {"names": "”“".join(lacking)},
        )


def _require_region(region: Region, actor: Actor, on: date) -> None:
    if not any(region.code.startswith(prefix) for prefix in prefixes_of(actor, on=on)):
        raise BadInput("region", _("请选择您辖区内的地点。"), field="region")


def _require(batch: IntakeBatch, *states: BatchState) -> None:
    if batch.state not in states:
        raise WrongState(
            "wrong_state", _("该批次当前为“%(state)s”，不能这样操作。") % {"state": batch.get_state_display()}
        )
