"""What an office enters for a year: the rows of a spreadsheet, or the words of the official notice. No database."""

import re
from collections.abc import Iterable
from datetime import date, timedelta

from django.utils.translation import gettext as _

from congress.errors import BadInput
from congress.workdays.official import OfficialDay

OFF = frozenset({"休息", "放假", "休", "放假调休", "节假日", "调休"})
WORKED = frozenset({"上班", "工作", "工作日", "班", "补班", "调休上班"})
# Names that offices give to the columns.
_COLUMNS = {
    "日期": "first",
    "开始日期": "first",
    "结束日期": "last",
    "安排": "kind",
    "类型": "kind",
    "名称": "name",
    "节日": "name",
    "节假日": "name",
}
# No run of days off has ever been longer.
_LONGEST = 31

_PART = re.compile(r"^\s*[一二三四五六七八九十]+、\s*([^：:\n]{1,12})[：:](.*)$", re.MULTILINE)
_DAY = r"(?:(?P<{0}y>\d{{4}})年)?(?:(?P<{0}m>\d{{1,2}})月)?(?P<{0}d>\d{{1,2}})日"
_SPAN = re.compile(_DAY.format("a") + r"(?:至" + _DAY.format("b") + r")?")
_BRACKETS = re.compile(r"[（(][^（）()]*[）)]")


class RefusedRows(BadInput):
    """Rows that cannot be taken: (row as the office program counts it, sentence). Nothing was written."""

    def __init__(self, rows: list[tuple[int, str]]) -> None:
        shown = "；".join(_("第 %(row)d 行：%(why)s") % {"row": row, "why": why} for row, why in rows[:5])
        super().__init__(
            "rows_refused", _("共有 %(count)d 行不能导入。") % {"count": len(rows)} + shown, field="file"
        )
        self.rows = rows


def days_from_rows(rows: list[list[str]], year: int) -> list[OfficialDay]:
    """The days of a sheet with the columns 日期 (or 开始日期, 结束日期), 安排 and 名称. RefusedRows names every bad row."""
    header, columns = _find_header(rows)
    days: dict[date, OfficialDay] = {}
    refused: list[tuple[int, str]] = []
    for number, row in enumerate(rows[header + 1 :], start=header + 2):
        cells = {name: row[index] for name, index in columns.items() if index < len(row)}
        if not any(cell.strip() for cell in cells.values()):
            continue
        try:
            found = _days_of_row(cells, year)
        except ValueError as why:
            refused.append((number, str(why)))
            continue
        for day in found:
            if day.date in days:
                refused.append((number, _("%(day)s 重复。") % {"day": day.date.isoformat()}))
            days[day.date] = day
    if refused:
        raise RefusedRows(refused)
    return _complete(days.values(), field="file")


def days_from_notice(text: str, year: int) -> list[OfficialDay]:
    """The days named in the State Council's notice, pasted as it is. BadInput when no arrangement is found in it."""
    days: dict[date, OfficialDay] = {}
    for title, words in _PART.findall(_BRACKETS.sub("", text)):
        name = "".join(title.split())
        for sentence in re.split("[。；;]", words):
            works = "上班" in sentence
            if not works and not re.search("放假|休息|调休|补休", sentence):
                continue
            for day in _spans(sentence, year):
                if day.year == year:
                    label = _("%(name)s调休上班") % {"name": name} if works else name
                    days[day] = OfficialDay(day, is_working=works, name=label)
    return _complete(days.values(), field="text")


def _date(text: str) -> date | None:
    """2027-10-01, 2027/10/1, 2027.10.1 or 2027年10月1日, with or without a time."""
    plain = re.sub("[年月/.]", "-", text.strip().partition(" ")[0]).rstrip("日号")
    parts = plain.split("-")
    if len(parts) != 3 or not all(part.isascii() and part.isdigit() for part in parts):
        return None
    try:
        return date(*(int(part) for part in parts))
    except ValueError:
        return None


def _find_header(rows: list[list[str]]) -> tuple[int, dict[str, int]]:
    for index, row in enumerate(rows[:10]):
        columns: dict[str, int] = {}
        for position, cell in enumerate(row):
            known = _COLUMNS.get("".join(cell.strip().split()))
            if known:
                columns.setdefault(known, position)
        if {"first", "kind", "name"} <= set(columns):
            return index, columns
    raise BadInput("columns", _("找不到表头，需要“日期”“安排”“名称”三列。"), field="file")


def _days_of_row(cells: dict[str, str], year: int) -> list[OfficialDay]:
    first = _date(cells.get("first", ""))
    if first is None:
        raise ValueError(_("日期“%(text)s”无法识别。") % {"text": cells.get("first", "").strip()[:20]})
    last = first
    if cells.get("last", "").strip():
        end = _date(cells.get("last", ""))
        if end is None or end < first or (end - first).days >= _LONGEST:
            raise ValueError(_("结束日期不对。"))
        last = end
    if first.year != year or last.year != year:
        raise ValueError(_("日期不在 %(year)d 年。") % {"year": year})
    kind, name = cells.get("kind", "").strip(), cells.get("name", "").strip()
    if kind not in OFF | WORKED:
        raise ValueError(_("“安排”只能填“休息”或“上班”。"))
    if not name or len(name) > 40:
        raise ValueError(_("“名称”要填，最多 40 个字。"))
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    if kind in WORKED and any(day.weekday() < 5 for day in days):
        raise ValueError(_("不是周末，本来就上班，不用填。"))
    return [OfficialDay(day, is_working=kind in WORKED, name=name) for day in days]


def _spans(sentence: str, year: int) -> Iterable[date]:
    month = 0
    for span in _SPAN.finditer(sentence):
        month = int(span["am"] or month)
        try:
            first = date(int(span["ay"] or year), month, int(span["ad"]))
            last = first
            if span["bd"]:
                month = int(span["bm"] or month)
                last = date(int(span["by"] or first.year), month, int(span["bd"]))
        except ValueError as error:
            raise BadInput(
                "notice", _("通知里有不存在的日期：%(text)s。") % {"text": span[0]}, field="text"
            ) from error
        if last < first or (last - first).days >= _LONGEST:
            raise BadInput("notice", _("通知里的起止日期不对：%(text)s。") % {"text": span[0]}, field="text")
        yield from (first + timedelta(days=n) for n in range((last - first).days + 1))


def _complete(days: Iterable[OfficialDay], *, field: str) -> list[OfficialDay]:
    found = sorted(days, key=lambda day: day.date)
    if not any(not day.is_working for day in found):
        raise BadInput("no_days", _("没有找到放假的日期。"), field=field)
    return found
