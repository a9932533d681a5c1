"""Three months of the five logbooks: visits, inspections, receptions, study, as deputies and stations wrote them down.

The words stand in data/*.txt, each used once or twice; everything is written by the services, on the day it happened.
"""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import cycle
from pathlib import Path
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from congress import clock
from congress.models import Region
from congress.people.roles import Role
from congress.workdays.selectors import working_calendar
from deputies.demo.accounts import account_at, office_of
from deputies.demo.names import SURNAMES, WOMEN
from deputies.logbooks.models import LogEntry
from deputies.logbooks.services import (
    EntryDraft,
    HouseholdDraft,
    Part,
    VoiceDraft,
    add_household,
    record_contact,
    record_entry,
    refuse_entry,
    verify_entries,
)
from deputies.logbooks.states import Source, Way
from deputies.models import Deputy, Station
from deputies.stations.selectors import deputies_at
from deputies.stations.states import SERVING

SHANGHAI = ZoneInfo("Asia/Shanghai")
SEED = 430502
PAST = 88
DATA = Path(__file__).parent / "data"


def _lines(name: str) -> list[list[str]]:
    return [line.split("|") for line in (DATA / name).read_text(encoding="utf-8").splitlines() if line]


@transaction.atomic
def load_logbooks(*, on: date) -> None:
    """Write them once."""
    if LogEntry.objects.exists():
        return
    _Books(on).fill()


class _Books:
    def __init__(self, on: date) -> None:
        self.on = on
        self.chance = Random(SEED)  # noqa: S311 - the same books on every machine
        self.calendar = working_calendar()
        self.serial = 0
        self.places: Iterator[str] = cycle(("五组", "老屋场", "桥头", "村部", "学校旁", "新街", "河边"))

    def fill(self) -> None:
        """Station by station, then the deputy of the demo's phone, whose own rows must not be missing."""
        stations = list(
            Station.objects.filter(state__in=SERVING).select_related("organisation__region").order_by("pk")
        )
        jobs = [
            *(("activity", line) for line in _lines("activities.txt") * 2),
            *(("reception", line) for line in _lines("voices.txt") * 2),
            *(("training", line) for line in _lines("trainings.txt") * 3),
        ]
        self.chance.shuffle(jobs)
        phone = Deputy.objects.filter(user__username="ouyang.chun").first()
        for number, (kind, line) in enumerate(jobs):
            station = stations[number % len(stations)]
            people = deputies_at(station, on=self.on)
            if not people:
                continue
            who = people[number % len(people)]
            if phone is not None and number % 9 == 0:
                who = phone
                station = next(s for s in stations if s.region_code == phone.home_region_id)
            self._write(kind, line, station, who, people)
        if phone is not None:
            self._contacts(phone)

    def _write(self, kind: str, line: list[str], station: Station, who: Deputy, people: list[Deputy]) -> None:
        day = self.calendar.next_working(self.on - timedelta(days=self.chance.randint(2, PAST)))
        if day >= self.on:
            day = self.on - timedelta(days=1)
        late = self.chance.random() < 0.08
        at = datetime.combine(day + timedelta(days=6 if late else 0), time(19, self.chance.randint(0, 59)))
        moment = min(at, datetime.combine(self.on, time(0, 30))).replace(tzinfo=SHANGHAI)
        officer = account_at(station.organisation, Role.STATION_OFFICER)
        actor = who.user or officer
        draft = getattr(self, f"_{kind}")(line, station, who, people, day)
        self.serial += 1
        with clock.at(moment):
            entry = record_entry(
                draft, actor=actor, at=moment, uid=UUID(int=(SEED << 64) + self.serial)
            ).entry
            self._look_through(entry, station, moment)

    def _look_through(self, entry: LogEntry, station: Station, at: datetime) -> None:
        """The county's clerk verifies most after some days, sends a few back, and has the newest still to read."""
        age = (self.on - entry.happened_on).days
        draw = self.chance.random()
        if age < 6:
            return
        clerk = account_at(office_of(station.region_code), Role.CLERK)
        if draw < 0.05:
            refuse_entry(
                entry, reason="请写明参加的群众人数和具体地点。", version=entry.version, actor=clerk, at=at
            )
        elif draw < 0.93:
            verify_entries([entry], actor=clerk, at=at)

    def _base(self, station: Station, who: Deputy, day: date) -> dict[str, object]:
        place = f"{Region.objects.get(code=station.region_code).name}{next(self.places)}"
        return {
            "region": station.organisation.region,
            "happened_on": day,
            "station": station,
            "place": place,
            "source": Source.PHONE if who.user_id else Source.DESK,
        }

    def _activity(
        self, line: list[str], station: Station, who: Deputy, people: list[Deputy], day: date
    ) -> EntryDraft:
        subkind, title, content = line
        others = [person for person in people if person.pk != who.pk][: 0 if subkind == "visit" else 4]
        parts = [Part(who), *(Part(person) for person in others[:3])]
        parts += [Part(person, "leave", "外出") for person in others[3:]]
        return EntryDraft(
            kind="activity", subkind=subkind, title=title, content=content, parts=parts, **self._base(station, who, day)
        )  # fmt: skip

    def _reception(
        self, line: list[str], station: Station, who: Deputy, people: list[Deputy], day: date
    ) -> EntryDraft:
        way, said, *reply = line
        name = self.chance.choice(SURNAMES) + self.chance.choice(WOMEN)
        voice = VoiceDraft(
            said=said,
            uid=UUID(int=(SEED << 80) + self.serial + 1),
            name=name if self.chance.random() < 0.8 else "",
            phone=f"1390000{self.chance.randint(0, 9999):04d}" if self.chance.random() < 0.5 else "",
            identity=self.chance.choice(("农民", "居民", "务工人员", "退休教师", "个体户", "")),
            on_spot_reply=reply[0] if reply else "",
            way=way if way in Way.values else Way.NOTED,
        )
        return EntryDraft(
            kind="reception",
            title=f"{day.month} 月 {day.day} 日接待日",
            parts=[Part(who)],
            voices=[voice],
            people=1,
            starts_at=time(9),
            ends_at=time(11, 30),
            **(self._base(station, who, day) | {"place": "站内接待室"}),
        )

    def _training(
        self, line: list[str], station: Station, who: Deputy, people: list[Deputy], day: date
    ) -> EntryDraft:
        title, form, hours, content, thoughts = line
        return EntryDraft(
            kind="training",
            title=title,
            content=content,
            hours=Decimal(hours),
            details={"form": form, "thoughts": thoughts, "lecturer": "县人大代表工委"},
            parts=[Part(who), *(Part(person) for person in people if person.pk != who.pk)][:6],
            **(self._base(station, who, day) | {"place": "站内会议室"}),
        )

    def _contacts(self, deputy: Deputy) -> None:
        """Ten households: some done, some half, some still owed."""
        if deputy.user is None:
            return
        half = date(self.on.year, 1 if self.on.month <= 6 else 7, 1)
        for number in range(10):
            name = f"{SURNAMES[number * 5]}{WOMEN[number * 3 % len(WOMEN)]}"
            household = add_household(
                deputy,
                HouseholdDraft(name, f"139000030{number:02d}"),
                actor=deputy.user,
                on=half,
                uid=UUID(int=(SEED << 72) + number),
            )
            ways = ("visit",) if number < 4 else ("call",) if number < 7 else ()
            for way in ways:
                day = max(half, self.on - timedelta(days=3 + number * 2))
                at = datetime.combine(day, time(20)).replace(tzinfo=SHANGHAI)
                record_contact(household, way=way, happened_on=day, actor=deputy.user, at=at)
