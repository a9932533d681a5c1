"""Who may do what with a duty report, when a meeting may rate it, and what the ballots say. Reads only."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from congress.errors import BadInput, NotAllowed, WrongState
from congress.models import User
from congress.people.roles import Role
from deputies.logbooks.reports.models import DutyReport
from deputies.logbooks.states import EntryState, Grade
from deputies.roster.rules import require_in_office
from deputies.stations.rules import is_office_of, is_officer_of

TOPICS = ("meetings", "proposals", "contacts", "activities", "conduct")
# Shares of the valid ballots (domain paper E2, source S45), in per cent of "满意".
GOOD_FROM, FAIR_FROM = 80, 50
# The deputy's days to object before a result is published (domain paper E4).
OBJECTION_DAYS = 5
GRADE_BASIS = _lazy(
    "按有效票计算：满意票占 80% 以上为满意，50% 以上不足 80% 为基本满意，不足 50% 为不满意（县级述职测评办法）"
)
# The paper names no number; more than half is what a congress meeting itself needs.
QUORUM_BASIS = _lazy("实到人数须超过应到人数的一半，收回票数不多于发出票数")


@dataclass(frozen=True, slots=True)
class Ballots:
    """What one person counted."""

    issued: int
    returned: int
    good: int
    fair: int
    poor: int
    invalid: int

    @property
    def valid(self) -> int:
        """Those that say something."""
        return self.good + self.fair + self.poor


def roles_on(actor: User, report: DutyReport, *, on: date) -> frozenset[str]:
    """The roles that count for this report. Who reports keeps nothing of the own rating."""
    if report.deputy.user_id == actor.pk:
        return frozenset({str(Role.DEPUTY)})
    held = set()
    if is_office_of(actor, report.region_code, on=on):
        held.add(str(Role.CLERK))
    if is_officer_of(actor, report.station, on=on):
        held.add(str(Role.STATION_OFFICER))
    if held and report.deputy.user_id is None:
        # Paper first: the station types for a deputy without an account.
        held.add(str(Role.DEPUTY))
    return frozenset(held)


def require_step(actor: User, report: DutyReport, roles: frozenset[str], *, on: date) -> None:
    """Raise NotAllowed unless one of the step's roles is held for this report; a deputy must be in office."""
    held = roles_on(actor, report, on=on)
    if not held & roles:
        if report.deputy.user_id == actor.pk:
            raise NotAllowed("own_report", _("不能办理自己的述职测评，请由站点或代表工委的其他人办理。"))
        raise NotAllowed("not_allowed", _("您没有办理该事项的权限。"))
    if held == {str(Role.DEPUTY)}:
        require_in_office(report.deputy, on=on)


def require_quorum(*, entitled: int, present: int) -> None:
    """More than half of those who are owed must be there, and nobody beyond them."""
    if present > entitled:
        raise BadInput(
            "too_many_present",
            _("实到人数不能多于应到人数（%(n)d 人）。") % {"n": entitled},
            field="present",
        )
    if present * 2 <= entitled:
        raise BadInput(
            "no_quorum",
            _("应到 %(entitled)d 人，实到 %(present)d 人，没有超过一半，不能进行测评，请改期。")
            % {"entitled": entitled, "present": present},
            field="present",
        )


def require_ballots(ballots: Ballots, *, present: int) -> None:
    """The sums of one count, each refusal at its field."""
    if min(ballots.issued, ballots.returned, ballots.good, ballots.fair, ballots.poor, ballots.invalid) < 0:
        raise BadInput("negative", _("票数不能小于 0。"))
    if ballots.issued > present:
        raise BadInput(
            "too_many_issued", _("发出票数不能多于实到人数（%(n)d 人）。") % {"n": present}, field="issued"
        )
    if ballots.returned > ballots.issued:
        raise BadInput("too_many_returned", _("收回票数不能多于发出票数。"), field="returned")
    total = ballots.valid + ballots.invalid
    if total != ballots.returned:
        raise BadInput(
            "sum",
            _("满意、基本满意、不满意和无效票合计 %(total)d 张，与收回的 %(returned)d 张不符。")
            % {"total": total, "returned": ballots.returned},
            field="returned",
        )
    if not ballots.valid:
        raise BadInput("no_valid", _("没有有效票，不能得出测评结果，请改期重新测评。"), field="good")


def grade_of(*, good: int, valid: int) -> Grade:
    """The grade by GRADE_BASIS, in whole numbers: 79.99 % is not 80 %."""
    if good * 100 >= valid * GOOD_FROM:
        return Grade.GOOD
    return Grade.FAIR if good * 100 >= valid * FAIR_FROM else Grade.POOR


def publishable_from(report: DutyReport) -> date | None:
    """The first day on which the result may be public; None while the book's entry is not verified."""
    entry = report.entry
    if entry is None or report.rated_at is None or entry.verified_at is None:
        return None
    if entry.state != EntryState.VERIFIED:
        return None
    return localdate(max(entry.verified_at, report.rated_at)) + timedelta(days=OBJECTION_DAYS)


def require_publishable(report: DutyReport, *, on: date) -> None:
    """Verified in the book, and the deputy had the days to object."""
    first = publishable_from(report)
    if first is None:
        raise WrongState("not_verified", _("第五簿中的这条记录还没有核实，核实后才能公示。"))
    if on < first:
        raise WrongState(
            "objection_open",
            _("核实和测评后 %(n)d 天内代表可以提出异议，%(day)s起可以公示。")
            % {"n": OBJECTION_DAYS, "day": f"{first.month}月{first.day}日"},
        )
