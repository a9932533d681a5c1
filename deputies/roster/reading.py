"""Read a roster row by row: what each becomes, or sentences about what is wrong. Writes nothing."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from congress.models import Region
from congress.privacy import blind_index, phone_or_none
from deputies.roster.models import Constituency, Deputy, Mandate, Term
from deputies.roster.states import Gender

OLDEST_BIRTH = 1920
_YEAR = re.compile(r"(19|20)\d{2}")
_DAY = re.compile(r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})")
_LENGTHS = {
    "name": 40, "ethnicity": 20, "party": 20, "education": 20, "employer": 80, "job": 60, "special_care": 60,
    "certificate": 20, "constituency": 80, "delegation": 60, "group": 60, "committee": 60,
}  # fmt: skip
PERSONAL = ("ethnicity", "party", "education", "employer", "job", "special_care")
TEAMS = ("delegation", "group", "committee")


@dataclass(slots=True)
class Row:
    """A line that was read. `person`: the values to write; `deputy`: who is known already; `outcome`: new, changed or same."""

    line: int
    person: dict[str, Any] = field(default_factory=dict)
    seat: str = ""
    region: Region | None = None
    teams: dict[str, str] = field(default_factory=dict)
    certificate: str = ""
    starts_on: date | None = None
    deputy: Deputy | None = None
    needs_mandate: bool = False
    outcome: str = "new"
    problems: list[tuple[str, str]] = field(default_factory=list)


@dataclass(slots=True)
class Outlook:
    """What an import would do. `rows` are in the order of the file; empty lines are left out."""

    rows: list[Row] = field(default_factory=list)

    def number(self, outcome: str) -> int:
        """How many rows become that."""
        return sum(row.outcome == outcome for row in self.rows if not row.problems)

    @property
    def bad(self) -> list[Row]:
        """The rows with problems."""
        return [row for row in self.rows if row.problems]


class Reader:
    """Reads the rows of one file for one term. `prefixes`: the divisions whose roster the clerk keeps."""

    def __init__(
        self,
        headers: Sequence[str],
        matching: Mapping[str, str],
        *,
        term: Term,
        prefixes: Sequence[str],
        on: date,
    ) -> None:
        self.matching = matching
        self.where = {name: headers.index(header) for name, header in matching.items() if header in headers}
        self.term, self.prefixes, self.on = term, prefixes, on
        self.seats = {
            seat.name: seat for seat in Constituency.objects.filter(term=term).select_related("region")
        }
        self.places = _places()
        self.seen: dict[tuple[str, str], int] = {}

    def read(self, lines: Iterable[tuple[int, Sequence[str]]]) -> Outlook:
        """Every row, then who is known already: three queries for a file of any length."""
        rows = []
        for number, cells in lines:
            values = {name: cells[at].strip() if at < len(cells) else "" for name, at in self.where.items()}
            if any(values.values()):
                rows.append(self._row(number, values))
        self._know(rows)
        return Outlook(rows)

    def _row(self, line: int, values: Mapping[str, str]) -> Row:
        row = Row(line)
        for name, most in _LENGTHS.items():
            if len(values.get(name, "")) > most:
                self._bad(row, name, _("最多 %(n)d 个字。") % {"n": most})
        name = " ".join(values.get("name", "").split())
        if not name:
            self._bad(row, "name", _("没有填写。"))
        row.person = {"name": name, **{key: values[key] for key in PERSONAL if values.get(key)}}
        self._gender(row, values.get("gender", ""))
        self._birth(row, values.get("birth_year", ""))
        self._phone(row, values.get("phone", ""))
        for column, attribute in (("home", "home_region"), ("work", "work_region")):
            self._place(row, column, attribute, values.get(column, ""))
        if values.get("is_leading_cadre"):
            row.person["is_leading_cadre"] = values["is_leading_cadre"] in {"是", "有", "1", "√", "yes"}
        self._seat(row, values.get("constituency", ""))
        row.teams = {key: values[key] for key in TEAMS if values.get(key)}
        row.certificate = values.get("certificate", "")
        self._start(row, values.get("starts_on", ""))
        key = (name, row.person.get("phone") or row.seat)
        if name and key in self.seen:
            self._bad(row, "name", _("与第 %(line)d 行是同一个人。") % {"line": self.seen[key]})
        self.seen.setdefault(key, line)
        return row

    def _gender(self, row: Row, text: str) -> None:
        known = {str(label): value for value, label in Gender.choices}
        if text and text not in known:
            self._bad(row, "gender", _("“%(text)s”应为男或女。") % {"text": text[:10]})
        elif text:
            row.person["gender"] = known[text]

    def _birth(self, row: Row, text: str) -> None:
        if not text:
            return
        found = _YEAR.match(text)
        year = int(found[0]) if found else 0
        if not OLDEST_BIRTH <= year <= self.on.year - 18:
            self._bad(row, "birth_year", _("“%(text)s”不对：代表须年满十八周岁。") % {"text": text[:12]})
            return
        row.person["birth_year"] = year

    def _phone(self, row: Row, text: str) -> None:
        phone = phone_or_none(text) if text else ""
        if phone is None:
            self._bad(row, "phone", _("“%(text)s”不是有效的电话号码。") % {"text": text[:20]})
        elif phone:
            row.person["phone"] = phone

    def _place(self, row: Row, column: str, attribute: str, text: str) -> None:
        if not text:
            return
        place = self.places.get("".join(text.split()))
        if place is None:
            self._bad(
                row, column, _("没有“%(text)s”，或有同名的，请写成“隆回县桃花坪街道”。") % {"text": text[:20]}
            )
        else:
            row.person[attribute] = place

    def _seat(self, row: Row, text: str) -> None:
        if not text:
            self._bad(row, "constituency", _("没有填写。"))
            return
        row.seat = text
        known = self.seats.get(text)
        row.region = known.region if known else self._region_of(text)
        if row.region is None or not any(row.region.code.startswith(prefix) for prefix in self.prefixes):
            self._bad(row, "constituency", _("“%(text)s”不在您的辖区内。") % {"text": text[:20]})

    def _region_of(self, seat: str) -> Region | None:
        """The division named in the seat's name (the longest one), else the term's own."""
        named = [name for name in self.places if len(name) > 2 and seat.startswith(name)]
        if named:
            return self.places[max(named, key=len)]
        return self.places.get(self.term.region_code)

    def _start(self, row: Row, text: str) -> None:
        row.starts_on = max(self.term.starts_on, date.min)
        if not text:
            return
        found = _DAY.match(text)
        try:
            day = date(*map(int, found.groups())) if found else None
        except ValueError:
            day = None
        if day is None or not self.term.starts_on <= day <= self.term.ends_on:
            self._bad(row, "starts_on", _("“%(text)s”不是本届任期内的日期。") % {"text": text[:20]})
        else:
            row.starts_on = day

    def _know(self, rows: list[Row]) -> None:
        """Who of them is known: same name with the same phone, seat or birth year."""
        names = {row.person["name"] for row in rows if not row.problems}
        people: dict[str, list[Deputy]] = {}
        for deputy in Deputy.objects.filter(name__in=names).order_by("pk"):
            people.setdefault(deputy.name, []).append(deputy)
        keys = [deputy.pk for group in people.values() for deputy in group]
        open_seats: dict[int, str] = {
            row.deputy_id: row.constituency.name
            for row in Mandate.objects.filter(
                term=self.term, deputy__in=keys, ends_on__isnull=True
            ).select_related("constituency")
        }
        for row in rows:
            if not row.problems:
                self._match(row, people.get(row.person["name"], []), open_seats)

    def _match(self, row: Row, known: list[Deputy], seats: Mapping[int, str]) -> None:
        phone = row.person.get("phone")
        index = blind_index(phone) if phone else None
        same = [
            person for person in known if index and person.phone_index and bytes(person.phone_index) == index
        ]
        same = same or [person for person in known if seats.get(person.pk) == row.seat]
        year = row.person.get("birth_year")
        same = same or [person for person in known if year and person.birth_year == year]
        if len(same) > 1:
            self._bad(row, "name", _("有 %(n)d 位同名代表，请补上电话来区分。") % {"n": len(same)})
        elif same:
            row.deputy = same[0]
            held = seats.get(row.deputy.pk)
            if held and held != row.seat:
                self._bad(
                    row, "constituency", _("本届已由%(seat)s选出，变更请在代表页面办理。") % {"seat": held}
                )
                return
            row.needs_mandate = held is None
            row.outcome = "changed" if row.needs_mandate or changes_of(row) else "same"
        else:
            row.needs_mandate = True

    def _bad(self, row: Row, name: str, sentence: str) -> None:
        row.problems.append((self.matching.get(name, str(name)), sentence))


def changes_of(row: Row) -> list[str]:
    """The fields of a known person that the file says differently. Empty cells change nothing."""
    deputy = row.deputy
    changed = []
    for name, value in row.person.items():
        if name == "phone":
            if deputy is None or bytes(deputy.phone_index or b"") != blind_index(value):
                changed.append(name)
        elif name in {"home_region", "work_region"}:
            if getattr(deputy, f"{name}_id") != value.code:
                changed.append(name)
        elif getattr(deputy, name) != value:
            changed.append(name)
    return changed


def _places() -> dict[str, Region]:
    """Names and codes of divisions; a name that two of them bear is left out, with its county before it it is not."""
    found: dict[str, Region] = {}
    twice: set[str] = set()
    for place in Region.objects.select_related("parent"):
        names = {place.name}
        if place.parent:
            names.add(f"{place.parent.name}{place.name}")
        for name in names:
            if name in found and found[name] != place:
                twice.add(name)
            found[name] = place
        found[place.code] = place
    return {name: place for name, place in found.items() if name not in twice}
