"""What stands in a book's columns: for lists, print and workbooks alike. Voters' names and phones are masked here."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from deputies.logbooks.kinds import Book
from deputies.logbooks.models import LogEntry, Voice
from deputies.logbooks.states import Attendance

_HEADS: dict[str, str | Promise] = {
    "no": _lazy("序号"),
    "day": _lazy("日期"),
    "subkind": _lazy("类型"),
    "title": _lazy("主题"),
    "place": _lazy("地点"),
    "present": _lazy("参加代表"),
    "away": _lazy("请假或缺席"),
    "recorder": _lazy("记录人"),
    "remark": _lazy("备注"),
    "voter": _lazy("选民姓名"),
    "gender": _lazy("性别"),
    "home": _lazy("住址"),
    "identity": _lazy("身份"),
    "said": _lazy("反映内容（原话）"),
    "category": _lazy("类别"),
    "reply": _lazy("当场答复"),
    "opinion": _lazy("代表意见"),
    "way": _lazy("办理方式"),
    "number": _lazy("去向编号"),
    "hours": _lazy("学时"),
    "content": _lazy("内容摘要"),
    "term": _lazy("届次"),
    "people": _lazy("参加人数"),
    "ballots": _lazy("发出/收回/有效"),
    "grade": _lazy("测评结果"),
    "improvement": _lazy("整改要求"),
    "published": _lazy("公示日期"),
}


def heads(book: Book) -> list[str]:
    """The headings of the printed book, in order."""
    own = {column.key: column.label for column in book.columns}
    return [str(own.get(key) or _HEADS[key]) for key in book.printed]


def _names(entry: LogEntry, *kinds: str) -> str:
    return "、".join(part.deputy.name for part in entry.deputies.all() if part.attendance in kinds)


def _remark(entry: LogEntry) -> str:
    words = []
    if entry.is_late:
        words.append(_("补记于 %(day)s") % {"day": f"{entry.made_at:%Y-%m-%d}"})
    if entry.corrects_id:
        words.append(_("更正"))
    return "；".join(words)


def _ballots(entry: LogEntry) -> str:
    """Nothing before two people agreed: the second counter must not read the first count in a printed book."""
    vote = getattr(entry, "vote", None)
    counts = [row for row in vote.counts.all() if row.round == vote.round] if vote and vote.grade else []
    return f"{counts[0].issued}/{counts[0].returned}/{counts[0].valid}" if counts else ""


def _grade(entry: LogEntry) -> str:
    vote = getattr(entry, "vote", None)
    return str(vote.get_grade_display()) if vote else ""


def _published(entry: LogEntry) -> Any:
    published_at = getattr(getattr(entry, "vote", None), "published_at", None)
    return localdate(published_at) if published_at else ""


_OF_ENTRY: dict[str, Callable[[LogEntry], Any]] = {
    "day": lambda e: e.happened_on,
    "title": lambda e: e.title,
    "place": lambda e: e.place,
    "present": lambda e: _names(e, Attendance.PRESENT),
    "away": lambda e: _names(e, Attendance.LEAVE, Attendance.ABSENT),
    "recorder": lambda e: e.recorded_by.name,
    "remark": _remark,
    "hours": lambda e: e.hours,
    "content": lambda e: e.content,
    "people": lambda e: e.people,
    "term": lambda e: "、".join(
        str(m.term) for part in e.deputies.all() for m in part.deputy.mandates.all()[:1]
    ),
    "ballots": _ballots,
    "grade": _grade,
    "improvement": lambda e: getattr(getattr(e, "vote", None), "improvement", ""),
    "published": _published,
}
_OF_VOICE: dict[str, Callable[[Voice], Any]] = {
    # str() of an encrypted value is its mask.
    "voter": lambda v: str(v.name) if v.name else _("未留姓名"),
    "gender": lambda v: v.get_gender_display(),
    "home": lambda v: str(v.address) if v.address else "",
    "identity": lambda v: v.identity,
    "said": lambda v: v.said,
    "category": lambda v: v.category,
    "reply": lambda v: v.on_spot_reply,
    "opinion": lambda v: v.opinion,
    "way": lambda v: v.get_way_display(),
    "number": lambda v: v.matter_number or v.refusal,
}


def rows_of(book: Book, entries: Iterable[LogEntry]) -> Iterator[list[Any]]:
    """One row an entry; in the reception book one row a voter, as on paper. Numbered from 1."""
    number = 0
    for entry in entries:
        voices: list[Voice | None] = list(entry.voices.all()) if book.has_voices else []
        for voice in voices or [None]:
            number += 1
            yield [_cell(key, number, entry, voice, book) for key in book.printed]


def _cell(key: str, number: int, entry: LogEntry, voice: Voice | None, book: Book) -> Any:
    if key == "no":
        return number
    if key == "subkind":
        return str(dict(book.subkinds).get(entry.subkind, ""))
    column = book.column(key)
    if column is not None:
        value = entry.details.get(key, "")
        return str(dict(column.choices).get(value, value)) if column.choices else value
    if key in _OF_VOICE:
        if voice is None:
            return _("无人来访") if key == "said" and book.has_voices else ""
        return _OF_VOICE[key](voice)
    return _OF_ENTRY[key](entry)
