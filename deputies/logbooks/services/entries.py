"""Entries are written once, from phone, desk, file or another system; corrections are new entries."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput, DomainError, NotAllowed, Stale
from congress.models import User
from congress.people.actors import Actor
from congress.privacy import blind_index
from congress.search.grams import grams, normalise
from congress.texts import require_text
from deputies.logbooks.kinds import WRITTEN
from deputies.logbooks.matters import matter_desk
from deputies.logbooks.models import EntryDeputy, LogEntry, Voice
from deputies.logbooks.rules import (
    require_day,
    require_free,
    require_hours,
    require_own_words,
    require_station_then,
    require_unlocked,
    require_writer,
    roles_on,
)
from deputies.logbooks.services.drafts import EntryDraft, VoiceDraft, checked
from deputies.logbooks.states import ENTRY_FLOW, Attendance, Way
from deputies.roster.models import Deputy
from deputies.stations.rules import is_office_of

# A phone's clock that is off by more is marked, not corrected.
CLOCK_OFF = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Recorded:
    """The entry, and whether this call made it."""

    entry: LogEntry
    is_new: bool


def record_entry(
    draft: EntryDraft, *, actor: User, at: datetime, made_at: datetime | None = None, uid: UUID | None = None
) -> Recorded:
    """Write an entry into its book; the same `uid` again gives the first one, also when two arrive at once.

    `made_at` is the phone's clock. Voters' words that are to become suggestions are raised in the same transaction;
    one that is refused stays in the book with the reason. Raises BadInput at the field, NotAllowed, WrongState.
    """
    uid = uid or uuid4()
    known = LogEntry.objects.filter(uid=uid).first()
    if known is not None:
        return _known(known, actor)
    try:
        with transaction.atomic():
            return Recorded(_write(draft, actor=actor, at=at, made_at=made_at or at, uid=uid), is_new=True)
    except IntegrityError:
        known = LogEntry.objects.filter(uid=uid).first()
        if known is None:
            raise
        return _known(known, actor)


def _known(entry: LogEntry, actor: User) -> Recorded:
    # A key is a secret of the phone that made it: somebody else's tells nothing.
    if entry.recorded_by_id != actor.pk:
        raise BadInput("key_taken", _("这条记录的编号已被使用，请重新登记。"), field="uid")
    return Recorded(entry, is_new=False)


def check_entry(draft: EntryDraft, *, actor: User, on: date) -> None:
    """Raise what `record_entry` would raise that day. Writes nothing and locks nothing."""
    _require_room(_judged(draft, actor=actor, on=on))


def _judged(draft: EntryDraft, *, actor: User, on: date) -> EntryDraft:
    """The draft, trimmed, if it may be written at all."""
    book = WRITTEN.get(draft.kind)
    if book is None:
        raise BadInput("unknown_kind", _("没有这种台账。"), field="kind")
    clean = checked(draft, book)
    deputies = [part.deputy for part in draft.parts]
    require_writer(actor, station=draft.station, region_code=draft.region.code, deputies=deputies, on=on)
    is_office = is_office_of(actor, draft.region.code, on=on)
    require_day(draft.happened_on, on=on, is_office=is_office, late_reason=draft.late_reason)
    require_station_then(draft.station, draft.happened_on)
    if draft.voices and Voice.objects.filter(uid__in=[voice.uid for voice in draft.voices]).exists():
        raise BadInput("key_taken", _("这位选民的反映已经登记过，请重新登记。"), field="voices")
    require_unlocked(draft.station, draft.happened_on.year)
    return clean


def _require_room(clean: EntryDraft, *, apart_from: LogEntry | None = None) -> None:
    """Nobody at two places at once, nobody over the day's hours."""
    present = [part.deputy for part in clean.parts if part.attendance == Attendance.PRESENT]
    require_free(
        present,
        happened_on=clean.happened_on,
        starts_at=clean.starts_at,
        ends_at=clean.ends_at,
        place=clean.place,
        apart_from=apart_from,
    )
    if clean.hours is not None:
        require_hours(present, happened_on=clean.happened_on, hours=float(clean.hours), apart_from=apart_from)


def _write(
    draft: EntryDraft,
    *,
    actor: User,
    at: datetime,
    made_at: datetime,
    uid: UUID,
    corrects: LogEntry | None = None,
) -> LogEntry:
    on = localdate(at)
    clean = _judged(draft, actor=actor, on=on)
    deputies = [part.deputy for part in draft.parts]
    # Two entries of one deputy at once could each find the other's time free.
    list(Deputy.objects.select_for_update(no_key=True).filter(pk__in=[d.pk for d in deputies]).order_by("pk"))
    _require_room(clean, apart_from=corrects)
    text = normalise(f"{clean.title} {clean.place} {clean.content}")
    entry = LogEntry.objects.create(
        uid=uid,
        kind=clean.kind,
        subkind=clean.subkind,
        station=clean.station,
        region=clean.region,
        region_code=clean.region.code,
        shift=clean.shift,
        title=clean.title,
        place=clean.place,
        happened_on=clean.happened_on,
        starts_at=clean.starts_at,
        ends_at=clean.ends_at,
        content=clean.content,
        details=clean.details,
        hours=clean.hours,
        people=clean.people,
        latitude=clean.latitude,
        longitude=clean.longitude,
        source=clean.source,
        recorded_by=actor,
        made_at=made_at,
        received_at=at,
        is_late=(_written_on(made_at, at, clean) - clean.happened_on).days > WRITTEN[clean.kind].late_after,
        late_reason=clean.late_reason,
        is_clock_off=made_at > at + CLOCK_OFF or localdate(made_at) < clean.happened_on,
        corrects=corrects,
        updated_at=at,
        search_text=text,
        search_grams=grams(text),
    )
    EntryDeputy.objects.bulk_create(
        EntryDeputy(
            entry=entry,
            deputy=part.deputy,
            attendance=part.attendance,
            reason=part.reason.strip()[:60],
            happened_on=clean.happened_on,
            kind=clean.kind,
        )
        for part in clean.parts
    )
    voices = _add_voices(entry, clean.voices)
    raised = [number for voice in voices if (number := _raise(voice, actor=actor, on=on))]
    record(
        "deputies.entry.recorded" if corrects is None else "deputies.entry.corrected",
        entry,
        actor=actor,
        kind=str(entry.kind),
        happened_on=entry.happened_on.isoformat(),
        station=entry.station.organisation.code if entry.station else None,
        deputies=[deputy.name for deputy in deputies],
        late=entry.is_late,
        raised=raised,
        **({"corrects": corrects.pk} if corrects else {}),
    )
    return entry


def _written_on(made_at: datetime, at: datetime, clean: EntryDraft) -> date:
    """The day it was written down; where the phone says before it was, the day it came."""
    day = localdate(made_at)
    return day if day >= clean.happened_on else localdate(at)


def _add_voices(entry: LogEntry, drafts: Sequence[VoiceDraft]) -> list[Voice]:
    return Voice.objects.bulk_create(
        Voice(
            entry=entry,
            uid=draft.uid,
            order=order,
            name=draft.name or None,
            gender=draft.gender,
            phone=draft.phone or None,
            phone_index=blind_index(draft.phone) if draft.phone else None,
            address=draft.address or None,
            identity=draft.identity,
            said=draft.said,
            category=draft.category,
            on_spot_reply=draft.on_spot_reply,
            opinion=draft.opinion,
            way=draft.way,
        )
        for order, draft in enumerate(drafts, start=1)
    )


def _raise(voice: Voice, *, actor: Actor, on: date) -> str:
    """Turn a voter's words into a suggestion; the number, or empty. A refusal stays with the voice."""
    desk = matter_desk()
    if voice.way != Way.SUGGESTION or desk is None:
        return ""
    try:
        with transaction.atomic():
            voice.matter_number = desk.raise_matter(voice, actor=actor, on=on)
        voice.save(update_fields=["matter_number"])
    except DomainError as refused:
        voice.refusal = refused.message[:200]
        voice.save(update_fields=["refusal"])
    return voice.matter_number


@transaction.atomic
def raise_voice(voice: Voice, *, actor: User, at: datetime) -> str:
    """Raise later what was only noted, or try a refused one again. Raises BadInput when it is refused again."""
    voice = Voice.objects.select_for_update(of=("self",)).select_related("entry__station").get(pk=voice.pk)
    _require_hand(voice.entry, actor, on=localdate(at))
    if voice.matter_number:
        return voice.matter_number
    voice.way, voice.refusal = Way.SUGGESTION, ""
    voice.save(update_fields=["way", "refusal"])
    number = _raise(voice, actor=actor, on=localdate(at))
    if voice.refusal:
        raise BadInput("refused", voice.refusal)
    record("deputies.voice.raised", voice.entry, actor=actor, number=number)
    return number


@transaction.atomic
def inquire_matter(voice: Voice, *, actor: User, on: date) -> None:
    """催问 what became of a voter's words; whoever wrote them down may, once a day."""
    desk = matter_desk()
    if voice.entry.recorded_by_id != actor.pk or desk is None or not voice.matter_number:
        raise NotAllowed("not_yours", _("只能催问自己转交的意见。"))
    desk.inquire(voice, actor=actor, on=on)
    record("deputies.matter.inquired", voice.entry, actor=actor, number=voice.matter_number)


@transaction.atomic
def amend_entry(entry: LogEntry, draft: EntryDraft, *, version: int, actor: User, at: datetime) -> LogEntry:
    """Change an entry that nobody has verified yet. Voters' words stay as they were written down."""
    entry = _locked(entry, version)
    on = localdate(at)
    _require_hand(entry, actor, on=on)
    state = ENTRY_FLOW.advance("amend", entry.state)
    book = WRITTEN[entry.kind]
    require_unlocked(entry.station, entry.happened_on.year)
    require_unlocked(entry.station, draft.happened_on.year)
    require_day(
        draft.happened_on,
        on=on,
        is_office=is_office_of(actor, entry.region_code, on=on),
        late_reason=draft.late_reason,
    )
    clean = checked(replace(draft, kind=entry.kind, voices=()), book)
    present = [part.deputy for part in clean.parts if part.attendance == Attendance.PRESENT]
    times = {"starts_at": clean.starts_at, "ends_at": clean.ends_at, "place": clean.place}
    require_free(present, happened_on=clean.happened_on, apart_from=entry, **times)  # type: ignore[arg-type]
    if clean.hours is not None:
        require_hours(present, happened_on=clean.happened_on, hours=float(clean.hours), apart_from=entry)
    before = {name: str(getattr(entry, name)) for name in _AMENDED}
    for name in _AMENDED:
        setattr(entry, name, getattr(clean, name))
    entry.state, entry.version, entry.updated_at = state, entry.version + 1, at
    text = normalise(f"{clean.title} {clean.place} {clean.content}")
    entry.search_text, entry.search_grams = text, grams(text)
    entry.save()
    entry.deputies.all().delete()
    EntryDeputy.objects.bulk_create(
        EntryDeputy(
            entry=entry,
            deputy=part.deputy,
            attendance=part.attendance,
            reason=part.reason.strip()[:60],
            happened_on=clean.happened_on,
            kind=entry.kind,
        )
        for part in clean.parts
    )
    changed = sorted(name for name in _AMENDED if before[name] != str(getattr(entry, name)))
    record("deputies.entry.amended", entry, actor=actor, changed=changed)
    return entry


_AMENDED = (
    "title", "place", "happened_on", "starts_at", "ends_at", "content", "details", "hours", "people", "subkind",
)  # fmt: skip


@transaction.atomic
def correct_entry(
    entry: LogEntry, draft: EntryDraft, *, reason: str, version: int, actor: User, at: datetime
) -> LogEntry:
    """更正 a verified entry: the old one keeps its text and points at the new one, which waits to be verified."""
    entry = _locked(entry, version)
    _require_hand(entry, actor, on=localdate(at))
    target = ENTRY_FLOW.advance("correct", entry.state)
    require_unlocked(entry.station, entry.happened_on.year)
    reason = require_text(reason, field="reason", least=4, most=200)
    new = _write(
        replace(draft, kind=entry.kind, station=entry.station, region=entry.region, voices=()),
        actor=actor,
        at=at,
        made_at=at,
        uid=uuid4(),
        corrects=entry,
    )
    # What voters said moves on with the entry that holds.
    entry.voices.update(entry=new)
    entry.state, entry.remark = target, reason
    entry.version += 1
    entry.updated_at = at
    entry.save(update_fields=["state", "remark", "version", "updated_at"])
    return new


@transaction.atomic
def withdraw_entry(entry: LogEntry, *, reason: str, version: int, actor: User, at: datetime) -> LogEntry:
    """Take back an entry that is not verified; it stays readable with the reason."""
    entry = _locked(entry, version)
    _require_hand(entry, actor, on=localdate(at))
    target = ENTRY_FLOW.advance("withdraw", entry.state)
    require_unlocked(entry.station, entry.happened_on.year)
    entry.remark = require_text(reason, field="reason", least=4, most=200)
    entry.state = target
    entry.version += 1
    entry.updated_at = at
    entry.save(update_fields=["state", "remark", "version", "updated_at"])
    record("deputies.entry.withdrawn", entry, actor=actor, reason=entry.remark)
    return entry


def _locked(entry: LogEntry, version: int) -> LogEntry:
    row = (
        LogEntry.objects.select_for_update(of=("self",))
        .select_related("station__organisation", "region")
        .get(pk=entry.pk)
    )
    if row.version != version:
        raise Stale("stale", _("这条记录刚被修改，请刷新后再试。"))
    require_own_words(row)
    return row


def _require_hand(entry: LogEntry, actor: User, *, on: date) -> None:
    """A deputy who only took part reads; who wrote it, the station and the office change it."""
    held = roles_on(actor, entry, on=on)
    if entry.recorded_by_id != actor.pk and not held & {"clerk", "station_officer"}:
        raise NotAllowed("not_allowed", _("您没有办理该事项的权限。"))
    if held == {"deputy"}:
        require_writer(
            actor,
            station=None,
            region_code=entry.region_code,
            deputies=[part.deputy for part in entry.deputies.select_related("deputy")],
            on=on,
        )
