"""What no logbook holds: who was at which meeting, and honours."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput
from congress.models import User
from congress.people.actors import Actor
from deputies.dossiers.models import Honour, Meeting, MeetingAttendance
from deputies.dossiers.states import MeetingKind, Presence
from deputies.roster.models import Deputy
from deputies.roster.rules import require_keeper


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
    """Write a meeting with its attendance; the same key again replaces the attendance. Whether it is new comes back."""
    require_keeper(actor, draft.region_code, on=on)
    if not draft.key.strip() or len(draft.key) > 60:
        raise BadInput("bad_key", _("请填写会议编号，不超过 60 个字符。"), field="key")
    if draft.kind not in MeetingKind.values:
        raise BadInput("bad_kind", _("请选择会议类别。"), field="kind")
    if not draft.title.strip() or len(draft.title) > 120:
        raise BadInput("bad_title", _("请填写会议名称，不超过 120 个字。"), field="title")
    if draft.on > on:
        raise BadInput("future", _("会议日期不能晚于今天。"), field="on")
    for row in attendances:
        if row.presence not in Presence.values or not 0 < row.half_days <= draft.half_days:
            raise BadInput(
                "bad_attendance",
                _("%(name)s的出席情况不对：半天数应在 1 到 %(n)d 之间。")
                % {"name": row.deputy.name, "n": draft.half_days},
                field="attendance",
            )
    meeting, is_new = Meeting.objects.update_or_create(
        key=draft.key.strip(),
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
        deputies=len(attendances),
        new=is_new,
    )
    return meeting, is_new


@transaction.atomic
def add_honour(
    deputy: Deputy, *, title: str, granted_by: str, rank: str, granted_on: date, actor: User, at: datetime
) -> Honour:
    """Enter a commendation."""
    mandate = deputy.mandates.select_related("constituency").order_by("-starts_on").first()
    if mandate is None:
        raise BadInput("no_mandate", _("这位代表没有代表资格登记。"), field="deputy")
    require_keeper(actor, mandate.constituency.region_id, on=localdate(at))
    if granted_on > localdate(at):
        raise BadInput("future", _("日期不能晚于今天。"), field="granted_on")
    honour, _made = Honour.objects.get_or_create(
        deputy=deputy,
        on=granted_on,
        title=title.strip()[:120],
        defaults={
            "granted_by": granted_by.strip()[:80],
            "rank": rank,
            "recorded_by": actor,
            "recorded_at": at,
        },
    )
    record("deputies.honour.added", deputy, actor=actor, title=honour.title, on=granted_on.isoformat())
    return honour
