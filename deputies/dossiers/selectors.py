"""The dossier of a mandate and a year, assembled from what was written elsewhere; nothing is typed for it.

Eight parts as the paper's dossier has them (domain paper E2), and the contacts with voters. A handful of queries whatever the
number of entries.
"""

from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from congress.errors import NotFound
from congress.models import User
from congress.people.roles import Role
from congress.people.rules import organisations_of, region_prefixes
from deputies.dossiers.models import Dossier, Honour, Meeting, MeetingAttendance
from deputies.dossiers.sources import sources
from deputies.logbooks.kinds import ACTIVITY
from deputies.logbooks.models import Contact, EntryDeputy, ReportVote, Voice
from deputies.logbooks.states import Attendance, ContactWay, EntryState, Grade
from deputies.roster.models import Deputy, Mandate
from deputies.roster.selectors import deputies_for

READERS = (Role.CLERK, Role.SUPERVISOR, Role.LEADER)
# Counted; pending ones are shown beside as 待核 (domain paper E3).
COUNTED = (EntryState.VERIFIED,)
PARTS = (
    ("basics", _lazy("基本情况")),
    ("meetings", _lazy("参加会议")),
    ("inspections", _lazy("视察调研检查")),
    ("training", _lazy("学习培训")),
    ("group", _lazy("代表小组活动")),
    ("opinions", _lazy("提出建议意见")),
    ("reports", _lazy("述职与接受监督")),
    ("honours", _lazy("表彰奖励")),
    ("contacts", _lazy("联系群众")),
)
_GROUP = "group"


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a part: the day as ISO text, what, and what stands behind it."""

    on: str
    what: str
    note: str = ""


@dataclass(slots=True)
class Content:
    """What a dossier holds: facts, and lines by part. Plain values only: `canonical` of it is what is hashed."""

    facts: dict[str, str]
    figures: dict[str, str]
    parts: dict[str, list[Line]] = field(default_factory=dict)
    pending: int = 0

    def as_json(self) -> dict[str, Any]:
        """Plain values, in the form that is kept and hashed."""
        return {
            "facts": self.facts,
            "figures": self.figures,
            "parts": {name: [asdict(line) for line in lines] for name, lines in self.parts.items()},
        }

    @property
    def missing(self) -> list[str]:
        """Which of the parts are empty (缺项清单)."""
        return [str(label) for name, label in PARTS if name != "basics" and not self.parts.get(name)]


def assemble(mandate: Mandate, year: int) -> Content:
    """Everything of the mandate's holder in that year, as far as the mandate lasted."""
    first = max(date(year, 1, 1), mandate.starts_on)
    last = min(date(year, 12, 31), mandate.ends_on or date.max)
    deputy = mandate.deputy
    parts: dict[str, list[Line]] = {name: [] for name, _label in PARTS}
    numbers = {"hours": 0.0, "receptions": 0, "visits": 0, "activities": 0, "present": 0, "away": 0}
    pending = 0
    rows = (
        EntryDeputy.objects.filter(deputy=deputy, happened_on__gte=first, happened_on__lte=last)
        .filter(entry__state__in=[*COUNTED, EntryState.PENDING])
        .values_list(
            "entry_id", "happened_on", "kind", "attendance", "entry__subkind", "entry__title", "entry__place",
            "entry__hours", "entry__state",
        )
        .order_by("happened_on", "entry_id")
    )  # fmt: skip
    # Translated once, not once an entry: that was half the time of a long year.
    labels = {code: str(label) for code, label in ACTIVITY.subkinds}
    away = {str(value): str(label) for value, label in Attendance.choices}
    study = _("%(n)s 学时")
    for _pk, on, kind, attendance, subkind, title, place, hours, state in rows:
        if state == EntryState.PENDING:
            pending += 1
            continue
        here = attendance == Attendance.PRESENT
        note = place if here else away[attendance]
        line = Line(on.isoformat(), title, note)
        if kind == "training":
            parts["training"].append(Line(on.isoformat(), title, study % {"n": hours} if here else note))
            numbers["hours"] += float(hours or 0) if here else 0
        elif kind == "reception" or subkind == "visit":
            parts["contacts"].append(line)
            numbers["receptions" if kind == "reception" else "visits"] += here
        elif kind == "activity":
            part = "group" if subkind == _GROUP else "inspections"
            parts[part].append(Line(on.isoformat(), f"{labels.get(subkind, '')}：{title}", note))
            numbers["activities"] += here
        else:
            parts["reports"].append(line)
    _add_meetings(parts, numbers, mandate, first, last)
    _add_opinions(parts, mandate, first, last)
    _add_grades(parts, mandate, first, last)
    _add_from_above(parts, mandate, first, last)
    parts["honours"] = [
        Line(honour.on.isoformat(), honour.title, honour.granted_by)
        for honour in Honour.objects.filter(deputy=deputy, on__gte=first, on__lte=last).order_by("on", "pk")
    ]
    calls, visits = _contacts(mandate, first, last)
    return Content(
        facts=_facts(mandate),
        figures={
            _("出席会议（半天）"): str(int(numbers["present"])),
            _("请假缺席（半天）"): str(int(numbers["away"])),
            _("视察调研等活动"): str(int(numbers["activities"])),
            _("学时"): f"{numbers['hours']:g}",
            _("接待选民"): str(int(numbers["receptions"])),
            _("走访"): str(int(numbers["visits"])),
            _("转出选民意见"): str(len(parts["opinions"])),
            _("联系户：电话信息"): str(calls),
            _("联系户：上门"): str(visits),
        },
        parts=parts,
        pending=pending,
    )


def _facts(mandate: Mandate) -> dict[str, str]:
    deputy = mandate.deputy
    return {
        _("姓名"): deputy.name,
        _("性别"): str(deputy.get_gender_display()),
        _("民族"): deputy.ethnicity,
        _("党派"): deputy.party,
        _("学历"): deputy.education,
        _("工作单位和职务"): f"{deputy.employer} {deputy.job}".strip(),
        _("届次"): str(mandate.term),
        _("选区或选举单位"): mandate.constituency.name,
        _("代表团"): str(mandate.delegation or ""),
        _("代表小组"): str(mandate.group or ""),
        _("代表证号"): mandate.certificate,
        _("任职"): _("%(start)s 至 %(end)s")
        % {
            "start": mandate.starts_on.isoformat(),
            "end": mandate.ends_on.isoformat() if mandate.ends_on else _("今"),
        },
    }


def _add_meetings(
    parts: dict[str, list[Line]], numbers: dict[str, float], mandate: Mandate, first: date, last: date
) -> None:
    rows = (
        MeetingAttendance.objects.filter(deputy=mandate.deputy, on__gte=first, on__lte=last)
        .select_related("meeting")
        .order_by("on", "pk")
    )
    for row in rows:
        note = str(row.get_presence_display())
        if row.speeches:
            note += _("，发言 %(n)d 次") % {"n": row.speeches}
        parts["meetings"].append(Line(row.on.isoformat(), row.meeting.title, note))
        numbers["present" if row.presence == "present" else "away"] += row.half_days


def _add_opinions(parts: dict[str, list[Line]], mandate: Mandate, first: date, last: date) -> None:
    """What voters said through this deputy and became a suggestion: number and day, never the words or the person."""
    mine = EntryDeputy.objects.filter(
        deputy=mandate.deputy, happened_on__gte=first, happened_on__lte=last, entry__state__in=COUNTED
    )
    voices = (
        Voice.objects.filter(entry__in=mine.values("entry"))
        .exclude(matter_number="")
        .values_list("entry__happened_on", "matter_number")
        .order_by("entry__happened_on", "matter_number")
    )
    said = _("转交选民意见")
    parts["opinions"] = [Line(on.isoformat(), said, number) for on, number in voices]


def _add_grades(parts: dict[str, list[Line]], mandate: Mandate, first: date, last: date) -> None:
    votes = (
        ReportVote.objects.filter(
            entry__deputies__deputy=mandate.deputy,
            entry__happened_on__gte=first,
            entry__happened_on__lte=last,
        )
        .exclude(grade="")
        .values_list("entry__happened_on", "grade")
    )
    parts["reports"] += [Line(on.isoformat(), _("述职测评"), str(Grade(grade).label)) for on, grade in votes]


def _add_from_above(parts: dict[str, list[Line]], mandate: Mandate, first: date, last: date) -> None:
    """What the apps above know of the deputy, put in its place by day."""
    for source in sources:
        for part, on, what, note in source(mandate, first, last):
            parts[part].append(Line(on.isoformat(), what, note))
            parts[part].sort(key=lambda line: line.on)


def _contacts(mandate: Mandate, first: date, last: date) -> tuple[int, int]:
    ways = list(
        Contact.objects.filter(deputy=mandate.deputy, on__gte=first, on__lte=last).values_list(
            "way", flat=True
        )
    )
    visits = sum(way == ContactWay.VISIT for way in ways)
    return len(ways) - visits, visits


def dossiers_for(user: User, *, on: date) -> QuerySet[Dossier]:
    """The dossiers that this account reads: the division's, those of a station's deputies, the own ones."""
    visible = Q(mandate__deputy__user=user)
    for prefix in region_prefixes(user, READERS, on=on):
        visible |= Q(mandate__constituency__region__code__startswith=prefix)
    stations = organisations_of(user, Role.STATION_OFFICER, on=on)
    if stations:
        visible |= Q(
            mandate__deputy__in=Mandate.objects.filter(deputy__assignments__station__in=stations).values(
                "deputy"
            )
        )
    return Dossier.objects.filter(visible).select_related(
        "mandate__deputy", "mandate__term", "mandate__constituency", "mandate__delegation", "mandate__group"
    )


def get_dossier_for(user: User, uid: UUID, *, on: date) -> Dossier:
    """The one door. Raises NotFound."""
    dossier = dossiers_for(user, on=on).filter(uid=uid).first()
    if dossier is None:
        raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
    return dossier


def content_of(dossier: Dossier) -> Content:
    """The frozen content of a closed dossier, else what the books say now."""
    if dossier.content is None:
        return assemble(dossier.mandate, dossier.year)
    kept = dossier.content
    return Content(
        kept["facts"],
        kept["figures"],
        {name: [Line(**line) for line in lines] for name, lines in kept["parts"].items()},
    )


def lines_of(content: Content) -> Iterable[tuple[str, list[Line]]]:
    """The parts in their order, with their labels."""
    return [(str(label), content.parts.get(name, [])) for name, label in PARTS if name != "basics"]


def meetings_for(user: User, *, on: date) -> QuerySet[Meeting]:
    """The meetings of the divisions that this account reads."""
    inside = Q(pk__in=[])
    for prefix in region_prefixes(user, READERS, on=on):
        inside |= Q(region_code__startswith=prefix)
    return Meeting.objects.filter(inside)


def get_meeting_for(user: User, pk: int, *, on: date) -> Meeting:
    """The one door. Raises NotFound."""
    meeting = meetings_for(user, on=on).filter(pk=pk).first()
    if meeting is None:
        raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
    return meeting


def called_to(meeting: Meeting) -> QuerySet[Deputy]:
    """Whose attendance may be noted: those in office at the congress that met, and who is noted already."""
    seats = Mandate.objects.in_office(meeting.on).filter(level=meeting.level, region_code=meeting.region_code)
    noted = meeting.attendances.values("deputy")
    return Deputy.objects.filter(Q(pk__in=seats.values("deputy")) | Q(pk__in=noted)).order_by("name", "pk")


def honours_for(user: User, *, on: date) -> QuerySet[Honour]:
    """The commendations of deputies whom this account sees at the desk."""
    return Honour.objects.filter(deputy__in=deputies_for(user, on=on)).select_related("deputy")


def get_honour_for(user: User, pk: int, *, on: date) -> Honour:
    """The one door. Raises NotFound."""
    honour = honours_for(user, on=on).filter(pk=pk).first()
    if honour is None:
        raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
    return honour
