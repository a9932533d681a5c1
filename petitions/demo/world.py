"""Let the office work through the invented letters, day by day, with the services that everybody uses.

Nothing is written past the services: clocks, reminders, automatic signatures and figures come out as they would have.
"""

import heapq
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from itertools import count
from random import Random
from zoneinfo import ZoneInfo

from django.db import transaction

from congress import clock
from congress.models import Organisation, Region
from congress.people.actors import CITIZEN
from congress.people.roles import Role
from congress.workdays.selectors import working_calendar
from petitions.demo.letters import Letter, read_letters
from petitions.demo.office import Office
from petitions.demo.plans import Plan
from petitions.suggestions.models import Category, Suggestion
from petitions.suggestions.selectors import office_of
from petitions.suggestions.services.reference import load_categories
from petitions.suggestions.services.submit import Intake, Person, submit_suggestion
from petitions.suggestions.services.sweep import sweep_clocks
from petitions.suggestions.states import Channel, Kind

SHANGHAI = ZoneInfo("Asia/Shanghai")
# How far the demo world goes back, in days.
PAST = 100
SEED = 430500


class World:
    """A queue of things to do, each at its moment; doing one may add later ones."""

    def __init__(self, on: date) -> None:
        self.on = on
        self.hour_now = datetime.now(SHANGHAI).hour
        self.chance = Random(SEED)  # noqa: S311 - the same world on every machine
        self.office = Office(on)
        self.organisations = {o.code: o for o in Organisation.objects.select_related("region")}
        self.regions = Region.objects.in_bulk()
        self.categories = Category.objects.in_bulk()
        self.calendar = working_calendar()
        self.by_title: dict[str, Suggestion] = {}
        self._queue: list[tuple[datetime, int, Callable[[date], None]]] = []
        self._order = count()

    def later(self, day: date, act: Callable[[date], None], *, hour: int | None = None) -> None:
        """Do it on that day, in office hours unless an hour is given; days after today never come."""
        hour = hour if hour is not None else self.chance.randint(8, 16)
        moment = datetime.combine(day, time(hour, self.chance.randint(0, 59)), SHANGHAI)
        if day <= self.on and moment <= datetime.now(SHANGHAI):
            heapq.heappush(self._queue, (moment, next(self._order), act))

    def workday(self, day: date, after: int) -> date:
        """The day `after` working days later; 0 is the next working day from `day` on."""
        return self.calendar.add(day, after) if after else self.calendar.next_working(day)

    def run(self) -> None:
        """Work the queue off, sweeping the clocks every morning."""
        day = min(self._queue)[0].date() if self._queue else self.on
        while day <= self.on:
            with clock.at(datetime.combine(day, time(6, 5), SHANGHAI)):
                sweep_clocks(on=day)
            while self._queue and self._queue[0][0].date() <= day:
                moment, _order, act = heapq.heappop(self._queue)
                with clock.at(moment):
                    act(day)
            day += timedelta(days=1)

    def receive(self, letter: Letter, on: date) -> Suggestion:
        """The letter comes in through its channel."""
        region = self.regions[letter.place]
        channel = Channel(letter.channel)
        clerk = self.office.account(office_of(region.county_code), Role.CLERK)
        persons = []
        if letter.kind != Kind.ANONYMOUS:
            phone = f"1390000{self.chance.randint(0, 9999):04d}" if self.chance.random() < 0.85 else ""
            persons = [Person(letter.author, phone)]
        receipt = submit_suggestion(
            Intake(
                content=letter.body,
                title=letter.title,
                region=region,
                channel=channel,
                kind=Kind(letter.kind),
                persons=persons,
                people_count=letter.people,
                category=self.categories.get(letter.category) if channel != Channel.PORTAL else
                self.categories.get(letter.category[:2]),
                spot=letter.spot,
                is_minor=letter.minor,
                publish_consent=letter.publish,
            ),
            actor=clerk if channel in (Channel.VISIT, Channel.LETTER, Channel.PHONE) else CITIZEN,
            on=on,
        )  # fmt: skip
        self.by_title[letter.title] = receipt.suggestion
        return receipt.suggestion


@transaction.atomic
def load_demo(*, on: date) -> None:
    """Fill an empty database with the demo's suggestions; a filled one stays as it is. Killed in between: nothing."""
    if Suggestion.objects.exists():
        return
    load_categories()
    world = World(on)
    letters = read_letters()
    world.chance.shuffle(letters)
    for letter in letters:
        Plan(world, letter).begin()
    world.run()
