"""What deputies put on the phone's first page: to-dos of rota, logbooks and dossiers; the forms; the half-year's ring."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.utils.timezone import localtime, now
from django.utils.translation import gettext as _

from congress.models import User
from congress.registry import PhonePanel, Todo
from deputies.dossiers.models import Dossier
from deputies.dossiers.states import DossierState
from deputies.logbooks.matters import matter_desk
from deputies.logbooks.models import LogEntry, Voice
from deputies.logbooks.owed import HalfYear, owed_by
from deputies.logbooks.reports.models import DutyReport
from deputies.logbooks.reports.states import ReportState
from deputies.logbooks.states import EntryState
from deputies.phone.kinds import FORMS
from deputies.roster.selectors import deputy_of
from deputies.stations.models import ShiftDeputy, ShiftSwap
from deputies.stations.states import ShiftState, SwapState

SOON_DAYS = 7
MOST_MATTERS = 100


def shift_todos(user: User, on: date) -> Iterable[Todo]:
    """Duty today and in the coming week."""
    places = (
        ShiftDeputy.objects.filter(
            deputy__user=user,
            left_at=None,
            shift__on__gte=on,
            shift__on__lte=on + timedelta(days=SOON_DAYS),
            shift__state__in=[ShiftState.PUBLISHED, ShiftState.OPEN],
        )
        .select_related("shift__station__organisation")
        .order_by("shift__on", "shift__starts_at")
    )
    for place in places:
        shift = place.shift
        is_today = shift.on == on
        yield Todo(
            _("%(hour)s 到站接待群众") % {"hour": f"{shift.starts_at:%H:%M}"},
            "/m/rota/",
            shift.station.organisation.name,
            tag=_hours_left(shift) if is_today else f"{shift.on.month} 月 {shift.on.day} 日",
            tone="warn" if is_today else "info",
            rank=0 if is_today else 30,
        )


def _hours_left(shift: Any) -> str:
    here = localtime(now())
    minutes = (shift.starts_at.hour - here.hour) * 60 + shift.starts_at.minute - here.minute
    if minutes <= 0:
        return _("今天")
    return (
        _("还有 %(n)d 分钟") % {"n": minutes} if minutes < 60 else _("还有 %(n)d 小时") % {"n": minutes // 60}
    )


def swap_todos(user: User, on: date) -> Iterable[Todo]:
    """Colleagues who ask for a swap."""
    swaps = ShiftSwap.objects.filter(to__user=user, state=SwapState.ASKED).select_related("place__deputy")
    for swap in swaps:
        yield Todo(
            _("%(name)s请您换班") % {"name": swap.place.deputy.name},
            "/m/rota/",
            tag=_("等您答复"),
            tone="warn",
            rank=5,
        )


def entry_todos(user: User, on: date) -> Iterable[Todo]:
    """Entries that the office sent back."""
    rows = LogEntry.objects.filter(recorded_by=user, state=EntryState.REFUSED).order_by("-pk")[:10]
    for row in rows:
        yield Todo(row.title, f"/m/log/{row.uid}/", row.remark, tag=_("退回补正"), tone="bad", rank=10)


def dossier_todos(user: User, on: date) -> Iterable[Todo]:
    """A dossier that is shown for objection."""
    rows = Dossier.objects.filter(
        mandate__deputy__user=user, state=DossierState.SHOWN, object_until__gte=on
    ).order_by("object_until")
    for row in rows:
        until = row.object_until or on
        yield Todo(
            _("核对 %(year)d 年履职档案") % {"year": row.year},
            f"/m/dossier/{row.uid}/",
            _("有出入请在截止前提出。"),
            tag=_("%(month)d 月 %(day)d 日截止") % {"month": until.month, "day": until.day},
            tone="info",
            rank=20,
        )


def report_todos(user: User, on: date) -> Iterable[Todo]:
    """Duty reports that the station sent back."""
    rows = DutyReport.objects.filter(deputy__user=user, state=ReportState.RETURNED).order_by("-pk")[:3]
    for row in rows:
        yield Todo(
            _("修改 %(year)d 年述职报告") % {"year": row.year},
            f"/m/reports/{row.uid}/",
            row.remark,
            tag=_("退回修改"),
            tone="bad",
            rank=12,
        )


def matter_todos(user: User, on: date) -> Iterable[Todo]:
    """Matters that the deputy passed on and whose time is over."""
    desk = matter_desk()
    if desk is None:
        return
    voices = (
        Voice.objects.filter(entry__recorded_by=user).exclude(matter_number="").order_by("-pk")[:MOST_MATTERS]
    )
    words = {voice.matter_number: voice.said for voice in voices}
    late = [
        row
        for row in desk.statuses(words).values()
        if row.is_in_hand and row.due_on is not None and row.due_on < on
    ]
    for row in sorted(late, key=lambda row: row.due_on or on)[:3]:
        days = (on - row.due_on).days if row.due_on else 0
        yield Todo(
            _("%(words)s…已超期，请您催问") % {"words": words[row.number][:12]},
            "/m/matters/",
            f"{row.number} · {row.state}",
            tag=_("超期 %(n)d 天") % {"n": days},
            tone="bad",
            rank=8,
        )


def tiles(user: User, on: date) -> dict[str, Any]:
    """The five forms."""
    return {"forms": list(FORMS.values())}


def contacts(user: User, on: date) -> dict[str, Any] | None:
    """The half-year's ring; nothing for deputies without a list, but the way to begin one."""
    deputy = deputy_of(user)
    if deputy is None:
        return None
    rows = owed_by(deputy, on=on)
    half = HalfYear.of(on)
    done = sum(not row.call and not row.visit for row in rows)
    return {
        "all": len(rows),
        "done": done,
        "left": len(rows) - done,
        "days": (half.last - on).days,
        "second": half.first.month > 6,
    }


PANELS = (
    PhonePanel(20, "deputies/phone/_tiles.html", tiles),
    PhonePanel(40, "deputies/phone/_contacts.html", contacts),
    PhonePanel(60, "deputies/phone/_links.html", tiles),
)
TODOS = (shift_todos, swap_todos, matter_todos, entry_todos, report_todos, dossier_todos)
