"""The lists of contact households of the demo's deputies: some done, some half done, some not begun, a few without a list.

Written in bulk, as the services would have: two thousand calls one by one would take the demo's minute.
"""

from datetime import date, datetime, time, timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from congress.audit.services import record
from congress.people.actors import SYSTEM
from deputies.demo.names import MEN, SURNAMES, WOMEN
from deputies.logbooks.models import Contact, Household
from deputies.logbooks.owed import HalfYear, keepers, without_list
from deputies.models import Deputy, GridCell, StationAssignment
from deputies.stations.selectors import assigned

SHANGHAI = ZoneInfo("Asia/Shanghai")
SEED = 430524


@transaction.atomic
def load_contacts(*, on: date) -> None:
    """Give lists to nine of ten deputies who have none; once."""
    if Household.objects.count() > 100:
        return
    chance = Random(SEED)  # noqa: S311 - the same lists on every machine
    half = HalfYear.of(on)
    cells = _cells(on)
    households, contacts = [], []
    for deputy in without_list(keepers(Deputy.objects.order_by("pk"), on=on), on=on):
        zeal = chance.choice((1.0, 1.0, 0.8, 0.5, 0.2))
        if chance.random() < 0.1:
            continue
        for _number in range(chance.randint(3, 7)):
            household = Household(
                uid=UUID(int=(SEED << 80) + len(households)),
                deputy=deputy,
                name=chance.choice(SURNAMES) + chance.choice(WOMEN + MEN),
                cell=chance.choice(cells.get(deputy.pk) or [None]),
                added_on=half.first,
            )
            households.append(household)
            ways = [way for way, share in (("call", zeal), ("visit", zeal**2)) if chance.random() < share]
            contacts += [_contact(household, way, half.first, on, chance) for way in ways]
    Household.objects.bulk_create(households, batch_size=500)
    Contact.objects.bulk_create(contacts, batch_size=500)
    record("deputies.household.added", None, actor=SYSTEM, households=len(households), contacts=len(contacts))


def _cells(on: date) -> dict[int, list[GridCell | None]]:
    """The villages of each deputy's main station."""
    by_station: dict[int, list[GridCell | None]] = {}
    for cell in GridCell.objects.order_by("pk"):
        by_station.setdefault(cell.station_id, []).append(cell)
    rows = StationAssignment.objects.filter(assigned(on), is_main=True).values_list("deputy_id", "station_id")
    return {deputy: by_station.get(station, []) for deputy, station in rows}


def _contact(household: Household, way: str, since: date, on: date, chance: Random) -> Contact:
    day = since + timedelta(days=chance.randint(0, max(0, (on - since).days - 1)))
    at = datetime.combine(day, time(chance.randint(9, 20), chance.randint(0, 59)), tzinfo=SHANGHAI)
    return Contact(
        uid=UUID(int=chance.getrandbits(128), version=4),
        household=household,
        deputy=household.deputy,
        way=way,
        on=day,
        made_at=at,
        received_at=at + timedelta(minutes=1),
    )
