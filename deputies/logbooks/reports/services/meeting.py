"""A meeting is called and held, two people count the ballots, the result is published."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import NAMESPACE_URL, uuid5

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput, NotAllowed, Stale, WrongState
from congress.models import User
from congress.texts import require_text
from deputies.logbooks.models import ReportCount, ReportVote
from deputies.logbooks.reports.models import DutyReport
from deputies.logbooks.reports.rules import (
    GRADE_BASIS,
    QUORUM_BASIS,
    TOPICS,
    Ballots,
    grade_of,
    require_ballots,
    require_publishable,
    require_quorum,
    require_step,
)
from deputies.logbooks.reports.services.writing import advance, locked_report, tell_deputy
from deputies.logbooks.reports.states import REPORT_FLOW
from deputies.logbooks.rules import require_unlocked
from deputies.logbooks.services import EntryDraft, Part, record_entry
from deputies.logbooks.states import Grade, Kind, Source

_COUNTED = ("issued", "returned", "good", "fair", "poor")


@dataclass(frozen=True, slots=True)
class Counted:
    """What came of a count: `waiting` for the second person, `agreed`, or `differed` (both enter again)."""

    report: DutyReport
    outcome: str


@transaction.atomic
def plan_meeting(
    report: DutyReport,
    *,
    meets_on: date,
    meets_at: time | None,
    place: str,
    host: str,
    entitled: int,
    version: int | None,
    actor: User,
    at: datetime,
) -> DutyReport:
    """Call the meeting at which voters rate the report, and say how many are owed to come."""
    report = locked_report(report, version)
    advance(report, "plan", actor=actor, at=at)
    _set_meeting(report, meets_on, meets_at, place, on=localdate(at))
    report.host = require_text(host, field="host", least=2, most=40)
    if entitled < 1:
        raise BadInput("no_voters", _("请填写应到人数。"), field="entitled")
    report.entitled, report.remark = entitled, ""
    report.save()
    event = record(
        "deputies.report.planned", report, actor=actor, meets_on=meets_on.isoformat(), place=report.place,
        entitled=entitled,
    )  # fmt: skip
    tell_deputy(report, "report_planned", event=event.pk, day=meets_on, place=report.place)
    return report


def _set_meeting(report: DutyReport, meets_on: date, meets_at: time | None, place: str, *, on: date) -> None:
    if meets_on < on:
        raise BadInput("past", _("会议日期不能早于今天。"), field="meets_on")
    report.meets_on, report.meets_at = meets_on, meets_at
    report.place = require_text(place, field="place", least=2, most=120)


@transaction.atomic
def postpone_meeting(
    report: DutyReport,
    *,
    meets_on: date,
    meets_at: time | None,
    place: str,
    reason: str,
    version: int | None,
    actor: User,
    at: datetime,
) -> DutyReport:
    """Another day, with the reason: the way out when too few came."""
    report = locked_report(report, version)
    advance(report, "postpone", actor=actor, at=at)
    before = report.meets_on.isoformat() if report.meets_on else None
    _set_meeting(report, meets_on, meets_at, place, on=localdate(at))
    report.remark = require_text(reason, field="reason", least=4, most=200)
    report.save()
    event = record(
        "deputies.report.postponed", report, actor=actor, before=before, meets_on=meets_on.isoformat(),
        reason=report.remark,
    )  # fmt: skip
    tell_deputy(report, "report_planned", event=event.pk, day=meets_on, place=report.place)
    return report


@transaction.atomic
def hold_meeting(
    report: DutyReport,
    *,
    present: int,
    questions: str,
    version: int | None,
    actor: User,
    at: datetime,
    late_reason: str = "",
) -> DutyReport:
    """The meeting took place with enough people: it is written into the fifth book and waits for the counts.

    The entry waits to be verified like every other, and like every other is late after thirty days.
    """
    report = locked_report(report, version)
    advance(report, "hold", actor=actor, at=at)
    if report.meets_on is None or report.entitled is None:
        raise WrongState("no_meeting", _("还没有安排测评会。"))
    if report.meets_on > localdate(at):
        raise WrongState(
            "not_yet",
            _("测评会定在 %(month)d 月 %(day)d 日，开完会才能登记。")
            % {"month": report.meets_on.month, "day": report.meets_on.day},
        )
    require_quorum(entitled=report.entitled, present=present)
    report.entry = record_entry(
        EntryDraft(
            kind=Kind.REPORT,
            title=_("%(name)s %(year)d 年述职") % {"name": report.deputy.name, "year": report.year},
            region=report.station.organisation.region,
            happened_on=report.meets_on,
            starts_at=report.meets_at,
            parts=[Part(report.deputy)],
            station=report.station,
            place=report.place,
            people=present,
            content=summary_of(report),
            details={"host": report.host, "questions": questions.strip()[:1000]},
            source=Source.DESK,
            late_reason=late_reason,
        ),
        actor=actor,
        at=at,
        uid=uuid5(NAMESPACE_URL, f"duty-report:{report.uid}"),
    ).entry
    ReportVote.objects.create(entry=report.entry, entitled=report.entitled, present=present)
    report.remark = ""
    report.save()
    record(
        "deputies.report.held", report, actor=actor, entitled=report.entitled, present=present,
        basis=str(QUORUM_BASIS),
    )  # fmt: skip
    return report


def summary_of(report: DutyReport) -> str:
    """述职摘要: the five topics as one text, as the book has it."""
    heads = {name: str(DutyReport._meta.get_field(name).verbose_name) for name in TOPICS}
    return "\n".join(f"{heads[name]}：{getattr(report, name)}" for name in TOPICS)


@transaction.atomic
def enter_count(report: DutyReport, ballots: Ballots, *, turn: int, actor: User, at: datetime) -> Counted:
    """One person's count. Two people who agree give the grade; two who differ begin a new round.

    `turn` is the round of the page, so that a second press of the one whose count differed is not the first of the next.
    The numbers go into the audit log only when both are there: the second must not read the first anywhere.
    """
    report = locked_report(report, None)
    require_step(actor, report, REPORT_FLOW["count"].roles, on=localdate(at))
    target = REPORT_FLOW.advance("count", report.state)
    vote = _vote_of(report)
    if vote.round != turn:
        raise Stale("other_round", _("两次录入不一致，已进入新一轮，请刷新后重新录入。"))
    earlier = list(vote.counts.filter(round=turn).select_related("by"))
    if any(count.by_id == actor.pk for count in earlier):
        raise WrongState("counted_by_you", _("这一轮您已经录入，请由另一个人录入。"))
    require_ballots(ballots, present=vote.present)
    mine = ReportCount.objects.create(
        vote=vote, round=turn, by=actor, at=at, issued=ballots.issued, returned=ballots.returned,
        valid=ballots.valid, good=ballots.good, fair=ballots.fair, poor=ballots.poor,
    )  # fmt: skip
    record("deputies.report.counted", report, actor=actor, round=turn)
    if not earlier:
        return Counted(report, "waiting")
    first = earlier[0]
    report.version += 1
    report.updated_at = at
    if _numbers(first) != _numbers(mine):
        vote.round += 1
        vote.save(update_fields=["round"])
        report.save(update_fields=["version", "updated_at"])
        record("deputies.report.differed", report, actor=actor, round=turn, counts=_both(first, mine))
        return Counted(report, "differed")
    vote.grade = grade_of(good=mine.good, valid=mine.valid)
    vote.save(update_fields=["grade"])
    report.state, report.rated_at = target, at
    report.save(update_fields=["state", "rated_at", "version", "updated_at"])
    event = record(
        "deputies.report.graded", report, actor=actor, round=turn, grade=str(vote.grade),
        counted_by=[first.by.name, actor.name], basis=str(GRADE_BASIS), **_numbers(mine),
    )  # fmt: skip
    tell_deputy(report, "report_rated", event=event.pk, grade=str(Grade(vote.grade).label))
    return Counted(report, "agreed")


def _vote_of(report: DutyReport) -> ReportVote:
    if report.entry is None:
        raise WrongState("not_held", _("还没有登记测评会。"))
    require_unlocked(report.station, report.entry.happened_on.year)
    return ReportVote.objects.select_for_update().get(entry=report.entry)


def _numbers(count: ReportCount) -> dict[str, int]:
    return {name: getattr(count, name) for name in _COUNTED}


def _both(*counts: ReportCount) -> list[dict[str, object]]:
    return [{"by": count.by.name, **_numbers(count)} for count in counts]


@transaction.atomic
def publish_report(
    report: DutyReport, *, improvement: str, version: int | None, actor: User, at: datetime
) -> DutyReport:
    """The numbers and the grade become public. By the office; a poor grade goes out with what must get better."""
    report = locked_report(report, version)
    advance(report, "publish", actor=actor, at=at)
    vote = _vote_of(report)
    require_publishable(report, on=localdate(at))
    improvement = improvement.strip()
    if vote.grade == Grade.POOR or improvement:
        improvement = require_text(improvement, field="improvement", least=4, most=300)
    vote.improvement, vote.published_at = improvement, at
    vote.save(update_fields=["improvement", "published_at"])
    report.save(update_fields=["state", "version", "updated_at"])
    event = record("deputies.report.published", report, actor=actor, grade=str(vote.grade))
    tell_deputy(report, "report_published", event=event.pk)
    return report


@transaction.atomic
def correct_rating(
    report: DutyReport, *, present: int, reason: str, version: int | None, actor: User, at: datetime
) -> DutyReport:
    """更正: the result leaves the public page and two people count again. The old counts and the reason stay.

    Neither of the two who gave the old result may open it again: that would be one person's correction.
    """
    report = locked_report(report, version)
    advance(report, "correct", actor=actor, at=at)
    vote = _vote_of(report)
    counts = list(vote.counts.filter(round=vote.round).select_related("by"))
    if any(count.by_id == actor.pk for count in counts):
        raise NotAllowed("own_count", _("您参加了这次计票，请由代表工委的其他人更正。"))
    require_quorum(entitled=vote.entitled, present=present)
    report.remark = require_text(reason, field="reason", least=4, most=200)
    facts = {
        "reason": report.remark,
        "grade": str(vote.grade),
        "was_public": vote.published_at is not None,
        "present": [vote.present, present],
        "counts": _both(*counts),
    }
    vote.round += 1
    vote.present, vote.grade, vote.published_at, vote.improvement = present, "", None, ""
    vote.save(update_fields=["round", "present", "grade", "published_at", "improvement"])
    report.rated_at = None
    report.save(update_fields=["state", "version", "updated_at", "remark", "rated_at"])
    event = record("deputies.report.corrected", report, actor=actor, **facts)
    tell_deputy(report, "report_corrected", event=event.pk)
    return report
