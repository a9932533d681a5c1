"""The office looks entries through: verified or sent back. And seals a station's year."""

import hashlib
import json
from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.audit.services import record, record_many
from congress.errors import BadInput, NotAllowed, Stale, WrongState
from congress.models import User
from congress.notices.services import post_notice
from congress.texts import require_text
from deputies.logbooks.models import LogEntry, YearLock
from deputies.logbooks.rules import require_own_words, require_unlocked
from deputies.logbooks.states import ENTRY_FLOW, EntryState
from deputies.stations.models import Station
from deputies.stations.rules import require_office

MOST_AT_ONCE = 200


@transaction.atomic
def verify_entries(
    entries: Iterable[LogEntry], *, actor: User, at: datetime
) -> tuple[list[LogEntry], list[str]]:
    """Verify many. Who wrote an entry or takes part in it does not verify it. What cannot be verified comes back as
    sentences, the rest is done."""
    on = localdate(at)
    keys = sorted(entry.pk for entry in entries)[:MOST_AT_ONCE]
    rows = list(
        LogEntry.objects.select_for_update(of=("self",))
        .filter(pk__in=keys)
        .select_related("station__organisation", "recorded_by")
        .order_by("pk")
    )
    done, refused = [], []
    for row in rows:
        try:
            _require_verifier(row, actor, on=on)
            row.state = ENTRY_FLOW.advance("verify", row.state)
        except (NotAllowed, WrongState) as refusal:
            refused.append(f"{row.happened_on} {row.title}：{refusal.message}")
            continue
        row.verified_by, row.verified_at, row.remark = actor, at, ""
        row.version += 1
        row.updated_at = at
        done.append(row)
    LogEntry.objects.bulk_update(
        done, ["state", "verified_by", "verified_at", "remark", "version", "updated_at"], batch_size=200
    )
    record_many(
        "deputies.entry.verified",
        [(row, {"kind": str(row.kind), "happened_on": row.happened_on.isoformat()}) for row in done],
        actor=actor,
    )
    return done, refused


@transaction.atomic
def refuse_entry(entry: LogEntry, *, reason: str, version: int, actor: User, at: datetime) -> LogEntry:
    """Send an entry back to who wrote it, with what is missing."""
    entry = (
        LogEntry.objects.select_for_update(of=("self",))
        .select_related("station", "recorded_by")
        .get(pk=entry.pk)
    )
    if entry.version != version:
        raise Stale("stale", _("这条记录刚被修改，请刷新后再试。"))
    _require_verifier(entry, actor, on=localdate(at))
    require_own_words(entry)
    entry.state = ENTRY_FLOW.advance("refuse", entry.state)
    entry.remark = require_text(reason, field="reason", least=4, most=200)
    entry.version += 1
    entry.updated_at = at
    entry.save(update_fields=["state", "remark", "version", "updated_at"])
    event = record("deputies.entry.refused", entry, actor=actor, reason=entry.remark)
    post_notice(
        "entry_refused",
        to=entry.recorded_by,
        key=f"entry-refused:{event.pk}",
        link=f"/m/log/{entry.uid}/",
        day=entry.happened_on,
        book=str(entry.get_kind_display()),
    )
    return entry


def _require_verifier(entry: LogEntry, actor: User, *, on: date) -> None:
    require_office(actor, entry.region_code, on=on)
    if entry.recorded_by_id == actor.pk or entry.deputies.filter(deputy__user=actor).exists():
        raise NotAllowed("own_entry", _("不能核实自己登记或自己参加的记录。"))
    require_unlocked(entry.station, entry.happened_on.year)


@transaction.atomic
def lock_year(station: Station, *, year: int, actor: User, at: datetime) -> YearLock:
    """Seal a station's books of a year that is over: nothing in them changes any more. Pending entries forbid it.

    `content_hash` is the SHA-256 of the canonical JSON of `sealed_rows`.
    """
    on = localdate(at)
    station = (
        Station.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=station.pk)
    )
    require_office(actor, station.region_code, on=on)
    if year >= on.year:
        raise BadInput("not_over", _("这一年还没有结束，不能封存。"), field="year")
    if station.locks.filter(year=year, opened_at=None).exists():
        raise WrongState("already_locked", _("这一年的台账已经封存。"))
    entries = LogEntry.objects.filter(station=station, happened_on__year=year)
    waiting = entries.filter(state__in=[EntryState.PENDING, EntryState.REFUSED]).count()
    if waiting:
        raise WrongState("pending", _("还有 %(n)d 条记录没有核实，处理完才能封存。") % {"n": waiting})
    rows = sealed_rows(station, year)
    lock = YearLock.objects.create(
        station=station,
        year=year,
        rows=len(rows),
        content_hash=hash_of(rows),
        locked_at=at,
        locked_by=actor,
    )
    entries.update(lock=lock)
    record(
        "deputies.logbook.locked",
        station.organisation,
        actor=actor,
        year=year,
        rows=len(rows),
        content_hash=lock.content_hash,
    )
    return lock


@transaction.atomic
def unlock_year(lock: YearLock, *, reason: str, actor: User, at: datetime) -> YearLock:
    """Open a sealed year again, with a reason; the lock's row and hash stay."""
    Station.objects.select_for_update(of=("self",)).get(pk=lock.station_id)
    lock = YearLock.objects.select_related("station__organisation").get(pk=lock.pk)
    require_office(actor, lock.station.region_code, on=localdate(at))
    if lock.opened_at is not None:
        raise WrongState("already_open", _("这次封存已经解除。"))
    lock.reason = require_text(reason, field="reason", least=4, most=200)
    lock.opened_at, lock.opened_by = at, actor
    lock.save(update_fields=["reason", "opened_at", "opened_by"])
    lock.entries.update(lock=None)
    record(
        "deputies.logbook.unlocked",
        lock.station.organisation,
        actor=actor,
        year=lock.year,
        reason=lock.reason,
    )
    return lock


def sealed_rows(station: Station, year: int) -> list[list[object]]:
    """What the seal covers, in order: every entry of the year with its people, as plain values."""
    rows = (
        LogEntry.objects.filter(station=station, happened_on__year=year)
        .order_by("pk")
        .prefetch_related("deputies")
    )
    return [
        [
            str(row.uid),
            row.kind,
            row.subkind,
            row.happened_on.isoformat(),
            row.title,
            row.place,
            row.content,
            row.details,
            str(row.hours) if row.hours is not None else None,
            row.people,
            row.state,
            [[part.deputy_id, part.attendance] for part in sorted(row.deputies.all(), key=lambda p: p.pk)],
        ]
        for row in rows
    ]


def hash_of(rows: object) -> str:
    """SHA-256 over canonical JSON: sorted keys, no spaces, UTF-8."""
    text = json.dumps(rows, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
