"""A report is written, submitted, taken back or sent back."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from congress.audit.services import record
from congress.errors import BadInput, NotAllowed, Stale, WrongState
from congress.models import User
from congress.notices.services import post_notice
from congress.texts import require_text
from deputies.logbooks.reports.models import DutyReport
from deputies.logbooks.reports.rules import TOPICS, require_step
from deputies.logbooks.reports.states import REPORT_FLOW
from deputies.roster.models import Deputy, Mandate
from deputies.roster.rules import active_mandates, require_in_office
from deputies.roster.selectors import reach
from deputies.stations.models import Station
from deputies.stations.rules import is_office_of, is_officer_of
from deputies.stations.selectors import stations_of

# Five of them with their heads fit into the 4,000 characters of an entry.
TOPIC_LEAST, TOPIC_MOST = 4, 780


@dataclass(frozen=True, slots=True)
class ReportText:
    """The five topics as typed; a draft may leave some empty."""

    meetings: str = ""
    proposals: str = ""
    contacts: str = ""
    activities: str = ""
    conduct: str = ""


def locked_report(report: DutyReport, version: int | None) -> DutyReport:
    """The row, locked, before anything about it is judged. `version` is that of the page; None: not asked."""
    row = (
        DutyReport.objects.select_for_update(of=("self",))
        .select_related("deputy__user", "station__organisation__region", "entry", "mandate__term")
        .get(pk=report.pk)
    )
    if version is not None and row.version != version:
        raise Stale("stale", _("这份述职刚被办理，请刷新后再试。"))
    return row


def advance(report: DutyReport, step: str, *, actor: User, at: datetime) -> None:
    """Check person and state, then move on. Saving is the caller's."""
    require_step(actor, report, REPORT_FLOW[step].roles, on=localdate(at))
    report.state = REPORT_FLOW.advance(step, report.state)
    report.version += 1
    report.updated_at = at


def tell_deputy(report: DutyReport, template: str, *, event: int, **words: Any) -> None:
    """A notice to who reports: inbox, else text message, else nobody is told."""
    to = reach(report.deputy)
    if to is not None:
        post_notice(
            template, to=to, key=f"{template}:{event}", link=f"/m/reports/{report.uid}/", year=report.year, **words
        )  # fmt: skip


def write_report(
    deputy: Deputy,
    text: ReportText,
    *,
    year: int,
    actor: User,
    at: datetime,
    uid: UUID | None = None,
    mandate: Mandate | None = None,
) -> DutyReport:
    """Begin a draft; the same `uid` again gives the first one. One a mandate and year.

    By the deputy; by the station or the office where the deputy has no account. Without `mandate` it is the first one
    in office that has no report of that year.
    """
    uid = uid or uuid4()
    known = DutyReport.objects.filter(uid=uid, deputy=deputy).first()
    if known is not None:
        require_step(actor, known, REPORT_FLOW["save"].roles, on=localdate(at))
        return known
    try:
        with transaction.atomic():
            return _write(deputy, text, year=year, actor=actor, at=at, uid=uid, mandate=mandate)
    except IntegrityError:
        known = DutyReport.objects.filter(uid=uid, deputy=deputy).first()
        if known is None:
            raise BadInput("key_taken", _("这份述职的编号已被使用，请重新填写。")) from None
        return known


def _write(
    deputy: Deputy,
    text: ReportText,
    *,
    year: int,
    actor: User,
    at: datetime,
    uid: UUID,
    mandate: Mandate | None,
) -> DutyReport:
    on = localdate(at)
    # Two drafts of one year at once: the second waits here and finds the first.
    deputy = Deputy.objects.select_for_update(of=("self",), no_key=True).get(pk=deputy.pk)
    known = DutyReport.objects.filter(uid=uid, deputy=deputy).first()
    if known is not None:
        return known
    station = _station_for(deputy, actor, on=on)
    require_in_office(deputy, on=on)
    if not on.year - 1 <= year <= on.year:
        raise BadInput("year", _("只能填写今年或去年的述职。"), field="year")
    report = DutyReport(
        uid=uid,
        deputy=deputy,
        mandate=mandate or _mandate_for(deputy, year=year, on=on),
        station=station,
        region_code=station.region_code,
        year=year,
        updated_at=at,
        **_checked(text, is_final=False),
    )
    report.save(force_insert=True)
    record("deputies.report.written", report, actor=actor, deputy=deputy.name, year=year)
    return report


def _station_for(deputy: Deputy, actor: User, *, on: date) -> Station:
    stations = stations_of(deputy, on=on)
    if not stations:
        raise WrongState("no_station", _("代表还没有驻站，请先由代表工委安排站点。"))
    if deputy.user_id == actor.pk:
        return stations[0]
    kept = [
        s for s in stations if is_officer_of(actor, s, on=on) or is_office_of(actor, s.region_code, on=on)
    ]
    if not kept:
        raise NotAllowed("not_allowed", _("您没有办理该事项的权限。"))
    if deputy.user_id is not None:
        raise NotAllowed("has_account", _("这位代表有自己的账号，述职报告由本人在手机上填写。"))
    return kept[0]


def _mandate_for(deputy: Deputy, *, year: int, on: date) -> Mandate:
    taken = set(DutyReport.objects.filter(deputy=deputy, year=year).values_list("mandate_id", flat=True))
    free = [mandate for mandate in active_mandates(deputy, on=on) if mandate.pk not in taken]
    if not free:
        raise WrongState(
            "once_a_year", _("%(year)d 年的述职报告已经有了，请在原来的上面修改。") % {"year": year}
        )
    return free[0]


def _checked(text: ReportText, *, is_final: bool) -> dict[str, str]:
    """The topics, trimmed. A draft may be short; what is submitted says something to each."""
    typed = {name: value for name, value in asdict(text).items() if name in TOPICS}
    return {
        name: require_text(value, field=name, least=TOPIC_LEAST if is_final else 1, most=TOPIC_MOST)
        if is_final or value.strip()
        else ""
        for name, value in typed.items()
    }


@transaction.atomic
def save_report(
    report: DutyReport, text: ReportText, *, version: int | None, actor: User, at: datetime
) -> DutyReport:
    """Change a draft, or one that was sent back."""
    report = locked_report(report, version)
    advance(report, "save", actor=actor, at=at)
    require_in_office(report.deputy, on=localdate(at))
    fresh = _checked(text, is_final=False)
    changed = sorted(name for name, value in fresh.items() if getattr(report, name) != value)
    for name, value in fresh.items():
        setattr(report, name, value)
    report.save(update_fields=[*TOPICS, "version", "updated_at"])
    record("deputies.report.saved", report, actor=actor, changed=changed)
    return report


@transaction.atomic
def submit_report(report: DutyReport, *, version: int | None, actor: User, at: datetime) -> DutyReport:
    """Hand it to the station. All five topics must say something."""
    report = locked_report(report, version)
    advance(report, "submit", actor=actor, at=at)
    require_in_office(report.deputy, on=localdate(at))
    _checked(ReportText(**{name: getattr(report, name) for name in TOPICS}), is_final=True)
    report.submitted_at, report.remark = at, ""
    report.save(update_fields=["state", "version", "updated_at", "submitted_at", "remark"])
    event = record("deputies.report.submitted", report, actor=actor, year=report.year)
    post_notice(
        "report_submitted",
        to=report.station.organisation,
        key=f"report-submitted:{event.pk}",
        link=f"/desk/reports/{report.uid}/",
        deputy=report.deputy.name,
        year=report.year,
    )
    return report


@transaction.atomic
def take_back_report(report: DutyReport, *, version: int | None, actor: User, at: datetime) -> DutyReport:
    """Back to the draft while nobody has called a meeting."""
    report = locked_report(report, version)
    advance(report, "take_back", actor=actor, at=at)
    report.submitted_at = None
    report.save(update_fields=["state", "version", "updated_at", "submitted_at"])
    record("deputies.report.taken_back", report, actor=actor)
    return report


@transaction.atomic
def return_report(
    report: DutyReport, *, reason: str, version: int | None, actor: User, at: datetime
) -> DutyReport:
    """Send it back with what is missing."""
    report = locked_report(report, version)
    advance(report, "return", actor=actor, at=at)
    report.remark = require_text(reason, field="reason", least=4, most=200)
    report.save(update_fields=["state", "version", "updated_at", "remark"])
    event = record("deputies.report.returned", report, actor=actor, reason=report.remark)
    tell_deputy(report, "report_returned", event=event.pk)
    return report
