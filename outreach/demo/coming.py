"""The year to come: the city's is before the vote, with a test round to try; counties collect, consult, publish, or have voted.

By the services, but for the candidates themselves: they stand as the screening leaves them.
"""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction

from congress import clock
from congress.models import User
from congress.people.demo import demo_password
from congress.people.roles import Role
from congress.registry import DemoAccount, demo_accounts
from deputies.roster.states import Level
from outreach.demo.stages import announce, load_stages
from outreach.demo.years import appointed, candidates, opened, watched
from outreach.projects.models import ProjectYear
from outreach.projects.states import ProjectState, YearState
from outreach.projects.vote.services import rounds
from outreach.projects.vote.states import Means

SHANGHAI = ZoneInfo("Asia/Shanghai")
WATCHERS = "jianpiao"


@transaction.atomic
def load_coming(*, on: date) -> None:
    """Once; nothing where the offices or terms of the demo are missing."""
    year = on.year + 1
    clerk = User.objects.filter(username="li.min").first()
    if clerk is not None and not ProjectYear.objects.filter(year=year).exists():
        _load(year, clerk, on=on)
    for user in User.objects.filter(username__startswith=f"{WATCHERS}.").order_by("username"):
        demo_accounts.append(
            DemoAccount(user.username, demo_password(), str(Role.DEPUTY), user.name, "phone")
        )
    announce()


def _load(year: int, clerk: User, *, on: date) -> None:
    at = datetime.combine(on - timedelta(days=4), time(10, 0), SHANGHAI)
    with clock.at(at):
        city = opened(Level.CITY, settings.HOME_REGION, year, YearState.VOTING, at=at)
        if city is not None:
            candidates(city, ProjectState.CANDIDATE, at=at)
            _drafted(city, clerk, at=at)
        opened(Level.COUNTY, "430524", year, YearState.COLLECTING, at=at)
        load_stages(year, at=at)


def _drafted(year: ProjectYear, clerk: User, *, at: datetime) -> None:
    """A test round over the ten candidates with its three watchers: key, freezing, envelopes are there to be tried."""
    watchers = appointed(year, clerk, prefix=WATCHERS, at=at)
    if watchers is None:
        return
    for user in watchers:
        user.set_password(demo_password())
        user.must_change_password = False
        user.save(update_fields=["password", "must_change_password"])
    opens = at + timedelta(days=10)
    vote = rounds.draft_round(
        year, session="市第十七届人民代表大会第六次会议", means=Means.ELECTRONIC, opens_at=opens,
        closes_at=opens + timedelta(hours=1), actor=clerk, at=at, is_test=True,
    )  # fmt: skip
    watched(vote, watchers, actor=clerk, at=at)
