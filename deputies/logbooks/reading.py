"""Read a station's old book row by row: the draft that each becomes, or sentences about what is wrong. Writes nothing."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from congress.errors import BadInput
from congress.search.grams import normalise
from deputies.logbooks.kinds import Book
from deputies.logbooks.models import LogEntry
from deputies.logbooks.rules import LIVING
from deputies.logbooks.services.drafts import EntryDraft, Part
from deputies.logbooks.states import Attendance, Kind, Source
from deputies.roster.columns import Target, plain
from deputies.roster.models import Deputy
from deputies.stations.models import Station, StationAssignment

IMPORTED = (Kind.ACTIVITY, Kind.TRAINING)
# A row that begins like this is the template's own.
EXAMPLE = "示例"
_DAY = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:\s+\d{1,2}:\d{2}(?::\d{2})?)?"
)
_HOUR = re.compile(r"(?:\d{4}-\d{2}-\d{2}[ T])?(\d{1,2})[:：时](\d{1,2})?分?(?::\d{2})?")
_NAMES = re.compile(r"[、，,；;\s]+")


def _target(name: str, label: str | Promise, words: str, *, is_required: bool = False) -> Target:
    return Target(name, label, tuple(words.split()), is_required)


def targets(book: Book) -> list[Target]:
    """The columns that a file of this book may have, in the order of the template."""
    first = [
        _target("day", _lazy("日期"), "日期 时间 活动日期 培训日期", is_required=True),
        _target("starts_at", _lazy("开始"), "开始 开始时间"),
        _target("ends_at", _lazy("结束"), "结束 结束时间"),
        _target("title", _lazy("主题"), "主题 活动主题 培训主题 名称", is_required=True),
        _target("place", _lazy("地点"), "地点 活动地点 培训地点"),
    ]
    if book.subkinds:
        first.append(_target("subkind", _lazy("类型"), "类型 活动类型", is_required=True))
    if book.has_hours:
        first.append(_target("hours", _lazy("学时"), "学时", is_required=True))
    people = [
        _target("present", _lazy("参加代表"), "参加代表 到场代表 实到代表 代表", is_required=True),
        _target("away", _lazy("请假代表"), "请假代表 请假或缺席 请假"),
        _target("people", _lazy("人次"), "人次 参加人数 人数"),
        _target("content", book.content_label, f"{book.content_label} 内容 内容摘要 情况", is_required=not _agenda(book)),
    ]  # fmt: skip
    own = [
        _target(column.key, column.label, str(column.label), is_required=column.required)
        for column in book.columns
    ]
    return [*first, *people, *own, _target("late_reason", _lazy("补记原因"), "补记原因 补录原因")]


def _agenda(book: Book) -> bool:
    # The printed book of activities has its course in one column; a file made from it has no other words.
    return book.column("agenda") is not None


def template_rows(book: Book) -> tuple[list[str], list[str]]:
    """The headings of the template and a line that shows how to fill it (passed over when read)."""
    sample = {
        "day": f"{EXAMPLE} 2026-03-05", "starts_at": "09:00", "ends_at": "11:30", "place": "大塘村村部",
        "title": _("视察饮水工程") if book.code == Kind.ACTIVITY else _("代表法学习"),
        "hours": "2.5", "present": "张三、李四", "away": "王五", "people": "12",
        "content": _("看了两处水厂，听取管护情况。") if book.code == Kind.ACTIVITY else _("学习新修改的代表法。"),
        **{c.key: str(c.choices[0][1]) for c in book.columns if c.choices},
        "subkind": str(book.subkinds[0][1]) if book.subkinds else "",
    }  # fmt: skip
    columns = targets(book)
    return [str(column.label) for column in columns], [sample.get(column.name, "") for column in columns]


def where(book: Book, headers: Sequence[str]) -> dict[str, int]:
    """Which column of the file is which. BadInput when one is missing without which no row can be read."""
    known = {plain(header): at for at, header in reversed(list(enumerate(headers))) if header.strip()}
    found: dict[str, int] = {}
    for target in targets(book):
        at = next((known[plain(word)] for word in target.words if plain(word) in known), None)
        if at is not None and at not in found.values():
            found[target.name] = at
    missing = [str(t.label) for t in targets(book) if t.is_required and t.name not in found]
    if missing:
        raise BadInput(
            "no_column",
            _("表头缺少“%(names)s”。请按模板的表头整理后再上传。") % {"names": "、".join(missing)},
            field="file",
        )
    return found


@dataclass(slots=True)
class Row:
    """A line that was read. `problems`: (heading, sentence); `is_known`: it stands in the book already."""

    line: int
    title: str = ""
    day: date | None = None
    draft: EntryDraft | None = None
    is_known: bool = False
    problems: list[tuple[str, str]] = field(default_factory=list)


class Reader:
    """Reads the rows of one file for one book of one station. Two queries for a file of any length."""

    def __init__(self, book: Book, station: Station, headers: Sequence[str], *, late_reason: str) -> None:
        self.book, self.station, self.late_reason = book, station, late_reason
        self.where = where(book, headers)
        self.labels = {target.name: str(target.label) for target in targets(book)}
        self.there = list(StationAssignment.objects.filter(station=station).select_related("deputy"))
        self.seen: dict[tuple[Any, ...], int] = {}

    def read(self, lines: Iterable[tuple[int, Sequence[str]]]) -> list[Row]:
        """Every row that is not empty and not the template's example."""
        rows = []
        for number, cells in lines:
            values = {name: cells[at].strip() if at < len(cells) else "" for name, at in self.where.items()}
            if any(values.values()) and not values["day"].startswith(EXAMPLE):
                rows.append(self._row(number, values))
        self._know(rows)
        return rows

    def _row(self, line: int, values: Mapping[str, str]) -> Row:
        row = Row(line, title=values["title"][:80])
        row.day = self._value(row, "day", values, _read_day)
        starts_at = self._value(row, "starts_at", values, _read_hour)
        ends_at = self._value(row, "ends_at", values, _read_hour)
        hours = self._value(row, "hours", values, _read_hours)
        people = self._value(row, "people", values, _read_people)
        parts = self._parts(row, values)
        if not values["title"]:
            self._bad(row, "title", _("没有填写。"))
        details = {
            column.key: self._choice(row, column.key, values.get(column.key, ""), column.choices)
            for column in self.book.columns
        }
        subkind = self._choice(row, "subkind", values.get("subkind", ""), self.book.subkinds)
        if row.problems or row.day is None:
            return row
        row.draft = EntryDraft(
            kind=self.book.code,
            subkind=subkind,
            title=values["title"],
            region=self.station.organisation.region,
            happened_on=row.day,
            parts=parts,
            station=self.station,
            place=values.get("place", ""),
            starts_at=starts_at,
            ends_at=ends_at,
            content=values.get("content", "") or details.get("agenda", ""),
            details=details,
            hours=hours,
            people=people,
            source=Source.IMPORT,
            late_reason=values.get("late_reason", "") or self.late_reason,
        )
        return row

    def _value(self, row: Row, name: str, values: Mapping[str, str], read: Any) -> Any:
        text = values.get(name, "")
        if not text:
            if name == "day":
                self._bad(row, name, _("没有填写。"))
            return None
        try:
            return read(text)
        except (ValueError, InvalidOperation):
            self._bad(row, name, _("“%(text)s”读不懂。") % {"text": text[:20]})
            return None

    def _choice(self, row: Row, name: str, text: str, choices: Any) -> str:
        if not choices or not text:
            return text if not choices else ""
        found = next((value for value, label in choices if text in {value, str(label)}), None)
        if found is None:
            words = "、".join(str(label) for _value, label in choices)
            self._bad(
                row, name, _("“%(text)s”不对，请填%(words)s之一。") % {"text": text[:20], "words": words}
            )
        return found or ""

    def _parts(self, row: Row, values: Mapping[str, str]) -> list[Part]:
        parts: dict[int, Part] = {}
        for name, attendance in (("present", Attendance.PRESENT), ("away", Attendance.LEAVE)):
            for text in dict.fromkeys(filter(None, _NAMES.split(values.get(name, "")))):
                deputy = self._deputy(row, name, text)
                if deputy is None:
                    continue
                if deputy.pk in parts:
                    self._bad(row, name, _("“%(name)s”写了两次。") % {"name": text[:20]})
                parts[deputy.pk] = Part(deputy, attendance)
        if not values.get("present"):
            self._bad(row, "present", _("没有填写。"))
        return list(parts.values())

    def _deputy(self, row: Row, column: str, name: str) -> Deputy | None:
        """The deputy of that name who was at the station that day."""
        day = row.day
        found = {
            place.deputy_id: place.deputy
            for place in self.there
            if place.deputy.name == name
            and (day is None or (place.starts_on <= day and (place.ends_on is None or place.ends_on >= day)))
        }
        if len(found) == 1:
            return next(iter(found.values()))
        sentence = _("本站有 %(n)d 位“%(name)s”，请在网页上登记这一条。")
        if not found:
            sentence = _("“%(name)s”那天不是本站代表。")
        self._bad(row, column, sentence % {"n": len(found), "name": name[:20]})
        return None

    def _know(self, rows: list[Row]) -> None:
        """Which of them stand in the book already: same day, title and beginning."""
        days = [row.day for row in rows if row.draft and row.day]
        if not days:
            return
        known = {
            (entry.happened_on, normalise(entry.title), entry.starts_at)
            for entry in LogEntry.objects.filter(
                station=self.station,
                kind=self.book.code,
                state__in=LIVING,
                happened_on__gte=min(days),
                happened_on__lte=max(days),
            ).only("happened_on", "title", "starts_at")
        }
        for row in rows:
            if row.draft is None:
                continue
            key = (row.day, normalise(row.draft.title), row.draft.starts_at)
            row.is_known = key in known
            if key in self.seen:
                self._bad(row, "title", _("与第 %(line)d 行相同。") % {"line": self.seen[key]})
            self.seen.setdefault(key, row.line)

    def _bad(self, row: Row, name: str, sentence: str) -> None:
        row.problems.append((self.labels.get(name, name), sentence))


def _read_day(text: str) -> date:
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return date(*map(int, found.groups()))


def _read_hour(text: str) -> time:
    found = _HOUR.fullmatch(text)
    if found is None:
        raise ValueError(text)
    return time(int(found[1]), int(found[2] or 0))


def _read_hours(text: str) -> Decimal:
    number = Decimal(text.removesuffix("学时").strip())
    if not number.is_finite() or number != number.quantize(Decimal("0.1")):
        raise ValueError(text)
    return number


def _read_people(text: str) -> int:
    number = Decimal(text.removesuffix("人").removesuffix("人次").strip())
    if not number.is_finite() or number != int(number) or abs(number) > 10**9:
        raise ValueError(text)
    return int(number)
