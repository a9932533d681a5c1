"""What pages read about duty reports. Counts leave this file only when two people agreed, or when both differed."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from congress.errors import NotFound
from congress.models import User
from congress.people.roles import Role
from congress.people.rules import organisations_of, region_prefixes
from deputies.logbooks.models import ReportCount, ReportVote
from deputies.logbooks.reports.models import DutyReport
from deputies.logbooks.reports.states import ReportState
from deputies.roster.models import Deputy
from deputies.stations.models import Station, StationAssignment
from deputies.stations.rules import READERS
from deputies.stations.selectors import assigned

MOST_PUBLIC = 20


def reports_for(user: User, *, on: date) -> QuerySet[DutyReport]:
    """The reports that this account reads: the own ones; staff those of their division or station.

    A draft is nobody's but the writer's, unless the station writes it for a deputy without an account.
    """
    staff = Q(pk__in=[])
    for prefix in region_prefixes(user, READERS, on=on):
        staff |= Q(region_code__startswith=prefix)
    stations = organisations_of(user, Role.STATION_OFFICER, on=on)
    if stations:
        staff |= Q(station__in=stations)
    written = ~Q(state=ReportState.DRAFT) | Q(deputy__user=None)
    return DutyReport.objects.filter(Q(deputy__user=user) | staff & written).select_related(
        "deputy", "station__organisation", "mandate__term", "entry__vote"
    )


def get_report_for(user: User, uid: UUID, *, on: date) -> DutyReport:
    """The one door at desk and phone. Raises NotFound."""
    report = reports_for(user, on=on).filter(uid=uid).first()
    if report is None:
        raise NotFound("not_found", _("没有找到，或您没有查看权限。"))
    return report


def paper_deputies(station: Station, *, on: date) -> QuerySet[Deputy]:
    """Those of the station who have no account: the station types their reports."""
    here = StationAssignment.objects.filter(assigned(on), station=station, deputy=OuterRef("pk"))
    return Deputy.objects.filter(Exists(here), user=None).order_by("pk")


@dataclass(frozen=True, slots=True)
class Tally:
    """What may be shown of the counts. `final` is the agreed one; `differing` the two of the round before;
    `waiting` says who has entered this round, without numbers."""

    vote: ReportVote
    final: ReportCount | None
    differing: list[ReportCount]
    waiting: ReportCount | None

    @property
    def share(self) -> str:
        """The satisfied among the valid ballots, in per cent with one decimal, never rounded up over a limit."""
        if self.final is None:
            return ""
        tenths = self.final.good * 1000 // self.final.valid
        return f"{tenths // 10}.{tenths % 10}"

    @property
    def invalid(self) -> int:
        """Collected ballots that say nothing."""
        return self.final.returned - self.final.valid if self.final else 0


def tally_of(report: DutyReport) -> Tally | None:
    """The counts of a report; None before its meeting. One query beside the vote."""
    if report.entry is None:
        return None
    vote = report.entry.vote
    counts = list(vote.counts.filter(round__gte=vote.round - 1).select_related("by"))
    now = [count for count in counts if count.round == vote.round]
    before = [count for count in counts if count.round == vote.round - 1]
    if vote.grade:
        return Tally(vote, now[0], [], None)
    # After a correction the round before agreed: it is the old result, not a disagreement.
    differ = len(before) == 2 and _key(before[0]) != _key(before[1])
    return Tally(vote, None, before if differ else [], now[0] if now else None)


def _key(count: ReportCount) -> tuple[int, ...]:
    return count.issued, count.returned, count.good, count.fair, count.poor


# ---- the public ----


def published_reports() -> QuerySet[DutyReport]:
    """Those whose result is public now."""
    return (
        DutyReport.objects.filter(state=ReportState.PUBLISHED, entry__vote__published_at__isnull=False)
        .select_related("deputy", "station__organisation", "mandate__term", "entry__vote")
        .order_by("-meets_on", "-pk")
    )


def get_published_report(uid: UUID) -> DutyReport:
    """The public door. Raises NotFound."""
    report = published_reports().filter(uid=uid).first()
    if report is None:
        raise NotFound("not_found", _("没有找到这份述职结果，可能正在更正。"))
    return report
