"""Read who attended which meetings, row by row: meetings to write, or sentences about what is wrong. Writes nothing."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from typing import Any

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from congress.errors import BadInput
from deputies.dossiers.models import Meeting
from deputies.dossiers.services.facts import AttendanceDraft, MeetingDraft, check_meeting
from deputies.dossiers.states import MeetingKind, Presence
from deputies.roster.columns import Target, plain
from deputies.roster.models import Deputy, Mandate

# A row whose name begins like this is the template's own.
EXAMPLE = "示例"
_DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
)
_WHOLE = re.compile(r"(\d{1,3})(?:\.0+)?")
_YES, _NO = frozenset({"是", "有", "1", "√", "已批准", "经批准"}), frozenset({"否", "无", "0", "×", "未批准"})


def _target(name: str, label: str | Promise, words: str, *, is_required: bool = False) -> Target:
    return Target(name, label, tuple(words.split()), is_required)


TARGETS = (
    _target("key", _lazy("会议编号"), "会议编号 编号"),
    _target("title", _lazy("会议名称"), "会议名称 会议 名称", is_required=True),
    _target("kind", _lazy("会议类别"), "会议类别 类别"),
    _target("on", _lazy("会议日期"), "会议日期 开始日期 日期", is_required=True),
    _target("length", _lazy("会议半天数"), "会议半天数 会期"),
    _target("name", _lazy("代表姓名"), "代表姓名 姓名 代表", is_required=True),
    _target("certificate", _lazy("代表证号"), "代表证号 证号 代表证"),
    _target("seat", _lazy("选区或选举单位"), "选区或选举单位 选举单位 选区"),
    _target("presence", _lazy("出席情况"), "出席情况 出席", is_required=True),
    _target("half_days", _lazy("半天数"), "半天数"),
    _target("approved", _lazy("经批准"), "经批准 是否批准"),
    _target("speeches", _lazy("发言次数"), "发言次数 审议发言 发言"),
)
LABELS = {target.name: str(target.label) for target in TARGETS}


def template_rows() -> tuple[list[str], list[str]]:
    """The headings of the template, and a line that shows how to fill it (passed over when read)."""
    sample = [
        "",
        "县十八届人大六次会议",
        str(MeetingKind.SESSION.label),
        "2026-01-08",
        "6",
        f"{EXAMPLE}张三",
        "",
        "",
        "出席",
    ]
    return [str(target.label) for target in TARGETS], [*sample, "6", "", "1"]


def where(headers: Sequence[str]) -> dict[str, int]:
    """Which column is which. BadInput when one is missing without which no row can be read."""
    known = {plain(header): at for at, header in reversed(list(enumerate(headers))) if header.strip()}
    found: dict[str, int] = {}
    for target in TARGETS:
        at = next((known[plain(word)] for word in target.words if plain(word) in known), None)
        if at is not None and at not in found.values():
            found[target.name] = at
    missing = [str(t.label) for t in TARGETS if t.is_required and t.name not in found]
    if missing:
        raise BadInput(
            "no_column",
            _("表头缺少“%(names)s”。请按模板的表头整理后再上传。") % {"names": "、".join(missing)},
            field="file",
        )
    return found


@dataclass(slots=True)
class Row:
    """A line that was read. `problems`: (heading, sentence)."""

    line: int
    name: str = ""
    certificate: str = ""
    seat: str = ""
    title: str = ""
    key: str = ""
    kind: str = MeetingKind.OTHER
    on: date | None = None
    length: int | None = None
    presence: str = ""
    half_days: int | None = None
    is_approved: bool = False
    speeches: int = 0
    deputy: Deputy | None = None
    problems: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class MeetingRow:
    """A meeting of the file with its attendance."""

    draft: MeetingDraft
    rows: list[Row]
    is_new: bool
    attendances: list[AttendanceDraft] = field(default_factory=list)


@dataclass(slots=True)
class Outlook:
    """What an import would do."""

    meetings: list[MeetingRow]
    rows: list[Row]

    @property
    def bad(self) -> list[Row]:
        """The rows with problems."""
        return [row for row in self.rows if row.problems]


class Reader:
    """Reads one file for one congress. Two queries for a file of any length."""

    def __init__(
        self, headers: Sequence[str], *, region_code: str, level: str, prefixes: Sequence[str], on: date
    ) -> None:
        self.where = where(headers)
        self.region_code, self.level, self.prefixes, self.on = region_code, level, prefixes, on

    def read(self, lines: Iterable[tuple[int, Sequence[str]]]) -> Outlook:
        """Every row that is not empty and not the template's example."""
        rows = []
        for number, cells in lines:
            values = {name: cells[at].strip() if at < len(cells) else "" for name, at in self.where.items()}
            if any(values.values()) and not values["name"].startswith(EXAMPLE):
                rows.append(self._row(number, values))
        self._find_deputies(rows)
        return Outlook(self._meetings(rows), rows)

    def _row(self, line: int, values: Mapping[str, str]) -> Row:
        row = Row(line, name=values["name"][:40], title=values["title"])
        row.certificate, row.seat = values.get("certificate", ""), values.get("seat", "")
        for name in ("title", "name"):
            if not values[name]:
                _bad(row, name, _("没有填写。"))
        row.on = _day(row, values["on"])
        if row.on is not None and row.on > self.on:
            _bad(row, "on", _("会议日期不能晚于今天。"))
        row.kind = _choice(row, "kind", values.get("kind", ""), MeetingKind.choices, MeetingKind.OTHER)
        row.presence = _choice(row, "presence", values["presence"], Presence.choices, "")
        row.length = _whole(row, "length", values.get("length", ""))
        row.half_days = _whole(row, "half_days", values.get("half_days", ""))
        row.speeches = _whole(row, "speeches", values.get("speeches", "")) or 0
        approved = values.get("approved", "")
        if approved and approved not in _YES | _NO:
            _bad(row, "approved", _("“%(text)s”应为是或否。") % {"text": approved[:10]})
        row.is_approved = approved in _YES
        row.key = values.get("key", "") or self._made_up(row)
        return row

    def _made_up(self, row: Row) -> str:
        # From what the meeting is: the same file again is the same meeting.
        if row.on is None:
            return ""
        mark = sha256(row.title.encode()).hexdigest()[:8]
        return f"{self.region_code}-{row.on:%Y%m%d}-{mark}"

    def _find_deputies(self, rows: list[Row]) -> None:
        inside = Q(pk__in=[])
        for prefix in self.prefixes:
            inside |= Q(constituency__region__code__startswith=prefix)
        seats: dict[str, list[Mandate]] = {}
        found = Mandate.objects.filter(inside, deputy__name__in={row.name for row in rows})
        for mandate in found.select_related("deputy", "constituency"):
            seats.setdefault(mandate.deputy.name, []).append(mandate)
        for row in rows:
            if row.name:
                self._find(row, seats.get(row.name, []))

    def _find(self, row: Row, seats: list[Mandate]) -> None:
        if row.certificate:
            seats = [seat for seat in seats if seat.certificate == row.certificate]
        if row.seat:
            seats = [seat for seat in seats if seat.constituency.name == row.seat]
        seats = [seat for seat in seats if seat.level == self.level] or seats
        if row.on is not None:
            day = row.on
            seats = [s for s in seats if s.starts_on <= day and (s.ends_on is None or s.ends_on >= day)]
        people = {seat.deputy_id: seat.deputy for seat in seats}
        if not people:
            _bad(row, "name", _("那天没有叫“%(name)s”的在任代表。") % {"name": row.name[:20]})
        elif len(people) > 1:
            _bad(
                row,
                "name",
                _("有 %(n)d 位“%(name)s”，请补上代表证号来区分。")
                % {"n": len(people), "name": row.name[:20]},
            )
        else:
            row.deputy = next(iter(people.values()))

    def _meetings(self, rows: list[Row]) -> list[MeetingRow]:
        groups: dict[str, list[Row]] = {}
        for row in rows:
            if row.key and row.on is not None:
                groups.setdefault(row.key, []).append(row)
        known = dict(Meeting.objects.filter(key__in=groups).values_list("key", "region_code"))
        found = []
        for key, members in groups.items():
            first = members[0]
            for row in members[1:]:
                if (row.title, row.on, row.kind) != (first.title, first.on, first.kind):
                    _bad(
                        row,
                        "title",
                        _("与第 %(line)d 行是同一编号，名称、类别、日期却不同。") % {"line": first.line},
                    )
            if key in known and not any(known[key].startswith(prefix) for prefix in self.prefixes):
                _bad(first, "key", _("这个会议编号已由其他单位使用，请换一个编号。"))
            if not any(row.problems for row in members) and first.on is not None:
                found.append(self._meeting(key, members, is_new=key not in known))
        return found

    def _meeting(self, key: str, members: list[Row], *, is_new: bool) -> MeetingRow:
        first = members[0]
        spent: dict[int, int] = {}
        for row in members:
            if row.deputy is not None:
                spent[row.deputy.pk] = spent.get(row.deputy.pk, 0) + (row.half_days or 0)
        said = max((row.length or 0 for row in members), default=0)
        length = said or max([*spent.values(), 1])
        draft = MeetingDraft(
            key,
            first.kind,
            first.title,
            self.region_code,
            first.on or self.on,
            half_days=length,
            level=self.level,
        )
        meeting = MeetingRow(draft, members, is_new)
        for row in members:
            if row.deputy is None:
                continue
            one = AttendanceDraft(
                row.deputy, row.presence, row.half_days or length, row.is_approved, row.speeches
            )
            meeting.attendances.append(one)
            try:
                check_meeting(draft, [a for a in meeting.attendances if a.deputy == row.deputy], on=self.on)
            except BadInput as refused:
                _bad(
                    row,
                    {"attendances": "presence", "half_days": "length"}.get(
                        refused.field or "", refused.field or ""
                    ),
                    refused.message,
                )
        return meeting


def _bad(row: Row, name: str, sentence: str) -> None:
    row.problems.append((LABELS.get(name, name), sentence))


def _day(row: Row, text: str) -> date | None:
    found = _DAY.fullmatch(text)
    try:
        if found:
            return date(*map(int, found.groups()))
    except ValueError:
        pass
    _bad(row, "on", _("“%(text)s”不是日期。") % {"text": text[:20]} if text else _("没有填写。"))
    return None


def _choice(row: Row, name: str, text: str, choices: Any, default: str) -> str:
    if not text and default:
        return default
    found = next((value for value, label in choices if text in {value, str(label)}), None)
    if found is None:
        words = "、".join(str(label) for _value, label in choices)
        _bad(row, name, _("“%(text)s”不对，请填%(words)s之一。") % {"text": text[:20], "words": words})
    return found or ""


def _whole(row: Row, name: str, text: str) -> int | None:
    if not text:
        return None
    found = _WHOLE.fullmatch(text)
    if found is None:
        _bad(row, name, _("“%(text)s”应为整数。") % {"text": text[:20]})
        return None
    return int(found[1])
