"""A roster comes in from a workbook: looked at first, then written as a whole or not at all, as often as one likes."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from typing import Any

from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from congress import clock
from congress.attachments import storage
from congress.attachments.models import Attachment
from congress.attachments.services import store
from congress.attachments.sheets import Sheet, open_rows
from congress.audit.services import record
from congress.errors import BadInput, DomainError, NotAllowed, WrongState
from congress.models import User
from congress.people.roles import Role
from congress.people.rules import grants_of, region_prefixes
from congress.privacy import blind_index
from congress.search.grams import grams, normalise
from deputies.roster.columns import missing, propose
from deputies.roster.models import Constituency, Deputy, Mandate, MandateChange, RosterBatch, Team, Term
from deputies.roster.reading import Outlook, Reader, Row, changes_of
from deputies.roster.states import BatchState, ChangeKind, TeamKind

MAX_ROWS = 50_000
CHUNK = 1000
_KINDS = {"delegation": TeamKind.DELEGATION, "group": TeamKind.GROUP, "committee": TeamKind.COMMITTEE}


@transaction.atomic
def take_roster(upload: UploadedFile, *, term: Term, actor: User, on: date) -> RosterBatch:
    """Keep an uploaded roster of one term and propose what its columns mean."""
    office = next((g.organisation for g in grants_of(actor, on=on) if g.role == Role.CLERK), None)
    if office is None:
        raise NotAllowed("not_allowed", _("您没有办理该事项的权限。"))
    batch = RosterBatch.objects.create(
        organisation=office,
        uploaded_by=actor,
        uploaded_at=clock.now(),
        file_name="",
        sha256="",
        what=str(term.pk),
    )
    kept = store(upload, owner=batch, actor=actor, on=on)
    batch.file_name, batch.sha256 = kept.original_name, kept.sha256
    with opened(batch) as sheet:
        headers, line = headings(sheet)
    batch.counts = {"headers": headers, "line": line, "matching": propose(headers)}
    batch.save(update_fields=["file_name", "sha256", "counts"])
    return batch


@transaction.atomic
def match_roster(batch: RosterBatch, matching: dict[str, str], *, actor: User) -> RosterBatch:
    """Say which column is which."""
    batch = RosterBatch.objects.select_for_update().get(pk=batch.pk)
    _require_open(batch)
    if gaps := missing(matching):
        raise BadInput("no_column", _("请指明“%(names)s”是哪一列。") % {"names": "、".join(gaps)})
    batch.counts = {**batch.counts, "matching": matching}
    batch.state, batch.trouble = BatchState.OPEN, ""
    batch.save(update_fields=["counts", "state", "trouble"])
    return batch


@transaction.atomic
def queue_roster(batch: RosterBatch, *, actor: User) -> RosterBatch:
    """The clerk's last word; the worker writes it. Pressed twice, it is queued once."""
    batch = RosterBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state == BatchState.QUEUED:
        return batch
    _require_open(batch)
    if gaps := missing(batch.counts["matching"]):
        raise BadInput("no_column", _("请指明“%(names)s”是哪一列。") % {"names": "、".join(gaps)})
    batch.state, batch.trouble = BatchState.QUEUED, ""
    batch.save(update_fields=["state", "trouble"])
    cache.delete(_progress_key(batch))
    return batch


def run_roster(batch: RosterBatch, *, actor: User, on: date) -> RosterBatch:
    """Write a queued roster. One that is refused goes back to the clerk with the sentence. Safe to start twice."""
    batch.refresh_from_db()
    if batch.state != BatchState.QUEUED:
        return batch
    try:
        return import_roster(batch, actor=actor, on=on)
    except WrongState:
        # Another worker was faster and wrote it.
        batch.refresh_from_db()
    except DomainError as refused:
        # Only from `queued`: what another worker has written meanwhile stays written.
        RosterBatch.objects.filter(pk=batch.pk, state=BatchState.QUEUED).update(
            state=BatchState.REFUSED, trouble=refused.message[:200]
        )
        batch.refresh_from_db()
    return batch


def progress_of(batch: RosterBatch) -> tuple[int, int]:
    """Rows written and rows to write of a running import, (0, 0) while it still reads.

    From the cache: its transaction shows nothing to others before its end.
    """
    done, total = cache.get(_progress_key(batch)) or (0, 0)
    return int(done), int(total)


def _progress_key(batch: RosterBatch) -> str:
    return f"roster-import:{batch.pk}"


def _require_open(batch: RosterBatch) -> None:
    if batch.state == BatchState.DONE:
        raise WrongState("already_imported", _("这份名册已经导入。"))
    if batch.state == BatchState.QUEUED:
        raise WrongState("running", _("这份名册正在导入，请等它结束。"))


@contextmanager
def opened(batch: RosterBatch) -> Iterator[Sheet]:
    """The stored file as rows. BadInput when it is gone."""
    kept = Attachment.objects.of(batch).handed_out().first()
    if kept is None:
        raise BadInput("file_gone", _("原文件已不在，请重新上传。"))
    with (
        storage.path_of(kept.pk).open("rb") as file,
        open_rows(file, name=batch.file_name, max_rows=MAX_ROWS + 20) as sheet,
    ):
        yield sheet


def headings(sheet: Sheet) -> tuple[list[str], int]:
    """The first line with two filled cells, and its number."""
    for line, row in enumerate(sheet, start=1):
        headers = [cell.strip().replace("\n", "")[:100] for cell in row]
        filled = [header for header in headers if header]
        if len(filled) < 2:
            continue
        twice = {header for header in filled if filled.count(header) > 1}
        if twice:
            raise BadInput("heading_twice", _("表头“%(name)s”出现了两次。") % {"name": min(twice)})
        return headers, line
    raise BadInput("no_headings", _("没有找到表头，请在第一行写明各列的名称，如“姓名”“选举单位”。"))


def look(batch: RosterBatch, *, actor: User, on: date) -> Outlook:
    """What the import would do. Writes nothing."""
    counts = batch.counts
    with opened(batch) as sheet:
        lines = ((number, row) for number, row in enumerate(sheet, start=1) if number > counts["line"])
        reader = Reader(
            counts["headers"],
            counts["matching"],
            term=term_of(batch),
            prefixes=region_prefixes(actor, [Role.CLERK], on=on),
            on=on,
        )
        return reader.read(lines)


def term_of(batch: RosterBatch) -> Term:
    """The term whose roster the file is."""
    return Term.objects.get(pk=int(batch.what))


@transaction.atomic
def import_roster(batch: RosterBatch, *, actor: User, on: date) -> RosterBatch:
    """Write every row, or none: BadInput when one of them is wrong. The same file again changes nothing.

    Rows are written in bulk and make one event of the work log, with the file's hash: 20,000 events would say less.
    """
    # One import of a term at a time: the second sees whom the first brought.
    term = Term.objects.select_for_update(no_key=True).get(pk=int(batch.what))
    batch = RosterBatch.objects.select_for_update().get(pk=batch.pk)
    if batch.state == BatchState.DONE:
        raise WrongState("already_imported", _("这份名册已经导入。"))
    outlook = look(batch, actor=actor, on=on)
    if outlook.bad:
        raise BadInput("bad_rows", _("有 %(n)d 行有误，一行也没有导入。") % {"n": len(outlook.bad)})
    if not outlook.rows:
        raise BadInput("no_rows", _("表格里没有代表。"))
    _write(outlook.rows, term=term, actor=actor, note=partial(_note_progress, batch, len(outlook.rows)))
    numbers = {name: outlook.number(name) for name in ("new", "changed", "same")}
    batch.state, batch.imported_at = BatchState.DONE, clock.now()
    batch.counts = {**batch.counts, **numbers}
    batch.save(update_fields=["state", "imported_at", "counts"])
    record(
        "deputies.roster.imported",
        batch,
        actor=actor,
        term=str(term),
        file=batch.file_name,
        sha256=batch.sha256,
        **numbers,
    )
    return batch


def _note_progress(batch: RosterBatch, total: int, done: int) -> None:
    cache.set(_progress_key(batch), (done, total), 3600)


def _write(rows: list[Row], *, term: Term, actor: User, note: Callable[[int], None]) -> None:
    """The rows in bulk; `note` hears after each thousand how many people are written."""
    note(0)
    seats, teams = _seats(rows, term), _teams(rows, term)
    fresh = [row for row in rows if row.deputy is None]
    done = len(rows) - len(fresh)
    for start in range(0, len(fresh), CHUNK):
        part = []
        for row in fresh[start : start + CHUNK]:
            row.deputy = Deputy()
            _fill(row.deputy, row.person)
            part.append(row.deputy)
        Deputy.objects.bulk_create(part)
        note(done + start + len(part))
    changed = []
    for row in rows:
        if row.outcome == "changed" and row.deputy is not None and changes_of(row):
            _fill(row.deputy, row.person)
            row.deputy.version += 1
            row.deputy.updated_at = clock.now()
            changed.append(row.deputy)
    columns = [
        "gender", "ethnicity", "birth_year", "party", "education", "employer", "job", "phone", "phone_index",
        "home_region", "work_region", "is_leading_cadre", "special_care", "search_text", "search_grams", "version",
        "updated_at",
    ]  # fmt: skip
    Deputy.objects.bulk_update(changed, columns, batch_size=CHUNK)
    mandates = Mandate.objects.bulk_create(
        [
            Mandate(
                deputy=row.deputy,
                term=term,
                level=term.level,
                region_code=term.region_code,
                constituency=seats[row.seat],
                certificate=row.certificate,
                starts_on=row.starts_on or term.starts_on,
                **{name: teams[name, text] for name, text in row.teams.items()},
            )
            for row in rows
            if row.needs_mandate
        ],
        batch_size=CHUNK,
    )
    MandateChange.objects.bulk_create(
        [
            MandateChange(
                mandate=mandate,
                kind=ChangeKind.ELECTED,
                on=mandate.starts_on,
                recorded_by=actor,
                recorded_at=clock.now(),
            )
            for mandate in mandates
        ],
        batch_size=CHUNK,
    )


def _fill(deputy: Deputy, person: dict[str, Any]) -> None:
    for name, value in person.items():
        setattr(deputy, name, value)
    if "phone" in person:
        deputy.phone_index = blind_index(person["phone"])
    text = normalise(f"{deputy.name} {deputy.employer} {deputy.job}")
    deputy.search_text, deputy.search_grams = text, grams(text)


def _seats(rows: list[Row], term: Term) -> dict[str, Constituency]:
    """The constituencies by name; those that are new are entered."""
    known = {seat.name: seat for seat in Constituency.objects.filter(term=term)}
    codes = {seat.code for seat in known.values()}
    number = 0
    for row in rows:
        if row.seat in known:
            continue
        number += 1
        while f"{number:03d}" in codes:
            number += 1
        known[row.seat] = Constituency(term=term, code=f"{number:03d}", name=row.seat, region=row.region)
        codes.add(f"{number:03d}")
    Constituency.objects.bulk_create([seat for seat in known.values() if seat.pk is None], batch_size=CHUNK)
    return known


def _teams(rows: list[Row], term: Term) -> dict[tuple[str, str], Team]:
    """Delegations, groups and committees by kind and name; those that are new are entered."""
    words = {kind.value: name for name, kind in _KINDS.items()}
    known = {(words[team.kind], team.name): team for team in Team.objects.filter(term=term)}
    for row in rows:
        for name, text in row.teams.items():
            known.setdefault((name, text), Team(term=term, kind=_KINDS[name], name=text))
    Team.objects.bulk_create([team for team in known.values() if team.pk is None], batch_size=CHUNK)
    return known
