"""Ten duty reports of the demo, from the draft to the published result, by the services, on the days they happened.

The words stand in data/reports.txt: story, five topics, questions, figures of the meeting.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import zip_longest
from pathlib import Path
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction

from congress import clock
from congress.models import User
from deputies.logbooks.reports import services
from deputies.logbooks.reports.models import DutyReport
from deputies.logbooks.reports.rules import Ballots
from deputies.logbooks.reports.services import ReportText
from deputies.logbooks.services import verify_entries
from deputies.models import Deputy, Station
from deputies.roster.rules import active_mandates
from deputies.stations.selectors import deputies_at
from deputies.stations.states import SERVING

SHANGHAI = ZoneInfo("Asia/Shanghai")
DATA = Path(__file__).parent / "data" / "reports.txt"
PHONE, COUNTY, CITY = "ouyang.chun", "zhou.jianguo", "li.min"
PREFIX = "430524"
SERIAL = 430505
HOSTS = ("邓国平", "刘海燕", "阳建军", "罗小云", "彭志强", "谭美华")
# Days from today on which the meeting of a story is.
MEETINGS = {"published": -34, "rated": -4, "differed": -6, "waiting": -3, "planned": 9}
STORIES_OF_PHONE = (0, 9)


@transaction.atomic
def load_reports(*, on: date) -> None:
    """Write them once; nothing without the people of the demo."""
    people = {user.username: user for user in User.objects.filter(username__in=[PHONE, COUNTY, CITY])}
    phone = Deputy.objects.filter(user__username=PHONE).first()
    if DutyReport.objects.exists() or len(people) < 3 or phone is None:
        return
    others = _without_account(on)
    for number, line in enumerate(DATA.read_text(encoding="utf-8").splitlines()):
        deputy = phone if number in STORIES_OF_PHONE else next(others, None)
        if deputy is not None:
            _Story(number, line.split("|"), deputy, people, on).tell()


def _without_account(on: date) -> Iterator[Deputy]:
    """Deputies whose reports the county's office types: one of each station, then a second of each, and so on."""
    stations = Station.objects.filter(state__in=SERVING, region_code__startswith=PREFIX).order_by("pk")
    told: set[int] = set()
    for turn in zip_longest(*(deputies_at(station, on=on) for station in stations)):
        for deputy in turn:
            if deputy is None or deputy.user_id is not None or deputy.pk in told:
                continue
            if active_mandates(deputy, on=on):
                told.add(deputy.pk)
                yield deputy


class _Story:
    def __init__(
        self, number: int, parts: list[str], deputy: Deputy, people: dict[str, User], on: date
    ) -> None:
        self.number, self.deputy, self.on = number, deputy, on
        self.kind, *topics, self.questions, figures = parts
        self.text = ReportText(*topics)
        self.figures = [int(figure) for figure in figures.split(",") if figure]
        self.county, self.city = people[COUNTY], people[CITY]
        self.writer = deputy.user or self.county
        days = MEETINGS.get(self.kind)
        self.meets_on = on + timedelta(days=days - number) if days is not None and days < 0 else None
        if days is not None and days >= 0:
            self.meets_on = on + timedelta(days=days)

    def tell(self) -> None:
        """As far as the story goes."""
        written = (self.meets_on or self.on) - timedelta(days=24 if self.meets_on else 6 + self.number)
        with self._at(written, 20) as at:
            report = services.write_report(
                self.deputy, self.text, year=at.year, actor=self.writer, at=at,
                uid=UUID(int=(SERIAL << 64) + self.number + 1),
            )  # fmt: skip
        if self.kind == "draft":
            return
        with self._at(written + timedelta(days=1), 9) as at:
            services.submit_report(report, version=None, actor=self.writer, at=at)
        if self.kind == "returned":
            with self._at(written + timedelta(days=3), 10) as at:
                services.return_report(
                    report, reason="请写明会议、建议、走访各有几次，建议办到哪一步。", version=None,
                    actor=self.county, at=at,
                )  # fmt: skip
        if self.meets_on is not None:
            self._meet(report, self.meets_on)

    def _meet(self, report: DutyReport, day: date) -> None:
        with self._at(day - timedelta(days=14), 11) as at:
            report = services.plan_meeting(
                report, meets_on=day, meets_at=time(9, 30), place="站内会议室",
                host=HOSTS[self.number % len(HOSTS)], entitled=self.figures[0], version=None,
                actor=self.county, at=at,
            )  # fmt: skip
        if self.kind == "planned":
            return
        with self._at(day, 15) as at:
            services.hold_meeting(
                report, present=self.figures[1], questions=self.questions, version=None,
                actor=self.county, at=at,
            )  # fmt: skip
            self._count(report, at)
        if self.kind == "published":
            with self._at(day + timedelta(days=2), 10) as at:
                report = DutyReport.objects.select_related("entry").get(pk=report.pk)
                verify_entries([report.entry] if report.entry else [], actor=self.city, at=at)
            with self._at(day + timedelta(days=8), 10) as at:
                services.publish_report(
                    report, improvement=self._improvement(), version=None, actor=self.city, at=at
                )

    def _improvement(self) -> str:
        # The grade of the second one is "fair".
        return "外出务工的联系户改用电话或视频联系，每季度说一次水渠进展。" if self.number == 1 else ""

    def _count(self, report: DutyReport, at: datetime) -> None:
        _entitled, _present, issued, returned, good, fair, poor, invalid = self.figures
        mine = Ballots(issued, returned, good, fair, poor, invalid)
        services.enter_count(report, mine, turn=1, actor=self.county, at=at)
        if self.kind == "waiting":
            return
        theirs = (
            Ballots(issued, returned, good - 1, fair + 1, poor, invalid) if self.kind == "differed" else mine
        )
        services.enter_count(report, theirs, turn=1, actor=self.city, at=at + timedelta(minutes=20))

    @contextmanager
    def _at(self, day: date, hour: int) -> Iterator[datetime]:
        """The hour at which something is written; notices get it too."""
        moment = datetime.combine(day, time(hour, 5 * (self.number + 1)), SHANGHAI)
        with clock.at(moment):
            yield moment
