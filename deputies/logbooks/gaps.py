"""What an inspector will miss in a station's five books of a year. Reads only: a few queries for any number of stations."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import CharField, Count, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast, ExtractMonth
from django.utils.translation import gettext as _

from congress.models import Attachment
from deputies.logbooks.kinds import BOOKS, WRITTEN, Book
from deputies.logbooks.models import LogEntry, Voice
from deputies.logbooks.owed import GroupProgress, add_up, keepers, progress_of
from deputies.logbooks.rules import LIVING
from deputies.logbooks.states import EntryState, Kind, Way
from deputies.roster.models import Deputy
from deputies.stations.models import CheckIn, Station, StationAssignment
from deputies.stations.selectors import assigned


@dataclass(slots=True)
class StationGaps:
    """A station's year. `books`: by book's code, sentences; an empty list means nothing is missing."""

    station: Station
    books: dict[str, list[str]] = field(default_factory=dict)
    contacts: list[str] = field(default_factory=list)

    @property
    def is_complete(self) -> bool:
        """An inspector would miss nothing."""
        return not self.contacts and not any(self.books.values())

    @property
    def cells(self) -> list[list[str]]:
        """In the order of the heads: the five books, then the contacts."""
        return [*(self.books[code] for code in BOOKS), self.contacts]

    @property
    def named(self) -> list[tuple[str, list[str]]]:
        """Heads and cells in pairs."""
        return list(zip(gap_heads(), self.cells, strict=True))


def gap_heads() -> list[str]:
    """The headings of `cells`."""
    return [*(str(book.label) for book in BOOKS.values()), _("联系群众")]


def gaps_of(stations: Sequence[Station], year: int, *, on: date) -> list[StationGaps]:
    """What each lacks in that year up to the day; months that are not over are not missed."""
    keys = [station.pk for station in stations]
    entries = LogEntry.objects.filter(
        station__in=keys, happened_on__year=year, happened_on__lte=on, state__in=LIVING
    )
    counts = {(row["station_id"], row["kind"]): row for row in _counted(entries)}
    months: dict[int, set[int]] = {}
    held = entries.filter(kind=Kind.RECEPTION).annotate(month=ExtractMonth("happened_on"))
    for key, month in held.order_by().values_list("station_id", "month").distinct():
        months.setdefault(key, set()).add(month)
    stuck = dict(
        Voice.objects.filter(entry__in=entries, way=Way.SUGGESTION, matter_number="")
        .order_by()
        .values("entry__station_id")
        .annotate(n=Count("pk"))
        .values_list("entry__station_id", "n")
    )
    contacts = _contacts(keys, on=min(on, date(year, 12, 31)))
    found = []
    for station in stations:
        gaps = StationGaps(station)
        for book in BOOKS.values():
            gaps.books[book.code] = (
                _of_book(book, counts.get((station.pk, book.code), {})) if book.is_written else []
            )
        missed = [n for n in _months_over(station, year, on) if n not in months.get(station.pk, set())]
        if missed and gaps.books[Kind.RECEPTION] != [_nothing()]:
            gaps.books[Kind.RECEPTION].insert(0, _("%(months)s月没有接待") % {"months": _ranges(missed)})
        if stuck.get(station.pk):
            gaps.books["issues"].append(_("%(n)d 件要转的没有转成") % {"n": stuck[station.pk]})
        gaps.contacts = _of_contacts(contacts.get(station.pk))
        found.append(gaps)
    return found


def _counted(entries: QuerySet[LogEntry]) -> Any:
    """One row a station and book with what is empty. The columns of all books are counted for all: few and cheap."""
    files = Attachment.objects.filter(
        owner_type=ContentType.objects.get_for_model(LogEntry), owner_id=Cast(OuterRef("pk"), CharField())
    )
    there = CheckIn.objects.filter(shift=OuterRef("shift"))
    empty = {
        f"no_{key}": Count("pk", filter=Q(**{f"details__{key}__isnull": True}) | Q(**{f"details__{key}": ""}))
        for key in {column.key for book in WRITTEN.values() for column in book.columns}
    }
    return (
        entries.order_by()
        .annotate(has_file=Exists(files), has_sign_in=Exists(there))
        .values("station_id", "kind")
        .annotate(
            total=Count("pk"),
            pending=Count("pk", filter=Q(state=EntryState.PENDING)),
            refused=Count("pk", filter=Q(state=EntryState.REFUSED)),
            bare=Count("pk", filter=Q(has_file=False)),
            unsigned=Count("pk", filter=Q(has_sign_in=False)),
            placeless=Count("pk", filter=Q(place="")),
            uncounted=Count("pk", filter=Q(vote__isnull=True) | Q(vote__grade="")),
            unpublished=Count("pk", filter=Q(vote__isnull=True) | Q(vote__published_at=None)),
            **empty,
        )
    )


def _nothing() -> str:
    return _("全年没有记录")


def _of_book(book: Book, row: dict[str, Any]) -> list[str]:
    if not row:
        return [_nothing()]
    sentences = [
        (_("%(n)d 条待核"), row["pending"]),
        (_("%(n)d 条退回未补正"), row["refused"]),
        (_("%(n)d 条没有照片或附件"), row["bare"]),
        (_("%(n)d 条没写地点"), row["placeless"]),
    ]
    if book.code == Kind.RECEPTION:
        sentences.append((_("%(n)d 次没有签到"), row["unsigned"]))
    if book.code == Kind.REPORT:
        sentences += [
            (_("%(n)d 次没有测评结果"), row["uncounted"]),
            (_("%(n)d 次没有公示"), row["unpublished"]),
        ]
    lines = [sentence % {"n": n} for sentence, n in sentences if n]
    empty = [(column.label, row[f"no_{column.key}"]) for column in book.columns if column.key in book.printed]
    blank = "、".join(f"{label} {n}" for label, n in empty if n)
    if blank:
        lines.append(_("空着的栏目：%(columns)s") % {"columns": blank})
    return lines


def _months_over(station: Station, year: int, on: date) -> Iterable[int]:
    """The whole months of that year that are over, from the station's first whole month on."""
    last = 12 if year < on.year else on.month - 1 if year == on.year else 0
    begun, first = station.organisation.valid_from, 1
    if begun is not None and begun.year >= year:
        first = 13 if begun.year > year else begun.month + (begun.day > 1)
    return range(first, last + 1)


def _ranges(months: Sequence[int]) -> str:
    """1—3、8 of 1, 2, 3, 8."""
    runs: list[list[int]] = []
    for month in months:
        if runs and runs[-1][-1] == month - 1:
            runs[-1].append(month)
        else:
            runs.append([month])
    return "、".join(f"{run[0]}—{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _contacts(stations: Sequence[int], *, on: date) -> dict[int, GroupProgress]:
    duty = keepers(Deputy.objects.all(), on=on)
    rows = StationAssignment.objects.filter(
        assigned(on), is_main=True, station__in=stations, deputy__in=duty
    ).values_list("station_id", "deputy_id")
    members: dict[int, list[int]] = {}
    for station, deputy in rows:
        members.setdefault(station, []).append(deputy)
    every = {pk for people in members.values() for pk in people}
    progress = progress_of(Deputy.objects.filter(pk__in=every), on=on)
    return {station: add_up(people, progress) for station, people in members.items()}


def _of_contacts(sums: GroupProgress | None) -> list[str]:
    if sums is None:
        return [_("没有驻站代表")]
    pairs = ((_("%(n)d 位代表没做完"), sums.behind), (_("%(n)d 位没有联系户名单"), sums.unlisted))
    return [sentence % {"n": n} for sentence, n in pairs if n]
