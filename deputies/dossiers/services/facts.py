"""What no logbook holds: who was at which meeting, and honours."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput, NotAllowed
from congress.models import User
from congress.people.actors import Actor
from congress.texts import require_text
from deputies.dossiers.models import Honour, Meeting, MeetingAttendance
from deputies.dossiers.states import HonourRank, MeetingKind, Presence
from deputies.roster.models import Deputy
from deputies.roster.rules import require_keeper

KEY_MOST, TITLE_MOST = 60, 120
HALF_DAYS_MOST, SPEECHES_MOST = 60, 99


@dataclass(frozen=True, slots=True)
class AttendanceDraft:
    """One deputy at the meeting, in half-days."""

    deputy: Deputy
    presence: str = Presence.PRESENT
    half_days: int = 1
    is_approved: bool = False
    speeches: int = 0


@dataclass(frozen=True, slots=True)
class MeetingDraft:
    """A meeting; `key` is the number that the sending system or the file gives it."""

    key: str
    kind: str
    title: str
    region_code: str
    on: date
    half_days: int = 1
    level: str = ""


@transaction.atomic
def record_meeting(
    draft: MeetingDraft, attendances: Sequence[AttendanceDraft], *, actor: Actor, on: date
) -> tuple[Meeting, bool]:
    """Write a meeting with its attendance; the same key again replaces both. Whether it is new comes back.

    A key that another division's office has used is refused: nobody overwrites its meeting.
    """
    require_keeper(actor, draft.region_code, on=on)
    check_meeting(draft, attendances, on=on)
    key = draft.key.strip()
    known = Meeting.objects.select_for_update().filter(key=key).first()
    if known is not None:
        _require_own(known, actor, on=on)
    meeting, is_new = Meeting.objects.update_or_create(
        key=key,
        defaults={
            "kind": draft.kind,
            "title": draft.title.strip(),
            "level": draft.level,
            "region_code": draft.region_code,
            "on": draft.on,
            "half_days": draft.half_days,
        },
    )
    meeting.attendances.all().delete()
    MeetingAttendance.objects.bulk_create(
        MeetingAttendance(
            meeting=meeting,
            deputy=row.deputy,
            presence=row.presence,
            half_days=row.half_days,
            is_approved=row.is_approved,
            speeches=row.speeches,
            on=draft.on,
        )
        for row in attendances
    )
    record(
        "deputies.meeting.recorded",
        meeting,
        actor=actor,
        key=meeting.key,
        deputies=len({row.deputy.pk for row in attendances}),
        new=is_new,
    )
    return meeting, is_new


@transaction.atomic
def change_attendance(
    meeting: Meeting,
    deputies: Collection[Deputy],
    attendances: Sequence[AttendanceDraft],
    *,
    actor: Actor,
    on: date,
) -> Meeting:
    """Say anew how these deputies attended; the others stay as they are."""
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    asked = {deputy.pk for deputy in deputies}
    kept = [row for row in attendances_of(meeting) if row.deputy.pk not in asked]
    new = [row for row in attendances if row.deputy.pk in asked]
    return record_meeting(draft_of(meeting), [*kept, *new], actor=actor, on=on)[0]


@transaction.atomic
def change_meeting(meeting: Meeting, draft: MeetingDraft, *, actor: Actor, on: date) -> Meeting:
    """Correct what a meeting was; number, division and attendance stay."""
    meeting = Meeting.objects.select_for_update().get(pk=meeting.pk)
    require_keeper(actor, meeting.region_code, on=on)
    draft = replace(draft, key=meeting.key, region_code=meeting.region_code)
    return record_meeting(draft, attendances_of(meeting), actor=actor, on=on)[0]


def draft_of(meeting: Meeting) -> MeetingDraft:
    """A meeting as the services take it."""
    return MeetingDraft(
        meeting.key, meeting.kind, meeting.title, meeting.region_code, meeting.on,
        half_days=meeting.half_days, level=meeting.level,
    )  # fmt: skip


def attendances_of(meeting: Meeting) -> list[AttendanceDraft]:
    """Its attendance as the services take it."""
    return [
        AttendanceDraft(row.deputy, row.presence, row.half_days, row.is_approved, row.speeches)
        for row in meeting.attendances.select_related("deputy")
    ]


def check_meeting(draft: MeetingDraft, attendances: Sequence[AttendanceDraft], *, on: date) -> None:
    """Raise BadInput for what could not be written; import and API ask before they write."""
    if not draft.key.strip() or len(draft.key.strip()) > KEY_MOST:
        raise BadInput("bad_key", _("请填写会议编号，不超过 60 个字符。"), field="key")
    if draft.kind not in MeetingKind.values:
        raise BadInput("bad_kind", _("请选择会议类别。"), field="kind")
    if not draft.title.strip() or len(draft.title.strip()) > TITLE_MOST:
        raise BadInput("bad_title", _("请填写会议名称，不超过 120 个字。"), field="title")
    if draft.on > on:
        raise BadInput("future", _("会议日期不能晚于今天。"), field="on")
    if not 0 < draft.half_days <= HALF_DAYS_MOST:
        raise BadInput("bad_half_days", _("半天数应在 1 到 60 之间。"), field="half_days")
    spent: Counter[int] = Counter()
    seen: set[tuple[int, str]] = set()
    for row in attendances:
        spent[row.deputy.pk] += row.half_days
        if (
            row.presence not in Presence.values
            or row.half_days <= 0
            or spent[row.deputy.pk] > draft.half_days
            or not 0 <= row.speeches <= SPEECHES_MOST
            or (row.deputy.pk, row.presence) in seen
        ):
            raise BadInput(
                "bad_attendance",
                _("%(name)s的出席情况不对：出席、请假、缺席各写一次，合计不超过 %(n)d 个半天。")
                % {"name": row.deputy.name, "n": draft.half_days},
                field="attendances",
            )
        seen.add((row.deputy.pk, row.presence))


def _require_own(meeting: Meeting, actor: Actor, *, on: date) -> None:
    try:
        require_keeper(actor, meeting.region_code, on=on)
    except NotAllowed:
        raise BadInput("key_taken", _("这个会议编号已由其他单位使用，请换一个编号。"), field="key") from None


@dataclass(frozen=True, slots=True)
class HonourDraft:
    """A commendation as the desk's form gives it."""

    title: str
    granted_by: str
    rank: str
    granted_on: date


def _check_honour(draft: HonourDraft, deputy: Deputy, *, actor: Actor, at: datetime) -> None:
    mandate = deputy.mandates.select_related("constituency").order_by("-starts_on").first()
    if mandate is None:
        raise BadInput("no_mandate", _("这位代表没有代表资格登记。"), field="title")
    require_keeper(actor, mandate.constituency.region_id, on=localdate(at))
    require_text(draft.title, field="title", least=2, most=TITLE_MOST)
    require_text(draft.granted_by, field="granted_by", least=2, most=80)
    if draft.rank not in HonourRank.values:
        raise BadInput("bad_rank", _("请选择级别。"), field="rank")
    if draft.granted_on > localdate(at):
        raise BadInput("future", _("日期不能晚于今天。"), field="granted_on")


@transaction.atomic
def add_honour(deputy: Deputy, draft: HonourDraft, *, actor: User, at: datetime) -> Honour:
    """Enter a commendation; the same title of the same day again is the first one."""
    _check_honour(draft, deputy, actor=actor, at=at)
    honour, is_new = Honour.objects.get_or_create(
        deputy=deputy,
        on=draft.granted_on,
        title=draft.title.strip(),
        defaults={
            "granted_by": draft.granted_by.strip(),
            "rank": draft.rank,
            "recorded_by": actor,
            "recorded_at": at,
        },
    )
    if is_new:
        record("deputies.honour.added", deputy, actor=actor, title=honour.title, on=honour.on.isoformat())
    return honour


@transaction.atomic
def change_honour(honour: Honour, draft: HonourDraft, *, actor: User, at: datetime) -> Honour:
    """Correct a commendation. The old words stay in the work log."""
    honour = Honour.objects.select_for_update(of=("self",)).select_related("deputy").get(pk=honour.pk)
    _check_honour(draft, honour.deputy, actor=actor, at=at)
    old = {"title": honour.title, "granted_by": honour.granted_by, "on": honour.on.isoformat()}
    new = {"title": draft.title.strip(), "on": draft.granted_on}
    if Honour.objects.filter(deputy=honour.deputy, **new).exclude(pk=honour.pk).exists():
        raise BadInput("twice", _("这一天已经登记过同名的表彰。"), field="title")
    honour.title, honour.on = draft.title.strip(), draft.granted_on
    honour.granted_by, honour.rank = draft.granted_by.strip(), draft.rank
    honour.recorded_by, honour.recorded_at = actor, at
    honour.save()
    record("deputies.honour.changed", honour.deputy, actor=actor, honour=honour.pk, before=old)
    return honour


@transaction.atomic
def remove_honour(honour: Honour, *, reason: str, actor: User, at: datetime) -> None:
    """Take out what was entered by mistake. What it said stays in the work log."""
    honour = Honour.objects.select_for_update(of=("self",)).select_related("deputy").get(pk=honour.pk)
    draft = HonourDraft(honour.title, honour.granted_by, honour.rank, honour.on)
    _check_honour(draft, honour.deputy, actor=actor, at=at)
    reason = require_text(reason, field="reason", least=4, most=200)
    record(
        "deputies.honour.removed",
        honour.deputy,
        actor=actor,
        title=honour.title,
        on=honour.on.isoformat(),
        reason=reason,
    )
    honour.delete()
