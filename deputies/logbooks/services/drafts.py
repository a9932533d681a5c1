"""Entries as typed, and what must be true of them before anything is written."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext as _

from congress.errors import BadInput
from congress.models import Region
from congress.privacy import normalise_phone
from congress.texts import require_text
from deputies.logbooks.kinds import Book
from deputies.logbooks.states import Attendance, Source, Way
from deputies.roster.models import Deputy
from deputies.roster.states import Gender
from deputies.stations.models import DutyShift, Station

MOST_VOICES, MOST_DEPUTIES = 40, 300
SAID_LEAST, SAID_MOST = 4, 2000
# Activities at which voters speak: a visit; "other" is what a deputy saw on the way.
_HEARS = frozenset({"visit", "other"})


@dataclass(frozen=True, slots=True)
class VoiceDraft:
    """What one voter said. `uid` is made on the phone: the suggestion that comes of it is raised once."""

    said: str
    uid: UUID = field(default_factory=uuid4)
    name: str = ""
    gender: str = ""
    phone: str = ""
    address: str = ""
    identity: str = ""
    category: str = ""
    on_spot_reply: str = ""
    opinion: str = ""
    way: str = Way.NOTED


@dataclass(frozen=True, slots=True)
class Part:
    """A deputy's part in the entry."""

    deputy: Deputy
    attendance: str = Attendance.PRESENT
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """An entry as typed. `details` holds the book's own columns."""

    kind: str
    title: str
    region: Region
    happened_on: date
    parts: Sequence[Part]
    station: Station | None = None
    subkind: str = ""
    place: str = ""
    starts_at: time | None = None
    ends_at: time | None = None
    content: str = ""
    details: dict[str, Any] = field(default_factory=dict)
    hours: Decimal | None = None
    people: int | None = None
    latitude: Decimal | None = None
    longitude: Decimal | None = None
    voices: Sequence[VoiceDraft] = ()
    shift: DutyShift | None = None
    source: str = Source.DESK
    late_reason: str = ""


def checked(draft: EntryDraft, book: Book) -> EntryDraft:
    """The draft, trimmed. Every sentence names its field."""
    title = require_text(draft.title, field="title", most=80)
    content = draft.content.strip()
    if book.least_content or content:
        content = require_text(draft.content, field="content", least=max(2, book.least_content), most=4000)
    if book.subkinds and draft.subkind not in dict(book.subkinds):
        raise BadInput("no_subkind", _("请选择类型。"), field="subkind")
    _check_people(draft)
    _check_figures(draft, book)
    _check_voices(draft, book)
    if len(draft.place.strip()) > 120:
        raise BadInput("long_place", _("地点最多 120 个字。"), field="place")
    return replace(
        draft,
        title=title,
        content=content,
        place=draft.place.strip(),
        details=_details(draft.details, book),
        voices=[_voice(voice) for voice in draft.voices],
        late_reason=draft.late_reason.strip()[:120],
    )


def _check_people(draft: EntryDraft) -> None:
    if not draft.parts:
        raise BadInput("no_deputies", _("请选择参加的代表。"), field="deputies")
    if len(draft.parts) > MOST_DEPUTIES or len({part.deputy.pk for part in draft.parts}) < len(draft.parts):
        raise BadInput("bad_deputies", _("代表名单有重复或过长。"), field="deputies")
    if any(part.attendance not in Attendance.values for part in draft.parts):
        raise BadInput("bad_attendance", _("请选择出席情况。"), field="deputies")


def _check_figures(draft: EntryDraft, book: Book) -> None:
    if draft.ends_at is not None and (draft.starts_at is None or draft.ends_at <= draft.starts_at):
        raise BadInput("bad_times", _("结束时间要晚于开始时间。"), field="ends_at")
    if book.has_hours:
        if draft.hours is None or not Decimal("0.5") <= draft.hours <= 8:
            raise BadInput("bad_hours", _("学时请填 0.5 到 8 之间的数。"), field="hours")
    elif draft.hours is not None:
        raise BadInput("no_hours", _("这种台账没有学时。"), field="hours")
    if draft.people is not None and not 0 <= draft.people <= 100_000:
        raise BadInput("bad_people", _("人次不对。"), field="people")


def _check_voices(draft: EntryDraft, book: Book) -> None:
    if draft.voices and not (book.has_voices or draft.subkind in _HEARS):
        raise BadInput("no_voices", _("这种台账不登记选民反映。"), field="voices")
    if len({voice.uid for voice in draft.voices}) < len(draft.voices):
        raise BadInput("key_taken", _("有两位选民的编号相同，请重新登记。"), field="voices")
    if len(draft.voices) > MOST_VOICES:
        raise BadInput(
            "too_many_voices", _("一次最多登记 %(n)d 位选民。") % {"n": MOST_VOICES}, field="voices"
        )


def _details(given: dict[str, Any], book: Book) -> dict[str, Any]:
    kept: dict[str, Any] = {}
    for column in book.columns:
        value = str(given.get(column.key, "") or "").strip()
        if column.required and not value:
            raise BadInput("missing", _("请填写%(label)s。") % {"label": column.label}, field=column.key)
        if column.choices and value and value not in dict(column.choices):
            raise BadInput("bad_choice", _("请选择%(label)s。") % {"label": column.label}, field=column.key)
        if len(value) > column.most:
            raise BadInput(
                "too_long",
                _("%(label)s最多 %(n)d 个字。") % {"label": column.label, "n": column.most},
                field=column.key,
            )
        if value:
            kept[column.key] = value
    return kept


def _voice(draft: VoiceDraft) -> VoiceDraft:
    said = require_text(draft.said, field="said", least=SAID_LEAST, most=SAID_MOST)
    if draft.way not in Way.values:
        raise BadInput("bad_way", _("请选择办理方式。"), field="way")
    if draft.gender and draft.gender not in Gender.values:
        raise BadInput("bad_gender", _("请选择性别。"), field="gender")
    if draft.way == Way.ON_SPOT and not draft.on_spot_reply.strip():
        raise BadInput("no_reply", _("当场答复的，请写下答复了什么。"), field="on_spot_reply")
    phone = normalise_phone(draft.phone) if draft.phone.strip() else ""
    return replace(
        draft,
        said=said,
        phone=phone,
        name=draft.name.strip()[:40],
        address=draft.address.strip()[:120],
        identity=draft.identity.strip()[:20],
        on_spot_reply=draft.on_spot_reply.strip()[:300],
        opinion=draft.opinion.strip()[:300],
    )
