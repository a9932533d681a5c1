"""Four hundred invented deputies of five levels, with the terms, constituencies and teams that they belong to."""

from datetime import date
from random import Random

from django.conf import settings
from django.db import transaction

from congress.models import Region, User
from congress.people.actors import SYSTEM
from congress.regions.selectors import counties, townships
from deputies.demo.names import MINORITIES, PARTIES, SCHOOLING, WORK, invent_name
from deputies.models import Constituency, Deputy, Team, Term
from deputies.roster.services import (
    Decision,
    DeputyDraft,
    MandateDraft,
    add_deputy,
    begin_mandate,
    change_mandate,
)
from deputies.roster.states import ChangeKind, Level, TeamKind

SEED = 4305
# How many of each level come from one county; nation and province are the city's.
FROM_NATION, FROM_PROVINCE = 3, 13
FROM_COUNTY = {Level.CITY: 10, Level.COUNTY: 15, Level.TOWNSHIP: 10}
# Of each county so many townships have deputies in the demo; the stations stand in the same ones.
TOWNSHIPS = 5
# Who signs in as a deputy (congress.people.demo), and where she lives.
PHONE_USER, PHONE_HOME = "ouyang.chun", "430524001"


def demo_townships(county: Region) -> list[Region]:
    """The townships of a county in which the demo's stations stand; 桃花坪街道 is one of them."""
    places = sorted(townships(county.code), key=lambda place: place.code)
    step = max(1, len(places) // TOWNSHIPS)
    return places[::step][:TOWNSHIPS]


@transaction.atomic
def load_roster(*, on: date) -> None:
    """Enter them once, by the services that the office uses."""
    if Deputy.objects.exists():
        return
    _Roster(on).fill()


class _Roster:
    def __init__(self, on: date) -> None:
        self.on = on
        self.chance = Random(SEED)  # noqa: S311 - the same people on every machine
        self.taken: set[str] = {user.name for user in User.objects.all()}
        self.home = Region.objects.get(code=settings.HOME_REGION)
        self.number = 0

    def fill(self) -> None:
        """From the nation down to the townships, then the changes that a term brings."""
        self._phone_user()
        nation = self._term(Level.NATIONAL, "000000", "全国人民代表大会", 14, 2023)
        province = self._term(Level.PROVINCE, "430000", "湖南省人民代表大会", 14, 2023)
        for level_term, count, electing in (
            (nation, FROM_NATION, "湖南省人民代表大会"),
            (province, FROM_PROVINCE, "邵阳市人民代表大会"),
        ):
            body = self._constituency(level_term, "01", electing, self.home)
            for _number in range(count):
                place = self.chance.choice(counties())
                self._deputy(body, home=self.chance.choice(demo_townships(place)), work=place)
        for county in counties():
            self._county(county)
        self._changes()

    def _county(self, county: Region) -> None:
        city_body = self._constituency(self._city_term(), county.code, f"{county.name}选举单位", county)
        term = self._term(Level.COUNTY, county.code, f"{county.name}人民代表大会", 18, 2022)
        places = demo_townships(county)
        seats = [
            self._constituency(term, f"{n:03d}", f"第{n}选区（{place.name}）", place)
            for n, place in enumerate(places, 1)
        ]
        for n in range(FROM_COUNTY[Level.CITY]):
            self._deputy(city_body, home=places[n % len(places)], work=county)
        for n in range(FROM_COUNTY[Level.COUNTY]):
            self._deputy(seats[n % len(seats)], home=places[n % len(places)], work=county)
        for n, place in enumerate(places):
            if not place.name.endswith(("镇", "乡")):
                continue  # street offices have no congress of their own
            local = self._term(Level.TOWNSHIP, place.code, f"{place.name}人民代表大会", 18, 2022)
            seat = self._constituency(local, "001", f"{place.name}第一选区", place)
            for _number in range(FROM_COUNTY[Level.TOWNSHIP] // TOWNSHIPS + (n == 0)):
                self._deputy(seat, home=place, work=place)

    def _phone_user(self) -> None:
        """The deputy of the demo's phone sits in two congresses."""
        user = User.objects.filter(username=PHONE_USER).first()
        if user is None:
            return
        place = Region.objects.select_related("parent").get(code=PHONE_HOME)
        county = place.parent
        deputy = add_deputy(
            DeputyDraft(
                name=user.name,
                gender="female",
                ethnicity="汉族",
                birth_year=1983,
                party="",
                education="大专",
                employer="桃花坪街道某社区居民委员会",
                job="社区工作者",
                phone="13900000011",
                publish_photo=True,
                home_region=place,
                work_region=place,
                introduction="在桃花坪街道做社区工作十二年，关心老人、孩子和老旧小区的事。",
            ),
            region_code=settings.HOME_REGION,
            actor=SYSTEM,
            on=self.on,
        )
        Deputy.objects.filter(pk=deputy.pk).update(user=user)
        city_body = self._constituency(self._city_term(), county.code, f"{county.name}选举单位", county)
        term = self._term(Level.COUNTY, county.code, f"{county.name}人民代表大会", 18, 2022)
        seat = self._constituency(term, "001", f"第1选区（{place.name}）", place)
        self._sit(deputy, city_body)
        self._sit(deputy, seat)

    def _deputy(self, constituency: Constituency, *, home: Region, work: Region) -> Deputy:
        name, gender = invent_name(self.chance, self.taken)
        kind = (
            "township"
            if constituency.term.level == Level.TOWNSHIP or self.chance.random() < 0.4
            else "county"
        )
        place = home if kind == "township" else (work if work.code != self.home.code else home)
        employer, job, leads = self.chance.choice(WORK[kind])
        ethnicities = MINORITIES.get(home.code[:6], ("汉族",))
        self.number += 1
        deputy = add_deputy(
            DeputyDraft(
                name=name,
                gender=gender,
                ethnicity=self.chance.choice(ethnicities),
                birth_year=self.on.year - self.chance.randint(28, 66),
                party=self.chance.choice(PARTIES),
                education=self.chance.choice(SCHOOLING),
                employer=employer.format(place=place.name),
                job=job,
                # The 1390000 block of the demo: nobody's numbers.
                phone=f"1390001{self.number:04d}",
                publish_photo=self.chance.random() < 0.5,
                publish_phone=self.chance.random() < 0.15,
                home_region=home,
                work_region=place,
                is_leading_cadre=leads,
            ),
            region_code=settings.HOME_REGION,
            actor=SYSTEM,
            on=self.on,
        )
        self._sit(deputy, constituency)
        return deputy

    def _sit(self, deputy: Deputy, constituency: Constituency) -> None:
        term = constituency.term
        number = f"{term.region_code[-4:]}{deputy.pk:04d}"
        begin_mandate(
            deputy,
            MandateDraft(
                constituency,
                starts_on=term.starts_on,
                delegation=self._team(term, TeamKind.DELEGATION, f"{constituency.region.name}代表团"),
                group=self._team(term, TeamKind.GROUP, f"{deputy.home_region.name}代表小组"),  # type: ignore[union-attr]
                certificate=number,
            ),
            actor=SYSTEM,
            on=self.on,
        )

    def _changes(self) -> None:
        """What a term brings: a resignation, a move, a by-election, a suspension that was lifted."""
        people = list(
            Deputy.objects.filter(user__isnull=True, mandates__level=Level.CITY).order_by("pk")[:60:12]
        )
        month = date(self.on.year, self.on.month, 1)
        earlier = date(month.year - 1, month.month, 1)
        told = Decision(
            decided_by="邵阳市人民代表大会常务委员会", basis="代表法第六十二条第二项", note="本人书面辞职"
        )
        moved = Decision(
            decided_by="邵阳市人民代表大会常务委员会", basis="代表法第六十二条第一项", note="迁出本行政区域"
        )
        for deputy, kind, decision in (
            (people[0], ChangeKind.RESIGNATION, told),
            (people[1], ChangeKind.TRANSFER_OUT, moved),
        ):
            change_mandate(
                deputy.mandates.get(level=Level.CITY),
                kind=kind,
                effective_on=earlier,
                decision=decision,
                actor=SYSTEM,
                on=self.on,
            )
        # Somebody else is elected into the empty seat, half a year later.
        seat = people[0].mandates.get(level=Level.CITY).constituency
        name, gender = invent_name(self.chance, self.taken)
        place = demo_townships(seat.region)[0]
        newcomer = add_deputy(
            DeputyDraft(name=name, gender=gender, job="乡村教师", home_region=place, work_region=place),
            region_code=settings.HOME_REGION,
            actor=SYSTEM,
            on=self.on,
        )
        begin_mandate(
            newcomer,
            MandateDraft(seat, starts_on=max(earlier, seat.term.starts_on)),
            kind=ChangeKind.BY_ELECTION,
            decision=Decision(decided_by=seat.name),
            actor=SYSTEM,
            on=self.on,
        )

    def _city_term(self) -> Term:
        return self._term(Level.CITY, settings.HOME_REGION, "邵阳市人民代表大会", 17, 2022)

    def _term(self, level: Level, region_code: str, body: str, ordinal: int, first: int) -> Term:
        """A term of five years from `first`, or a later one, that has run for two years: the demo tells of its past.

        In the first two years of a real term the one before goes on in the demo.
        """
        passed = max(0, (self.on.year - first - 2) // 5)
        start = first + 5 * passed
        last = max(start + 4, self.on.year + 1)
        return Term.objects.get_or_create(
            level=level,
            region_code=region_code,
            ordinal=ordinal + passed,
            defaults={"body_name": body, "starts_on": date(start, 1, 1), "ends_on": date(last, 12, 31)},
        )[0]

    def _constituency(self, term: Term, code: str, name: str, region: Region) -> Constituency:
        return Constituency.objects.select_related("term", "region").get_or_create(
            term=term,
            code=code,
            defaults={"name": name, "region": region, "voters": self.chance.randint(1800, 5200)},
        )[0]

    def _team(self, term: Term, kind: TeamKind, name: str) -> Team:
        return Team.objects.get_or_create(term=term, kind=kind, name=name)[0]
