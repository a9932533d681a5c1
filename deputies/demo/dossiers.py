"""Last year's dossiers of two stations: one closed, one being looked through with an objection; this year's are open.

What the logbooks' demo does not reach back to is written here: last year's meetings, study, visits and commendations.
"""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import cycle
from pathlib import Path
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from congress import clock
from congress.models import Grant, User
from congress.people.actors import SYSTEM
from congress.people.roles import Role
from deputies.demo.accounts import account_at, office_of
from deputies.dossiers.models import Dossier
from deputies.dossiers.selectors import called_to
from deputies.dossiers.services import (
    AttendanceDraft,
    HonourDraft,
    MeetingDraft,
    add_honour,
    change_attendance,
    close_dossier,
    object_to_dossier,
    open_dossiers,
    record_meeting,
    show_dossier,
)
from deputies.dossiers.states import Presence
from deputies.logbooks.services import EntryDraft, Part, record_entry, verify_entries
from deputies.models import Deputy, Station
from deputies.roster.services.persons import link_account
from deputies.roster.states import Level
from deputies.stations.selectors import deputies_at, station_of
from deputies.stations.states import SERVING

SHANGHAI = ZoneInfo("Asia/Shanghai")
SEED = 430504
DATA = Path(__file__).parent / "data"
MEETINGS = (
    ("session", "第十八届人民代表大会第五次会议", (1, 8), 6),
    ("standing", "常委会会议扩大听取公共就业情况报告", (4, 24), 1),
    ("committee", "社会建设委员会养老服务座谈会", (6, 12), 1),
    ("group", "代表小组年中交流会", (7, 18), 1),
)
HONOURS = (
    ("优秀人大代表", "隆回县人大常委会", "county", (12, 20)),
    ("优秀代表建议提出人", "邵阳市人大常委会", "city", (12, 5)),
    ("最美志愿者", "中共桃花坪街道工作委员会", "township", (3, 5)),
)


@transaction.atomic
def load_dossiers(*, on: date) -> None:
    """Enter them once, by the services that the office uses."""
    phone = Deputy.objects.filter(user__username="ouyang.chun").first()
    if phone is None or Dossier.objects.exists():
        return
    _Year(phone, on).fill()


class _Year:
    def __init__(self, phone: Deputy, on: date) -> None:
        self.on, self.phone = on, phone
        self.chance = Random(SEED)  # noqa: S311 - the same year on every machine
        # In January the past year's dossiers are not closed yet.
        self.year = on.year - (1 if on >= date(on.year, 3, 1) else 2)
        home = station_of(phone, on=on)
        if home is None:
            raise LookupError("the deputy of the demo's phone has no station")
        self.home: Station = home
        self.county = home.region_code[:6]
        self.clerk = account_at(office_of(self.county), Role.CLERK)
        # Nobody verifies what he wrote himself.
        self.recorder = account_at(office_of(settings.HOME_REGION), Role.CLERK)
        self.serial = 0

    def fill(self) -> None:
        """Meetings first; then the two stations; then what the office did with their dossiers."""
        for year in (self.year, self.on.year):
            self._meetings(year)
        other = (
            Station.objects.filter(state__in=SERVING, region_code__startswith=self.county)
            .exclude(pk=self.home.pk)
            .select_related("organisation__region")
            .order_by("pk")
            .first()
        )
        looking = [self.phone, *(p for p in deputies_at(self.home, on=self.on) if p != self.phone)]
        settled = [p for p in deputies_at(other, on=self.on) if p not in looking] if other else []
        self._words([*settled[:6], *looking[:6]])
        for person, (title, granted_by, rank, day) in zip([self.phone, *settled], HONOURS, strict=False):
            draft = HonourDraft(title, granted_by, rank, date(self.year, *day))
            add_honour(person, draft, actor=self.clerk, at=_moment(date(self.year, 12, 28)))
        for year in (self.year, self.on.year):
            open_dossiers(
                year=year, region_code=self.county, actor=self.clerk, on=max(date(year, 1, 15), self.on)
            )
        self._settle(settled)
        self._show(looking)

    def _meetings(self, year: int) -> None:
        """Nearly everybody came; a few were on leave, now and then one stayed away."""
        county = self.home.organisation.region.parent
        name = county.name if county else ""
        for kind, title, (month, day), half_days in MEETINGS:
            on = date(year, month, day)
            if on >= self.on:
                continue
            draft = MeetingDraft(
                f"{self.county}-{year}-{kind}", kind, f"{name}{title}", self.county, on,
                half_days=half_days, level=Level.COUNTY,
            )  # fmt: skip
            with clock.at(_moment(on)):
                meeting, _is_new = record_meeting(draft, [], actor=SYSTEM, on=on)
                people = list(called_to(meeting))
                if kind != "session":
                    people = [self.phone, *(p for p in people[:: len(people) // 12 or 1] if p != self.phone)]
                rows = [self._attendance(person, half_days) for person in people]
                change_attendance(meeting, people, rows, actor=SYSTEM, on=on)

    def _attendance(self, person: Deputy, half_days: int) -> AttendanceDraft:
        draw = self.chance.random()
        if draw < 0.05 and person != self.phone:
            return AttendanceDraft(person, Presence.LEAVE, half_days, is_approved=True)
        if draw < 0.06 and person != self.phone:
            return AttendanceDraft(person, Presence.ABSENT, half_days)
        speeches = int(self.chance.random() < 0.3)
        return AttendanceDraft(person, Presence.PRESENT, half_days, speeches=speeches)

    def _words(self, people: list[Deputy]) -> None:
        """A course together, and visits of each, verified by the office."""
        lines = cycle(_lines("activities.txt"))
        title, form, hours, content, thoughts = _lines("trainings.txt")[0]
        self._record(
            date(self.year, 5, 16),
            people,
            kind="training",
            title=title,
            content=content,
            hours=Decimal(hours),
            details={"form": form, "thoughts": thoughts, "lecturer": "县人大代表工委"},
        )
        for number, person in enumerate(people * 3):
            subkind, title, content = next(lines)
            self._record(
                date(self.year, 2 + number % 10, 3 + number % 20),
                [person],
                kind="activity",
                subkind=subkind,
                title=title,
                content=content,
            )

    def _record(self, day: date, people: list[Deputy], **words: object) -> None:
        self.serial += 1
        moment = _moment(day)
        draft = EntryDraft(
            region=self.home.organisation.region,
            happened_on=day,
            parts=[Part(person) for person in people],
            place=self.home.organisation.region.name,
            **words,
        )
        with clock.at(moment):
            entry = record_entry(
                draft,
                actor=self.recorder,
                at=moment,
                uid=UUID(int=(SEED << 64) + self.serial),
            ).entry
            verify_entries([entry], actor=self.clerk, at=moment + timedelta(hours=1))

    def _dossiers(self, people: list[Deputy]) -> list[Dossier]:
        rows = Dossier.objects.filter(
            year=self.year, mandate__deputy__in=people, mandate__region_code=self.county
        )
        return list(rows.select_related("mandate__deputy__user").order_by("pk"))

    def _settle(self, people: list[Deputy]) -> None:
        """Shown in January, nobody objected, closed in February."""
        for dossier in self._dossiers(people):
            shown = _moment(date(self.year + 1, 1, 10))
            closed = _moment(date(self.year + 1, 2, 10))
            with clock.at(shown):
                seen = show_dossier(dossier, version=dossier.version, actor=self.clerk, at=shown)
            with clock.at(closed):
                close_dossier(seen, version=seen.version, actor=self.clerk, at=closed)

    def _show(self, people: list[Deputy]) -> None:
        """Being looked through now; a colleague of the phone's deputy has found something missing."""
        shown = _moment(self.on - timedelta(days=5))
        rows = self._dossiers(people)
        with clock.at(shown):
            for dossier in rows:
                show_dossier(dossier, version=dossier.version, actor=self.clerk, at=shown)
        found = next((row for row in rows if row.mandate.deputy != self.phone), None)
        if found is None:
            return
        said = _moment(self.on - timedelta(days=2))
        with clock.at(said):
            object_to_dossier(
                found,
                text="七月十八日的代表小组交流会我参加了，档案里没有。",
                actor=self._account_of(found.mandate.deputy),
                at=said,
            )

    def _account_of(self, deputy: Deputy) -> User:
        if deputy.user is None:
            user = User(username=f"deputy-{deputy.pk}", name=deputy.name)
            user.set_unusable_password()
            user.save()
            Grant.objects.create(user=user, role=Role.DEPUTY, organisation=self.home.organisation)
            return link_account(deputy, user, actor=SYSTEM, on=self.on).user
        return deputy.user


def _moment(day: date) -> datetime:
    return datetime.combine(day, time(19, 30)).replace(tzinfo=SHANGHAI)


def _lines(name: str) -> list[list[str]]:
    return [line.split("|") for line in (DATA / name).read_text(encoding="utf-8").splitlines() if line]
