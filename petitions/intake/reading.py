"""From a line of somebody's ledger to a case, or to sentences that say what is wrong with it."""

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, TypeVar

from django.db.models import TextChoices
from django.utils import timezone
from django.utils.translation import gettext as _

from congress.errors import BadInput
from congress.models import Organisation, Region
from congress.privacy import phone_or_none
from congress.regions.selectors import HANDLER_KINDS, find_region
from congress.texts import require_text
from petitions.suggestions.models import Category
from petitions.suggestions.rules import TITLE_MAX
from petitions.suggestions.services.history import PastCase
from petitions.suggestions.states import ResultClass, Satisfaction, Solved

# Letters of the past are taken as they are: longer than the portal allows today.
CONTENT_MAX, REPLY_MAX = 20_000, 20_000
EARLIEST = date(1990, 1, 1)
_NAMESPACE = uuid.UUID("5a0f6f6e-6d9d-5b67-9f0e-6c69616e7869")
_DATE = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[T\s]+(\d{1,2})[:：时](\d{1,2})(?:[:：分](\d{1,2}))?.*)?$"
)
_PACKED = re.compile(r"(\d{4})(\d{2})(\d{2})$")
_C = TypeVar("_C", bound=TextChoices)
_SOLVED_WORDS = {"是": Solved.SOLVED, "解决": Solved.SOLVED, "否": Solved.UNSOLVED, "基本解决": Solved.PARTLY}
_SATISFIED_WORDS = {
    "是": Satisfaction.SATISFIED,
    "非常满意": Satisfaction.SATISFIED,
    "一般": Satisfaction.BASICALLY,
    "否": Satisfaction.DISSATISFIED,
}


@dataclass(slots=True)
class Lists:
    """What words of a ledger are looked up in; read once a file."""

    categories: dict[str, Category]
    organisations: dict[str, Organisation]
    places: dict[str, Region]

    @classmethod
    def load(cls) -> "Lists":
        """Ambiguous names (two townships called 城关镇) are left out: a wrong place is worse than none."""
        categories: dict[str, Category] = {}
        for category in Category.objects.order_by("-code"):
            categories[category.code] = categories[category.name] = category
        organisations: dict[str, Organisation] = {}
        for body in Organisation.objects.filter(kind__in=HANDLER_KINDS).order_by("-id"):
            organisations[body.code] = organisations[body.name] = organisations[body.short_name] = body
        places: dict[str, Region] = {}
        twice: set[str] = set()
        for place in Region.objects.select_related("parent"):
            names = {place.code, place.name}
            if place.parent:
                names |= {f"{place.parent.name}{place.name}"}
            for name in names:
                if name in places:
                    twice.add(name)
                places[name] = place
        return cls(categories, organisations, {n: p for n, p in places.items() if n not in twice})


@dataclass(slots=True)
class Reading:
    """A line that was read: a case, or problems as (heading, sentence). Remarks do not stop a case."""

    line: int
    case: PastCase | None = None
    problems: list[tuple[str, str]] = field(default_factory=list)
    remarks: list[tuple[str, str]] = field(default_factory=list)


def moment_of(text: str) -> datetime | None:
    """A date (midnight in Shanghai) or a date with a time, as ledgers write them; None when it is neither."""
    text = text.strip()
    match = _DATE.match(text) or _PACKED.match(text)
    if not match:
        return None
    parts = [int(part or 0) for part in match.groups()]
    try:
        return timezone.make_aware(
            datetime.combine(date(*parts[:3]), time(*parts[3:]))  # type: ignore[arg-type]
        )
    except ValueError:
        return None


class Reader:
    """Reads the lines of one file. `region` is where a matter without a place belongs; `prefixes`: the divisions
    for which the importing office may speak."""

    def __init__(
        self,
        headers: Sequence[str],
        matching: Mapping[str, str],
        *,
        region: Region,
        prefixes: Sequence[str],
        on: date,
        lists: Lists | None = None,
    ) -> None:
        self.matching = matching
        self.where = {name: headers.index(header) for name, header in matching.items() if header in headers}
        self.region = region
        self.prefixes = prefixes
        self.on = on
        self.lists = lists or Lists.load()

    def read(self, line: int, row: Sequence[str]) -> Reading:
        """One line. Every sentence names the heading that it is about."""
        reading = Reading(line)
        cells = {name: row[i].strip() if i < len(row) else "" for name, i in self.where.items()}
        title, content = self._words(reading, cells)
        received = self._moment(reading, cells, "received_at", is_required=True)
        reply = cells.get("reply", "")
        replied = self._moment(reading, cells, "replied_at")
        due = self._moment(reading, cells, "due_on", may_be_future=True)
        if len(reply) > REPLY_MAX:
            self._bad(reading, "reply", _("答复最多 %(n)d 个字。") % {"n": REPLY_MAX})
        if received and replied and replied.date() < received.date():
            self._bad(reading, "replied_at", _("答复日期早于收到日期。"))
        if reply and not cells.get("replied_at"):
            self._bad(reading, "replied_at", _("有答复但没有答复日期，无法计算用时。"))
        if replied and not reply:
            reply = _("（原台账只记有答复日期，没有答复内容。）")
        region = self._place(reading, cells)
        solved = self._choice(reading, cells, "solved", Solved, _SOLVED_WORDS)
        satisfied = self._choice(reading, cells, "satisfied", Satisfaction, _SATISFIED_WORDS)
        if reading.problems or received is None or region is None:
            return reading
        phone = phone_or_none(cells.get("phone", "")) or ""
        if cells.get("phone") and not phone:
            self._remark(reading, "phone", _("不是有效的电话号码，没有保存。"))
        reading.case = PastCase(
            line=line,
            key=self._key(cells, received, content),
            title=title,
            content=content,
            region=region,
            received_at=received,
            name=cells.get("name", "")[:40],
            phone=phone,
            spot=cells.get("spot", "")[:120],
            category=self._listed(reading, cells, "category", self.lists.categories),
            lead=self._listed(reading, cells, "lead", self.lists.organisations),
            reply=reply,
            replied_at=replied,
            due_on=timezone.localtime(due).date() if due else None,
            result_class=self._choice(reading, cells, "result_class", ResultClass, {}),
            solved=solved if replied else "",
            satisfied=satisfied if replied else "",
            source_id=cells.get("source_id", "")[:60],
        )
        return reading

    def _words(self, reading: Reading, cells: Mapping[str, str]) -> tuple[str, str]:
        title, content = cells.get("title", ""), cells.get("content", "")
        try:
            content = require_text(content, field="content", most=CONTENT_MAX)
        except BadInput as error:
            self._bad(reading, "content", error.message)
            return title, content
        if not title:
            title = content.splitlines()[0][:26]
        if len(title) > TITLE_MAX:
            # Own words are never cut: the whole heading goes before the text.
            content = f"{title}\n{content}"
            title = title[: TITLE_MAX - 1] + "…"
        return title, content

    def _moment(
        self,
        reading: Reading,
        cells: Mapping[str, str],
        name: str,
        *,
        is_required: bool = False,
        may_be_future: bool = False,
    ) -> datetime | None:
        text = cells.get(name, "")
        if not text:
            if is_required:
                self._bad(reading, name, _("没有填写。"))
            return None
        moment = moment_of(text)
        if moment is None:
            self._bad(reading, name, _("“%(text)s”不是有效的日期，请写成 2026-03-01。") % {"text": text[:20]})
        elif moment.date() > self.on and not may_be_future:
            self._bad(reading, name, _("%(day)s 晚于今天。") % {"day": moment.date().isoformat()})
        elif moment.date() < EARLIEST:
            self._bad(reading, name, _("%(day)s 太早，请核对年份。") % {"day": moment.date().isoformat()})
        else:
            return moment
        return None

    def _place(self, reading: Reading, cells: Mapping[str, str]) -> Region | None:
        text = "".join(cells.get("place", "").split())
        place = self.lists.places.get(text) or find_region(text) if text else None
        if text and place is None:
            self._remark(
                reading, "place",
                _("没有找到“%(text)s”，算作%(place)s。") % {"text": text[:20], "place": self.region.name},
            )  # fmt: skip
        place = place or self.region
        if not any(place.code.startswith(prefix) for prefix in self.prefixes):
            self._bad(reading, "place", _("%(place)s不在您的辖区内。") % {"place": place.name})
            return None
        return place

    def _choice(
        self,
        reading: Reading,
        cells: Mapping[str, str],
        name: str,
        choices: type[_C],
        words: Mapping[str, _C],
    ) -> str:
        text = cells.get(name, "")
        if not text:
            return ""
        for value, label in choices.choices:
            if text in (value, str(label)):
                return value
        if text in words:
            return words[text].value
        self._remark(reading, name, _("不认识“%(text)s”，留空。") % {"text": text[:20]})
        return ""

    def _listed(
        self, reading: Reading, cells: Mapping[str, str], name: str, known: Mapping[str, Any]
    ) -> Any | None:
        text = cells.get(name, "")
        found = known.get(text) if text else None
        if text and found is None:
            self._remark(reading, name, _("没有“%(text)s”，留空。") % {"text": text[:20]})
        return found

    def _key(self, cells: Mapping[str, str], received: datetime, content: str) -> uuid.UUID:
        """The same row of any file gives the same key. The number alone would not do: each year's ledger begins at 1."""
        parts = (cells.get("source_id", ""), received.isoformat(), cells.get("title", ""), content)
        return uuid.uuid5(_NAMESPACE, "\x1f".join(parts))

    def _bad(self, reading: Reading, name: str, sentence: str) -> None:
        reading.problems.append((self.matching.get(name, ""), sentence))

    def _remark(self, reading: Reading, name: str, sentence: str) -> None:
        reading.remarks.append((self.matching.get(name, ""), sentence))
