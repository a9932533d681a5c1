"""A duty report brought as far as a test needs it."""

from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from congress.models import User
from deputies.logbooks.reports import services
from deputies.logbooks.reports.models import DutyReport
from deputies.logbooks.reports.rules import Ballots
from deputies.logbooks.reports.services import ReportText
from deputies.logbooks.services import verify_entries
from deputies.models import Deputy

NOW = datetime(2026, 11, 22, 19, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
MEETING = date(2026, 11, 24)
HELD = datetime(2026, 11, 24, 16, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TEXT = ReportText(
    meetings="出席县人代会一次，列席常委会会议两次，没有缺席。",
    proposals="提出关于大塘村饮水管网改造的建议，已经办结。",
    contacts="联系十户选民，每半年走访一遍，接待选民六次。",
    activities="参加执法检查两次、视察一次、代表小组活动四次。",
    conduct="遵守代表行为规范，没有违纪违法情况。",
)
BALLOTS = Ballots(issued=32, returned=31, good=26, fair=3, poor=1, invalid=1)


def write(deputy: Deputy, *, actor: User | None = None, **changes: Any) -> DutyReport:
    """A draft of this year."""
    return services.write_report(
        deputy, TEXT, actor=actor or deputy.user, at=NOW, **{"year": 2026, **changes}
    )


def submit(deputy: Deputy) -> DutyReport:
    """A submitted one."""
    return services.submit_report(write(deputy), version=None, actor=deputy.user, at=NOW)


def plan(deputy: Deputy, officer: User, **changes: Any) -> DutyReport:
    """One with a meeting on MEETING, forty owed."""
    words = {
        "meets_on": MEETING, "meets_at": time(14, 30), "place": "大塘村村部会议室", "host": "周明", "entitled": 40,
        **changes,
    }  # fmt: skip
    return services.plan_meeting(submit(deputy), version=None, actor=officer, at=NOW, **words)


def hold(deputy: Deputy, officer: User, present: int = 32) -> DutyReport:
    """One whose meeting took place; the ballots lie on the table."""
    return services.hold_meeting(
        plan(deputy, officer), present=present, questions="问：自来水何时通？答：十二月底。", version=None,
        actor=officer, at=HELD,
    )  # fmt: skip


def rate(deputy: Deputy, officer: User, clerk: User, ballots: Ballots = BALLOTS) -> DutyReport:
    """One that two people counted alike."""
    report = hold(deputy, officer)
    for person in (officer, clerk):
        report = services.enter_count(report, ballots, turn=1, actor=person, at=HELD).report
    return report


def publish(
    deputy: Deputy, officer: User, clerk: User, ballots: Ballots = BALLOTS, **words: Any
) -> DutyReport:
    """A verified one, public after the days of objection."""
    report = rate(deputy, officer, clerk, ballots)
    verify_entries([report.entry], actor=clerk, at=HELD)
    return services.publish_report(
        report,
        improvement=words.get("improvement", ""),
        version=None,
        actor=clerk,
        at=HELD + timedelta(days=5),
    )
